package guidetest_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest/guidetest"
)

const (
	codesHead   = "code,http,do\n"
	actionsHead = "operation,call,action,access,caller\n"
)

// folder changes the working directory to that of a package with a guide.
func folder(t *testing.T, codes, actions string) {
	t.Helper()
	t.Chdir(t.TempDir())
	var readme strings.Builder
	for _, name := range []string{"permissions", "other permissions", "read-only policy", "full policy", "error codes", "unlisted codes"} {
		readme.WriteString("<!-- generated: " + name + " -->\n<!-- end -->\n")
	}
	write(t, "README.md", readme.String())
	write(t, "testdata/guide/codes.csv", codesHead+codes)
	write(t, "testdata/guide/actions.csv", actionsHead+actions)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
	require.NoError(t, os.WriteFile(name, []byte(text), 0o666))
}

func newGuide() guidetest.Guide {
	return guidetest.Guide{
		Package: "cloud",
		Rules: auth.Rules{
			{Code: "Denied", Verdict: auth.Fatal, Condition: auth.ErrPermission, Meaning: "a policy denies it", Hint: "allow {action}"},
			{Code: "Gateway", Status: http.StatusBadGateway, Verdict: auth.Ambiguous, Condition: auth.ErrUnavailable, Meaning: "the gateway failed"},
		},
		Unlisted:      func(int) auth.Rule { return auth.Rule{Verdict: auth.Fatal, Condition: auth.ErrInvalid} },
		Actions:       map[string]string{"List": "cloud:list"},
		PolicyVersion: "1",
	}
}

const (
	goodCodes   = "Denied,403,\nGateway,502,\n"
	goodActions = "List,`List`,cloud:list,read,everybody\nInvite,`Invite`,cloud:invite,write,root\nMove,`Do`,cloud:move,other,root\n"
)

func TestGuide_Check(t *testing.T) {
	folder(t, goodCodes, goodActions)
	g := newGuide()
	require.ErrorContains(t, g.Check(false), "cloud/README.md:2 differs from the code: run go test ./cloud -run Guide -update")
	require.NoError(t, g.Check(true))
	require.NoError(t, g.Check(false))
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, want := range []string{
		"| `Denied` | 403 | A policy denies it | `ErrPermission` | no | Allow the action that the error names, see [Permissions](#permissions) |\n",
		"| `Gateway` | 502 | The gateway failed | `ErrUnavailable` | reads | Run it again later |\n",
		"| 429 | `ErrInvalid` | no | Correct the input that the message names |\n",
		"| List | `List` | `cloud:list` | read | everybody |\n",
	} {
		assert.Equal(t, 1, strings.Count(string(text), want), want)
	}
	assert.Equal(t, 2, strings.Count(string(text), `"cloud:list"`), "both policies allow a read")
	assert.Equal(t, 1, strings.Count(string(text), `"cloud:invite"`), "the full policy allows a write")
	assert.NotContains(t, string(text), `"cloud:move"`, "no policy allows an action that the client does not call")
}

func TestGuide_Check_SaysWhatToDo(t *testing.T) {
	for name, c := range map[string]struct{ codes, actions, want string }{
		"a rule without a line": {
			codes: "Denied,403,\n", actions: goodActions,
			want: "Gateway 502 has a rule and no line in cloud/testdata/guide/codes.csv: add " +
				"the code with its HTTP status, and run go test ./cloud -run Guide -update",
		},
		"a line without a rule": {
			codes: goodCodes + "New,400,\n", actions: goodActions,
			want: "New has no rule: add one to the table of error codes in package cloud, or " +
				"remove its line",
		},
		"a code with two lines": {
			codes: goodCodes + "Denied,400,\n", actions: goodActions,
			want: "cloud/testdata/guide/codes.csv has two lines for Denied: remove one",
		},
		"a hint and a text to do": {
			codes: "Denied,403,wait\nGateway,502,\n", actions: goodActions,
			want: "Denied has a hint in its rule: remove what to do from its line",
		},
		"an action with two lines": {
			codes: goodCodes, actions: goodActions + "Show,`Show`,cloud:list,read,root\n",
			want: "has two lines for cloud:list: remove one",
		},
		"an action of an error without a line": {
			codes: goodCodes, actions: "Invite,`Invite`,cloud:invite,write,root\n",
			want: "errors of List name the action cloud:list, which " +
				"cloud/testdata/guide/actions.csv does not: add a line",
		},
		"an unknown access": {
			codes: goodCodes, actions: goodActions + "Show,`Show`,cloud:show,maybe,root\n",
			want: `the access of cloud:show is "maybe"`,
		},
		"a line with a missing column": {
			codes: "Denied\n", actions: goodActions, want: "codes.csv",
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder(t, c.codes, c.actions)
			assert.ErrorContains(t, newGuide().Check(true), c.want)
		})
	}
	t.Run("a guide without a generated part", func(t *testing.T) {
		folder(t, goodCodes, goodActions)
		write(t, "README.md", "# Guide\n")
		assert.ErrorContains(t, newGuide().Check(true), "<!-- generated: permissions -->")
	})
}
