package huaweiorg_test

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// hosts maps the host and path of a request to a response. A request to anything else hangs.
type hosts map[string]fixedResponse

func (h hosts) RoundTrip(req *http.Request) (*http.Response, error) {
	a, ok := h[req.URL.Host+req.URL.Path]
	if !ok {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	return &http.Response{StatusCode: a.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(a.body)), Request: req}, nil
}

// accountRequired is a service that refuses requests without X-Domain-Id.
type accountRequired struct {
	t            *testing.T
	sent, signed []string
}

func (w *accountRequired) RoundTrip(req *http.Request) (*http.Response, error) {
	w.sent = append(w.sent, req.Header.Get("X-Domain-Id"))
	w.signed = append(w.signed, req.Header.Get("Authorization"))
	a := fixedResponse{status: 200, body: body(w.t, "F01.json")}
	if req.Header.Get("X-Domain-Id") == "" {
		a = fixedResponse{status: 401, body: `{"error_code":"Organizations.1007","error_msg":"denied"}`}
	}
	return (&a).RoundTrip(req)
}

func list(t *testing.T, p auth.Provider, w http.RoundTripper) error {
	t.Helper()
	client, err := huaweiorg.NewClient(p, huaweiorg.WithTransport(w))
	require.NoError(t, err)
	_, err = client.ListHandshakes().Collect(t.Context())
	return err
}

// useProfile makes the environment name a profile file with this text, and no other
// credentials.
func useProfile(t *testing.T, text string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "credentials")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	for _, name := range []string{"HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_DOMAIN_ID", "HUAWEICLOUD_SDK_IAM_ENDPOINT"} {
		t.Setenv(name, "")
	}
	t.Setenv("HUAWEICLOUD_SDK_ECS_METADATA_DISABLED", "true")
	t.Setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", path)
}

// TestLookupAccountID_advice follows the advice of an error.
func TestLookupAccountID_advice(t *testing.T) {
	const account = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
	denies := &fixedResponse{status: 403, body: `{"error_code":"IAM.0001","error_msg":"no"}`}
	useProfile(t, "[global]\nak = AKEXAMPLE\nsk = SKEXAMPLE\n")
	for name, provider := range map[string]func() auth.Provider{
		"profile": func() auth.Provider {
			return huawei.DefaultProvider(huawei.WithTransport(denies))
		},
		"look-up": func() auth.Provider {
			return huawei.LookupAccountID(auth.Static("AK", "SK", ""), huawei.WithTransport(denies))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := &accountRequired{t: t}
			err := list(t, provider(), w)
			require.ErrorIs(t, err, huaweiorg.ErrPermission)
			require.ErrorContains(t, err, "set HUAWEICLOUD_SDK_DOMAIN_ID")
			t.Setenv("HUAWEICLOUD_SDK_DOMAIN_ID", account)
			require.NoError(t, list(t, provider(), w))
			assert.Equal(t, account, w.sent[len(w.sent)-1])
		})
	}
}

// TestLookupAccountID_hangs has an IAM that accepts the connection and never responds. STS
// knows the account, too.
func TestLookupAccountID_hangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		services := hosts{"sts.example.com/v5/caller-identity": {status: 200, body: `{"account_id":"acme"}`}}
		p := huawei.LookupAccountID(auth.Static("AK", "SK", ""), huawei.WithTransport(services),
			huawei.WithIAMEndpoint("iam.example.com"), huawei.WithSTSEndpoint("sts.example.com"))
		w := &accountRequired{t: t}
		require.NoError(t, list(t, p, w))
		assert.Equal(t, []string{"acme"}, w.sent)
	})
}

// TestDefaultProvider_endpoint writes the endpoint of IAM as other tools expect it.
func TestDefaultProvider_endpoint(t *testing.T) {
	services := hosts{"iam.example.com/v3/auth/domains": {status: 200, body: `{"domains":[{"id":"acme"}]}`}}
	useProfile(t, "[global]\nak = AKEXAMPLE\nsk = SKEXAMPLE\n")
	for _, endpoint := range []string{"https://iam.example.com/v3", "https://iam.example.com/v3/", "iam.example.com/v3.0", "https://iam.example.com"} {
		t.Setenv("HUAWEICLOUD_SDK_IAM_ENDPOINT", endpoint)
		w := &accountRequired{t: t}
		require.NoError(t, list(t, huawei.DefaultProvider(huawei.WithTransport(services)), w))
		assert.Equal(t, []string{"acme"}, w.sent, endpoint)
	}
}

// TestDefaultProvider_quotes quotes the values of a profile, as the INI library advises.
func TestDefaultProvider_quotes(t *testing.T) {
	useProfile(t, "[global]\ndomain_id = acme\nak = `AKEXAMPLE`\nsk = `SK#EXAMPLE`\n")
	w := &accountRequired{t: t}
	require.NoError(t, list(t, huaweiorg.DefaultProvider(), w))
	assert.Contains(t, w.signed[0], "Access=AKEXAMPLE,")
}

// TestNewClient_ownEndpoint has a client with its own endpoint, which may be another site. The
// provider must not send the access key to IAM or STS of the public site.
func TestNewClient_ownEndpoint(t *testing.T) {
	t.Parallel()
	nobody := linkFunc(func(*http.Request) (*http.Response, error) {
		t.Error("the provider called IAM or STS")
		return nil, errors.New("not here")
	})
	p := huawei.LookupAccountID(auth.Static("AK", "SK", ""), huawei.WithTransport(nobody))
	for name, provider := range map[string]auth.Provider{"alone": p, "in a Cache": auth.Cache(p, 0), "in a Chain": auth.Chain(p)} {
		w := &accountRequired{t: t}
		public, err := huaweiorg.NewClient(provider, huaweiorg.WithTransport(w), huaweiorg.WithEndpoint("https://organizations.example.com"))
		require.NoError(t, err)
		for _, client := range []*huaweiorg.Client{public, public.With(huaweiorg.WithUserAgent("x"))} {
			_, err = client.ListHandshakes().Collect(t.Context())
			require.ErrorIs(t, err, huaweiorg.ErrPermission, name)
			if name != "in a Chain" { // a chain has no hint
				require.ErrorContains(t, err, "HUAWEICLOUD_SDK_IAM_ENDPOINT", name)
			}
		}
	}
}

type linkFunc func(*http.Request) (*http.Response, error)

func (f linkFunc) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
