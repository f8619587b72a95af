package alibabarm

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestReadDetail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want map[string]string
	}{
		"numbers become text": {
			body: `{"Code":"x","AccessDeniedDetail":{"A":7,"B":"b"}}`,
			want: map[string]string{"A": "7", "B": "b"}},
		"a value that is not text is omitted": {
			body: `{"Code":"x","AccessDeniedDetail":{"A":{"x":1},"B":"b","C":null}}`,
			want: map[string]string{"B": "b"}},
		"an array": {body: `{"Code":"x","AccessDeniedDetail":[1]}`, want: nil},
		"null": {body: `{"Code":"x","AccessDeniedDetail":null}`,
			want: nil},
		"an empty string": {body: `{"Code":"x","AccessDeniedDetail":""}`, want: nil},
		"a string that does not contain an object": {body: `{"Code":"x","AccessDeniedDetail":"no"}`,
			want: nil},
		"XML": {
			body: `<Error><Code>x</Code><AccessDeniedDetail><A>1</A><B>b</B>` +
				`</AccessDeniedDetail></Error>`, want: map[string]string{"A": "1", "B": "b"}},
		"XML that holds JSON": {
			body: `<Error><Code>x</Code><AccessDeniedDetail>{"A":"1"}</AccessDeniedDetail></Error>`,
			want: map[string]string{"A": "1"}},
		"XML that is empty": {
			body: `<Error><Code>x</Code><AccessDeniedDetail/></Error>`, want: nil},
		"a value that is too long to decode": {
			body: `{"Code":"x","AccessDeniedDetail":{"A":"` + strings.Repeat("x", 10241) +
				`","B":"b"}}`, want: map[string]string{"B": "b"}},
		"more members than the client keeps": {
			body: `{"Code":"x","AccessDeniedDetail":{"A":"1"` + strings.Repeat(`,"A":"1"`, 3) +
				manyKeys() + `}}`, want: nil},
		"control characters in a value": {
			body: `{"Code":"x","AccessDeniedDetail":{"A":"\u001b[31m"}}`,
			want: map[string]string{"A": "[31m"}},
	} {
		_, e := classifyAt(t, responseOf(403, []byte(c.body)))
		assert.Equal(t, "x", e.Code, name)
		assert.Equal(t, c.want, e.AccessDeniedDetail, name)
	}
}

func manyKeys() string {
	var b strings.Builder
	for r := 'a'; r <= 'z'; r++ {
		b.WriteString(`,"` + string(r) + `1":"x"`)
	}
	return b.String()
}

func TestParseErrorBody_otherForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, message string }{
		"an empty body": {body: "", message: ""},
		"plain text": {body: "upstream connect error\r\n",
			message: "upstream connect error"},
		"null":     {body: "null", message: "null"},
		"an array": {body: "[]", message: "[]"},
		"a string": {body: `"boom"`, message: `"boom"`},
		"truncated JSON": {body: `{"Code":"Throttling","Mess`,
			message: `{"Code":"Throttling","Mess`},
		"a code without a message": {body: `{"Code":"X"}`, message: ""},
		"a message without a code": {body: `{"Message":"m"}`, message: "m"},
		"a message as an object":   {body: `{"Code":"X","Message":{"en":"m"}}`, message: ""},
		"only a description":       {body: `{"Code":"X","Description":"d"}`, message: "d"},
		"a message before it": {body: `{"Code":"X","Message":"m","Description":"d"}`,
			message: "m"},
		"XML without a code": {body: `<Error><Message>m</Message></Error>`, message: "m"},
		"XML, truncated":     {body: `<Error><Message>m`, message: "<Error><Message>m"},
		"XML in another charset": {
			body:    `<?xml version="1.0" encoding="GBK"?><Error><Code>X</Code></Error>`,
			message: `<?xml version="1.0" encoding="GBK"?><Error><Code>X</Code></Error>`},
		"a byte order mark": {body: "\ufeff" + `{"Code":"X","Message":"m"}`, message: "m"},
		"a mark before XML": {
			body: "\ufeff<Error><Code>X</Code><Message>m</Message></Error>", message: "m"},
		"a mark before plain text": {body: "\ufeffno", message: "no"},
		"XML in lower case": {body: `<error><code>X</code><message>m</message></error>`,
			message: "m"},
		"terminal escapes": {body: "\x1b[31mred\x1b[0m\u202eback", message: "[31mred [0m back"},
	} {
		_, e := classifyAt(t, responseOf(500, []byte(c.body)))
		if !strings.HasPrefix(c.body, "<?xml") {
			assert.Equal(t, c.message, e.Message, name)
		}
		assertOnly(t, e, ErrUnavailable)
	}
}

func TestParseErrorBody_long(t *testing.T) {
	t.Parallel()
	huge := bytes.Repeat([]byte("世界 "), 50<<20/7)
	for _, body := range [][]byte{huge, []byte(`{"Message":"` + strings.Repeat("é", 5000) + `"}`)} {
		_, e := classifyAt(t, responseOf(502, body))
		assert.LessOrEqual(t, len(e.Message), 512)
		assert.Greater(t, len(e.Message), 500, "the message keeps as much as the limit allows")
		assert.True(t, utf8.ValidString(e.Message))
	}
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"RequestId":"B"}`:                     "B",
		`{"requestId":7}`:                       "7",
		`<X><RequestId>B</RequestId></X>`:       "B",
		"\ufeff" + `{"RequestId":"B"}`:          "B",
		"\ufeff<X><RequestId>B</RequestId></X>": "B",
		`{"RequestId":1.5e3}`:                   "1500",
		`{"RequestId":null}`:                    headerID,
		`{"RequestId":"B"`:                      headerID,
		``:                                      headerID,
	} {
		assert.Equal(t, want, requestID(responseOf(200, []byte(body))), body)
	}
}

func FuzzErrorBody(f *testing.F) {
	seedFixtures(f)
	f.Add([]byte(`{"Message":"string to sign:x","Code":7,"AccessDeniedDetail":{"A":1}}`))
	f.Add([]byte(`<Error><Code>x</Code><AccessDeniedDetail><A>1</A></AccessDeniedDetail></Error>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		b := parseErrorBody(body, auth.Excerpt)
		texts := map[string]int{b.code: maxCode, b.requestID: maxCode, b.hostID: maxCode, b.message: maxMessage, b.recommend: maxMessage}
		require.LessOrEqual(t, len(b.denied), maxDetails)
		for name, value := range b.denied {
			texts[name], texts[value] = max(texts[name], maxCode), max(texts[value], maxDetail)
		}
		for text, limit := range texts {
			require.LessOrEqual(t, len(text), limit)
			require.True(t, utf8.ValidString(text))
			require.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }))
		}
		require.LessOrEqual(t, len(b.code), maxCode)
		require.LessOrEqual(t, len(b.message), maxMessage)
		_ = bodyRequestID(body)
	})
}
