package invite

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

func TestParseFile_BadLines(t *testing.T) {
	const head = "target_type,target,notes,tags\n"
	for _, c := range []struct {
		name, content string
		says          []string
	}{
		{"empty", "", []string{"empty"}},
		{"no lines", head + "\n,,,\n", []string{"no line"}},
		{"a misspelled column", "target_type,target,nots\nname,a,b\n", []string{"line 1", `"nots"`}},
		{"a column twice", "target_type,target,target\nname,a,b\n", []string{"line 1", "twice"}},
		{"a missing column", "target,notes\na,b\n", []string{"line 1", "target_type"}},
		{"semicolons between the cells", "target_type;target\nname;a\n", []string{"commas"}},
		{"tabs between the cells", "target_type\ttarget\nname\ta\n", []string{"commas"}},
		{"UTF-16", "\xff\xfet\x00a\x00", []string{"UTF-8"}},
		{"no text", "target_type,target\nname,\x00\n", []string{"UTF-8"}},
		{"a quote without an end", head + "name,a,,team\nname,\"b,,\nname,c,,\n", []string{":2: ", ":3: ", "were not read"}},
		{"a quote within a cell", head + "name,a\"b,,\nname,b,,team\n", []string{":2: ", "quote", ":3: ", "2 of 2"}},
		{"a cell too few", head + "name,a,,\nname,b\nname,c,,\n", []string{":3: ", "2 cells", "1 of 3 lines are bad"}},
		{"a cell too many", head + "name,a,Hello, you,\n", []string{":2: ", "5 cells"}},
		{"another cloud's type", head + "email,a@example.test,,\n", []string{":2: ", `"email"`}},
		{"no target", head + "name,,x,\n", []string{":2: ", "target"}},
		{"a formula", head + "name,=HYPERLINK(\"x\"),,\n", nil},
		{"a formula in quotes", head + "name,\"=HYPERLINK(\"\"http://example.test\"\")\",,\n", []string{":2: ", "formula"}},
		{"a tag without a value", head + "name,a,,team\n", []string{":2: ", `"team"`}},
		{"a tag twice", head + "name,a,,team=x;team=y\n", []string{":2: ", "twice"}},
		{"a tag of the library's", head + "name,a,,_sys_x=y\n", []string{":2: ", "_sys_"}},
		{"notes that are too long", head + "name,a," + strings.Repeat("长", 1025) + ",\n", []string{":2: ", "1025"}},
		{"text that is not UTF-8", head + "name,\xb2\xe2\xca\xd4,,\n", []string{":2: ", "UTF-8"}},
		{"a target with a character that cannot be seen", head + "name,acme,,\nname,ac\u200bme,,\n", []string{":3: ", "character 3 is U+200B", "1 of 2 lines are bad"}},
		{"a target that ends in one", head + "name,acme\u00ad,,\n", []string{":2: ", "character 5 is U+00AD"}},
		{"an account ID with a letter of another script", head + "account,5f0e1d2c3b4\u0430,,\n", []string{":2: ", "character 12 is", "U+0430"}},
		{"several, in order", head + "name,a,,team\nname,b,,\n\"email\",\"c\",\"two\nlines\",\nname,,x,\n", []string{":2: ", ":4: ", ":6: ", "3 of 4 lines are bad"}},
		{"very many", head + strings.Repeat("x,y,,\n", 50), []string{":21: ", "and 30 more"}},
		{"a line of 10 MiB", head + "name,a," + strings.Repeat("x", 10<<20) + ",\n", []string{"10 MiB"}},
		{"a line of nearly as much", head + "name,a," + strings.Repeat("x", 10<<20-100) + ",\n", []string{":2: "}},
		{"semicolons in one line", head + "name,a,,\nname;b;;\n", []string{":3: ", "semicolons"}},
		{"wide commas", "target_type，target\nname，a\n", []string{"wide commas"}},
		{"all mistakes of the first line", "target,nots,target\na,b,c\n", []string{"line 1", `"nots"`, "twice", "target_type is missing"}},
		{"lines of an old Macintosh", "target_type,target\rname,a\r", []string{"UTF-8"}},
		{"a workbook", "PK\x03\x04\x14\x00", []string{"workbook", "UTF-8"}},
		{"an export of the other cloud", "cloud,target_type,target\nalibaba,account,1447738463228192\n", []string{":2: ", "alibaba"}},
		{"a name that takes the screen", head + "name\x1b[2J,a,,\n", []string{":2: "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, flags := serve(t)
			got := do(t.Context(), Command, onDay(c.content), flags+"-file - -apply")
			assert.Equal(t, cli.Failed, got.code)
			assert.Empty(t, got.stdout)
			assert.Empty(t, s.Requests())
			assert.Less(t, len(got.stderr), 8000)
			assert.NotContains(t, got.stderr, "\x1b")
			for _, what := range append(c.says, "standard input") {
				assert.Contains(t, got.stderr, what)
			}
		})
	}
}

func TestInvite_FolderNeedsItsCloudAndVersion(t *testing.T) {
	t.Parallel()
	const content = "target_type,target,folder\naccount,1447738463228192,fd-1\n"
	for args, says := range map[string]string{
		"-cloud huawei":  "folder",
		"-cloud alibaba": "Version20220419",
		"-cloud alibaba -alibaba-version 2022-04-19": "",
	} {
		got := do(t.Context(), Command, onDay(content), "-offline -file - "+args)
		assert.Equal(t, says == "", got.code == cli.Done, got.stderr)
		assert.Contains(t, got.stderr, says)
	}
}

func TestParseFile_RoundedAccountID(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), Command, onDay("target_type,target\naccount,1.44774E+15\n"), "-offline -cloud alibaba -file -")
	assert.Equal(t, cli.Failed, got.code)
	assert.Contains(t, got.stderr, ":2: ")
}

func TestRead_NoFile(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), Command, onDay(""), "-cloud huawei -offline -file testdata/nosuch.csv")
	assert.Equal(t, cli.Failed, got.code)
	assert.Equal(t, 1, strings.Count(got.stderr, "nosuch.csv"), got.stderr)
}

func TestParseFile_Apostrophe(t *testing.T) {
	t.Parallel()
	list, faults, err := parseFile([]byte("target_type,target,notes\nname,o'neil,'=1+1\nname,'x,'quoted'\nname,y,-please\n"), of(clouds.Huawei()))
	require.NoError(t, err)
	require.Empty(t, faults)
	require.Len(t, list, 3)
	assert.Equal(t, []string{"=1+1", "'quoted'", "-please"}, []string{list[0].Note, list[1].Note, list[2].Note})
	assert.Equal(t, []string{"o'neil", "'x", "y"}, []string{list[0].Target.Entity, list[1].Target.Entity, list[2].Target.Entity})
}

// The bytes are those that programs write in these character sets.
func TestParseFile_CharacterSets(t *testing.T) {
	t.Parallel()
	wide := func(text string, order interface {
		binary.ByteOrder
		binary.AppendByteOrder
	}, mark bool) string {
		var b []byte
		if mark {
			b = order.AppendUint16(b, 0xfeff)
		}
		for _, unit := range utf16.Encode([]rune(text)) {
			b = order.AppendUint16(b, unit)
		}
		return string(b)
	}
	const note = "target_type,target,notes\r\nname,a,欢迎\r\n"
	inNote := func(text string) string { return "target_type,target,notes\r\nname,a,ok\r\nname,b," + text + "\r\n" }
	for _, c := range []struct {
		name, content string
		line          int // 0: the complete file
	}{
		{name: "GBK in a note", content: inNote("\xbb\xb6\xd3\xad\xbc\xd3\xc8\xeb"), line: 3},
		{name: "GBK in a target", content: "target_type,target\r\nname,\xd1\xd0\xb7\xa2-07\r\n", line: 2},
		{name: "GBK in the first line", content: "target_type,target,\xb1\xb8\xd7\xa2\r\nname,a,b\r\n", line: 1},
		{name: "GB18030 of four bytes", content: inNote("\x81\x30\x89\x38"), line: 3},
		{name: "Big5", content: inNote("\xc5\x77\xaa\xef"), line: 3},
		{name: "Shift-JIS with a backslash in a character", content: inNote("\x83\x5c\x82\xb1"), line: 3},
		{name: "Latin-1", content: inNote("Gr\xfc\xdfe"), line: 3},
		{name: "Windows-1252", content: inNote("it\x92s"), line: 3},
		{name: "a character that was lost", content: inNote("Gr\ufffd\ufffde"), line: 3},
		{name: "UTF-16LE with a mark", content: wide(note, binary.LittleEndian, true)},
		{name: "UTF-16BE with a mark", content: wide(note, binary.BigEndian, true)},
		{name: "UTF-16LE without a mark", content: wide(note, binary.LittleEndian, false)},
		{name: "UTF-16BE without a mark", content: wide(note, binary.BigEndian, false)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), Command, onDay(c.content), "-cloud huawei -offline -apply -file -")
			assert.Equal(t, cli.Failed, got.code)
			assert.Empty(t, got.stdout)
			assert.Contains(t, got.stderr, `"CSV UTF-8"`)
			switch c.line {
			case 0:
				assert.Contains(t, got.stderr, "UTF-16")
			case 1:
				assert.Contains(t, got.stderr, "line 1")
			default:
				assert.Contains(t, got.stderr, fmt.Sprintf(":%d: ", c.line))
				assert.Contains(t, got.stderr, "1 of ")
			}
		})
	}
}

func TestParseFile_ReadsWhatTheToolWrites(t *testing.T) {
	t.Parallel()
	rows := []invitation.Invitation{
		{Cloud: "alibaba", ID: "h-1", Target: invitation.Target{Type: "account", Entity: "1447738463228192"}, Note: "=1+1"},
		{Cloud: "alibaba", ID: "h-2", Target: invitation.Target{Type: "email", Entity: "a@example.test"}, Note: "two\nlines, 欢迎"},
		{Cloud: "alibaba", ID: "h-3", Target: invitation.Target{Type: "account", Entity: "0012"}, Note: "'quoted'"},
	}
	for _, args := range []string{"-format csv", "-format csv -excel"} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			var flags output.Flags
			f := cli.NewFlags("list", "", "")
			flags.Add(f, output.CSV)
			require.NoError(t, f.Parse(onDay(""), strings.Fields(args)))
			var b bytes.Buffer
			w := output.New(&b, terminal.Screen{}, flags, output.Invitations(false, false))
			for _, i := range rows {
				require.NoError(t, w.Write(i))
			}
			require.NoError(t, w.Close())
			lines, faults, err := parseFile(b.Bytes(), of(clouds.Alibaba()))
			require.NoError(t, err)
			require.Empty(t, faults)
			require.Len(t, lines, len(rows))
			for n, i := range rows {
				assert.Equal(t, invitation.Input{Target: i.Target, Note: i.Note}, lines[n].Input)
			}
		})
	}
}

func FuzzParseFile(f *testing.F) {
	for _, seed := range []string{
		huaweiSample, alibabaSample, "\ufefftarget,target_type\r\na,name\r\n", "target;target_type\n",
		"target_type,target,tags\nname,a,b=c;d=\n", "target_type,target\n\"a\nb\",c\n", "\"", ",,,\n,,,\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, faults, err := parseFile(data, of(clouds.Huawei()))
		if err != nil {
			assert.Empty(t, list)
			return
		}
		seen, lines := map[int]bool{}, 1+strings.Count(string(data), "\n")
		check := func(line int) {
			assert.True(t, line > 1 && line <= lines && !seen[line], fmt.Sprint(line, " of ", lines))
			seen[line] = true
		}
		for _, v := range list {
			check(v.number)
			for _, tag := range v.Tags {
				assert.NotEmpty(t, tag.Key)
			}
		}
		for _, fault := range faults {
			check(fault.number)
			assert.NotEmpty(t, fault.what)
		}
	})
}
