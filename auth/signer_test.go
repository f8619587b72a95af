package auth

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestEscapingIsThatOfRFC3986(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		" ":      "%20",
		"*":      "%2A",
		"~":      "~",
		"+":      "%2B",
		"/":      "%2F",
		"=":      "%3D",
		"é":      "%C3%A9",
		"%2F":    "%252F",
		"$&:@":   "%24%26%3A%40",
		"\x00\n": "%00%0A",
		"\xff":   "%FF",
		"azAZ09": "azAZ09",
		"-_.~":   "-_.~",
	} {
		assert.Equal(t, want, string(appendEscaped(nil, in)), "%q", in)
	}
}

func TestCanonicalPathIsTheDecodedPathEncoded(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][2]string{ // without and with the final slash
		"":         {"/", "/"},
		"/":        {"/", "/"},
		"/a":       {"/a", "/a/"},
		"/a/":      {"/a/", "/a/"},
		"/a//b":    {"/a//b", "/a//b/"},
		"/a b/%2F": {"/a%20b/%252F", "/a%20b/%252F/"},
	} {
		assert.Equal(t, want[0], string(scheme{}.appendPath(nil, in)), "%q", in)
		assert.Equal(t, want[1], string(scheme{slash: true}.appendPath(nil, in)), "%q", in)
	}
}

func TestCanonicalQuery(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"none stays none":                         {"", ""},
		"empty pairs vanish":                      {"&&a=1&", "a=1"},
		"an ampersand at the end vanishes":        {"a=1&", "a=1"},
		"what is in order stays":                  {"a=1&b=2", "a=1&b=2"},
		"what is not is put in order":             {"b=2&a=1", "a=1&b=2"},
		"a key alone gets an equals sign":         {"a", "a="},
		"an empty key stays":                      {"=1", "=1"},
		"plus is a space":                         {"a=b+c", "a=b%20c"},
		"a later equals sign is in the value":     {"a=b=c", "a=b%3Dc"},
		"keys are sorted before their equals":     {"k-1=z&k=b", "k=b&k-1=z"},
		"keys are sorted before they are encoded": {"%7B=1&z=2", "z=2&%7B=1"},
		"values are sorted too":                   {"a=b&a=B&a=", "a=&a=B&a=b"},
		"a semicolon separates nothing":           {"a=1;b=2", "a=1%3Bb%3D2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := canonicalQuery(test.in)
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
	for _, in := range []string{"a=%", "a=%2", "%zz=1", "a=1&b=%g0"} {
		_, err := canonicalQuery(in)
		assert.ErrorIs(t, err, errQuery, in)
	}
}

func TestCanonicalQueryIsItsOwnCanonicalForm(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pairs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) pair {
			return pair{rapid.String().Draw(t, "key"), rapid.String().Draw(t, "value")}
		}), 0, 20).Draw(t, "pairs")
		var raw []string
		for _, p := range pairs {
			raw = append(raw, url.QueryEscape(p.key)+"="+url.QueryEscape(p.value))
		}
		query, err := canonicalQuery(strings.Join(raw, "&"))
		require.NoError(t, err)
		again, err := canonicalQuery(query)
		require.NoError(t, err)
		require.Equal(t, query, again)

		got, err := appendPairs(nil, query)
		require.NoError(t, err)
		order := func(a, b pair) int {
			return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.value, b.value))
		}
		require.True(t, slices.IsSortedFunc(got, order))
		slices.SortFunc(pairs, order)
		require.True(t, slices.Equal(pairs, got), "the same pairs, %v and %v", pairs, got)
	})
}

func TestWhatIsSignedVerifiesWhateverItHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		target := &url.URL{Scheme: "https", Host: "api.example.com", Path: "/" + rapid.String().Draw(rt, "path")}
		values := rapid.MapOf(rapid.String(), rapid.SliceOfN(rapid.String(), 1, 3)).Draw(rt, "query")
		target.RawQuery = url.Values(values).Encode()
		body := rapid.String().Draw(rt, "body")
		keys := testKeys
		keys.SecurityToken = rapid.StringMatching(`[ -~]*`).Draw(rt, "token")
		for _, signer := range []interface {
			Signer
			Verifier
		}{HuaweiSigner{}, AlibabaSigner{}} {
			req := &http.Request{Method: http.MethodPost, URL: cloneURL(target), Header: http.Header{"X-Acs-Action": {"A"}, "X-Acs-Version": {"1"}}}
			require.NoError(rt, signer.Sign(req, []byte(body), keys, testTime))
			sent := url.Values{}
			for name, value := range values {
				sent[name] = slices.Sorted(slices.Values(value))
			}
			require.Equal(rt, sent, req.URL.Query())
			known := keys
			known.SecurityToken = strings.Trim(keys.SecurityToken, " ")
			_, err := signer.Verify(received(t, req, body), []byte(body), knows(known), testTime)
			require.NoError(rt, err)
		}
	})
}

func cloneURL(u *url.URL) *url.URL {
	clone := *u
	return &clone
}

func TestSignersRefuseWhatTheyCannotSign(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		alter func(*http.Request, *Credentials)
		want  error
	}{
		"no access key ID":          {func(_ *http.Request, c *Credentials) { c.AccessKeyID = "" }, ErrNoCredentials},
		"no access key secret":      {func(_ *http.Request, c *Credentials) { c.AccessKeySecret = "" }, ErrNoCredentials},
		"a query with a bad escape": {func(r *http.Request, _ *Credentials) { r.URL.RawQuery = "a=%zz" }, errQuery},
		"an opaque URL":             {func(r *http.Request, _ *Credentials) { r.URL.Opaque = "//x/y" }, errOpaque},
		"a host of another script":  {func(r *http.Request, _ *Credentials) { r.Host = "bücher.example" }, errHost},
		"a host with a zone":        {func(r *http.Request, _ *Credentials) { r.Host = "[fe80::1%eth0]" }, errHost},
		"a token with a line break": {func(_ *http.Request, c *Credentials) { c.SecurityToken = "a\nb" }, ErrInvalid},
		"a signed header with a line break": {func(r *http.Request, _ *Credentials) {
			r.Header["X-Domain-Id"], r.Header["X-Acs-Version"] = []string{"a\nb"}, []string{"a\nb"}
		}, errBreak},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, signer := range []Signer{HuaweiSigner{}, AlibabaSigner{}} {
				req, err := http.NewRequest(http.MethodGet, "https://api.example.com/", nil)
				require.NoError(t, err)
				keys := testKeys
				test.alter(req, &keys)
				err = signer.Sign(req, nil, keys, testTime)
				assert.ErrorIs(t, err, test.want)
				assert.NotContains(t, req.Header, "Authorization")
			}
		})
	}
}

func TestTheSignedHostIsTheOneThatIsSent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ url, host, want string }{
		"https without its port": {"https://api.example.com:443/", "", "api.example.com"},
		"http without its port":  {"http://localhost:80/", "", "localhost"},
		"https keeps another":    {"https://api.example.com:80/", "", "api.example.com:80"},
		"the request's own host": {"http://127.0.0.1:8080/", "api.example.com", "api.example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, signer := range []interface {
				Signer
				Verifier
			}{HuaweiSigner{}, AlibabaSigner{}} {
				req := &http.Request{Method: http.MethodGet, URL: testURL(t, test.url), Host: test.host, Header: http.Header{"X-Acs-Action": {"A"}, "X-Acs-Version": {"1"}}}
				require.NoError(t, signer.Sign(req, nil, testKeys, testTime))
				in := received(t, req, "")
				assert.Equal(t, test.want, in.Host)
				_, err := signer.Verify(in, nil, knows(testKeys), testTime)
				assert.NoError(t, err)
			}
		})
	}
}

// TestSigner_Sign_characters holds both signers to characters that a header can have.
func TestSigner_Sign_characters(t *testing.T) {
	t.Parallel()
	for scheme, signer := range map[string]Signer{"Huawei Cloud": HuaweiSigner{}, "Alibaba Cloud": AlibabaSigner{}} {
		for _, c := range []struct {
			name   string
			change func(*Credentials)
			names  []string // what the error names
		}{
			{name: "a line feed behind the access key ID", change: func(c *Credentials) { c.AccessKeyID += "\n" }, names: []string{"access key ID", "line break", "U+000A"}},
			{name: "a carriage return within the secret", change: func(c *Credentials) { c.AccessKeySecret = "canary\rsecret" }, names: []string{"access key secret", "line break", "U+000D"}},
			{name: "a line feed behind the token", change: func(c *Credentials) { c.SecurityToken += "\r\n" }, names: []string{"security token", "line break"}},
			{name: "a tab before the token", change: func(c *Credentials) { c.SecurityToken = "\t" + c.SecurityToken }, names: []string{"security token", "U+0009"}},
			{name: "a NUL", change: func(c *Credentials) { c.AccessKeyID += "\x00" }, names: []string{"access key ID", "U+0000"}},
			{name: "a DEL", change: func(c *Credentials) { c.AccessKeyID += "\x7f" }, names: []string{"access key ID", "U+007F"}},
			{name: "a byte order mark", change: func(c *Credentials) { c.AccessKeyID = "\uFEFF" + c.AccessKeyID }, names: []string{"access key ID", "U+FEFF"}},
			{name: "a letter with an accent", change: func(c *Credentials) { c.SecurityToken += "é" }, names: []string{"security token", "U+00E9"}},
			{name: "a byte that is no UTF-8", change: func(c *Credentials) { c.SecurityToken += "\xff" }, names: []string{"security token"}},
		} {
			t.Run(scheme+": "+c.name, func(t *testing.T) {
				t.Parallel()
				keys := Credentials{AccessKeyID: spyID, AccessKeySecret: spySecret, SecurityToken: spyToken}
				c.change(&keys)
				service := serving(status(200))
				client := testClient(t, service, func(config *Config) {
					config.Signer, config.Provider = signer, Static(keys.AccessKeyID, keys.AccessKeySecret, keys.SecurityToken)
				})
				_, err := client.Do(t.Context(), read(t, "/"))
				require.ErrorAs(t, err, new(*SignError))
				require.ErrorIs(t, err, ErrInvalid)
				assert.NotErrorIs(t, err, ErrUnavailable)
				assert.Empty(t, service.requests)
				for _, name := range c.names {
					assert.Contains(t, err.Error(), name)
				}
				assert.NotContains(t, err.Error(), "canary")
			})
		}
	}
	t.Run("an account ID with a line break", func(t *testing.T) {
		t.Parallel()
		keys := Credentials{AccessKeyID: spyID, AccessKeySecret: spySecret, AccountID: "account\n"}
		client := testClient(t, serving(status(200)), func(c *Config) { c.Provider = fixed(keys) })
		_, err := client.Do(t.Context(), read(t, "/"))
		require.ErrorAs(t, err, new(*SignError))
		assert.ErrorIs(t, err, ErrInvalid)
	})
}

// TestTransport_RoundTrip_headers refuses what net/http would: it is no connection that
// failed.
func TestTransport_RoundTrip_headers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		h    http.Header
		ok   bool
	}{
		{name: "text beyond ASCII is sent", h: http.Header{"X-Note": {"näive\tnote"}}, ok: true},
		{name: "a line break in a value is refused", h: http.Header{"X-Note": {"fine", "canary\r\nX-Evil: 1"}}},
		{name: "a DEL in a value is refused", h: http.Header{"X-Note": {"canary\x7f"}}},
		{name: "a space in a name is refused", h: http.Header{"X Note": {"canary"}}},
		{name: "an empty name is refused", h: http.Header{"": {"canary"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			call := read(t, "/")
			call.Request.Header = c.h
			service := serving(status(200))
			_, err := testClient(t, service, func(c *Config) { c.Signer = signs(func() error { return nil }) }).Do(t.Context(), call)
			if c.ok {
				require.NoError(t, err)
				return
			}
			require.ErrorAs(t, err, new(*SignError))
			require.ErrorIs(t, err, ErrInvalid)
			assert.Empty(t, service.requests)
			assert.NotContains(t, err.Error(), "canary")
		})
	}
}
