package alibabarm_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// TestClient_gateway has a gateway in front of the service, with its own path. The gateway
// verifies the client's signature, and signs the request again for the service. The client
// reads, and writes with a form.
func TestClient_gateway(t *testing.T) {
	t.Parallel()
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	guest := s.AddAccount(alibabarmtest.Account{})
	s.Seed(s.Believable(9)...)
	own := auth.Credentials{AccessKeyID: "gateway-key", AccessKeySecret: "gateway-secret"}
	gateway := roundTripper(func(req *http.Request) (*http.Response, error) {
		var form []byte
		var err error
		if req.Body != nil {
			form, err = io.ReadAll(req.Body)
			assert.NoError(t, err)
		}
		_, err = alibaba.Verifier{}.Verify(req, form, func(id string) (auth.Credentials, bool) { return own, id == own.AccessKeyID }, s.Now())
		assert.NoError(t, err, "the path is signed with its prefix")
		assert.Equal(t, "/clouds/alibaba%2Fcn/", req.URL.EscapedPath())
		assert.Equal(t, "gateway.example.com:8443", req.URL.Host)
		behind, err := http.NewRequestWithContext(req.Context(), req.Method, alibabarm.Endpoint+"/?"+req.URL.RawQuery, bytes.NewReader(form))
		assert.NoError(t, err)
		for _, name := range []string{"Accept", "Content-Type", "X-Acs-Action", "X-Acs-Version"} {
			if value := req.Header.Get(name); value != "" {
				behind.Header.Set(name, value)
			}
		}
		return (&auth.Transport{
			Base: s.RoundTripper(), Provider: root.Provider(), Signer: alibaba.Signer{}, Host: behind.URL.Host, Now: s.Now,
		}).RoundTrip(behind)
	})
	client, err := alibabarm.NewClient(auth.Static(own.AccessKeyID, own.AccessKeySecret, ""),
		alibabarm.WithEndpoint("https://gateway.example.com:8443/clouds/alibaba%2Fcn/"), alibabarm.WithTransport(gateway), alibabarm.WithClock(s.Now))
	require.NoError(t, err)
	items, err := client.ListHandshakesForResourceDirectory(pagination.WithPageSize(2)).Collect(t.Context())
	require.NoError(t, err)
	assert.Equal(t, s.Handshakes(), items)
	assert.Len(t, s.Requests(), 5)
	sent, err := client.InviteAccountToResourceDirectory(t.Context(), alibabarm.InviteAccountInput{
		TargetType: alibabarm.TargetTypeAccount, TargetEntity: guest.ID, Note: "über das Tor & zurück",
	})
	require.NoError(t, err)
	assert.Equal(t, "über das Tor & zurück", sent.Note)
}
