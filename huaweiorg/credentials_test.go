package huaweiorg_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// fixedResponse responds to every request in the same way, and keeps the request headers.
type fixedResponse struct {
	status  int
	body    string
	headers []http.Header
}

func (a *fixedResponse) RoundTrip(req *http.Request) (*http.Response, error) {
	a.headers = append(a.headers, req.Header.Clone())
	return &http.Response{StatusCode: a.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(a.body)), Request: req}, nil
}

// TestClient_hint has an access key without an account ID. IAM and STS may refuse to name the
// account.
func TestClient_hint(t *testing.T) {
	t.Parallel()
	const permission, account = "iam:users:getUser", "5f0e1d2c3b4a69788796a5b4c3d2e1f0"
	refuses := fixedResponse{status: 403, body: body(t, "F19.json")}
	noAccount := fixedResponse{status: 403, body: `{"error_code":"IAM.0011","error_msg":"Policy denies it for ` + canaryToken + `"}`}
	lookup := func(identity fixedResponse) auth.Provider {
		return huawei.LookupAccountID(auth.Static(canaryID, canarySecret, canaryToken), huawei.WithTransport(&identity))
	}
	for _, c := range []struct {
		name     string
		provider func() auth.Provider
		service  fixedResponse
		with     []huaweiorg.Option
		want     error // nil: the call succeeds
		hinted   bool
		account  string
	}{
		{name: "a refusal says why the account ID is missing",
			provider: func() auth.Provider { return lookup(noAccount) },
			service:  refuses, want: huaweiorg.ErrPermission, hinted: true},
		{name: "a refusal of a derived client says it, too",
			provider: func() auth.Provider { return lookup(noAccount) },
			service:  refuses, with: []huaweiorg.Option{huaweiorg.WithUserAgent("x")},
			want: huaweiorg.ErrPermission, hinted: true},
		{name: "a cached provider says it, too",
			provider: func() auth.Provider { return auth.Cache(lookup(noAccount), time.Hour) },
			service:  refuses, want: huaweiorg.ErrPermission, hinted: true},
		{name: "a refusal of the credentials says it, too",
			provider: func() auth.Provider { return lookup(noAccount) },
			service:  fixedResponse{status: 401, body: "{}"}, want: huaweiorg.ErrUnauthenticated,
			hinted: true},
		{name: "a refusal says nothing if the ID was found",
			provider: func() auth.Provider {
				return lookup(fixedResponse{status: 200,
					body: `{"domains":[{"id":"` + account + `"}]}`})
			},
			service: refuses, want: huaweiorg.ErrPermission, account: account},
		{name: "another failure says nothing",
			provider: func() auth.Provider { return lookup(noAccount) },
			service:  fixedResponse{status: 404, body: "{}"}, want: huaweiorg.ErrNotFound},
		{name: "a client of another account says nothing", provider: func() auth.Provider {
			p := lookup(noAccount)
			_, err := p.Credentials(t.Context())
			require.NoError(t, err)
			return p
		}, service: refuses,
			with: []huaweiorg.Option{huaweiorg.WithCredentials(auth.Static("AK", "SK", ""))},
			want: huaweiorg.ErrPermission},
		{name: "a call without X-Domain-Id can succeed",
			provider: func() auth.Provider { return lookup(noAccount) },
			service:  fixedResponse{status: 200, body: body(t, "F01.json")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			service := c.service
			client, err := huaweiorg.NewClient(c.provider(), huaweiorg.WithTransport(&service), huaweiorg.WithRetry(auth.Retry{MaxRetries: -1}))
			require.NoError(t, err)
			_, err = client.With(c.with...).ListHandshakes().Collect(t.Context())
			assert.Equal(t, c.account, service.headers[0].Get("X-Domain-Id"))
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, c.want)
			assert.Equal(t, c.hinted, strings.Contains(err.Error(), permission), err)
			for _, secret := range []string{canaryID, canarySecret, canaryToken} {
				assert.NotContains(t, err.Error(), secret)
			}
		})
	}
}

// TestAssumeAgency_clock has an STS whose clock differs from the client's. By the clock of STS,
// the credentials last for an hour.
func TestAssumeAgency_clock(t *testing.T) {
	t.Parallel()
	for name, ahead := range map[string]time.Duration{"our clock is behind": 2 * time.Hour, "our clock is ahead": -2 * time.Hour} {
		for cached, wrap := range map[string]func(auth.Provider) auth.Provider{
			"alone":      func(p auth.Provider) auth.Provider { return p },
			"in a Cache": func(p auth.Provider) auth.Provider { return auth.Cache(p, 0) },
		} {
			t.Run(name+", "+cached, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					there := &skewedServices{ahead: ahead}
					client, err := huaweiorg.NewClient(wrap(huaweiorg.AssumeAgency(auth.Static("AK", "SK", ""), huaweiorg.AssumeInput{
						AgencyURN: "iam::0123456789abcdef0123456789abcdef:agency:inviter", SessionName: "job", Transport: there,
					})), huaweiorg.WithTransport(there))
					require.NoError(t, err)
					for range 3 {
						for range 2 {
							_, err = client.ListHandshakes().Collect(t.Context())
							require.NoError(t, err)
							time.Sleep(35 * time.Minute)
						}
					}
					assert.Equal(t, 3, there.given, "the provider keeps the credentials for as long as they last")
					assert.Equal(t, 2, there.refused, "STS and the service each refuse the wrong clock once")
				})
			})
		}
	}
}

// skewedServices are STS and the client's service, with another clock than this machine's.
type skewedServices struct {
	ahead          time.Duration
	given, refused int
	ends           time.Time // of the credentials that it issued last
}

func (d *skewedServices) RoundTrip(req *http.Request) (*http.Response, error) {
	now := time.Now().Add(d.ahead).UTC()
	code, body := http.StatusOK, `{"handshakes":[],"page_info":{}}`
	signed, err := time.Parse("20060102T150405Z", req.Header.Get("X-Sdk-Date"))
	switch {
	case err != nil || now.Sub(signed).Abs() > 15*time.Minute:
		d.refused++
		code, body = http.StatusUnauthorized, `{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information"}`
	case req.URL.Path == "/v5/agencies/assume":
		d.given++
		d.ends = now.Add(time.Hour)
		body = `{"credentials":{"access_key_id":"TMP","secret_access_key":"s","security_token":"t","expiration":"` + d.ends.Format(time.RFC3339) + `"}}`
	case !now.Before(d.ends):
		d.refused++
		code, body = http.StatusUnauthorized, `{"error_code":"APIGW.0307","error_msg":"The token must be updated."}`
	}
	header := http.Header{"Date": {now.Format(http.TimeFormat)}, "Content-Type": {"application/json"}}
	return &http.Response{StatusCode: code, Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1, Request: req}, nil
}
