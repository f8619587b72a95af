package huawei

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
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	canaryExternalID = "canary-external:id/4711@partner.example"
	canaryPolicy     = `{"Statement":["canary-policy/0815"]}`
	canaryCode       = "canary-code-4711"
)

// A credentialCall is one way to ask for credentials over a transport, and the secrets that it
// sends.
type credentialCall struct {
	secrets []string
	make    func(context.Context, http.RoundTripper) error
}

// credentialCalls are all such calls. The transport of each sends its last request.
func credentialCalls(t *testing.T) map[string]credentialCall {
	token := tokenFile(t)
	before := func(what string, r reply, last http.RoundTripper) http.RoundTripper {
		first := newService(t, map[string][]reply{what: {r}})
		return linkFunc(func(req *http.Request) (*http.Response, error) {
			if req.Method+" "+req.URL.Path == what {
				return first.RoundTrip(req)
			}
			return last.RoundTrip(req)
		})
	}
	federated := func(ctx context.Context, link http.RoundTripper) error {
		f := federation{identity: identity{getenv: env(), link: link}, provider: "idp-1", file: token, fileName: envNames.idToken}
		_, err := f.credentials(ctx)
		return err
	}
	keys := auth.Credentials{AccessKeyID: canaryKey, AccessKeySecret: canarySecret, SecurityToken: canaryToken}
	return map[string]credentialCall{
		"STS AssumeAgency": {
			secrets: []string{canarySecret, canaryToken, canaryExternalID},
			make: func(ctx context.Context, link http.RoundTripper) error {
				_, err := AssumeAgency(auth.Static(canaryKey, canarySecret, canaryToken),
					AssumeInput{
						AgencyURN: agencyURN, SessionName: "job", ExternalID: canaryExternalID,
						Transport: link,
					}).Credentials(ctx)
				return err
			},
		},
		"STS AssumeAgency with a policy and a device": {
			secrets: []string{canaryPolicy, canaryCode},
			make: func(ctx context.Context, link http.RoundTripper) error {
				device := MFA{
					SerialNumber: "mfa-1",
					Code:         func(context.Context) (string, error) { return canaryCode, nil },
				}
				_, err := AssumeAgency(auth.Static("AK", "SK", ""),
					AssumeInput{
						AgencyURN: agencyURN, SessionName: "job", Policy: canaryPolicy,
						MFA: device, Transport: link,
					}).Credentials(ctx)
				return err
			},
		},
		"STS AssumeAgencyWithOIDC": {
			secrets: []string{canaryIDToken, canaryPolicy},
			make: func(ctx context.Context, link http.RoundTripper) error {
				_, err := AssumeAgencyWithOIDC(OIDCInput{
					ProviderURN: providerURN, AgencyURN: agencyURN, SessionName: "job",
					TokenFile: token, Policy: canaryPolicy, Transport: link,
				}).Credentials(ctx)
				return err
			},
		},
		"IAM id-token/tokens": {secrets: []string{canaryIDToken}, make: federated},
		"IAM securitytokens": {
			secrets: []string{canaryIDToken, canaryToken},
			make: func(ctx context.Context, link http.RoundTripper) error {
				return federated(ctx, before(postIDToken, subject(canaryToken), link))
			},
		},
		"IAM auth/domains and STS caller-identity": {
			secrets: []string{canarySecret, canaryToken},
			make: func(ctx context.Context, link http.RoundTripper) error {
				_, err := identity{getenv: env(), link: link}.lookup(ctx, keys, "")
				return err
			},
		},
		"metadata": {
			secrets: []string{canaryToken},
			make: func(ctx context.Context, link http.RoundTripper) error {
				_, _, err := newMetadata(before(putSession, ok(canaryToken), link)).credentials(ctx)
				return err
			},
		},
		"pod identity": {
			secrets: []string{canaryIDToken},
			make: func(ctx context.Context, link http.RoundTripper) error {
				_, _, err := (&providerChain{
					identity: identity{
						getenv: env(envPodURI, "https://agent.example.com/", envPodToken, token),
					},
					pod: link,
				}).podIdentity(ctx)
				return err
			},
		},
	}
}

type linkFunc func(*http.Request) (*http.Response, error)

func (f linkFunc) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// echoes are responses that repeat a text, as HTTP writes them. net/http refuses the last ones
// itself and quotes them.
func echoes(text string) map[string]string {
	inJSON, _ := json.Marshal("no " + text)
	return map[string]string{
		"error_msg":           "HTTP/1.1 403 Forbidden\r\n\r\n" + `{"error_code":"IAM.0011","error_msg":` + string(inJSON) + `}`,
		"error.message":       "HTTP/1.1 400 Bad\r\n\r\n" + `{"error":{"code":400,"message":` + string(inJSON) + `}}`,
		"code":                "HTTP/1.1 400 Bad\r\n\r\n" + `{"error_code":` + string(inJSON) + `,"error_msg":"x"}`,
		"details":             "HTTP/1.1 400 Bad\r\n\r\n" + `{"error_msg":"x","details":[{"error_msg":` + string(inJSON) + `}]}`,
		"encoded message":     "HTTP/1.1 403 Bad\r\n\r\n" + `{"error_code":"IAM.0011","encoded_authorization_message":` + string(inJSON) + `}`,
		"request_id":          "HTTP/1.1 400 Bad\r\n\r\n" + `{"error_msg":"x","request_id":` + string(inJSON) + `}`,
		"text":                "HTTP/1.1 401 Unauthorized\r\n\r\nwhat is " + text,
		"far text":            "HTTP/1.1 401 Unauthorized\r\n\r\n" + strings.Repeat(" ", 8*maxMessage-30) + "what is " + text,
		"HTML":                "HTTP/1.1 502 Bad\r\n\r\n<html><pre>" + html.EscapeString(text) + "</pre></html>",
		"a query":             "HTTP/1.1 400 Bad\r\n\r\nyou sent " + url.QueryEscape(text),
		"hex":                 "HTTP/1.1 400 Bad\r\n\r\nyou sent " + hex.EncodeToString([]byte(text)),
		"base64":              "HTTP/1.1 400 Bad\r\n\r\nyou sent " + base64.StdEncoding.EncodeToString([]byte("x:"+text)),
		"success":             "HTTP/1.1 200 OK\r\n\r\nyou are " + text,
		"X-Request-Id":        "HTTP/1.1 400 Bad\r\nX-Request-Id: " + text + "\r\n\r\nno",
		"X-Iam-Trace-Id":      "HTTP/1.1 400 Bad\r\nX-Iam-Trace-Id: " + text + "\r\n\r\nno",
		"not HTTP":            text + "\r\n\r\n",
		"a malformed version": "HTTP/" + text + " 200 OK\r\n\r\n",
		"a malformed status":  "HTTP/1.1 " + text + "\r\n\r\n",
		"a malformed header":  "HTTP/1.1 200 OK\r\nX " + text + "\r\n\r\n",
		"a malformed length":  "HTTP/1.1 200 OK\r\nContent-Length: " + text + "\r\n\r\n",
		"an unknown encoding": "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + text + "\r\n\r\n",
		"a malformed chunk":   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + text,
		"a transport's error": text,
	}
}

// responding returns what net/http reads from the bytes of a response.
func responding(kind, wire string) http.RoundTripper {
	return linkFunc(func(req *http.Request) (*http.Response, error) {
		if req.Body != nil {
			_, _ = io.Copy(io.Discard, req.Body)
			_ = req.Body.Close()
		}
		if kind == "a transport's error" {
			return nil, &url.Error{Op: "Get", URL: "https://proxy.example.com/?q=" + wire, Err: errors.New("the proxy refused " + wire)}
		}
		resp, err := http.ReadResponse(bufio.NewReader(strings.NewReader(wire)), req)
		if err != nil {
			return nil, fmt.Errorf("net/http: HTTP/1.x transport connection broken: %w", err)
		}
		return resp, nil
	})
}

// printed returns every text that a program can print of err.
func printed(err error) string {
	var out bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&out, nil))
	var print func(error)
	print = func(err error) {
		fmt.Fprintf(&out, "%v %+v %#v %q\n", err, err, err, err)
		logger.Info("value", "err", err)
		_ = json.NewEncoder(&out).Encode(err)
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			if inner := e.Unwrap(); inner != nil {
				print(inner)
			}
		case interface{ Unwrap() []error }:
			for _, inner := range e.Unwrap() {
				print(inner)
			}
		}
	}
	print(err)
	return out.String()
}

// assertHidden searches for each run of 12 bytes of each secret.
func assertHidden(t *testing.T, text string, secrets []string, what string) {
	t.Helper()
	const run = 12
	text = strings.ToLower(text)
	for _, secret := range secrets {
		for i := 0; i+run <= len(secret); i++ {
			for _, form := range []string{secret[i : i+run], hex.EncodeToString([]byte(secret[i : i+run]))} {
				if strings.Contains(text, strings.ToLower(form)) {
					t.Errorf("%s shows %q of %q", what, form, secret)
					return
				}
			}
		}
	}
}

func TestDefaultProvider_echoes(t *testing.T) {
	t.Parallel()
	step := 1
	switch {
	case underRace:
		step = 16
	case os.Getenv("STORM_WRITES") == "":
		step = 4 // .ci/run tries every length
	}
	for name, call := range credentialCalls(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, secret := range call.secrets {
				for n := 12; n <= len(secret); n += step {
					synctest.Test(t, func(t *testing.T) {
						parts := []string{secret[:n]}
						if n%5 == 0 {
							parts = append(parts, secret[len(secret)-n:])
						}
						for _, part := range parts {
							for kind, wire := range echoes(part) {
								if kind == "far text" && n%16 != 0 { // this kind takes as long as all others together
									continue
								}
								err := call.make(t.Context(), responding(kind, wire))
								require.Error(t, err, kind)
								assertHidden(t, printed(err), call.secrets, kind)
							}
						}
					})
				}
			}
		})
	}
}

// A response with malformed HTTP may be quoted, and it may hold the new access key.
func TestDefaultProvider_garbled(t *testing.T) {
	t.Parallel()
	const fresh = "fresh-keys/0123456789abcdef"
	for name, call := range credentialCalls(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for _, kind := range []string{
					"not HTTP", "a malformed version", "a malformed status", "a malformed header", "a malformed length",
					"an unknown encoding", "a malformed chunk", "success",
				} {
					wire := strings.Replace(echoes(fresh)[kind], "you are "+fresh, `{"credential":{"access":"AK","secret":"`+fresh+`"},"credentials":{"secretAccessKey":"`+fresh+`"}}`, 1)
					err := call.make(t.Context(), responding(kind, wire))
					require.Error(t, err, kind)
					assertHidden(t, printed(err), []string{fresh}, kind)
				}
			})
		})
	}
}

// A secret of fewer than 12 bytes is removed if it is a separate word.
func TestAssumeAgency_shortExternalID(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{postAssume: {status(403, `{"error_code":"PAP5.0011",`+
		`"error_msg":"external ID x-4711 is not the one of the agency"}`)}})
	_, err := AssumeAgency(auth.Static("AK", "SK", ""), AssumeInput{AgencyURN: agencyURN, SessionName: "job", ExternalID: "x-4711", Transport: s}).Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrPermission)
	assert.NotContains(t, err.Error(), "4711")
	assert.Contains(t, err.Error(), "is not the one of the agency")
}
