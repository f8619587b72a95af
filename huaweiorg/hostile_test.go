package huaweiorg_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// TestHostileAnswers has a typed error for each answer that is not the one asked for,
// with its status, its request ID and a short clean text.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	const html = "<html><body>Please log in</body></html>"
	raw := huaweiorgtest.Raw
	for name, c := range map[string]struct {
		kind      huaweiorgtest.Kind
		status    int
		condition error // nil: none
		code      string
		message   string // what it begins with
	}{
		"200 with HTML":               {raw(200, html, "Content-Type: text/html"), 200, huaweiorg.ErrUnavailable, "", "<html><body>Please log in"},
		"200 with nothing":            {raw(200, ""), 200, huaweiorg.ErrUnavailable, "", ""},
		"204 with nothing":            {raw(204, ""), 204, huaweiorg.ErrUnavailable, "", ""},
		"200 with null":               {raw(200, "null"), 200, huaweiorg.ErrUnavailable, "", "null"},
		"200 with {}":                 {raw(200, "{}"), 200, huaweiorg.ErrUnavailable, "", "{}"},
		"200 with an array":           {raw(200, "[]"), 200, huaweiorg.ErrUnavailable, "", "[]"},
		"200 with a string":           {raw(200, `"handshakes"`), 200, huaweiorg.ErrUnavailable, "", `"handshakes"`},
		"200 with others' JSON":       {raw(200, `{"accounts":[{"id":"1"}]}`), 200, huaweiorg.ErrUnavailable, "", `{"accounts"`},
		"200 with a single answer":    {raw(200, `{"handshake":{"id":"h-1"}}`), 200, huaweiorg.ErrUnavailable, "", `{"handshake"`},
		"200 with a throttling":       {raw(200, `{"error_code":"APIGW.0308","error_msg":"slow down"}`), 200, huaweiorg.ErrThrottled, "APIGW.0308", "slow down"},
		"200 with garbage behind":     {huaweiorgtest.AppendBody("<!-- 0.1 s -->"), 200, huaweiorg.ErrUnavailable, "", `{"handshakes":`},
		"200 with a second document":  {huaweiorgtest.AppendBody(`{"handshakes":[]}`), 200, huaweiorg.ErrUnavailable, "", `{"handshakes":`},
		"200 with JSON cut short":     {huaweiorgtest.TruncateBody(60), 200, huaweiorg.ErrUnavailable, "", `{"handshakes":`},
		"200 of a wrong type":         {raw(200, html, "Content-Type: application/json"), 200, huaweiorg.ErrUnavailable, "", "<html>"},
		"200 that is not UTF-8":       {raw(200, "\xff\xfe\x00h"), 200, huaweiorg.ErrUnavailable, "", "\uFFFD"},
		"200 with terminal escapes":   {raw(200, "\x1b]0;owned\x07\x1b[2J\u202e"), 200, huaweiorg.ErrUnavailable, "", "]0;owned"},
		"301":                         {huaweiorgtest.Redirect(301, "https://evil.example.com/"), 301, nil, "", ""},
		"302 to nonsense":             {huaweiorgtest.Redirect(302, ":%zz"), 302, nil, "", ""},
		"303":                         {huaweiorgtest.Redirect(303, "/v1/received-handshakes"), 303, nil, "", ""},
		"304":                         {raw(304, ""), 304, nil, "", ""},
		"308 to plain http":           {huaweiorgtest.Redirect(308, "http://organizations.myhuaweicloud.com/"), 308, nil, "", ""},
		"400 with nothing":            {raw(400, ""), 400, huaweiorg.ErrInvalid, "", ""},
		"400 with text":               {raw(400, "bad\r\n\r\nrequest", "Content-Type: text/plain"), 400, huaweiorg.ErrInvalid, "", "bad request"},
		"400 with null":               {raw(400, "null"), 400, huaweiorg.ErrInvalid, "", "null"},
		"400 with XML":                {raw(400, "<Error><Code>X</Code></Error>", "Content-Type: application/xml"), 400, huaweiorg.ErrInvalid, "", "<Error>"},
		"400 in capitals":             {raw(400, `{"Code":"X","Message":"m"}`), 400, huaweiorg.ErrInvalid, "X", "m"},
		"401 of the IAM":              {raw(401, `{"error":{"code":401,"message":"Please authenticate first.","title":"Unauthorized"}}`), 401, huaweiorg.ErrUnauthenticated, "401", "Please authenticate first."},
		"401 that echoes":             {huaweiorgtest.WrongKeys(), 401, huaweiorg.ErrUnauthenticated, "APIGW.0301", "Incorrect IAM authentication information: verify aksk signature fail ["},
		"403 of a nested kind":        {raw(403, `{"error":{"error_code":"SVC.1","error_msg":"no"}}`), 403, huaweiorg.ErrPermission, "SVC.1", "no"},
		"403 of a firewall":           {raw(403, html, "Content-Type: text/html"), 403, huaweiorg.ErrPermission, "", "<html>"},
		"404 of a load balancer":      {raw(404, html, "Content-Type: text/html"), 404, huaweiorg.ErrNotFound, "", "<html>"},
		"404 of the gateway":          {huaweiorgtest.Refuse(404, "APIGW.0101", "No such API"), 404, huaweiorg.ErrInvalid, "APIGW.0101", "No such API"},
		"500 with a code alone":       {raw(500, `{"error_code":"SVC.2"}`), 500, huaweiorg.ErrUnavailable, "SVC.2", ""},
		"500 with details":            {raw(500, `{"error_code":"SVC.3","details":[{"error_msg":"first"}]}`), 500, huaweiorg.ErrUnavailable, "SVC.3", "first"},
		"502 with HTML":               {huaweiorgtest.BadGateway(), 502, huaweiorg.ErrUnavailable, "", "<html><head><title>502 Bad Gateway"},
		"502 with cut JSON":           {raw(502, `{"error_code":"APIGW.0308","err`), 502, huaweiorg.ErrUnavailable, "", `{"error_code":"APIGW.0308","err`},
		"502 of a megabyte":           {raw(502, strings.Repeat("世界 ", 150_000)), 502, huaweiorg.ErrUnavailable, "", "世界 世界"},
		"504 with nothing":            {raw(504, ""), 504, huaweiorg.ErrUnavailable, "", ""},
		"a status nobody knows":       {raw(799, "?"), 799, huaweiorg.ErrUnavailable, "", "?"},
		"503 that asks for an hour":   {huaweiorgtest.Refuse(503, "APIGW.0613", "IAM", "Retry-After: 3600"), 503, huaweiorg.ErrUnavailable, "APIGW.0613", "IAM"},
		"429 with HTML and no header": {raw(429, html), 429, huaweiorg.ErrThrottled, "", "<html>"},
		"a message of controls":       {huaweiorgtest.Refuse(400, "X\n\x1b[2J", "a\x00\x7f\u200bb\nc"), 400, huaweiorg.ErrInvalid, "X [2J", "a b c"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, client := organization(t)
				s.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: c.kind})
				items, err := client.With(once).ListHandshakes().Collect(t.Context())
				assert.Empty(t, items)
				e, ok := errors.AsType[*huaweiorg.Error](err)
				require.True(t, ok, "%v", err)
				assert.Equal(t, "ListHandshakes", e.Op)
				assert.Equal(t, c.status, e.StatusCode)
				assert.Equal(t, c.code, e.Code)
				assert.True(t, strings.HasPrefix(e.Message, c.message), e.Message)
				assert.Equal(t, s.Requests()[0].RequestID, e.RequestID)
				assert.Equal(t, 1, e.Attempts)
				assert.Len(t, s.Requests(), 1)
				assertCondition(t, err, c.condition)
				assertPrintable(t, err.Error())
				_, ok = errors.AsType[*pagination.Error](err)
				assert.True(t, ok, "a list says where to go on")
			})
		})
	}
}

// assertCondition checks that err has no condition but want.
func assertCondition(t *testing.T, err, want error) {
	t.Helper()
	for _, condition := range []error{
		huaweiorg.ErrNoCredentials, huaweiorg.ErrNotFound, huaweiorg.ErrPermission, huaweiorg.ErrUnauthenticated, huaweiorg.ErrThrottled,
		huaweiorg.ErrQuota, huaweiorg.ErrConflict, huaweiorg.ErrInvalid, huaweiorg.ErrUnavailable, huaweiorg.ErrTooLarge, huaweiorg.ErrOutcomeUnknown,
	} {
		assert.Equal(t, condition == want, errors.Is(err, condition), "%v under %v", err, condition)
	}
}

func assertPrintable(t *testing.T, text string) {
	t.Helper()
	assert.Less(t, len(text), 900)
	assert.True(t, utf8.ValidString(text))
	assert.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), "%q", text)
}

// TestAnswersBrokenOnTheWay are those that are no answers: what remains is the number
// of attempts and, where it began to come, the status in the text.
func TestAnswersBrokenOnTheWay(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]huaweiorgtest.Kind{
		"a reset in the middle":        huaweiorgtest.ResetBody(100),
		"an end in the middle":         huaweiorgtest.CutBody(100),
		"an error page cut":            huaweiorgtest.Together(huaweiorgtest.CutBody(10), huaweiorgtest.BadGateway()),
		"a good answer that is huge":   huaweiorgtest.Huge(40 << 20),
		"an error page that is huge":   huaweiorgtest.Together(huaweiorgtest.Huge(40<<20), huaweiorgtest.BadGateway()),
		"an error page a byte at once": huaweiorgtest.Together(huaweiorgtest.Drip(20e9), huaweiorgtest.BadGateway()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, client := organization(t)
				s.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: kind})
				_, err := client.With(once).ListHandshakes().Collect(t.Context())
				if strings.Contains(name, "huge") {
					assertCondition(t, err, huaweiorg.ErrTooLarge)
				} else {
					assertCondition(t, err, huaweiorg.ErrUnavailable)
					fault, ok := errors.AsType[*auth.TransportError](err)
					require.True(t, ok, "%v", err)
					assert.True(t, fault.Sent)
					assert.Equal(t, 1, fault.Attempts)
				}
				assertPrintable(t, err.Error())
			})
		})
	}
}
