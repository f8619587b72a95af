package audit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestParseAccounts(t *testing.T) {
	t.Parallel()
	both := []list{sent, received}
	for _, c := range []struct {
		name, in string
		want     []keySource
	}{
		{"all kinds", "name,cloud,keys,lists\na,huawei,,\nb,Huawei,agency:iam::1:agency:x,received\nc,alibaba,env:ACME_1,sent\n", []keySource{
			{name: "a", cloud: "huawei", lists: both},
			{name: "b", cloud: "huawei", agency: "iam::1:agency:x", lists: []list{received}},
			{name: "c", cloud: "alibaba", env: "ACME_1", lists: []list{sent}},
		}},
		{"other columns in any order, a comment and a byte order mark", "\ufeffowner,keys,cloud,name\n# ours\nme, env:A ,huawei,\"x, y\"\n",
			[]keySource{{name: "x, y", cloud: "huawei", env: "A", lists: both}}},
		{"a name may be in both clouds", "name,cloud,keys\na,huawei,\na,alibaba,\n",
			[]keySource{{name: "a", cloud: "huawei", lists: both}, {name: "a", cloud: "alibaba", lists: both}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := parseAccounts(strings.NewReader(c.in), both)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestAMistakeInTheFileNamesItsLineAndShowsNothing(t *testing.T) {
	t.Parallel()
	const secret = "LTAI5tKeyThatSomebodyPasted"
	for _, c := range []struct{ name, in, line string }{
		{"no header", "", "empty"},
		{"a header without keys", "name,cloud\na,huawei\n", "line 1"},
		{"no name", "name,cloud,keys\n,huawei,\n", "line 2"},
		{"an unknown cloud", "name,cloud,keys\na," + secret + ",\n", "line 2"},
		{"unknown lists", "name,cloud,keys,lists\na,huawei,," + secret + "\n", "line 2"},
		{"keys in place of where they are", "name,cloud,keys\na,huawei,\nb,huawei," + secret + "\n", "line 3"},
		{"a key in place of a variable", "name,cloud,keys\na,huawei,env:" + secret + "\n", "line 2"},
		{"a variable without a name", "name,cloud,keys\na,huawei,env:\n", "line 2"},
		{"a variable that begins with a digit", "name,cloud,keys\na,huawei,env:1A\n", "line 2"},
		{"an agency of the other cloud", "name,cloud,keys\na,alibaba,agency:iam::1:agency:x\n", "line 2"},
		{"an account twice", "name,cloud,keys\na,huawei,\na,huawei,env:A\n", "line 3"},
		{"a cell too many", "name,cloud,keys\na,huawei,,sent," + secret + "\n", "line 2"},
		{"a quote that does not end", "name,cloud,keys\na,huawei,\"" + secret + "\n", "line"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := parseAccounts(strings.NewReader(c.in), []list{sent})
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.line)
			assert.NotContains(t, err.Error(), secret)
		})
	}
}

func FuzzParseAccounts(f *testing.F) {
	f.Add("name,cloud,keys,lists\na,huawei,,\nb,huawei,agency:iam::1:agency:x,received\nc,alibaba,env:ACME_1,sent\n")
	f.Add("name,cloud,keys\na,huawei,\"x\n")
	f.Fuzz(func(t *testing.T, in string) {
		got, err := parseAccounts(strings.NewReader(in), []list{sent})
		if err != nil {
			return
		}
		for _, s := range got {
			assert.NotEmpty(t, s.name)
			assert.NotEmpty(t, s.lists)
			assert.True(t, s.env == "" || s.agency == "")
		}
	})
}

// serve starts both services, with an account of each, and writes an accounts file.
// The environment has the keys of two accounts, and those of a third are missing.
func serve(t *testing.T) (p program, flags string) {
	t.Helper()
	p = onDay()
	p.now = time.Now // the time of the services, and of the signatures
	h := huaweiorgtest.New()
	root := h.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	h.Seed(h.Believable(30)...)
	a := alibabarmtest.New()
	master := a.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	a.Seed(a.Believable(30)...)
	huawei, err := h.Start()
	require.NoError(t, err)
	alibaba, err := a.Start()
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, h.Close())
		assert.NoError(t, a.Close())
	})
	env := map[string]string{
		"ONE_ACCESS_KEY_ID": root.Credentials.AccessKeyID, "ONE_ACCESS_KEY_SECRET": root.Credentials.AccessKeySecret, "ONE_ACCOUNT_ID": root.ID,
		"TWO_ACCESS_KEY_ID": master.Credentials.AccessKeyID, "TWO_ACCESS_KEY_SECRET": master.Credentials.AccessKeySecret,
	}
	p.getenv = func(name string) string { return env[name] }
	file := filepath.Join(t.TempDir(), "accounts.csv")
	require.NoError(t, os.WriteFile(file, []byte("name,cloud,keys,lists\n"+
		"one,huawei,env:ONE,sent\n"+"two,alibaba,env:TWO,\n"+"three,alibaba,env:THREE,sent\n"), 0o600))
	return p, "-accounts " + file + " -huawei-endpoint " + huawei + " -alibaba-endpoint " + alibaba + " "
}

func TestAccountsOfAFile(t *testing.T) {
	t.Parallel()
	p, flags := serve(t)
	got := do(t.Context(), p, flags+"-format csv")
	assert.Equal(t, cli.Failed, got.code)
	assert.Contains(t, got.stderr, "alibaba three, sent")
	assert.Contains(t, got.stderr, "THREE_ACCESS_KEY_ID")
	assert.Contains(t, got.stdout, ",one,sent,huawei,")
	assert.Contains(t, got.stdout, ",two,sent,alibaba,")
	assert.NotContains(t, got.stderr, p.getenv("ONE_ACCESS_KEY_SECRET"))
}
