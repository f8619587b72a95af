package huaweiorg_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// TestClient_gateway has a gateway in front of the service, with its own path. The gateway
// verifies the client's signature, and signs the request again for the service.
func TestClient_gateway(t *testing.T) {
	t.Parallel()
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.Seed(s.Believable(9)...)
	behind := &http.Client{Transport: &auth.Transport{
		Base: s.RoundTripper(), Provider: root.Provider(), Signer: huawei.Signer{}, Host: "organizations.myhuaweicloud.com", Now: s.Now,
	}}
	own := auth.Credentials{AccessKeyID: "gateway-key", AccessKeySecret: "gateway-secret"}
	gateway := roundTripper(func(req *http.Request) (*http.Response, error) {
		_, err := huawei.Verifier{}.Verify(req, nil, func(id string) (auth.Credentials, bool) { return own, id == own.AccessKeyID }, s.Now())
		assert.NoError(t, err, "the path is signed with its prefix")
		path, ok := strings.CutPrefix(req.URL.EscapedPath(), "/clouds/huawei%2Fcn/")
		assert.True(t, ok, req.URL.EscapedPath())
		assert.Equal(t, "gateway.example.com:8443", req.URL.Host)
		return behind.Get("https://organizations.myhuaweicloud.com/" + path + "?" + req.URL.RawQuery)
	})
	client, err := huaweiorg.NewClient(auth.Static(own.AccessKeyID, own.AccessKeySecret, ""),
		huaweiorg.WithEndpoint("https://gateway.example.com:8443/clouds/huawei%2Fcn/"), huaweiorg.WithTransport(gateway), huaweiorg.WithClock(s.Now))
	require.NoError(t, err)
	items, err := client.ListHandshakes(pagination.WithPageSize(2)).Collect(t.Context())
	require.NoError(t, err)
	assert.Equal(t, s.Handshakes(), items)
	assert.Len(t, s.Requests(), 5)
}
