package alibaba

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	roleARN     = "acs:ram::1234567890123456:role/inviter"
	providerARN = "acs:ram::1234567890123456:oidc-provider/builds"
	idToken     = "eyJhbGciOiJSUzI1NiIs.CanaryIDTokenPayload0123456789.CanaryIDTokenSignature"
)

type linkFunc func(*http.Request) (*http.Response, error)

func (f linkFunc) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// responds responds to a request.
func responds(req *http.Request, status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1, Request: req}
}

const goodSession = `{"Credentials":{"AccessKeyId":"STS.1","AccessKeySecret":"secret","SecurityToken":"token","Expiration":"2099-01-02T03:04:05Z"}}`

func TestAssumeRoleWithOIDC_request(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	var forms []url.Values
	p := assumeRoleWithOIDC(oidcInput{
		role:        roleSession{arn: roleARN, name: "job", duration: time.Hour, policy: "{}"},
		providerARN: providerARN, token: tokenFile(file, "ALIBABA_CLOUD_OIDC_TOKEN_FILE"), endpoint: "sts.example.com",
		transport: linkFunc(func(req *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(req.Body)
			require.NoError(t, err)
			form, err := url.ParseQuery(string(body))
			require.NoError(t, err)
			forms = append(forms, form)
			query := req.URL.Query()
			at, err := time.Parse(time.RFC3339, query.Get("Timestamp"))
			assert.NoError(t, err)
			assert.Less(t, time.Since(at).Abs(), time.Minute)
			query.Del("Timestamp")
			assert.Equal(t, url.Values{"Action": {"AssumeRoleWithOIDC"}, "Version": {"2015-04-01"}, "Format": {"JSON"}}, query)
			assert.Equal(t, "https://sts.example.com/", "https://"+req.URL.Host+req.URL.Path)
			for name := range req.Header {
				assert.False(t, name == "Authorization" || strings.HasPrefix(name, "X-Acs-"), name)
			}
			return responds(req, http.StatusOK, goodSession), nil
		}),
	})
	for _, token := range []string{"first.token", "second.token"} {
		require.NoError(t, os.WriteFile(file, []byte(token+"\n"), 0o600))
		keys, err := p.Credentials(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "STS.1", keys.AccessKeyID)
		assert.Equal(t, "1234567890123456", keys.AccountID)
	}
	want := url.Values{"RoleArn": {roleARN}, "RoleSessionName": {"job"}, "DurationSeconds": {"3600"}, "Policy": {"{}"}, "OIDCProviderArn": {providerARN}, "OIDCToken": {"first.token"}}
	require.Len(t, forms, 2)
	assert.Equal(t, want, forms[0])
	want.Set("OIDCToken", "second.token")
	assert.Equal(t, want, forms[1], "the provider reads the file for each exchange")
}

// The client corrects a wrong clock, although it signs nothing.
func TestAssumeRoleWithOIDC_clock(t *testing.T) {
	t.Parallel()
	there := time.Now().Add(3 * time.Hour)
	p := assumeRoleWithOIDC(oidcInput{
		role: roleSession{arn: roleARN, name: "job"}, providerARN: providerARN, token: func(context.Context) (string, error) { return idToken, nil },
		transport: linkFunc(func(req *http.Request) (*http.Response, error) {
			at, err := time.Parse(time.RFC3339, req.URL.Query().Get("Timestamp"))
			assert.NoError(t, err)
			resp := responds(req, http.StatusOK, goodSession)
			if there.Sub(at).Abs() > 15*time.Minute {
				resp = responds(req, http.StatusBadRequest, `{"Code":"InvalidTimeStamp.Expired"}`)
			}
			resp.Header.Set("Date", there.UTC().Format(http.TimeFormat))
			return resp, nil
		}),
	})
	_, err := p.Credentials(t.Context())
	require.NoError(t, err)
}

func TestAssumeRoleWithOIDC_failures(t *testing.T) {
	t.Parallel()
	gives := func(token string) func(context.Context) (string, error) {
		return func(context.Context) (string, error) { return token, nil }
	}
	for name, c := range map[string]struct {
		change func(*oidcInput)
		body   string // the body of a 400; "" means that the provider sends no request
		want   error
		says   string
	}{
		"no role": {
			change: func(in *oidcInput) { in.role.arn = "" }, want: auth.ErrInvalid,
			says: "RoleARN",
		},
		"no identity provider": {
			change: func(in *oidcInput) { in.providerARN = "" }, want: auth.ErrInvalid,
			says: "OIDC provider",
		},
		"no token": {
			change: func(in *oidcInput) { in.token = nil }, want: auth.ErrNoCredentials,
			says: "no OIDC token",
		},
		"a token of two words": {
			change: func(in *oidcInput) { in.token = gives(idToken + " x") },
			want:   auth.ErrNoCredentials, says: "one word",
		},
		"no file": {
			change: func(in *oidcInput) { in.token = tokenFile(idToken, "NAME") },
			want:   os.ErrNotExist, says: "the file that NAME names",
		},
		"a token that has expired": {
			body: `{"Code":"AuthenticationFail.OIDCToken.Expired","Message":"expired: ` + idToken +
				`"}`,
			want: auth.ErrUnauthenticated,
			says: "check the OIDC provider, and the token's audience and age",
		},
		"a role that does not trust the token": {
			body: `{"Code":"AuthenticationFail.NoPermission","Message":"no"}`,
			want: auth.ErrPermission, says: "check the role's trust policy",
		},
		"no such provider": {
			body: `{"Code":"EntityNotExist.OIDCProvider","Message":"no"}`,
			want: auth.ErrNotFound, says: "check the role and the OIDC provider",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := oidcInput{role: roleSession{arn: roleARN, name: "job"}, providerARN: providerARN, token: gives(idToken)}
			in.transport = linkFunc(func(req *http.Request) (*http.Response, error) {
				assert.NotEmpty(t, c.body, "the provider sent a request")
				return responds(req, http.StatusBadRequest, c.body), nil
			})
			if c.change != nil {
				c.change(&in)
			}
			_, err := assumeRoleWithOIDC(in).Credentials(t.Context())
			require.ErrorIs(t, err, c.want)
			assert.ErrorContains(t, err, c.says)
			assert.True(t, strings.HasPrefix(err.Error(), "alibaba: AssumeRoleWithOIDC: "), err)
			assert.NotContains(t, strings.ToLower(err.Error()), "canary")
		})
	}
}
