package alibaba

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
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestChooseSTS(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		endpoint, region, vpc string
		want                  string // "" means an error
	}{
		"the default": {want: "https://sts.aliyuncs.com"},
		"a region in the environment": {
			region: "eu-central-1\n", want: "https://sts.eu-central-1.aliyuncs.com",
		},
		"within a VPC": {
			region: "eu-central-1", vpc: "TRUE",
			want: "https://sts-vpc.eu-central-1.aliyuncs.com",
		},
		"a VPC without a region": {vpc: "true", want: "https://sts.aliyuncs.com"},
		"an endpoint comes before a region": {
			endpoint: "https://sts.example.com/x", region: "eu-central-1",
			want: "https://sts.example.com/x",
		},
		"a host without a scheme": {
			endpoint: "sts.example.com", want: "https://sts.example.com",
		},
		"a host instead of a region":     {region: "evil.example.com/"},
		"a region with user information": {region: "a@evil"},
		"a malformed region":             {region: "a#"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := chooseSTS(c.endpoint, func(name string) string {
				return map[string]string{envSTSRegion: c.region, envVPC: c.vpc}[name]
			})
			assert.Equal(t, c.want, got)
			if c.want == "" {
				require.ErrorIs(t, err, auth.ErrInvalid)
				assert.NotContains(t, err.Error(), "evil")
			}
		})
	}
}

// echoes are responses that repeat a text.
func echoes(text string) map[string]string {
	inJSON, _ := json.Marshal("no " + text)
	return map[string]string{
		"Message":             "HTTP/1.1 403 Forbidden\r\n\r\n" + `{"Code":"NoPermission","Message":` + string(inJSON) + `}`,
		"Code":                "HTTP/1.1 400 Bad\r\n\r\n" + `{"Code":` + string(inJSON) + `,"Message":"x"}`,
		"RequestId":           "HTTP/1.1 400 Bad\r\n\r\n" + `{"Message":"x","RequestId":` + string(inJSON) + `}`,
		"XML":                 "HTTP/1.1 400 Bad\r\n\r\n<Error><Code>X</Code><Message>you sent " + html.EscapeString(text) + "</Message></Error>",
		"HTML":                "HTTP/1.1 502 Bad\r\n\r\n<html><pre>" + html.EscapeString(text) + "</pre></html>",
		"a form":              "HTTP/1.1 400 Bad\r\n\r\nyou sent " + url.QueryEscape(text),
		"a string to sign":    "HTTP/1.1 400 Bad\r\n\r\n" + `{"Code":"SignatureDoesNotMatch","Message":"POST&%2F&` + url.QueryEscape(url.QueryEscape(text)) + `"}`,
		"hex":                 "HTTP/1.1 400 Bad\r\n\r\nyou sent " + hex.EncodeToString([]byte(text)),
		"base64":              "HTTP/1.1 400 Bad\r\n\r\nyou sent " + base64.StdEncoding.EncodeToString([]byte("x:"+text)),
		"success":             "HTTP/1.1 200 OK\r\n\r\n" + `{"Credentials":{"AccessKeySecret":` + string(inJSON) + `}}`,
		"X-Acs-Request-Id":    "HTTP/1.1 400 Bad\r\nX-Acs-Request-Id: " + text + "\r\n\r\nno",
		"not HTTP":            text + "\r\n\r\n",
		"a malformed status":  "HTTP/1.1 " + text + "\r\n\r\n",
		"a malformed length":  "HTTP/1.1 200 OK\r\nContent-Length: " + text + "\r\n\r\n",
		"a transport's error": text,
	}
}

// No error of a call repeats a secret or a part of one, however it is printed.
func TestRoleSession_echoes(t *testing.T) {
	t.Parallel()
	const (
		secret   = "CanarySecret/0123456789abcdefghij"
		token    = "CanaryToken+/=0123456789abcdefghij"
		external = "canary-external:id/4711@partner.example"
		policy   = `{"Statement":["canary-policy/0815"]}`
	)
	for name, c := range map[string]struct {
		secrets []string
		provide func(http.RoundTripper) auth.Provider
	}{
		"AssumeRole": {
			secrets: []string{secret, token, external, policy},
			provide: func(link http.RoundTripper) auth.Provider {
				return AssumeRole(
					auth.Static("AK", secret, token),
					AssumeInput{
						RoleARN: roleARN, SessionName: "job", ExternalID: external,
						Policy: policy, Transport: link,
					},
				)
			},
		},
		"AssumeRoleWithOIDC": {
			secrets: []string{idToken, policy},
			provide: func(link http.RoundTripper) auth.Provider {
				return assumeRoleWithOIDC(oidcInput{role: roleSession{
					arn: roleARN, name: "job",
					policy: policy,
				}, providerARN: providerARN,
					token: func(context.Context) (string, error) {
						return idToken, nil
					}, transport: link})
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, secret := range c.secrets {
				for n := 12; n <= len(secret); n += 5 {
					for _, part := range []string{secret[:n], secret[len(secret)-n:]} {
						for kind, wire := range echoes(part) {
							synctest.Test(t, func(t *testing.T) {
								p := c.provide(echoing(kind, wire))
								_, err := p.Credentials(t.Context())
								require.Error(t, err, kind)
								assertHidden(t, printed(err)+printed(p), secret, kind)
							})
						}
					}
				}
			}
		})
	}
}

// echoing returns the response that net/http reads from these bytes.
func echoing(kind, wire string) http.RoundTripper {
	return linkFunc(func(req *http.Request) (*http.Response, error) {
		_, _ = io.Copy(io.Discard, req.Body)
		_ = req.Body.Close()
		if kind == "a transport's error" {
			return nil, &url.Error{Op: "Get", URL: "https://proxy.example.com/?q=" + wire, Err: errors.New("the proxy refused " + wire)}
		}
		return http.ReadResponse(bufio.NewReader(strings.NewReader(wire)), req)
	})
}

// printed returns every text that a program can print of v.
func printed(v any) string {
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("value", "v", v)
	_ = json.NewEncoder(&out).Encode(v)
	fmt.Fprintf(&out, "%v %+v %#v %q\n", v, v, v, v)
	if err, ok := v.(error); ok {
		for err = errors.Unwrap(err); err != nil; err = errors.Unwrap(err) {
			fmt.Fprintf(&out, "%v %+v %#v\n", err, err, err)
		}
	}
	return out.String()
}

// assertHidden searches for each run of 12 bytes of the secret.
func assertHidden(t *testing.T, text, secret, what string) {
	t.Helper()
	const run = 12
	text = strings.ToLower(text)
	for i := 0; i+run <= len(secret); i++ {
		for _, form := range []string{secret[i : i+run], hex.EncodeToString([]byte(secret[i : i+run]))} {
			assert.NotContains(t, text, strings.ToLower(form), "%s shows %q", what, secret)
		}
	}
}
