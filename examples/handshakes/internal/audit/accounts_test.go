package audit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

var (
	onlySent     = []string{sent}
	onlyReceived = []string{received}
	bothLists    = []string{sent, received}
)

// parseFile returns the accounts of a file. In the environment, each variable has its own name as
// its value.
func parseFile(t *testing.T, content string) ([]*account, error) {
	t.Helper()
	p := onDay()
	p.Stdin, p.Getenv = strings.NewReader(content), func(name string) string { return name }
	a := &audit{accounts: "-", lists: bothLists}
	a.access.HuaweiCredentials, a.access.AlibabaCredentials = auth.Static("huawei", "x", ""), auth.Static("alibaba", "x", "")
	return a.readAccounts(t.Context(), p)
}

func TestAudit_readAccounts(t *testing.T) {
	t.Parallel()
	type want struct {
		name, cloud, key string // ID of the access key; "" for an agency's
		lists            []string
	}
	for _, c := range []struct {
		name, in string
		want     []want
	}{
		{name: "reads every kind of credentials", in: "name,cloud,keys,lists\na,huawei,,\nb,Huawei,agency:iam::1:agency:x,received\nc,alibaba,env:ACME_1,sent\nd,alibaba,,both\n", want: []want{
			{name: "a", cloud: "huawei", key: "huawei", lists: bothLists},
			{name: "b", cloud: "huawei", lists: onlyReceived},
			{name: "c", cloud: "alibaba", key: "ACME_1_ACCESS_KEY_ID", lists: onlySent},
			{name: "d", cloud: "alibaba", key: "alibaba", lists: bothLists},
		}},
		{name: "takes the columns in any order, and a byte order mark", in: "\ufeffkeys,cloud,name\n env:A ,huawei,\"x, y\"\n",
			want: []want{{name: "x, y", cloud: "huawei", key: "A_ACCESS_KEY_ID", lists: bothLists}}},
		{name: "takes one name in both clouds", in: "name,cloud,keys\na,huawei,\na,alibaba,\n",
			want: []want{{name: "a", cloud: "huawei", key: "huawei", lists: bothLists}, {name: "a", cloud: "alibaba", key: "alibaba", lists: bothLists}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			accounts, err := parseFile(t, c.in)
			require.NoError(t, err)
			var got []want
			for _, a := range accounts {
				w := want{name: a.Name, cloud: a.Cloud, lists: a.lists}
				if len(c.want[len(got)].key) > 0 { // an agency asks its service
					keys, err := a.credentials.Credentials(t.Context())
					require.NoError(t, err)
					w.key = keys.AccessKeyID
				}
				got = append(got, w)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// secret is a text that no error may show.
const secret = "LTAI5tKeyThatSomebodyPasted"

func TestAudit_readAccounts_Mistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in string
		says     []string
	}{
		{name: "an empty file", in: "", says: []string{"empty"}},
		{name: "a header without the column keys", in: "name,cloud\na,huawei\n", says: []string{"line 1", "keys is missing"}},
		{name: "an access key instead of the header", in: "a,huawei," + secret + "\n", says: []string{"line 1", "name, cloud, keys, lists"}},
		{name: "UTF-16", in: "\xff\xfen\x00", says: []string{"CSV UTF-8"}},
		{name: "GBK", in: "name,cloud,keys\n\xb2\xe2,huawei,\n", says: []string{":2: ", "CSV UTF-8"}},
		{name: "semicolons", in: "name;cloud;keys\na;huawei;\n", says: []string{"commas"}},
		{name: "a misspelled column", in: "name,cloud,keys,list\na,huawei,,sent\n", says: []string{"line 1", "column 4 is not known"}},
		{name: "a line without a name", in: "name,cloud,keys\n,huawei,\n", says: []string{":2: "}},
		{name: "an unknown cloud", in: "name,cloud,keys\na," + secret + ",\n", says: []string{":2: ", "huawei or alibaba"}},
		{name: "unknown lists", in: "name,cloud,keys,lists\na,huawei,," + secret + "\n", says: []string{":2: "}},
		{name: "an access key instead of its location", in: "name,cloud,keys\na,huawei,\nb,huawei," + secret + "\n", says: []string{":3: ", "does not belong"}},
		{name: "an access key instead of a variable", in: "name,cloud,keys\na,huawei,env:" + secret + "\n", says: []string{":2: "}},
		{name: "a variable without a name", in: "name,cloud,keys\na,huawei,env:\n", says: []string{":2: "}},
		{name: "a variable that begins with a digit", in: "name,cloud,keys\na,huawei,env:1A\n", says: []string{":2: "}},
		{name: "an access key instead of an agency", in: "name,cloud,keys\na,huawei,agency:" + secret + "\n", says: []string{":2: "}},
		{name: "an agency of the other cloud", in: "name,cloud,keys\na,alibaba,agency:iam::1:agency:x\n", says: []string{":2: "}},
		{name: "an account twice", in: "name,cloud,keys\na,huawei,\na,huawei,env:A\n", says: []string{":3: ", "already"}},
		{name: "a cell too many", in: "name,cloud,keys\na,huawei,,sent," + secret + "\n", says: []string{":2: ", "5 cells"}},
		{name: "a quotation mark without an end", in: "name,cloud,keys\na,huawei,\"" + secret + "\n", says: []string{":2: ", "quotation"}},
		{name: "all bad lines in one error", in: "name,cloud,keys\na,azure,\nb,huawei,\n,huawei,\nc,huawei\nd,huawei," + secret + "\n",
			says: []string{":2: ", ":4: ", ":5: ", ":6: ", "bad lines: 4 of 5"}},
		{name: "a file without an account of the chosen cloud", in: "name,cloud,keys\na,alibaba,\n", says: []string{"no accounts of the chosen clouds"}},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), "-cloud huawei -accounts "+write(t, "accounts.csv", c.in))
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			for _, what := range append(c.says, "accounts.csv") {
				assert.Contains(t, got.stderr, what)
			}
			assert.NotContains(t, got.stderr, secret)
		})
	}
}

func TestRun_SecretInPlaceOfVariable(t *testing.T) {
	t.Parallel()
	const key = "S3CR3TSECRETSECRETKEY" // it could be the name of a variable
	file := write(t, "accounts.csv", "name,cloud,keys\nacme,huawei,env:"+key+"\nacme,alibaba,env:"+key+"\n")
	for _, format := range []string{"table", "csv", "json", "html"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			for _, verbose := range []string{"", " -v"} {
				got := do(t.Context(), onDay(), "-accounts "+file+" -format "+format+verbose)
				assert.Equal(t, cli.Failed, got.code)
				assert.Regexp(t, "huawei acme: .*: the variables of its env: name", got.stderr)
				assert.NotContains(t, got.stdout+got.stderr, key)
			}
		})
	}
}

func FuzzAudit_readAccounts(f *testing.F) {
	f.Add("name,cloud,keys,lists\na,huawei,,\nb,huawei,agency:iam::1:agency:x,received\nc,alibaba,env:ACME_1,sent\n")
	f.Add("name,cloud,keys\na,huawei,\"x\n")
	f.Fuzz(func(t *testing.T, in string) {
		accounts, _ := parseFile(t, in)
		for _, a := range accounts {
			assert.NotEmpty(t, a.Name)
			assert.NotEmpty(t, a.lists)
			assert.NotNil(t, a.credentials)
		}
	})
}

func TestRun_Accounts(t *testing.T) {
	t.Parallel()
	p, flags := serve(t)
	got := do(t.Context(), p, flags+"-format csv")
	assert.Equal(t, cli.Failed, got.code)
	assert.Regexp(t, `alibaba three: .*: the variables of its env: name \(…_ACCESS_KEY_ID and …_ACCESS_KEY_SECRET\) are not set`, got.stderr)
	assert.NotContains(t, got.stderr, "alibaba two")
	assert.Contains(t, got.stdout, ",one,sent,")
	assert.Contains(t, got.stdout, ",two,sent,")
	for _, name := range []string{"ONE_ACCESS_KEY_SECRET", "TWO_ACCESS_KEY_SECRET"} {
		assert.NotContains(t, got.stderr, p.Getenv(name))
	}

	page := do(t.Context(), p, flags+"-format html").stdout
	assert.Contains(t, page, "<td>"+p.Getenv("MASTER")+"</td>", "the list shows who the account is")

	p.Stdin = strings.NewReader("name,cloud,keys,lists\ntwo,alibaba,env:TWO,\n")
	got = do(t.Context(), p, "-accounts - "+strings.SplitN(flags, " ", 3)[2])
	assert.Equal(t, cli.Done, got.code, got.stderr)

	got = do(t.Context(), p, flags+"-format csv -v")
	assert.Contains(t, got.stderr, `"huawei one" op=ListHandshakes`, "the log")
	assert.NotContains(t, got.stderr, p.Getenv("ONE_ACCESS_KEY_SECRET"))
}
