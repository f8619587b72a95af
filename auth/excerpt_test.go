package auth_test

import (
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestExcerpt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text  string
		limit int
		want  string
	}{
		"nothing": {limit: 9},
		"plain text stays": {
			text: "Retry later: 5 s.", limit: 99, want: "Retry later: 5 s.",
		},
		"exactly the limit": {text: "abcde", limit: 5, want: "abcde"},
		"line breaks become spaces": {
			text: " a\r\n\tb\u2028c  d ", limit: 99, want: "a b c d",
		},
		"control characters are removed": {
			text: "\x1b[31mred\x1b[0m\x00", limit: 99, want: "[31mred [0m",
		},
		"marks of direction are removed": {
			text: "a\u202eb\ufeffc", limit: 99, want: "a b c",
		},
		"invalid UTF-8 is replaced":         {text: "a\xffb", limit: 99, want: "a\uFFFDb"},
		"a text over the limit is cut":      {text: "abcdefgh", limit: 6, want: "abc…"},
		"the cut keeps characters complete": {text: "ééééé", limit: 6, want: "é…"},
		"the ellipsis follows no space":     {text: "ab cdefgh", limit: 6, want: "ab…"},
		"a limit below the ellipsis":        {text: "abcdefgh", limit: 2, want: "ab"},
		"a limit of half a character":       {text: "ééé", limit: 1},
		"a huge limit":                      {text: "abc", limit: math.MaxInt, want: "abc"},
		"a limit of zero":                   {text: "abc"},
		"a negative limit":                  {text: "abc", limit: -1},
		"spaces do not count": {
			text: strings.Repeat(" ", 30) + "abc", limit: 5, want: "abc",
		},
		"text far behind the limit is not read": {text: strings.Repeat(" ", 300) + "abc", limit: 5},
	} {
		assert.Equal(t, c.want, auth.Excerpt(c.text, c.limit), name)
	}
}

func TestExcerpt_echoes(t *testing.T) {
	t.Parallel()
	for _, echo := range []string{
		"canonicalRequest:", "Canonical Request is ", "canonical-request ", "stringToSign: ", "server string to sign is:", "string\nto\nsign ",
		"X-Sdk-Date:", "x-acs-security-token:", "X-Security-Token: ", "X-Auth-Token: ",
		"SDK-HMAC-SHA256 ", "ACS3-HMAC-SHA256 ",
		"Authorization: ", `"authorization" : `, "authorization=", "Access=", "access%3D",
		"Signature=", "Signature%3d", `"SecurityToken":"`, "SecurityToken%3D", "security_token = ",
		"AccessKeyId=", `"AccessKeyId":"`, "AccessKeyId%3D", `access_key: `, `"access_key_secret":"`, "AccessKeySecret = ", "secret: ",
		"<SecurityToken>", `<sts:SecurityToken xsi:type="string">`, "<Signature>", "<AccessKeySecret>", "&lt;SecurityToken&gt;", "<access>",
		"security-token=", "security token: ", "access-key-id=", "access key: ", "secret-access-key: ", "secret key=", "client-secret=",
		`{"token":"`, `{"id_token" : "`, `{"Signature":"`, `{"access":"`, `{\"token\":\"`, "{&quot;token&quot;:&quot;", "{'token': '",
		"SecurityToken%22%3A%22", "SecurityToken%22%3a%20%22", "%22Signature%22%3A%22", "token%3D", "signature%253D", "SecurityToken%3E",
		"token=", "token: ", "token\n:", "bad id token: ", "Signature: ", "signature => ", "访问令牌 token：",
	} {
		got := auth.Excerpt("refused, "+echo+"CANARY", 512)
		assert.NotContains(t, got, "CANARY", echo)
		assert.True(t, strings.HasPrefix(got, "refused"), "the text before the echo stays: %s", got)
	}
}

func TestExcerpt_plainWords(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"The security token is past its lifetime.", "Specified access key is not found.", "Signature differs.",
		"verify aksk signature fail", "Access denied: not authorized.", "Incorrect IAM authentication information: wrong",
		"no access: ask the administrator", "a secret of the service",
		"the token must be renewed", "Token expired, tokens last for 6 h.", "signature fail", "signature does not match: see the docs",
		"The security-token or the access-key is wrong.", "5 > 3: try a smaller secret", "token <none>",
	} {
		assert.Equal(t, text, auth.Excerpt(text, 512))
	}
}

// FuzzExcerpt_secrets puts a canary after a name, in every spelling.
func FuzzExcerpt_secrets(f *testing.F) {
	const canary = "CANARY"
	names := []string{
		"token", "SecurityToken", "security-token", "security_token", "security token", "X-Auth-Token", "access_token", "Signature",
		"AccessKeyId", "access-key-id", "access key", "AccessKeySecret", "access_key_secret", "secret", "secret-access-key", "SecretKey", "Authorization",
	}
	quotes := []string{"", `"`, "'", `\"`, "%22", "%2522", "%27", "&quot;", "&#34;"}
	signs := []string{"=", ":", ">", " : ", "\n=", "%3d", "%3D", "%3a", "%3A", "%253D"}
	for i := range names {
		f.Add("refused: ", i, i, i, "tail")
		f.Add("é\xff<{", i, i+1, i+2, "")
	}
	f.Fuzz(func(t *testing.T, before string, name, quote, sign int, after string) {
		pick := func(from []string, i int) string { return from[uint(i)%uint(len(from))] }
		before, after = strings.ReplaceAll(before, canary, ""), strings.ReplaceAll(after, canary, "")
		for _, n := range []string{pick(names, name), strings.ToUpper(pick(names, name))} {
			q := pick(quotes, quote)
			echo := before + q + n + q + pick(signs, sign) + q + canary + q + after
			require.NotContains(t, auth.Excerpt(echo, 1<<20), canary, echo)
		}
	})
}

func FuzzExcerpt(f *testing.F) {
	for _, text := range []string{
		"", "plain", "string to sign: x", "a\xff\x00b", strings.Repeat("é", 99), "Signature%3d", "\u202e", "x-acs-", strings.Repeat(" ", 99) + "a",
		`{"AccessKeyId":"x"}`, "İcanonical request",
	} {
		f.Add(text, 16)
		f.Add(text, 0)
		f.Add(text, math.MaxInt)
	}
	f.Fuzz(func(t *testing.T, text string, limit int) {
		got := auth.Excerpt(text, limit)
		require.LessOrEqual(t, len(got), max(limit, 0))
		require.True(t, utf8.ValidString(got))
		require.Equal(t, strings.TrimSpace(got), got)
		require.NotContains(t, got, "  ")
		require.Equal(t, -1, strings.IndexFunc(got, func(r rune) bool { return !unicode.IsPrint(r) }))
		lower := strings.ToLower(got)
		for _, echo := range []string{"x-acs-", "x-sdk-", "string to sign", "canonicalrequest", "acs3-hmac-", "sdk-hmac-", "signature=", "accesskeyid=", "securitytoken="} {
			require.NotContains(t, lower, echo)
		}
	})
}
