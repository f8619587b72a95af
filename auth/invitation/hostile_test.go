package invitation_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A hostileRow is a response that is not the one asked for, and what is left of it: a
// typed error with its status, its request ID and a short clean text.
type hostileRow struct {
	name      string
	kind      authtest.Kind
	status    int
	condition error // nil: none
	code      string
	message   string   // what it begins with
	calls     []string // that cannot make sense of it; nil: all
}

const loginPage = "<html><body>Please log in</body></html>"

// hostileRows are those of every cloud, and its own.
func hostileRows(c *cloud) []hostileRow {
	raw, unavailable, invalid := authtest.Raw, auth.ErrUnavailable, auth.ErrInvalid
	html := "Content-Type: text/html"
	return slices.Concat([]hostileRow{
		{name: "200 with HTML", kind: raw(200, loginPage, html), status: 200, condition: unavailable, message: "<html><body>Please log in"},
		{name: "200 with HTML 5", kind: raw(200, "<!doctype html><title>Login</title>"), status: 200, condition: unavailable, message: "<!doctype html>"},
		{name: "200 with nothing", kind: raw(200, ""), status: 200, condition: unavailable},
		{name: "204 with nothing", kind: raw(204, ""), status: 204, condition: unavailable},
		{name: "200 with white space", kind: raw(200, " \r\n\t"), status: 200, condition: unavailable},
		{name: "200 with null", kind: raw(200, "null"), status: 200, condition: unavailable, message: "null"},
		{name: "200 with {}", kind: raw(200, "{}"), status: 200, condition: unavailable, message: "{}"},
		{name: "200 with an array", kind: raw(200, "[]"), status: 200, condition: unavailable, message: "[]"},
		{name: "200 with a string", kind: raw(200, `"handshakes"`), status: 200, condition: unavailable, message: `"handshakes"`},
		{name: "200 with garbage behind", kind: authtest.AppendBody("<!-- 0.1 s -->"), status: 200, condition: unavailable, message: `{"`},
		{name: "200 with JSON cut short", kind: authtest.TruncateBody(60), status: 200, condition: unavailable, message: `{"`},
		{name: "200 of a wrong type", kind: raw(200, loginPage, "Content-Type: application/json"), status: 200, condition: unavailable, message: "<html>"},
		{name: "200 that is not UTF-8", kind: raw(200, "\xff\xfe\x00h"), status: 200, condition: unavailable, message: "\uFFFD"},
		{name: "200 with terminal escapes", kind: raw(200, "\x1b]0;owned\x07\x1b[2J\u202e"), status: 200, condition: unavailable, message: "]0;owned"},
		{name: "301", kind: authtest.Redirect(301, "https://evil.example.com/"), status: 301},
		{name: "302 to nonsense", kind: authtest.Redirect(302, ":%zz"), status: 302},
		{name: "303 to another operation", kind: authtest.Redirect(303, "/v1/received-handshakes?Action=GetHandshake"), status: 303},
		{name: "304", kind: raw(304, ""), status: 304},
		{name: "308 to plain http", kind: authtest.Redirect(308, strings.Replace(c.endpoint, "https:", "http:", 1)), status: 308},
		{name: "400 with nothing", kind: raw(400, ""), status: 400, condition: invalid},
		{name: "400 with text", kind: raw(400, "bad\r\n\r\nrequest", "Content-Type: text/plain"), status: 400, condition: invalid, message: "bad request"},
		{name: "400 with null", kind: raw(400, "null"), status: 400, condition: invalid, message: "null"},
		{name: "400 with {}", kind: raw(400, "{}"), status: 400, condition: invalid, message: "{}"},
		{name: "401 with nothing", kind: raw(401, ""), status: 401, condition: auth.ErrUnauthenticated},
		{name: "403 of a firewall", kind: raw(403, loginPage, html), status: 403, condition: auth.ErrPermission, message: "<html>"},
		{name: "429 with HTML", kind: raw(429, loginPage, "Retry-After: 3600"), status: 429, condition: auth.ErrThrottled, message: "<html>"},
		{name: "429 with HTML and no header", kind: raw(429, loginPage), status: 429, condition: auth.ErrThrottled, message: "<html>"},
		{name: "502 with HTML", kind: authtest.ErrorPage(502), status: 502, condition: unavailable, message: "<html><head><title>502 Bad Gateway"},
		{name: "502 of a megabyte", kind: raw(502, strings.Repeat("世界 ", 150_000)), status: 502, condition: unavailable, message: "世界 世界"},
		{name: "503 with nothing", kind: raw(503, ""), status: 503, condition: unavailable},
		{name: "504 with nothing", kind: raw(504, ""), status: 504, condition: unavailable},
		{name: "a status that is unknown", kind: raw(799, "?"), status: 799, condition: unavailable, message: "?"},
	}, c.hostile())
}

func TestCloud_HostileResponses(t *testing.T) {
	t.Parallel()
	for _, c := range clouds() {
		for _, row := range hostileRows(c) {
			t.Run(c.name+"/returns a typed error for "+row.name, func(t *testing.T) {
				t.Parallel()
				for _, of := range slices.Concat(calls, memberCalls) {
					if row.calls == nil || slices.Contains(row.calls, of.name) {
						synctest.Test(t, func(t *testing.T) { row.run(t, c.new(t, worldSettings{}), of) })
					}
				}
			})
		}
	}
}

func (row hostileRow) run(t *testing.T, w world, of call) {
	t.Helper()
	id := w.seed(toGuest(w))[0].ID
	injectAlone(w, of, row.kind, always)
	err := of.do(t.Context(), w.client(w.cloud().root, clientSettings{retry: once}), id)
	require.Error(t, err, of.name)
	all := causes(err)
	i := slices.IndexFunc(all, func(err error) bool { _, ok := serviceErrorOf(err); return ok })
	require.GreaterOrEqual(t, i, 0, "%s: %v", of.name, err)
	e, _ := serviceErrorOf(all[i])
	assert.Equal(t, of.op, e.op)
	assert.Equal(t, row.status, e.status)
	assert.Equal(t, row.code, e.code)
	assert.True(t, strings.HasPrefix(e.message, row.message), "%s: %s", of.name, e.message)
	assert.Equal(t, row.message == "", e.message == "", e.message)
	assert.Equal(t, w.requests()[0].id, e.requestID)
	assert.Equal(t, 1, e.attempts)
	assert.Equal(t, 1, countOf(w, of), of.name)
	assertCondition(t, e.error, row.condition)
	assertPrintable(t, e.error.Error())
	_, walked := all[0].(*pagination.Error)
	assert.Equal(t, strings.HasPrefix(of.name, "list"), walked, "the error of a list says where to continue")
}

// TestCloud_BrokenResponses has responses that break off: what is left is the number of
// attempts and, where it began to come, the status in the text.
func TestCloud_BrokenResponses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		kind authtest.Kind
		kept string // a kind of the cloud behind it
		huge bool
	}{
		{name: "a reset in the middle", kind: authtest.ResetBody(100)},
		{name: "an end in the middle", kind: authtest.CutBody(100)},
		{name: "an error page cut", kind: authtest.Together(authtest.CutBody(10), authtest.ErrorPage(502))},
		{name: "a throttling cut", kind: authtest.CutBody(10), kept: "throttled"},
		{name: "a good response that is huge", kind: authtest.Huge(40 << 20), huge: true},
		{name: "an error page that is huge", kind: authtest.Together(authtest.Huge(40<<20), authtest.ErrorPage(502)), huge: true},
		{name: "an error page of a byte at once", kind: authtest.Together(authtest.Drip(20*time.Second), authtest.ErrorPage(502))},
	} {
		for _, cloud := range clouds() {
			t.Run(c.name+"/"+cloud.name, func(t *testing.T) {
				t.Parallel()
				for _, format := range cloud.formats {
					synctest.Test(t, func(t *testing.T) {
						w := cloud.new(t, format)
						w.seed(toGuest(w), toGuest(w))
						if c.kept != "" {
							c.kind = authtest.Together(c.kind, kind(w, c.kept))
						}
						w.inject(fault{times: always, kind: c.kind})
						_, err := w.client(cloud.root, clientSettings{retry: once}).list(t.Context(), false)
						assertPrintable(t, err.Error())
						if c.huge {
							assertCondition(t, err, auth.ErrTooLarge)
							return
						}
						assertCondition(t, err, auth.ErrUnavailable)
						fault, ok := errors.AsType[*auth.TransportError](err)
						require.True(t, ok, "%v", err)
						assert.True(t, fault.Sent)
						assert.Equal(t, 1, fault.Attempts)
					})
				}
			})
		}
	}
}
