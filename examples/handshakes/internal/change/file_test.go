package change

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// secret is an access key in the wrong place, which no error may show.
const secret = "LTAI5tKeyThatSomebodyPasted"

func TestInvite_BadFile(t *testing.T) {
	const head = "target_type,target,notes,tags\n"
	for _, c := range []struct {
		name, content string
		says          []string
	}{
		{name: "an empty file", content: "", says: []string{"empty"}},
		{name: "a file without lines", content: head + "\n,,,\n", says: []string{"no line"}},
		{name: "a misspelled column", content: "target_type,target,nots\nname,a,b\n", says: []string{"line 1", "column 3 is not known"}},
		{name: "a column twice", content: "target_type,target,target\nname,a,b\n", says: []string{"line 1", "twice"}},
		{name: "a column with a space", content: "Target Type,target\nname,a\n", says: []string{"line 1", "column 1 is not known"}},
		{name: "a missing column", content: "target,notes\na,b\n", says: []string{"line 1", "target_type"}},
		{name: "semicolons between the cells", content: "target_type;target\nname;a\n", says: []string{"commas"}},
		{name: "tabs between the cells", content: "target_type\ttarget\nname\ta\n", says: []string{"commas"}},
		{name: "text in UTF-16", content: "\xff\xfet\x00a\x00", says: []string{"UTF-8"}},
		{name: "a control character", content: "target_type,target\nname,\x00\n", says: []string{":2: ", "control character"}},
		{name: "a quote without an end", content: head + "name,a,,team\nname,\"b,,\nname,c,,\n", says: []string{":2: ", ":3: ", "quotation"}},
		{name: "a quote within a cell", content: head + "name,a\"b,,\nname,b,,team\n", says: []string{":2: ", "quotation", ":3: ", "bad lines: 2 of 2"}},
		{name: "a cell too few", content: head + "name,a,,\nname,b\nname,c,,\n", says: []string{":3: ", "2 cells", "bad lines: 1 of 3"}},
		{name: "a cell too many", content: head + "name,a,Hello, you,\n", says: []string{":2: ", "5 cells"}},
		{name: "another cloud's type", content: head + "email,a@example.test,,\n", says: []string{":2: ", "the target_type is not one of Huawei Cloud, which are account and name"}},
		{name: "a misspelled type", content: head + "acount,a,,\n", says: []string{":2: ", "the target_type is not one of"}},
		{name: "an access key instead of a type", content: head + secret + ",a,,\n", says: []string{":2: ", "the target_type is not one of"}},
		{name: "an access key instead of a tag", content: head + "name,a,,team=x;" + secret + "\n", says: []string{":2: ", "tag 2 is not"}},
		{name: "an access key instead of a cloud", content: "cloud,target_type,target\n" + secret + ",name,a\n", says: []string{":2: ", "the cloud is not huawei"}},
		{name: "an access key instead of a formula", content: head + "name,=" + secret + ",,\n", says: []string{":2: ", "formula"}},
		{name: "a missing target", content: head + "name,,x,\n", says: []string{":2: ", "target"}},
		{name: "a formula", content: head + "name,=HYPERLINK(\"x\"),,\n"},
		{name: "a formula in quotes", content: head + "name,\"=HYPERLINK(\"\"http://example.test\"\")\",,\n", says: []string{":2: ", "formula"}},
		{name: "a tag without a value", content: head + "name,a,,team\n", says: []string{":2: ", "tag 1 is not"}},
		{name: "a tag twice", content: head + "name,a,,team=x;team=y\n", says: []string{":2: ", "tag 2 has the key of an earlier tag"}},
		{name: "a tag that the client refuses", content: head + "name,a,,_sys_x=y\n", says: []string{":2: ", "_sys_"}},
		{name: "notes that are too long", content: head + "name,a," + strings.Repeat("长", 1025) + ",\n", says: []string{":2: ", "1025"}},
		{name: "text that is not UTF-8", content: head + "name,\xb2\xe2\xca\xd4,,\n", says: []string{":2: ", "UTF-8"}},
		{name: "a target with an invisible character", content: head + "name,acme,,\nname,ac\u200bme,,\n", says: []string{":3: ", "character 3 is U+200B", "bad lines: 1 of 2"}},
		{name: "a target that ends in one", content: head + "name,acme\u00ad,,\n", says: []string{":2: ", "character 5 is U+00AD"}},
		{name: "an account ID with a letter of another script", content: head + "account,5f0e1d2c3b4\u0430,,\n", says: []string{":2: ", "character 12 is", "U+0430"}},
		{name: "several bad lines, in order", content: head + "name,a,,team\nname,b,,\n\"email\",\"c\",\"two\nlines\",\nname,,x,\n", says: []string{":2: ", ":4: ", ":6: ", "bad lines: 3 of 4"}},
		{name: "very many bad lines, and shows some", content: head + strings.Repeat("x,y,,\n", 50), says: []string{":21: ", "and 30 more"}},
		{name: "a line of 10 MiB", content: head + "name,a," + strings.Repeat("x", 10<<20) + ",\n", says: []string{"10 MiB"}},
		{name: "a line of nearly as much", content: head + "name,a," + strings.Repeat("x", 10<<20-100) + ",\n", says: []string{":2: "}},
		{name: "semicolons in one line", content: head + "name,a,,\nname;b;;\n", says: []string{":3: ", "semicolons"}},
		{name: "wide commas", content: "target_type，target\nname，a\n", says: []string{"wide commas"}},
		{name: "an unknown column", content: "target_type,target,ordner\nname,a,b\n", says: []string{"line 1", "not known"}},
		{name: "a workbook", content: "PK\x03\x04\x14\x00", says: []string{"workbook", "UTF-8"}},
		{name: "an export of the other cloud", content: "cloud,target_type,target\nalibaba,account,1447738463228192\n", says: []string{":2: ", "the cloud is not huawei"}},
		{name: "a name with a control sequence", content: head + "name\x1b[2J,a,,\n", says: []string{":2: "}},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			s, flags := serveInviter(t)
			got := do(t.Context(), Invite, onDay(c.content), flags+"-file - -apply")
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.Empty(t, s.Requests())
			assert.Less(t, len(got.stderr), 8000)
			assert.NotContains(t, got.stderr, "\x1b")
			assert.NotContains(t, got.stderr, "InviteAccount")
			assert.NotContains(t, got.stderr, "invalid request")
			assert.NotContains(t, strings.ToLower(got.stderr), strings.ToLower(secret))
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
		got := do(t.Context(), Invite, onDay(content), "-offline -file - "+args)
		assert.Equal(t, says == "", got.code == cli.Done, got.stderr)
		assert.Contains(t, got.stderr, says)
	}
}

func TestInvite_RoundedAccountID(t *testing.T) {
	t.Parallel()
	for _, cloud := range []string{"huawei", "alibaba"} {
		got := do(t.Context(), Invite, onDay("target_type,target\naccount,1.44774E+15\naccount,\"1,2E15\"\n"), "-offline -file - -cloud "+cloud)
		assert.Equal(t, cli.Misused, got.code)
		assert.Contains(t, got.stderr, ":2: a spreadsheet has rounded the account ID")
		assert.Contains(t, got.stderr, "bad lines: 2 of 2")
	}
}

func TestInvite_NoFile(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), Invite, onDay(""), "-cloud huawei -offline -file testdata/nosuch.csv")
	assert.Equal(t, cli.Misused, got.code)
	assert.Equal(t, 1, strings.Count(got.stderr, "nosuch.csv"), got.stderr)
}

func TestChange_read_Apostrophe(t *testing.T) {
	t.Parallel()
	list, _, err := readFile(t, clouds.Huawei(), "target_type,target,notes\nname,o'neil,'=1+1\nname,'x,'quoted'\nname,y,-please\n")
	require.NoError(t, err)
	require.Len(t, list, 3)
	assert.Equal(t, []string{"=1+1", "'quoted'", "-please"}, []string{list[0].Note, list[1].Note, list[2].Note})
	assert.Equal(t, []string{"o'neil", "'x", "y"}, []string{list[0].Target.Entity, list[1].Target.Entity, list[2].Target.Entity})
}

func TestInvite_CharacterSets(t *testing.T) {
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
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), Invite, onDay(c.content), "-cloud huawei -offline -apply -file -")
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.Contains(t, got.stderr, `"CSV UTF-8"`)
			switch c.line {
			case 0:
				assert.Contains(t, got.stderr, "UTF-16")
			case 1:
				assert.Contains(t, got.stderr, "line 1")
			default:
				assert.Contains(t, got.stderr, fmt.Sprintf(":%d: ", c.line))
				assert.Contains(t, got.stderr, "bad lines: 1 of ")
			}
		})
	}
}

func TestChange_read_OutputOfTheTool(t *testing.T) {
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
			flags.Add(f, nil, output.CSV)
			require.NoError(t, f.Parse(onDay(""), strings.Fields(args)))
			var b bytes.Buffer
			w := output.New(&b, terminal.Screen{}, flags, output.Shape[invitation.Invitation]{CSVHeader: invitation.CSVHeader(), CSVRecord: invitation.Invitation.CSVRecord})
			for _, i := range rows {
				require.NoError(t, w.Write(i))
			}
			require.NoError(t, w.Close())
			inputs, _, err := readFile(t, clouds.Alibaba(), b.String())
			require.NoError(t, err)
			require.Len(t, inputs, len(rows))
			for n, i := range rows {
				assert.Equal(t, invitation.Input{Target: i.Target, Note: i.Note}, inputs[n])
			}
		})
	}
}

func FuzzChange_read(f *testing.F) {
	for _, cloud := range []string{"huawei", "alibaba"} {
		sample, err := files.ReadFile("sample/" + cloud + ".csv")
		require.NoError(f, err)
		f.Add(string(sample))
	}
	for _, seed := range []string{
		"\ufefftarget,target_type\r\na,name\r\n", "target;target_type\n",
		"target_type,target,tags\nname,a,b=c;d=\n", "target_type,target\n\"a\nb\",c\n", "\"", ",,,\n,,,\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		inputs, lines, err := readFile(t, clouds.Huawei(), content)
		if err != nil {
			assert.Empty(t, inputs)
			return
		}
		assert.NotEmpty(t, inputs)
		assert.Len(t, lines, len(inputs))
		assert.True(t, slices.IsSorted(lines))
		for n, in := range inputs {
			assert.True(t, lines[n] > 1 && lines[n] <= 1+strings.Count(content, "\n")+strings.Count(content, "\r"), lines[n])
			assert.NotEmpty(t, in.Target.Entity)
			for _, tag := range in.Tags {
				assert.NotEmpty(t, tag.Key)
			}
		}
	})
}

func readFile(t *testing.T, c clouds.Cloud, content string) ([]invitation.Input, []int, error) {
	t.Helper()
	var client clouds.Client
	if c.Name == clouds.HuaweiName {
		s := huaweiorgtest.New()
		h, err := s.NewClient(s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
		require.NoError(t, err)
		client = clouds.OfHuawei(h)
	} else {
		s := alibabarmtest.New()
		a, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
		require.NoError(t, err)
		client = clouds.OfAlibaba(a)
	}
	run := &change{client: client}
	inputs, err := run.read(t.Context(), "test", "-", strings.NewReader(content))
	return inputs, run.lines, err
}
