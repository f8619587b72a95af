package alibabarm_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
)

// TestEndpoint calls each endpoint, and checks that the documentation names it.
func TestEndpoint(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	const older, newer = alibabarm.Version20200331, alibabarm.Version20220419
	for _, c := range []struct {
		name, url string
		version   alibabarm.Version
		chosen    bool // WithVersion alone selects it
	}{
		{name: "Endpoint", url: alibabarm.Endpoint, version: older, chosen: true},
		{name: "EndpointVPC", url: alibabarm.EndpointVPC, version: older},
		{name: "EndpointDirectory", url: alibabarm.EndpointDirectory, version: newer, chosen: true},
		{name: "EndpointInternational", url: alibabarm.EndpointInternational, version: newer},
		{name: "EndpointDirectoryVPC", url: alibabarm.EndpointDirectoryVPC, version: newer},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var calls []string
			service := inMemory(false)
			watch := roundTripper(func(req *http.Request) (*http.Response, error) {
				calls = append(calls, req.URL.Scheme+"://"+req.URL.Host+" "+req.Header.Get("X-Acs-Version"))
				return service.RoundTrip(req)
			})
			opts := []alibabarm.Option{alibabarm.WithTransport(watch), alibabarm.WithVersion(c.version)}
			if !c.chosen {
				opts = append(opts, alibabarm.WithEndpoint(c.url))
			}
			client, err := alibabarm.NewClient(auth.Static("AK", "SK", ""), opts...)
			require.NoError(t, err)
			_, err = client.ListHandshakesForAccount().Page(t.Context(), "")
			require.NoError(t, err)
			assert.Equal(t, []string{c.url + " " + string(c.version)}, calls)
			assert.Contains(t, string(doc), c.name+" ", "name the endpoint in doc.go")
			assert.Contains(t, string(doc), strings.TrimPrefix(c.url, "https://"), "name the host in doc.go")
			assert.Contains(t, string(readme), "`"+c.name+"`", "name the endpoint in the table of hosts of README.md")
		})
	}
}
