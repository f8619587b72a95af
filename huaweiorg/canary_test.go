package huaweiorg_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

const (
	canaryID     = "CANARYKEY0000000"
	canarySecret = "canary-secret/0123456789"
	canaryToken  = "canary-token+/=0123456789"
)

// echoing answers with everything that was signed, as some gateways do.
func echoing(status int, format string) httpmock.Responder {
	return func(req *http.Request) (*http.Response, error) {
		canonical := "GET|" + req.URL.Path + "/|" + req.URL.RawQuery + "|x-security-token:" + req.Header.Get("X-Security-Token") +
			"||" + req.Header.Get("Authorization")
		return respond(status, fmt.Sprintf(format, canonical))(req)
	}
}

// quoting answers with the bare token, which nothing in front tells for one.
func quoting(status int, format string, headers ...string) httpmock.Responder {
	return func(req *http.Request) (*http.Response, error) {
		token := req.Header.Get("X-Security-Token")
		for i := range headers {
			headers[i] = strings.ReplaceAll(headers[i], "TOKEN", token)
		}
		return respond(status, fmt.Sprintf(format, token), headers...)(req)
	}
}

func TestNoSecretIsEverPrinted(t *testing.T) {
	t.Parallel()
	const echo = `{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:%s"}`
	for name, answer := range map[string]httpmock.Responder{
		"a list":                    respond(200, body(t, "F02.json")),
		"a 401 that echoes":         echoing(401, echo),
		"a 403 that echoes":         echoing(403, `{"error_code":"Organizations.1007","error_msg":"no: string to sign %s"}`),
		"a 500 that echoes":         echoing(500, `{"message":"trouble with %s"}`),
		"HTML that echoes":          echoing(502, "<html><pre>%s</pre></html>"),
		"a 200 that echoes":         echoing(200, "you sent %s"),
		"a 403 that quotes":         quoting(403, `{"error_code":"Organizations.1007","error_msg":"the session token %s is bad"}`),
		"a 403 that quotes a query": respond(403, "no: you sent "+url.QueryEscape(canaryToken)+" and "+url.QueryEscape(canarySecret)),
		"a 200 that quotes":         quoting(200, "you are %s"),
		"a request ID that quotes":  quoting(403, "no %s", "X-Request-Id", "TOKEN"),
		"a connection that quotes": func(req *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("the proxy refused %s", req.Header.Get("X-Security-Token"))
		},
		"a redirect": respond(302, "", "Location", "https://elsewhere.example.com/"),
		"a cut body": func(*http.Request) (*http.Response, error) {
			resp := httpmock.NewStringResponse(200, body(t, "F01.json")[:100])
			resp.ContentLength = 1000
			return resp, nil
		},
		"a reset": httpmock.NewErrorResponder(errors.New("connection reset")),
		"a reset that tells all": func(req *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("cannot send %s %s", req.Method, req.URL.Path)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newMock(t)
				m.RegisterResponderWithQuery("GET", received, "limit=2000", answer)
				assertSilent(t, m)
			})
		})
	}
	t.Run("a bad endpoint", func(t *testing.T) {
		t.Parallel()
		_, err := huaweiorg.NewClient(auth.Static(canaryID, canarySecret, canaryToken), huaweiorg.WithEndpoint("http://"+canarySecret+"@example.com"))
		require.Error(t, err)
		assertClean(t, fmt.Sprintf("%v %+v %#v", err, err, err))
	})
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

// wire responds with these bytes, as net/http reads them.
func wire(text string) httpmock.Responder {
	return func(req *http.Request) (*http.Response, error) {
		return http.ReadResponse(bufio.NewReader(strings.NewReader(text)), req)
	}
}

func TestNoPartOfASecretIsEverPrinted(t *testing.T) {
	t.Parallel()
	for name, respond := range map[string]func(part string) httpmock.Responder{
		"error_msg": func(s string) httpmock.Responder {
			return respond(403, fmt.Sprintf(`{"error_code":"Organizations.1007","error_msg":"no %s"}`, s))
		},
		"error_code": func(s string) httpmock.Responder {
			return respond(403, fmt.Sprintf(`{"error_code":"%s","error_msg":"no"}`, s))
		},
		"a detail": func(s string) httpmock.Responder {
			return respond(400, fmt.Sprintf(`{"error_msg":"no","details":[{"error_code":"x","error_msg":"%s"}]}`, s))
		},
		"the encoded message": func(s string) httpmock.Responder {
			return respond(403, fmt.Sprintf(`{"error_msg":"no","encoded_authorization_message":"%s"}`, s))
		},
		"request_id": func(s string) httpmock.Responder {
			return respond(403, fmt.Sprintf(`{"error_msg":"no","request_id":"%s"}`, s))
		},
		"X-Request-Id":                 func(s string) httpmock.Responder { return respond(403, "no", "X-Request-Id", s) },
		"the ID of a good page":        func(s string) httpmock.Responder { return respond(200, `{"handshakes":[]}`, "X-Request-Id", s) },
		"a body that the library cuts": func(s string) httpmock.Responder { return respond(400, strings.Repeat(" ", 4096-40)+"you sent "+s) },
		"a 200 that is no list":        func(s string) httpmock.Responder { return respond(200, "you are "+s) },
		"HTML":                         func(s string) httpmock.Responder { return respond(502, "<pre>"+html.EscapeString(s)+"</pre>") },
		"a query":                      func(s string) httpmock.Responder { return respond(403, "no: you sent "+url.QueryEscape(s)) },
		"hexadecimal digits":           func(s string) httpmock.Responder { return respond(403, fmt.Sprintf("no: you sent %x", s)) },
		"base64": func(s string) httpmock.Responder {
			return respond(403, "no: "+base64.StdEncoding.EncodeToString([]byte(s)))
		},
		"no HTTP":   func(s string) httpmock.Responder { return wire(s + "\r\n\r\n") },
		"no status": func(s string) httpmock.Responder { return wire("HTTP/1.1 " + s + "\r\n\r\n") },
		"no header": func(s string) httpmock.Responder { return wire("HTTP/1.1 200 OK\r\nX " + s + "\r\n\r\n") },
		"no length": func(s string) httpmock.Responder { return wire("HTTP/1.1 200 OK\r\nContent-Length: " + s + "\r\n\r\n") },
		"no chunk": func(s string) httpmock.Responder {
			return wire("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + s)
		},
		"a proxy's refusal": func(s string) httpmock.Responder { return httpmock.NewErrorResponder(errors.New("refused for " + s)) },
		"a dial": func(s string) httpmock.Responder {
			return httpmock.NewErrorResponder(&url.Error{Op: "Get", URL: "https://x.example.com/?" + s, Err: errors.New("no route")})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, part := range parts() {
				synctest.Test(t, func(t *testing.T) {
					m := newMock(t)
					m.RegisterResponderWithQuery("GET", received, "limit=2000", respond(part))
					assertSilent(t, m)
				})
			}
		})
	}
}

// assertSilent reads one page and checks all that it can be made to print.
func assertSilent(t *testing.T, m *httpmock.MockTransport) {
	var out bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
	var signed bool
	watch := roundTripper(func(req *http.Request) (*http.Response, error) {
		signed = req.Header.Get("X-Security-Token") == canaryToken && req.Header.Get("Authorization") != ""
		return m.RoundTrip(req)
	})
	p := auth.Static(canaryID, canarySecret, canaryToken)
	c, err := huaweiorg.NewClient(p, huaweiorg.WithTransport(watch), huaweiorg.WithLogger(logger),
		huaweiorg.WithResponse(func(_ context.Context, info huaweiorg.ResponseInfo) { fmt.Fprintf(&out, "%+v\n", info) }))
	require.NoError(t, err)
	pager := c.ListReceivedHandshakes()
	page, err := pager.Page(t.Context(), "")
	require.True(t, signed, "the canary must have been in the request")

	for _, v := range []any{p, c, pager, page, err} {
		fmt.Fprintf(&out, "%v %+v %#v %s %q\n", v, v, v, v, v)
		logger.Info("value", "v", v)
		_ = json.NewEncoder(&out).Encode(v)
	}
	if page != nil {
		fmt.Fprintln(&out, page.Next(), page.After(0))
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		fmt.Fprintf(&out, "%v %+v %#v\n", e, e, e)
		logger.Error("failed", "err", e)
		if walk, ok := e.(*pagination.Error); ok {
			fmt.Fprintln(&out, walk.Cursor)
		}
	}
	assertClean(t, out.String())
}

func assertClean(t *testing.T, printed string) {
	t.Helper()
	printed = strings.ToLower(printed)
	assert.NotContains(t, printed, "signature=")
	const run = 12
	for _, secret := range []string{canarySecret, canaryToken} {
		for i := 0; i+run <= len(secret); i++ {
			part := secret[i : i+run]
			for _, form := range []string{part, hex.EncodeToString([]byte(part)), url.QueryEscape(part)} {
				assert.NotContains(t, printed, strings.ToLower(form))
			}
		}
	}
	assert.NotContains(t, printed, "canary-")
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
