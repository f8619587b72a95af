package examples_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// avoided are phrases that cost readers a second look, and what to write instead. Most readers
// are not native speakers.
var avoided = []struct{ phrase, instead string }{
	{phrase: `answer|answers|answered|answering|unanswered`, instead: `"response", "respond"`},
	{phrase: `(try|tries|tried|trying) (it |them |this |that )?again`, instead: `"retry"`},
	{phrase: `be it`, instead: `"whether", or a list of the cases`},
	{phrase: `so it is`, instead: `the verb again, or nothing`},
	{phrase: `(is|are|be|was|were) had`, instead: `who has it`},
	{phrase: `(is|are|was|were) to be seen`, instead: `what shows it`},
	{phrase: `nobody can tell`, instead: `what is unknown`},
	{phrase: `what is told`, instead: `who reports what`},
	{phrase: `(becomes|became) of`, instead: `what the call does, or how it ended`},
	{phrase: `in vain`, instead: `what failed`},
	{phrase: `at rest`, instead: `"idle", "unchanged" or "final"`},
	{phrase: `but for`, instead: `"except"`},
	{phrase: `in place of`, instead: `"instead of"`},
	{phrase: `heed|heeds|heeded|heeding`, instead: `"watch ctx", "obey" or "ignore"`},
	{phrase: `nobody's business`, instead: `the reason`},
}

// retired are names of methods and types that do not say what the thing is, and what to name
// instead.
var retired = map[string]string{
	"judge":     `"classify" for an error or a response, "decide" for what follows`,
	"one":       "the item that it is about",
	"standing":  "the state",
	"explained": "what it adds to the error",
	"appeared":  "what it looks for",
	"gate":      "what it holds back",
	"trip":      `one attempt of a transport, such as "attemptTransport"`,
	"origin":    "what it comes from",
	"places":    "what it lists",
	"met":       "the set of what was seen",
	"need":      "what is missing",
}

// quoted are texts of the services, which tests and documents repeat word for word.
var quoted = []string{}

// TestVoice searches all prose of the repository: comments, texts in code, names of methods and
// types, documents and help texts.
func TestVoice(t *testing.T) {
	t.Parallel()
	for _, p := range prose(t) {
		assert.Empty(t, avoidedIn(p), "say it in plain words")
	}
}

// avoidedIn reports where a passage has an avoided phrase or a retired name.
func avoidedIn(p passage) (found []string) {
	if instead, ok := retired[p.name]; ok {
		found = append(found, fmt.Sprintf("%s: the name %q says too little: name %s", p.place(0), p.name, instead))
	}
	for _, q := range quoted {
		p.text = strings.ReplaceAll(p.text, q, strings.Repeat("_", len(q)))
	}
	for i, pattern := range patterns() {
		for _, at := range pattern.FindAllStringIndex(p.text, -1) {
			phrase := strings.Join(strings.Fields(p.text[at[0]:at[1]]), " ")
			found = append(found, fmt.Sprintf("%s: %q: write %s", p.place(at[0]), phrase, avoided[i].instead))
		}
	}
	return found
}

// patterns find the avoided phrases as complete words, also across the end of a line.
var patterns = sync.OnceValue(func() (all []*regexp.Regexp) {
	for _, a := range avoided {
		all = append(all, regexp.MustCompile(`(?i)\b(?:`+strings.ReplaceAll(a.phrase, " ", `\s+`)+`)\b`))
	}
	return all
})

func TestAvoidedIn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, code string
		want       []string
	}{
		{name: "a plain comment passes", code: "// The client retries.", want: nil},
		{
			name: "a phrase over two lines is found where it begins",
			code: "// Fine.\n// Reads are tried\n// again.",
			want: []string{`p.go:3: "tried again": write "retry"`},
		},
		{
			name: "a phrase in an error text is found",
			code: "var err = errors.New(\"no Answer came\")",
			want: []string{`p.go:2: "Answer": write "response", "respond"`},
		},
		{
			name: "a part of a word is no phrase",
			code: "// A rehabilitation, but forever.", want: nil,
		},
		{
			name: "a key of one word is data",
			code: "var m = map[string]int{\"answer\": 1}", want: nil,
		},
		{
			name: "a retired method is found",
			code: "func (t) judge() {}",
			want: []string{
				`p.go:2: the name "judge" says too little: name "classify" for an error or a ` +
					`response, "decide" for what follows`,
			},
		},
		{name: "a function may have such a name", code: "func one() {}", want: nil},
		{
			name: "a retired type is found",
			code: "type gate struct{}",
			want: []string{`p.go:2: the name "gate" says too little: name what it holds back`},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join(t.TempDir(), "p.go")
			require.NoError(t, os.WriteFile(name, []byte("package p\n"+c.code+"\n"), 0o666))
			var got []string
			for _, p := range goProse(t, name, "p.go") {
				got = append(got, avoidedIn(p)...)
			}
			assert.Equal(t, c.want, got)
		})
	}
}
