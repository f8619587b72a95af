package alibabarm_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A hostile answer, and what remains of it.
type hostile struct {
	kind      alibabarmtest.Kind
	status    int
	condition error // nil: none
	code      string
	message   string // what it begins with
}

// TestHostileAnswers has a typed error for each answer that is not the one asked for,
// with its status, its request ID and a short clean text: for a list, a single read and
// a write.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	const html = "<html><body>Please log in</body></html>"
	raw, xml := alibabarmtest.Raw, func(kinds ...alibabarmtest.Kind) alibabarmtest.Kind {
		return alibabarmtest.Together(append([]alibabarmtest.Kind{alibabarmtest.XML()}, kinds...)...)
	}
	const prolog = `<?xml version="1.0" encoding="UTF-8"?>`
	for name, c := range map[string]hostile{
		"200 with HTML":              {raw(200, html, "Content-Type: text/html"), 200, alibabarm.ErrUnavailable, "", "<html><body>Please log in"},
		"200 with HTML 5":            {raw(200, "<!doctype html><title>Login</title>"), 200, alibabarm.ErrUnavailable, "", "<!doctype html>"},
		"200 with nothing":           {raw(200, ""), 200, alibabarm.ErrUnavailable, "", ""},
		"204 with nothing":           {raw(204, ""), 204, alibabarm.ErrUnavailable, "", ""},
		"200 with white space":       {raw(200, " \r\n\t"), 200, alibabarm.ErrUnavailable, "", ""},
		"200 with null":              {raw(200, "null"), 200, alibabarm.ErrUnavailable, "", "null"},
		"200 with {}":                {raw(200, "{}"), 200, alibabarm.ErrUnavailable, "", "{}"},
		"200 with an array":          {raw(200, "[]"), 200, alibabarm.ErrUnavailable, "", "[]"},
		"200 with a string":          {raw(200, `"Handshakes"`), 200, alibabarm.ErrUnavailable, "", `"Handshakes"`},
		"200 with a request ID":      {raw(200, `{"TraceId":"7B93"}`), 200, alibabarm.ErrUnavailable, "", `{"TraceId"`},
		"200 with others' JSON":      {raw(200, `{"Accounts":{"Account":[{"AccountId":"1"}]}}`), 200, alibabarm.ErrUnavailable, "", `{"Accounts"`},
		"200 with others' XML":       {raw(200, `<AccountsResponse><Accounts/></AccountsResponse>`), 200, alibabarm.ErrUnavailable, "", "<AccountsResponse>"},
		"200 with a throttling":      {raw(200, `{"Code":"Throttling.User","Message":"slow down"}`), 200, alibabarm.ErrThrottled, "Throttling.User", "slow down"},
		"200 with a refusal in XML":  {raw(200, `<Error><Code>NoPermission</Code><Message>no</Message></Error>`), 200, alibabarm.ErrPermission, "NoPermission", "no"},
		"200 with a wrong root":      {raw(200, `<Other><TotalCount>0</TotalCount></Other>`), 200, alibabarm.ErrUnavailable, "", "<Other>"},
		"200 with garbage behind":    {alibabarmtest.AppendBody("<!-- 0.1 s -->"), 200, alibabarm.ErrUnavailable, "", `{"`},
		"200 with more XML behind":   {xml(alibabarmtest.AppendBody("<XResponse/>")), 200, alibabarm.ErrUnavailable, "", prolog},
		"200 with text behind XML":   {xml(alibabarmtest.AppendBody("0.1 s")), 200, alibabarm.ErrUnavailable, "", prolog},
		"200 with JSON twice":        {alibabarmtest.AppendBody(`{"Handshakes":{},"Handshake":{"HandshakeId":"h"}}`), 200, alibabarm.ErrUnavailable, "", `{"`},
		"200 with JSON cut short":    {alibabarmtest.TruncateBody(60), 200, alibabarm.ErrUnavailable, "", `{"`},
		"200 with XML cut short":     {xml(alibabarmtest.TruncateBody(90)), 200, alibabarm.ErrUnavailable, "", prolog},
		"200 with XML cut by a byte": {xml(alibabarmtest.TruncateBody(1 << 30)), 200, alibabarm.ErrUnavailable, "", prolog},
		"200 of a wrong type":        {raw(200, html, "Content-Type: application/json"), 200, alibabarm.ErrUnavailable, "", "<html>"},
		"200 that is not UTF-8":      {raw(200, "\xff\xfe\x00h"), 200, alibabarm.ErrUnavailable, "", "\uFFFD"},
		"200 with terminal escapes":  {raw(200, "\x1b]0;owned\x07\x1b[2J\u202e"), 200, alibabarm.ErrUnavailable, "", "]0;owned"},
		"200 with a bomb":            {raw(200, bomb("XResponse")), 200, alibabarm.ErrUnavailable, "", "<!DOCTYPE"},
		"200 with too many rows":     {raw(200, `{"Handshakes":[{}`+strings.Repeat(",{}", 10_000)+`]}`), 200, alibabarm.ErrUnavailable, "", `{"Handshakes":`},
		"200 with too many in XML":   {raw(200, "<XResponse><Handshakes>"+strings.Repeat("<Handshake/>", 10_001)+"</Handshakes></XResponse>"), 200, alibabarm.ErrUnavailable, "", "<XResponse>"},
		"200 nested deeply in JSON":  {raw(200, strings.Repeat(`{"Handshakes":`, 20_000)), 200, alibabarm.ErrUnavailable, "", `{"Handshakes":`},
		"200 with an error too long": {raw(200, `{"Code":"X","Message":"`+strings.Repeat("m", 70_000)+`"}`), 200, alibabarm.ErrUnavailable, "", `{"Code":"X"`},
		"200 nested deeply in XML":   {raw(200, "<XResponse>"+strings.Repeat("<Handshakes>", 20_000)), 200, alibabarm.ErrUnavailable, "", "<XResponse>"},
		"200 with many attributes":   {raw(200, "<XResponse"+strings.Repeat(" a=''", 20_000)+"/>"), 200, alibabarm.ErrUnavailable, "", "<XResponse"},

		"301":               {alibabarmtest.Redirect(301, "https://evil.example.com/"), 301, nil, "", ""},
		"302 to nonsense":   {alibabarmtest.Redirect(302, ":%zz"), 302, nil, "", ""},
		"303":               {alibabarmtest.Redirect(303, "/?Action=GetHandshake"), 303, nil, "", ""},
		"304":               {raw(304, ""), 304, nil, "", ""},
		"308 to plain http": {alibabarmtest.Redirect(308, "http://resourcemanager.aliyuncs.com/"), 308, nil, "", ""},

		"400 with nothing":           {raw(400, ""), 400, alibabarm.ErrInvalid, "", ""},
		"400 with text":              {raw(400, "bad\r\n\r\nrequest", "Content-Type: text/plain"), 400, alibabarm.ErrInvalid, "", "bad request"},
		"400 with null":              {raw(400, "null"), 400, alibabarm.ErrInvalid, "", "null"},
		"400 with {}":                {raw(400, "{}"), 400, alibabarm.ErrInvalid, "", "{}"},
		"400 with an array":          {raw(400, `[{"Code":"X"}]`), 400, alibabarm.ErrInvalid, "", `[{"Code"`},
		"400 in XML":                 {xml(alibabarmtest.Refuse(400, "MissingParameter.HandshakeId", "A & <B>.")), 400, alibabarm.ErrInvalid, "MissingParameter.HandshakeId", "A & <B>."},
		"400 in XML typed as JSON":   {raw(400, "<Error><Code>X</Code><Message>m</Message></Error>"), 400, alibabarm.ErrInvalid, "X", "m"},
		"400 in JSON typed as XML":   {raw(400, `{"Code":"X","Message":"m"}`, "Content-Type: text/xml;charset=utf-8"), 400, alibabarm.ErrInvalid, "X", "m"},
		"400 in XML of another root": {raw(400, "<Fault><Code>X</Code></Fault>"), 400, alibabarm.ErrInvalid, "X", ""},
		"400 in lower case":          {raw(400, `{"code":"X","message":"m"}`), 400, alibabarm.ErrInvalid, "X", "m"},
		"400 with only text for it":  {raw(400, `{"Code":"X","Description":"d"}`), 400, alibabarm.ErrInvalid, "X", "d"},
		"400 that echoes":            {alibabarmtest.WrongKeys(), 400, alibabarm.ErrUnauthenticated, "SignatureDoesNotMatch", "The signature does not match. server ["},
		"400 that echoes in XML":     {xml(alibabarmtest.WrongKeys()), 400, alibabarm.ErrUnauthenticated, "SignatureDoesNotMatch", "The signature does not match. server ["},
		"400 with a bomb":            {raw(400, bomb("Error")), 400, alibabarm.ErrInvalid, "", "<!DOCTYPE"},
		"400 with outside entities":  {raw(400, `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Error><Code>&e;</Code></Error>`), 400, alibabarm.ErrInvalid, "", "<!DOCTYPE x"},
		"400 in another charset":     {raw(400, "<?xml version='1.0' encoding='GBK'?><Error><Code>X</Code></Error>"), 400, alibabarm.ErrInvalid, "", "<?xml"},
		"400 nested deeply":          {raw(400, strings.Repeat("<Error>", 8_000)), 400, alibabarm.ErrInvalid, "", "<Error><Error>"},
		"400 with XML cut short":     {raw(400, "<Error><Code>Throttling</Code><Mess"), 400, alibabarm.ErrInvalid, "", "<Error><Code>Throttling"},
		"400 that is not UTF-8":      {raw(400, "{\"Code\":\"X\",\"Message\":\"\xff\xfeh\"}"), 400, alibabarm.ErrInvalid, "X", "\uFFFD"},
		"401 with nothing":           {raw(401, ""), 401, alibabarm.ErrUnauthenticated, "", ""},
		"403 with detail as text":    {raw(403, `{"requestId":"","code":"Forbidden.RAM","message":"no","accessDeniedDetail":"{\"AuthAction\":\"a\"}"}`), 403, alibabarm.ErrPermission, "Forbidden.RAM", "no"},
		"403 of a firewall":          {raw(403, html, "Content-Type: text/html"), 403, alibabarm.ErrPermission, "", "<html>"},
		"404 of a load balancer":     {raw(404, html, "Content-Type: text/html"), 404, alibabarm.ErrInvalid, "", "<html>"},
		"404 of a key":               {alibabarmtest.UnknownKey(), 404, alibabarm.ErrUnauthenticated, "InvalidAccessKeyId.NotFound", "The access key"},
		"404 of the gateway":         {alibabarmtest.Refuse(404, "InvalidAction.NotFound", "No such API"), 404, alibabarm.ErrInvalid, "InvalidAction.NotFound", "No such API"},
		"429 with HTML":              {raw(429, html, "Retry-After: 3600"), 429, alibabarm.ErrThrottled, "", "<html>"},
		"500 with a numeric code":    {raw(500, `{"RequestId":null,"Code":500,"Message":null}`), 500, alibabarm.ErrUnavailable, "500", ""},
		"500 with a nested error":    {raw(500, `{"error":{"code":"X","message":"m"}}`), 500, alibabarm.ErrUnavailable, "", `{"error":{"code":"X"`},
		"500 with a message inside":  {raw(500, `{"Code":"X","Message":{"en":"m"}}`), 500, alibabarm.ErrUnavailable, "X", ""},
		"502 with HTML":              {alibabarmtest.BadGateway(), 502, alibabarm.ErrUnavailable, "", "<html><head><title>502 Bad Gateway"},
		"502 with cut JSON":          {raw(502, `{"Code":"Throttling","Mess`), 502, alibabarm.ErrUnavailable, "", `{"Code":"Throttling","Mess`},
		"502 of a megabyte":          {raw(502, strings.Repeat("世界 ", 150_000)), 502, alibabarm.ErrUnavailable, "", "世界 世界"},
		"502 of a megabyte of XML":   {raw(502, "<Error><AccessDeniedDetail>"+strings.Repeat("<a/>", 250_000)+"</AccessDeniedDetail></Error>"), 502, alibabarm.ErrUnavailable, "", "<Error>"},
		"503 with nothing":           {raw(503, ""), 503, alibabarm.ErrUnavailable, "", ""},
		"504 with nothing":           {raw(504, ""), 504, alibabarm.ErrUnavailable, "", ""},
		"a status nobody knows":      {raw(799, "?"), 799, alibabarm.ErrUnavailable, "", "?"},
		"a message of controls":      {alibabarmtest.Refuse(400, "X\n\x1b[2J", "a\x00\x7f\u200bb\nc"), 400, alibabarm.ErrInvalid, "X [2J", "a b c"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for op, call := range calls {
				synctest.Test(t, func(t *testing.T) {
					s, client := organization(t)
					s.Inject(alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: c.kind})
					err := call(t.Context(), client.With(once), s.Seed(alibabarm.Handshake{})[0].ID)
					c.assertError(t, err, s.Requests())
					_, walked := errors.AsType[*pagination.Error](err)
					assert.Equal(t, op == "list", walked, "a list says where to go on")
				})
			}
		})
	}
}

func (c hostile) assertError(t *testing.T, err error, requests []alibabarmtest.Request) {
	t.Helper()
	e, ok := errors.AsType[*alibabarm.Error](err)
	require.True(t, ok, "%v", err)
	require.Len(t, requests, 1)
	assert.Equal(t, requests[0].Op, e.Op)
	assert.Equal(t, c.status, e.StatusCode)
	assert.Equal(t, c.code, e.Code)
	assert.True(t, strings.HasPrefix(e.Message, c.message), e.Message)
	assert.Equal(t, c.message == "", e.Message == "", e.Message)
	assert.Equal(t, requests[0].RequestID, e.RequestID)
	assert.Equal(t, 1, e.Attempts)
	assertCondition(t, err, c.condition)
	assertPrintable(t, err.Error())
}

// bomb is a document that becomes some gigabytes where its entities are expanded.
func bomb(root string) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE x [<!ENTITY e0 'boom'>")
	for i := range 9 {
		d := string(rune('0' + i))
		b.WriteString("<!ENTITY e" + string(rune('1'+i)) + " '" + strings.Repeat("&e"+d+";", 10) + "'>")
	}
	b.WriteString("]><" + root + "><Code>&e9;</Code><TotalCount>0</TotalCount></" + root + ">")
	return b.String()
}

// assertCondition checks that err has no condition but want.
func assertCondition(t *testing.T, err, want error) {
	t.Helper()
	for _, condition := range []error{
		alibabarm.ErrNoCredentials, alibabarm.ErrNotFound, alibabarm.ErrPermission, alibabarm.ErrUnauthenticated, alibabarm.ErrThrottled,
		alibabarm.ErrQuota, alibabarm.ErrConflict, alibabarm.ErrInvalid, alibabarm.ErrUnavailable, alibabarm.ErrTooLarge, alibabarm.ErrOutcomeUnknown,
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
	for name, kind := range map[string]alibabarmtest.Kind{
		"a reset in the middle":        alibabarmtest.ResetBody(100),
		"an end in the middle":         alibabarmtest.CutBody(100),
		"an end in the middle of XML":  alibabarmtest.Together(alibabarmtest.CutBody(100), alibabarmtest.XML()),
		"an error page cut":            alibabarmtest.Together(alibabarmtest.CutBody(10), alibabarmtest.BadGateway()),
		"a throttling cut":             alibabarmtest.Together(alibabarmtest.CutBody(10), alibabarmtest.Throttled("")),
		"a good answer that is huge":   alibabarmtest.Huge(40 << 20),
		"an error page that is huge":   alibabarmtest.Together(alibabarmtest.Huge(40<<20), alibabarmtest.BadGateway()),
		"an error page a byte at once": alibabarmtest.Together(alibabarmtest.Drip(20*time.Second), alibabarmtest.BadGateway()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, client := organization(t)
				s.Inject(alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: kind})
				_, err := client.With(once).ListHandshakesForResourceDirectory().Collect(t.Context())
				if strings.Contains(name, "huge") {
					assertCondition(t, err, alibabarm.ErrTooLarge)
				} else {
					assertCondition(t, err, alibabarm.ErrUnavailable)
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
