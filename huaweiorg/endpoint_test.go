package huaweiorg_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// TestEndpoint calls each endpoint, and checks that the documentation names it.
func TestEndpoint(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, c := range []struct {
		name, url string
		opts      []huaweiorg.Option
	}{
		{name: "Endpoint", url: huaweiorg.Endpoint},
		{name: "EndpointEurope", url: huaweiorg.EndpointEurope,
			opts: []huaweiorg.Option{huaweiorg.WithEndpoint(huaweiorg.EndpointEurope)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			service := &fixedResponse{status: 200, body: body(t, "F01.json")}
			var urls []string
			watch := roundTripper(func(req *http.Request) (*http.Response, error) {
				urls = append(urls, req.URL.Scheme+"://"+req.URL.Host)
				return service.RoundTrip(req)
			})
			client, err := huaweiorg.NewClient(auth.Static("AK", "SK", ""), append(c.opts, huaweiorg.WithTransport(watch))...)
			require.NoError(t, err)
			_, err = client.ListHandshakes().Page(t.Context(), "")
			require.NoError(t, err)
			assert.Equal(t, []string{c.url}, urls)
			assert.Contains(t, string(doc), c.name+" ", "name the endpoint in doc.go")
			assert.Contains(t, string(doc), strings.TrimPrefix(c.url, "https://"), "name the host in doc.go")
			assert.Contains(t, string(readme), "`"+c.name+"`", "name the endpoint in the table of hosts of README.md")
		})
	}
}
