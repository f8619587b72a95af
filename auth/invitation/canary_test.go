package invitation_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

const (
	canaryID     = "CANARYKEY0000000"
	canarySecret = "canary-secret/0123456789"
	canaryToken  = "canary-token+/=0123456789"
)

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// respond responds with a status, a body and headers, given as name and value.
func respond(status int, body string, header ...string) roundTripper {
	return func(req *http.Request) (*http.Response, error) {
		resp := &http.Response{
			StatusCode: status, Status: http.StatusText(status), ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: req,
		}
		for i := 0; i+1 < len(header); i += 2 {
			resp.Header.Set(header[i], header[i+1])
		}
		return resp, nil
	}
}

// wire responds with these bytes, as net/http reads them.
func wire(text string) roundTripper {
	return func(req *http.Request) (*http.Response, error) {
		return http.ReadResponse(bufio.NewReader(strings.NewReader(text)), req)
	}
}

func broken(err error) roundTripper {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// echoing responds with all that was signed, as some gateways do.
func (c *cloud) echoing(status int, format string) roundTripper {
	return func(req *http.Request) (*http.Response, error) {
		return respond(status, fmt.Sprintf(format, c.canonical(req)))(req)
	}
}

// quoting responds with the bare token: nothing in front of it says what it is.
func (c *cloud) quoting(status int, format string, headers ...string) roundTripper {
	return func(req *http.Request) (*http.Response, error) {
		token := req.Header.Get(c.tokenHeader)
		var quoted []string
		for _, h := range headers {
			quoted = append(quoted, strings.ReplaceAll(h, "TOKEN", token))
		}
		return respond(status, fmt.Sprintf(format, token), quoted...)(req)
	}
}

// A printing is a response that might make the client print a secret.
type printing struct {
	name    string
	respond roundTripper
}

// printings are the responses of every cloud.
func printings(c *cloud) []printing {
	return append([]printing{
		{name: "a list", respond: respond(200, c.listBody(c.handshakeJSON))},
		{name: "a 500 that echoes", respond: c.echoing(500, `{"message":"trouble with %s"}`)},
		{name: "HTML that echoes", respond: c.echoing(502, "<html><pre>%s</pre></html>")},
		{name: "a 200 that echoes", respond: c.echoing(200, "you sent %s")},
		{name: "a 403 that quotes a query", respond: respond(403, "no: you sent "+url.QueryEscape(canaryToken)+" and "+url.QueryEscape(canarySecret))},
		{name: "a 200 that quotes", respond: c.quoting(200, "you are %s")},
		{name: "a request ID that quotes", respond: c.quoting(403, "no %s", c.idHeader, "TOKEN")},
		{name: "a connection that quotes", respond: func(req *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("the proxy refused %s", req.Header.Get(c.tokenHeader))
		}},
		{name: "a redirect", respond: respond(302, "", "Location", "https://elsewhere.example.com/")},
		{name: "a cut body", respond: func(req *http.Request) (*http.Response, error) {
			resp, err := respond(200, c.listBody(c.handshakeJSON)[:100])(req)
			resp.ContentLength = 1000
			return resp, err
		}},
		{name: "a reset", respond: broken(errors.New("connection reset"))},
		{name: "a reset that quotes the request", respond: func(req *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("cannot send %s %s", req.Method, req.URL)
		}},
	}, c.printings(c)...)
}

func TestCloud_Secrets(t *testing.T) {
	t.Parallel()
	for _, c := range clouds() {
		for _, p := range printings(c) {
			t.Run(c.name+"/prints none after "+p.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { assertSilent(t, c.new(t, worldSettings{}), p.respond) })
			})
		}
		t.Run(c.name+"/prints none of a bad endpoint", func(t *testing.T) {
			t.Parallel()
			err := c.badEndpoint(auth.Static(canaryID, canarySecret, canaryToken), "http://"+canarySecret+"@example.com")
			require.Error(t, err)
			assertClean(t, fmt.Sprintf("%v %+v %#v", err, err, err))
		})
	}
}

// A quotation is a response that quotes a part of a secret.
type quotation struct {
	name  string
	quote func(part string) roundTripper
}

// quotations are the responses of every cloud.
func quotations(c *cloud) []quotation {
	return append([]quotation{
		{name: "the header of the request ID", quote: func(s string) roundTripper { return respond(403, "no", c.idHeader, s) }},
		{name: "a body that the library cuts", quote: func(s string) roundTripper {
			return respond(400, strings.Repeat(" ", 4096-40)+"you sent "+s)
		}},
		{name: "a 200 that is no list", quote: func(s string) roundTripper { return respond(200, "you are "+s) }},
		{name: "HTML", quote: func(s string) roundTripper { return respond(502, "<pre>"+html.EscapeString(s)+"</pre>") }},
		{name: "a query", quote: func(s string) roundTripper { return respond(403, "no: you sent "+url.QueryEscape(s)) }},
		{name: "hexadecimal digits", quote: func(s string) roundTripper { return respond(403, fmt.Sprintf("no: you sent %x", s)) }},
		{name: "base64", quote: func(s string) roundTripper {
			return respond(403, "no: "+base64.StdEncoding.EncodeToString([]byte(s)))
		}},
		{name: "no HTTP", quote: func(s string) roundTripper { return wire(s + "\r\n\r\n") }},
		{name: "no status", quote: func(s string) roundTripper { return wire("HTTP/1.1 " + s + "\r\n\r\n") }},
		{name: "no header", quote: func(s string) roundTripper { return wire("HTTP/1.1 200 OK\r\nX " + s + "\r\n\r\n") }},
		{name: "no length", quote: func(s string) roundTripper { return wire("HTTP/1.1 200 OK\r\nContent-Length: " + s + "\r\n\r\n") }},
		{name: "no chunk", quote: func(s string) roundTripper {
			return wire("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + s)
		}},
		{name: "a proxy's refusal", quote: func(s string) roundTripper { return broken(errors.New("refused for " + s)) }},
		{name: "a dial", quote: func(s string) roundTripper {
			return broken(&url.Error{Op: "Get", URL: "https://x.example.com/?" + s, Err: errors.New("no route")})
		}},
	}, c.quotations()...)
}

// parts are the beginning and the end of each secret, cut at every length from 12 bytes.
func parts() (all []string) {
	for _, secret := range []string{canarySecret, canaryToken} {
		for n := 12; n <= len(secret); n++ {
			all = append(all, secret[:n], secret[len(secret)-n:])
		}
	}
	return all
}

// TestCloud_Secrets_parts cuts the secrets at every fourth length in a plain run and where a
// cloud resembles another one, at other lengths for each way to quote.
func TestCloud_Secrets_parts(t *testing.T) {
	t.Parallel()
	if racing {
		t.Skip("TestCloud_Faults makes the same calls, and these only look at what they return")
	}
	for _, c := range clouds() {
		for n, q := range quotations(c) {
			t.Run(c.name+"/prints none that comes in "+q.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					w := c.new(t, worldSettings{})
					for i, part := range parts() {
						if fullStrength && !c.resembles || (i/2+n)%4 == 0 {
							assertSilent(t, w, q.quote(part))
						}
					}
				})
			})
		}
	}
}

// assertSilent reads one page and checks all that it can be made to print.
func assertSilent(t *testing.T, w world, respond roundTripper) {
	t.Helper()
	var out bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
	signed := false
	p := auth.Static(canaryID, canarySecret, canaryToken)
	c := w.client(w.cloud().root, clientSettings{
		provider: p, logger: logger, observers: observing(func(info auth.CallInfo) { fmt.Fprintf(&out, "%+v\n", info) }),
		transport: roundTripper(func(req *http.Request) (*http.Response, error) {
			signed = req.Header.Get(w.cloud().tokenHeader) == canaryToken && req.Header.Get("Authorization") != ""
			return respond(req)
		}),
	})
	values, err := c.page(t.Context(), true)
	require.True(t, signed, "the canary must have been in the request")

	for _, v := range append(values, p, err) {
		fmt.Fprintf(&out, "%v %+v %#v %s %q\n", v, v, v, v, v)
		logger.Info("value", "v", v)
		_ = json.NewEncoder(&out).Encode(v)
	}
	for _, e := range causes(err) {
		fmt.Fprintf(&out, "%v %+v %#v\n", e, e, e)
		logger.Error("failed", "err", e)
		if walk, ok := e.(*pagination.Error); ok {
			fmt.Fprintln(&out, walk.Cursor)
		}
	}
	assertClean(t, out.String())
}

// traces are the forms, in lower case, in which 12 bytes of a canary may be found.
var traces = func() []string {
	const run = 12
	forms := []string{"signature=", "canary-"}
	for _, secret := range []string{canarySecret, canaryToken} {
		for i := 0; i+run <= len(secret); i++ {
			part := secret[i : i+run]
			forms = append(forms, strings.ToLower(part), hex.EncodeToString([]byte(part)), strings.ToLower(url.QueryEscape(part)))
		}
	}
	return forms
}()

func assertClean(t *testing.T, printed string) {
	t.Helper()
	printed = strings.ToLower(printed)
	for _, form := range traces {
		if i := strings.Index(printed, form); i >= 0 {
			t.Errorf("%q was printed: %q", form, printed[max(0, i-100):min(i+50, len(printed))])
		}
	}
}
