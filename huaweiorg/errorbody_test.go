package huaweiorg

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

func TestParseErrorBody_otherForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, message string }{
		"an empty body": {body: "", message: ""},
		"plain text": {body: "upstream connect error\r\n",
			message: "upstream connect error"},
		"null":                      {body: "null", message: "null"},
		"an array":                  {body: "[]", message: "[]"},
		"a string":                  {body: `"boom"`, message: `"boom"`},
		"an error that is a string": {body: `{"error":"boom"}`, message: "boom"},
		"an error that is a number": {body: `{"error":7}`, message: `{"error":7}`},
		"truncated JSON": {body: `{"error_code":"APIGW.0308","error_`,
			message: `{"error_code":"APIGW.0308","error_`},
		"a code without a message": {body: `{"error_code":"X"}`, message: ""},
		"a message without a code": {body: `{"error_msg":"m"}`, message: "m"},
		"a message as an object": {body: `{"error_code":"X","error_msg":{"en":"m"}}`,
			message: ""},
		"a byte order mark": {body: "\ufeff" + `{"error_code":"X","error_msg":"m"}`,
			message: "m"},
		"a mark before plain text": {body: "\ufeffno", message: "no"},
		"terminal escapes": {body: "\x1b[31mred\x1b[0m\u202eback",
			message: "[31mred [0m back"},
	} {
		_, e := classifyAt(t, response(500, []byte(c.body)))
		assert.Equal(t, c.message, e.Message, name)
		assertOnly(t, e, ErrUnavailable)
	}
}

func TestParseErrorBody_details(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ details, message string }{
		"a list of objects": {
			details: `[{"error_code":"A","error_msg":"a"},{"message":"b"}]`, message: "A a; b"},
		"an object": {details: `{"error_code":"A","error_msg":"a"}`,
			message: "A a"},
		"an object with the other names": {details: `{"code":7,"message":"a"}`, message: "7 a"},
		"a string":                       {details: `"a"`, message: "a"},
		"a list of strings":              {details: `["a","b"]`, message: "a; b"},
		"a list of many kinds": {details: `[1,null,true,"a",{"error_msg":"b"},[]]`,
			message: "a; b"},
		"a list of lists": {details: `[[{"error_msg":"a"}],["b"]]`, message: "a; b"},
		"an object with an error": {details: `{"error":{"error_code":"A","error_msg":"a"}}`,
			message: "A a"},
		"an object with details": {
			details: `{"error_msg":"a","details":[{"error_msg":"b"},"c"]}`, message: "a; b; c"},
		"details within details alone": {details: `{"details":{"details":["a"]}}`, message: "a"},
		"an object of other names": {
			details: `{"field":"notes","reason":"too long","limit":1024,"more":{"x":1}}`,
			message: "field: notes, reason: too long, limit: 1024"},
		"a number":        {details: `7`, message: ""},
		"null":            {details: `null`, message: ""},
		"a bool":          {details: `true`, message: ""},
		"an empty object": {details: `{}`, message: ""},
		"an empty list":   {details: `[]`, message: ""},
	} {
		for _, body := range []string{
			`{"error_code":"X","error_msg":"m","details":` + c.details + `}`,
			`{"details":` + c.details + `,"code":"X","message":"m"}`,
			`{"error":{"error_code":"X","error_msg":"m","details":` + c.details + `}}`,
		} {
			_, e := classifyAt(t, response(400, []byte(body)))
			assert.Equal(t, "X", e.Code, body)
			assert.Equal(t, joined("; ", "m", c.message), e.Message, "%s: %s", name, body)
		}
	}
	_, e := classifyAt(t, response(400, []byte(`{"details":"d"}`)))
	assert.Equal(t, "d", e.Message, "the details are the message")
}

func TestParseErrorBody_encodedMessage(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"error_code":"X","encoded_authorization_message":"E"}`,
		`{"error":{"code":"X","encoded_authorization_message":"E"}}`,
		`{"error_code":"X","details":[{"error_msg":"m"},{"encoded_authorization_message":"E"}]}`,
	} {
		_, e := classifyAt(t, response(403, []byte(body)))
		assert.Equal(t, "E", e.EncodedAuthorizationMessage, body)
	}
}

func TestParseErrorBody_manyDetails(t *testing.T) {
	t.Parallel()
	_, e := classifyAt(t, response(400, []byte(`{"error_msg":"m","details":[`+strings.Repeat(`{"error_msg":"d"},`, 99)+`{}]}`)))
	assert.Equal(t, "m; d; d; d; d", e.Message)
}

func TestParseErrorBody_long(t *testing.T) {
	t.Parallel()
	huge := bytes.Repeat([]byte("世界 "), 50<<20/7)
	for _, body := range [][]byte{huge, []byte(`{"error_msg":"` + strings.Repeat("é", 5000) + `"}`)} {
		_, e := classifyAt(t, response(502, body))
		assert.LessOrEqual(t, len(e.Message), 512)
		assert.Greater(t, len(e.Message), 500, "the message keeps as much as the limit allows")
		assert.True(t, utf8.ValidString(e.Message))
	}
	_, e := classifyAt(t, response(502, bytes.Repeat([]byte{0xff, ' '}, 5000)))
	assert.LessOrEqual(t, len(e.Message), 512)
	assert.True(t, utf8.ValidString(e.Message))
	_, e = classifyAt(t, response(400, []byte(`{"error_code":"X","details":[`+strings.Repeat("1,", 64<<10)+`1]}`)))
	assert.Empty(t, e.Code, "a body of that length is not an error of the service")
	assert.True(t, strings.HasPrefix(e.Message, `{"error_code":"X"`))
	_, e = classifyAt(t, response(403, []byte(`{"error_code":"X","encoded_authorization_message":"`+strings.Repeat("A", 10241)+`"}`)))
	assert.Empty(t, e.EncodedAuthorizationMessage, "STS cannot decode a truncated message")
}

func FuzzErrorBody(f *testing.F) {
	seedFixtures(f)
	f.Add([]byte(`{"error_msg":"canonicalRequest:x","code":7,"details":[{"message":"m"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		b := parseErrorBody(body, auth.Excerpt)
		for text, limit := range map[string]int{b.code: maxCode, b.message: maxMessage, b.requestID: maxCode} {
			require.LessOrEqual(t, len(text), limit)
			require.True(t, utf8.ValidString(text))
			require.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }))
			require.Equal(t, text, auth.Excerpt(text, limit), "a second excerpt changes nothing")
		}
		require.LessOrEqual(t, len(b.encoded), maxEncoded)
	})
}
