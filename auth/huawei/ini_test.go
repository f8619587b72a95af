package huawei

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var goodProfiles = []struct {
	name, text string
	want       map[string]string // without empty settings
}{
	{
		name: "a key pair",
		text: "[global]\nak = AK\nsk = SK\n", want: map[string]string{"ak": "AK", "sk": "SK"},
	},
	{
		name: "every setting",
		text: "[global]\nak=a\nsk=s\nsecurity_token=t\ndomain_id=d\n" +
			"iam_endpoint=https://iam.example.com\nidp_id=i\nid_token_file=/f",
		want: map[string]string{
			"ak": "a", "sk": "s", "security_token": "t", "domain_id": "d",
			"iam_endpoint": "https://iam.example.com", "idp_id": "i", "id_token_file": "/f",
		},
	},
	{
		name: "a byte order mark and CR LF",
		text: "\uFEFF[global]\r\nak = AK\r\n\r\nsk = SK\r\n",
		want: map[string]string{"ak": "AK", "sk": "SK"},
	},
	{
		name: "comments",
		text: "# one\n; two\n [global] # three\n\t# four\nak = AK ; five\nsk = S\t# six",
		want: map[string]string{"ak": "AK", "sk": "S"},
	},
	{
		name: "a comment without a space before it",
		text: "[global]\nak = AK\nsk = S#K", want: map[string]string{"ak": "AK", "sk": "S"},
	},
	{
		name: "other sections",
		text: "ak = top\n[basic]\nak = basic\n[global]\nak = AK\n[ other ]\nsk = other\n",
		want: map[string]string{"ak": "AK"},
	},
	{
		name: "a section in two parts",
		text: "[global]\nak = AK\n[basic]\nak = B\n[global]\nsk = SK",
		want: map[string]string{"ak": "AK", "sk": "SK"},
	},
	{
		name: "backticks",
		text: "[global]\nak = `AK`\nsk = `S#K`",
		want: map[string]string{"ak": "AK", "sk": "S#K"},
	},
	{
		name: "triple quotes",
		text: "[global]\nak = \"\"\"A;K\"\"\"\n\"sk\" = SK",
		want: map[string]string{"ak": "A;K", "sk": "SK"},
	},
	{
		name: "quotes",
		text: "[global]\nak = 'A K'\nsk = \"it's\" # sure\nidp_id = \"\"",
		want: map[string]string{"ak": "A K", "sk": "it's"},
	},
	{
		name: "a single quote mark",
		text: "[global]\nak = \"AK\nsk = S\"K",
		want: map[string]string{"ak": "\"AK", "sk": "S\"K"},
	},
	{
		name: "colons and equals signs",
		text: "[global]\nak: A=K\nsk = a:b==",
		want: map[string]string{"ak": "A=K", "sk": "a:b=="},
	},
	{
		name: "a setting twice",
		text: "[global]\nsk = first\n[x]\n[global]\nsk = last",
		want: map[string]string{"sk": "last"},
	},
	{
		name: "a line that goes on",
		text: "[global]\nsk = one \\\n  two\nak = AK",
		want: map[string]string{"ak": "AK", "sk": "one two"},
	},
	{
		name: "references",
		text: "[DEFAULT]\nak = D\nzone = example.com\n[global]\nak = %(ak)s\n" +
			"sk = %(ak)s-%(none)s-%(ak)x\niam_endpoint = iam.%(zone)s",
		want: map[string]string{
			"ak": "D", "sk": "%(ak)s-%(none)s-%(ak)x", "iam_endpoint": "iam.example.com",
		},
	},
	{
		name: "a reference to a setting that is missing",
		text: "[DEFAULT]\ndomain_id = D\nsecurity_token = T\n[global]\nak = A%(domain_id)s\n" +
			"sk = S%(security_token)s",
		want: map[string]string{"ak": "A", "sk": "ST"},
	},
	{
		name: "references in a circle",
		text: "[global]\nak = %(sk)s\nsk = %(ak)s",
		want: map[string]string{"ak": "%(ak)s", "sk": "%(sk)s"},
	},
	{
		name: "text that looks like a reference before one",
		text: "[global]\nak = AK\nsk = %()s%(a)%(%(ak)s-%(ak)s-%(ak",
		want: map[string]string{"ak": "AK", "sk": "%()s%(a)%(%(ak)s-%(ak)s-%(ak"},
	},
	{
		name: "many beginnings of a reference",
		text: "[global]\nsk = " + strings.Repeat("%(", 10_000),
		want: map[string]string{"sk": strings.Repeat("%(", 10_000)},
	},
	{name: "an empty section", text: "[global]"},
	{name: "an empty value", text: "[global]\nak =\nsk = # none"},
}

var badProfiles = []struct {
	name, text string
	place      string // "" means that there is no such section
}{
	{name: "no section", text: "ak = CanarySecret\n"},
	{name: "an empty file"},
	{name: "another section only", text: "[default]\nsk = CanarySecret"},
	{name: "a section with another case", text: "[Global]\nsk = CanarySecret"},
	{name: "a section that is not closed", text: "[global\nsk = CanarySecret", place: "line 1: "},
	{
		name: "a line without an equals sign",
		text: "\n[global]\nak = A\nCanarySecret\nsk = x", place: "line 4: ",
	},
	{
		name: "a line without an equals sign in another section",
		text: "[global]\r\nak = A\r\n[other]\r\nCanarySecret", place: "line 4: ",
	},
	{
		name:  "a long line before it",
		text:  "[global]\nak = " + strings.Repeat("x", 9000) + "\nCanarySecret\nsk = x",
		place: "line 3: ",
	},
	{name: "a line without a name", text: "[global]\n= CanarySecret", place: "line 2: "},
	{
		name: "quotes of a name that are not closed",
		text: "[global]\n`CanarySecret = x", place: "line 2: ",
	},
	{
		name: "quotes that are not closed",
		text: "[global]\nsk = `CanarySecret\nak = x\n", place: "line 3: ",
	},
	{
		name:  "too many lines",
		text:  "[global]\nsk = CanarySecret" + strings.Repeat("\n", maxProfileLines),
		place: "it has more than 4096 lines",
	},
	{
		name: "a value of two lines",
		text: "[global]\nsk = `Canary\nSecret`", place: "section [global], setting sk: ",
	},
	{
		name: "a control character",
		text: "[global]\nsk = Canary\x00Secret", place: "section [global], setting sk: ",
	},
	{
		name: "a lone carriage return",
		text: "[global]\nsk = Canary\rSecret", place: "section [global], setting sk: ",
	},
	{
		name:  "bytes that are not UTF-8",
		text:  "[global]\nsecurity_token = Canary\xffSecret",
		place: "section [global], setting security_token: ",
	},
	{
		name: "a value that doubles with each reference",
		text: doubling(40), place: "section [global], setting ak: ",
	},
	{
		name:  "a value that holds itself twice",
		text:  "[DEFAULT]\nb = %(b)s%(b)sCanarySecret\n[global]\nak = %(b)s",
		place: "section [global], setting ak: ",
	},
	{
		name: "a long value many times",
		text: "[DEFAULT]\nb = " + strings.Repeat(
			"x", 500_000,
		) + "\n[global]\nak = " + strings.Repeat("%(b)s", 50_000),
		place: "section [global], setting ak: ",
	},
}

// doubling returns a profile whose ak has 2^n bytes.
func doubling(n int) string {
	var text strings.Builder
	text.WriteString("[global]\nak = %(k0)s\n")
	for i := range n {
		fmt.Fprintf(&text, "k%d = %%(k%d)s%%(k%d)s\n", i, i+1, i+1)
	}
	fmt.Fprintf(&text, "k%d = x\n", n)
	return text.String()
}

func withoutEmpty(settings map[string]string) map[string]string {
	filled := map[string]string{}
	for name, value := range settings {
		if value != "" {
			filled[name] = value
		}
	}
	return filled
}

func TestParseProfile(t *testing.T) {
	t.Parallel()
	for _, c := range goodProfiles {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := parseProfile([]byte(c.text))
			require.NoError(t, err)
			assert.Equal(t, withoutEmpty(c.want), withoutEmpty(got))
		})
	}
}

func TestParseProfile_refuses(t *testing.T) {
	t.Parallel()
	for _, c := range badProfiles {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := parseProfile([]byte(c.text))
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), c.place), err)
			assert.Regexp(t, profileRefusal, err.Error())
			assert.NotContains(t, err.Error(), "Canary")
			assert.NotContains(t, err.Error(), "Secret")
		})
	}
}

// A refusal has only these words, whatever the file holds.
var profileRefusal = regexp.MustCompile(`^(line \d+: [a-z =\[\],]+|it has more than \d+ lines|there is no section \[global\]: no credentials` +
	`|section \[global\], setting [a-z_]+: (the value has a line break or another character that is not printable|with what it refers to it is longer than \d+ bytes))$`)

func FuzzProfile(f *testing.F) {
	for _, c := range goodProfiles {
		f.Add([]byte(c.text))
	}
	for _, c := range badProfiles {
		if len(c.text) < 10_000 {
			f.Add([]byte(c.text))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		settings, err := parseProfile(text)
		if err != nil {
			assert.Regexp(t, profileRefusal, err.Error())
			return
		}
		for name, value := range settings {
			assert.Contains(t, profileSettings, name)
			assert.LessOrEqual(t, len(value), maxProfile)
			assert.NotContains(t, value, "\n")
		}
	})
}
