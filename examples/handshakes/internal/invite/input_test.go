package invite

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

func TestBadFilesAreToldByLineBeforeAnythingIsSent(t *testing.T) {
	const head = "target_type,target,notes,tags\n"
	for _, c := range []struct {
		name, content string
		says          []string
	}{
		{"empty", "", []string{"empty"}},
		{"no lines", head + "\n,,,\n", []string{"no line"}},
		{"a misspelled column", "target_type,target,note\nname,a,b\n", []string{"line 1", `"note"`}},
		{"a column twice", "target_type,target,target\nname,a,b\n", []string{"line 1", "twice"}},
		{"a missing column", "target,notes\na,b\n", []string{"line 1", "target_type"}},
		{"semicolons between the cells", "target_type;target\nname;a\n", []string{"commas"}},
		{"tabs between the cells", "target_type\ttarget\nname\ta\n", []string{"commas"}},
		{"UTF-16", "\xff\xfet\x00a\x00", []string{"UTF-8"}},
		{"no text", "target_type,target\nname,\x00\n", []string{"UTF-8"}},
		{"a quote without an end", head + "name,a,,\nname,\"b,,\nname,c,,\n", []string{"line"}},
		{"a quote within a cell", head + "name,a\"b,,\n", []string{"line 2"}},
		{"a cell too few", head + "name,a,,\nname,b\nname,c,,\n", []string{":3: ", "2 cells", "bad lines: 1 of 3"}},
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
		{"a target with a character that cannot be seen", head + "name,acme,,\nname,ac\u200bme,,\n", []string{":3: ", "character 3 is U+200B", "bad lines: 1 of 2"}},
		{"a target that ends in one", head + "name,acme\u00ad,,\n", []string{":2: ", "character 5 is U+00AD"}},
		{"an account ID with a letter of another script", head + "account,5f0e1d2c3b4\u0430,,\n", []string{":2: ", "character 12 is", "U+0430"}},
		{"several, in order", head + "name,a,,team\nname,b,,\n\"email\",\"c\",\"two\nlines\",\nname,,x,\n", []string{":2: ", ":4: ", ":6: ", "bad lines: 3 of 4"}},
		{"very many", head + strings.Repeat("x,y,,\n", 50), []string{":21: ", "and 30 more"}},
		{"a line of 10 MiB", head + "name,a," + strings.Repeat("x", 10<<20) + ",\n", []string{"10 MiB"}},
		{"a line of nearly as much", head + "name,a," + strings.Repeat("x", 10<<20-100) + ",\n", []string{":2: "}},
		{"a name that takes the screen", head + "name\x1b[2J,a,,\n", []string{":2: "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, flags := serve(t)
			got := do(t.Context(), withFile(c.content), flags+"-send")
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

func TestAFolderNeedsItsCloudAndVersion(t *testing.T) {
	t.Parallel()
	const content = "target_type,target,folder\naccount,1447738463228192,fd-1\n"
	for args, says := range map[string]string{
		"-cloud huawei":  "folder",
		"-cloud alibaba": "Version20220419",
		"-cloud alibaba -alibaba-version 2022-04-19": "",
	} {
		got := do(t.Context(), withFile(content), "-offline -file - "+args)
		assert.Equal(t, says == "", got.code == cli.Done, got.stderr)
		assert.Contains(t, got.stderr, says)
	}
}

func TestAnAccountIDThatASpreadsheetRoundedIsBad(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), withFile("target_type,target\naccount,1.44774E+15\n"), "-offline -cloud alibaba -file -")
	assert.Equal(t, cli.Failed, got.code)
	assert.Contains(t, got.stderr, ":2: ")
}

func TestAFileThatIsNotThere(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), onDay(), "-offline -file testdata/nosuch.csv")
	assert.Equal(t, cli.Failed, got.code)
	assert.Equal(t, 1, strings.Count(got.stderr, "nosuch.csv"), got.stderr)
}

func TestTheApostropheBeforeAFormulaIsTakenOff(t *testing.T) {
	t.Parallel()
	list, faults, err := parseFile([]byte("target_type,target,notes\nname,o'neil,'=1+1\nname,'x,'quoted'\nname,y,-please\n"))
	require.NoError(t, err)
	require.Empty(t, faults)
	require.Len(t, list, 3)
	assert.Equal(t, []string{"=1+1", "'quoted'", "-please"}, []string{list[0].notes, list[1].notes, list[2].notes})
	assert.Equal(t, []string{"o'neil", "'x", "y"}, []string{list[0].target, list[1].target, list[2].target})
}

func FuzzParseFile(f *testing.F) {
	for _, seed := range []string{
		huaweiSample, alibabaSample, "\ufefftarget,target_type\r\na,name\r\n", "target;target_type\n",
		"target_type,target,tags\nname,a,b=c;d=\n", "target_type,target\n\"a\nb\",c\n", "\"", ",,,\n,,,\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, faults, err := parseFile(data)
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
			check(v.line)
			for _, tag := range v.tags {
				assert.NotEmpty(t, tag.key)
			}
		}
		for _, fault := range faults {
			check(fault.line)
			assert.NotEmpty(t, fault.what)
		}
	})
}
