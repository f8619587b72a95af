package alibaba

import (
	"net/http"
	"os"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

// An Option is a setting for [DefaultProvider].
type Option func(*services)

// WithSTSEndpoint sets the base URL of STS, instead of the host that a region chooses. The URL
// is https, or http on a loopback address. Default: https://sts.aliyuncs.com.
func WithSTSEndpoint(url string) Option {
	return func(s *services) { s.stsURL = url }
}

// WithTransport sends the requests to STS, and those that exchange the login of a CLI profile,
// through rt. Default: [auth.SharedTransport]. The metadata service and the credentials URI are
// always called directly. With a nil rt, asking for credentials is [auth.ErrInvalid].
func WithTransport(rt http.RoundTripper) Option {
	return func(s *services) { s.link = auth.RequireTransport(rt) }
}

// services has the settings for STS and the sign-in pages.
type services struct {
	getenv func(string) string
	stsURL string            // set by WithSTSEndpoint
	link   http.RoundTripper // nil for [auth.SharedTransport]
}

func newServices(opts []Option) services {
	s := services{getenv: os.Getenv}
	for _, opt := range opts {
		if opt != nil {
			opt(&s)
		}
	}
	return s
}

// env returns a variable without the line feed that it often ends with if a file filled it.
func (s services) env(name string) string { return strings.TrimSpace(s.getenv(name)) }

// isOn reports whether the variable switches something on.
func (s services) isOn(name string) bool { return strings.EqualFold(s.env(name), "true") }

func (s services) transport() http.RoundTripper {
	if s.link == nil {
		return auth.SharedTransport()
	}
	return s.link
}

// sts chooses the endpoint. The settings of a profile take precedence over the environment.
func (s services) sts(region string, vpc bool) (string, error) {
	endpoint, err := chooseSTS(s.stsURL, func(name string) string {
		switch {
		case name == envSTSRegion && region != "":
			return region
		case name == envVPC && vpc:
			return "true"
		}
		return s.getenv(name)
	})
	if err != nil && region != "" {
		return "", notRegion("sts_region")
	}
	return endpoint, err
}
