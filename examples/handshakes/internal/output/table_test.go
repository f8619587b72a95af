package output

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

const id34 = "h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v"

// short and long are rows as the clouds have them, with characters of every width.
var (
	short = entry{ID: "h-1", Status: "pending", Name: "研发-prod", Note: "欢迎加入组织，请在月底前接受邀请 👨‍👩‍👧"}
	long  = entry{ID: id34, Status: "cancelled", Name: "labor-ko\u0308ln-production-07", Note: "a\nb\x1b[0m"}
)

func TestTable_Widths(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		width int
		args  string
		want  string
	}{
		{name: "there is room for all", width: 100, want: "" +
			"STATUS     LONG NAME                 ID                                  NOTE (UTC)\n" +
			"pending    研发-prod                 h-1                                 欢迎加入组织，请在月底前接…\n" +
			"cancelled  labor-ko\u0308ln-production-07  h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v  a↵b\\x1b[0m\n"},
		{name: "the note, which matters least, is shortened first", width: 86, want: "" +
			"STATUS     LONG NAME                 ID                                  NOTE (UTC)\n" +
			"pending    研发-prod                 h-1                                 欢迎加入组织…\n" +
			"cancelled  labor-ko\u0308ln-production-07  h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v  a↵b\\x1b[0m\n"},
		{name: "then the name is", width: 80, want: "" +
			"STATUS     LONG NAME            ID                                  NOTE (UTC)\n" +
			"pending    研发-prod            h-1                                 欢迎加入组…\n" +
			"cancelled  labor-ko\u0308ln-product…  h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v  a↵b\\x1b[0m\n"},
		{name: "a row is a block of lines on a narrow terminal", width: 40, want: "" +
			"status: pending\n" +
			"long name: 研发-prod\n" +
			"id: h-1\n" +
			"note (UTC): 欢迎加入组织，请在月底前接…\n" +
			"\n" +
			"status: cancelled\n" +
			"long name: labor-ko\u0308ln-production-07\n" +
			"id: h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v\n" +
			"note (UTC): a↵b\\x1b[0m\n"},
		{name: "wide cuts nothing on a narrow terminal", width: 40, args: "-wide", want: "" +
			"STATUS     LONG NAME                 ID                                  NOTE (UTC)\n" +
			"pending    研发-prod                 h-1                                 欢迎加入组织，请在月底前接受邀请 👨‍👩‍👧\n" +
			"cancelled  labor-ko\u0308ln-production-07  h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v  a↵b\\x1b[0m\n"},
		{name: "a file has complete lines", width: 0, want: "" +
			"STATUS     LONG NAME                 ID                                  NOTE (UTC)\n" +
			"pending    研发-prod                 h-1                                 欢迎加入组织，请在月底前接受邀请 👨‍👩‍👧\n" +
			"cancelled  labor-ko\u0308ln-production-07  h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v  a↵b\\x1b[0m\n"},
		{name: "columns come in the order asked for", width: 80, args: "-columns size,ID", want: "" +
			"SIZE   ID\n" +
			"large  h-1\n" +
			"large  h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, print(t, c.width, c.args, short, long))
		})
	}
}

func TestTable_LeavesOutColumns(t *testing.T) {
	t.Parallel()
	s := entries()
	s.Columns[0].Cell = func(entry) string { return strings.Repeat("s", 44) }
	var b bytes.Buffer
	w := New(&b, terminal.Screen{Terminal: true, Width: 88}, flags(t, ""), s)
	require.NoError(t, w.Write(long))
	require.NoError(t, w.Close())
	assert.Equal(t, "STATUS"+strings.Repeat(" ", 40)+"ID\n"+strings.Repeat("s", 44)+"  "+id34+"\n", b.String())
	assert.Equal(t, "no room for long-name, note; -wide shows every column", w.LeftOut())

	b.Reset()
	wide := New(&b, terminal.Screen{Terminal: true, Width: 88}, flags(t, "-wide"), s)
	require.NoError(t, wide.Write(long))
	require.NoError(t, wide.Close())
	assert.Contains(t, b.String(), long.Name, "-wide leaves out none")
	assert.Empty(t, wide.LeftOut())
}

// A table of 80 columns and more leaves out what is essential, too, before its rows are blocks.
func TestTable_LeavesOutEssentialColumns(t *testing.T) {
	t.Parallel()
	s := entries()
	s.Columns[0].Cell = func(entry) string { return strings.Repeat("s", 50) }
	show := func(width int) string {
		var b bytes.Buffer
		w := New(&b, terminal.Screen{Terminal: true, Width: width}, flags(t, ""), s)
		require.NoError(t, w.Write(entry{ID: id34}))
		require.NoError(t, w.Close())
		return b.String()
	}
	assert.Equal(t, "ID\n"+id34+"\n", show(narrow))
	assert.Equal(t, "status: "+strings.Repeat("s", 50)+"\nid: "+id34+"\n", show(narrow-1))
}

// Whichever rows come first, the later ones of a stream have the same columns, and fit.
func TestTable_StreamsOfInvitations(t *testing.T) {
	t.Parallel()
	shape := Shape[item]{Columns: Invitations("cloud", "status", "target", "organization", "created", "expires", "id", "note")}
	small := item{ID: "h-1", Status: "pending", Cloud: "huawei", Target: invitation.Target{Type: invitation.TargetTypeName, Entity: "a"}}
	large := item{ID: id34, Status: "cancelled", Cloud: "alibaba", Target: invitation.Target{Type: invitation.TargetTypeAccount, Entity: "f1e486e33198406088b454abfca66899"},
		OrganizationID: "o-9zs2640k7li9mj8l", InviterName: "acme", Created: time.Now(), Expires: time.Now(), Note: strings.Repeat("n", 200)}
	for width := narrow; width <= 250; width++ {
		var b bytes.Buffer
		w := New(&b, terminal.Screen{Terminal: true, Width: width}, flags(t, ""), shape)
		require.NoError(t, w.Write(small))
		require.NoError(t, w.Flush())
		require.NoError(t, w.Write(large))
		require.NoError(t, w.Close())
		rows := lines(b.String())
		require.Len(t, rows, 3)
		assert.Equal(t, strings.Index(rows[0], " ID")+1, terminal.Width(rows[2][:strings.Index(rows[2], id34)]), "%d: %s", width, rows)
		assert.LessOrEqual(t, terminal.Width(rows[2]), width, "%d: %s", width, rows)
		if strings.Contains(rows[0], "NOTE") {
			assert.Equal(t, width, terminal.Width(rows[2]), "the last column takes all the room that is left")
		}
		if width >= 90 {
			assert.Contains(t, rows[2], large.Target.Entity, "it is cut only if there is no other way")
		}
	}
}

func TestTable_ShortensEssentialColumns(t *testing.T) {
	t.Parallel()
	s := entries()
	s.Columns[1].Priority = Essential
	account := entry{ID: id34, Status: "cancelled", Name: "f1e486e33198406088b454abfca66899"}
	show := func(width int) []string {
		var b bytes.Buffer
		w := New(&b, terminal.Screen{Terminal: true, Width: width}, flags(t, ""), s)
		require.NoError(t, w.Write(account))
		require.NoError(t, w.Close())
		return lines(b.String())
	}
	assert.Contains(t, show(84)[1], account.Name, "a column is left out before an essential one is shortened")
	assert.NotContains(t, show(84)[0], "NOTE")
	s.Columns[0].Cell = func(entry) string { return strings.Repeat("s", 15) }
	assert.Contains(t, show(80)[1], "f1e486e33198406088b454abfc…", "an essential column is shortened if nothing else is left")
	assert.True(t, strings.HasSuffix(show(80)[1], id34), "one without a minimum is not")
}

// An ID of a length that no service has is complete, and pushes no other row aside.
func TestTable_LongID(t *testing.T) {
	t.Parallel()
	freak := entry{ID: strings.Repeat("x", 100), Status: "pending", Note: "n"}
	for _, width := range []int{0, 120} {
		rows := lines(print(t, width, "", freak, short))
		assert.Contains(t, rows[1], "  "+freak.ID+"  ")
		assert.Less(t, strings.Index(rows[0], "NOTE"), 100)
	}
	assert.Contains(t, print(t, 40, "", freak), "id: "+freak.ID+"\n")
}

func TestTable_Narrow(t *testing.T) {
	t.Parallel()
	row := entry{ID: "h-1", Status: "pending", Name: "labor", Note: "Please join by the end of the month"}
	for _, c := range []struct {
		name  string
		width int
		want  string
	}{
		{name: "a cell is beside its label", width: 28, want: "status: pending\nlong name: labor\nid: h-1\nnote (UTC): Please join by …\n"},
		{name: "a label is complete, however narrow the terminal is", width: 9, want: "status: pending\nlong name: …\nid: h-1\nnote (UTC): …\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, print(t, c.width, "", row))
		})
	}
	assert.Equal(t, "id: "+id34+"\n", print(t, 36, "", entry{ID: id34}), "an ID is complete")
}

func TestTable_Columns(t *testing.T) {
	t.Parallel()
	s := entries()
	s.Columns[0].Cell = func(entry) string { return strings.Repeat("s", 44) }
	show := func(args string) string {
		var b bytes.Buffer
		w := New(&b, terminal.Screen{Terminal: true, Width: 80}, flags(t, args), s)
		require.NoError(t, w.Write(long))
		require.NoError(t, w.Close())
		return b.String()
	}
	assert.NotContains(t, show(""), "NOTE")
	rows := lines(show("-columns note,status,id"))
	assert.Equal(t, "NOTE (UTC)", rows[0][:10], "what is asked for is never left out")
	assert.Greater(t, len(rows[0]), 80-len(id34), "even if the lines are longer than the terminal is wide")
}

func TestTable_EqualPriorities(t *testing.T) {
	t.Parallel()
	s := entries()
	s.Columns[0].Cell = func(entry) string { return strings.Repeat("s", 44) }
	var b bytes.Buffer
	w := New(&b, terminal.Screen{Terminal: true, Width: 88}, flags(t, "-columns status,long-name,note"), s)
	require.NoError(t, w.Write(entry{Name: strings.Repeat("n", 25), Note: strings.Repeat("t", 20)}))
	require.NoError(t, w.Close())
	assert.Contains(t, b.String(), "  "+strings.Repeat("n", 25)+"  "+strings.Repeat("t", 14)+"…\n", "the last of equal columns is shortened first")
}

func TestTable_NoRows(t *testing.T) {
	t.Parallel()
	assert.Empty(t, print(t, 80, ""))
}

func TestTable_Color(t *testing.T) {
	t.Parallel()
	got := print(t, 80, "-color always -columns status,id", short, long, entry{ID: "h-2", Status: "accepted"}, entry{ID: "h-3", Status: "declined"})
	assert.Equal(t, ""+
		"STATUS     ID\n"+
		"\x1b[33mpending\x1b[0m    h-1\n"+
		"cancelled  "+id34+"\n"+
		"\x1b[32maccepted\x1b[0m   h-2\n"+
		"\x1b[31mdeclined\x1b[0m   h-3\n", got)
	assert.NotContains(t, print(t, 80, "", short), "\x1b")
	assert.Contains(t, print(t, 40, "-color always", short), "status: \x1b[33mpending\x1b[0m\n")
}

func TestTable_LongStreams(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := New(&b, terminal.Screen{Terminal: true, Width: 90}, flags(t, ""), entries())
	for i := range sampleRows {
		require.Empty(t, b.String(), "widths are not known yet")
		require.NoError(t, w.Write(entry{ID: fmt.Sprint("h-", i), Status: "pending", Name: "x", Note: "y"}))
	}
	assert.Equal(t, sampleRows+1, strings.Count(b.String(), "\n"), "they are known now")
	for _, c := range []struct {
		name string
		row  entry
		want string
	}{
		{name: "columns stay where they are",
			row:  entry{ID: "h-1", Status: "pending", Name: "x", Note: "y"},
			want: "pending    x                               h-1    y\n"},
		{name: "a cell that is too wide is cut",
			row:  entry{ID: "h-1", Status: "cancelled", Name: strings.Repeat("研", 30), Note: "y"},
			want: "cancelled  " + strings.Repeat("研", 14) + "…   h-1    y\n"},
		{name: "an ID is complete, and what follows gives way",
			row:  entry{ID: id34, Status: "pending", Name: "x", Note: strings.Repeat("n", 30)},
			want: "pending    x                               " + id34 + "  " + strings.Repeat("n", 10) + "…\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b.Reset()
			require.NoError(t, w.Write(c.row))
			require.NoError(t, w.Flush())
			assert.Equal(t, c.want, b.String())
		})
	}
}

// Whatever the rows are, a table fits its terminal, its columns begin at the same place in
// every row, and IDs are complete.
func TestTable_Property(t *testing.T) {
	t.Parallel()
	text := rapid.StringOfN(rapid.SampledFrom([]rune("ab -研ｶ한é\u0301\u200d👨👩🚀🇩🇪❤\ufe0f\u1112\u1161\u11ab\x1b\n\u202e")), 0, 60, -1)
	shape := entries()
	shape.Columns[2].Usual = 34 // like the IDs of invitations, which have room before they come
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(narrow, 200).Draw(t, "width")
		var b bytes.Buffer
		w := New(&b, terminal.Screen{Terminal: true, Width: width}, Flags{Format: Table}, shape)
		for range rapid.IntRange(1, 20).Draw(t, "rows") {
			row := entry{
				ID:     rapid.StringMatching(`[a-z0-9]{1,34}`).Draw(t, "id"),
				Status: rapid.SampledFrom([]string{"pending", "cancelled"}).Draw(t, "status"),
				Name:   text.Draw(t, "name"), Note: text.Draw(t, "note"),
			}
			b.Reset()
			require.NoError(t, w.Write(row))
			require.NoError(t, w.Flush())
			id := -1
			for _, line := range lines(b.String()) {
				if n := terminal.Width(line); n > width {
					t.Fatalf("%d columns in %d: %q", n, width, line)
				}
				if strings.HasPrefix(line, "STATUS") {
					id = strings.Index(line, "ID")
					continue
				}
				// The IDs of later rows may be wider than the column, which ends no other one.
				at := strings.LastIndex(line, "  "+row.ID)
				if at < 0 {
					t.Fatalf("no %q in %q", row.ID, line)
				}
				if got := terminal.Width(line[:at+2]); id >= 0 && got != id && !strings.Contains(row.Name, row.ID) && !strings.Contains(row.Note, row.ID) {
					t.Fatalf("the ID begins at %d, and its heading at %d: %q", got, id, line)
				}
			}
		}
	})
}
