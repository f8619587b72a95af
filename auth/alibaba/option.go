package alibaba

import (
	"net/http"
	"os"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

// An Option is a setting for [DefaultProvider].
type Option func(*services)

// WithSTSEndpoint is the base URL of STS, in place of the host that a region chooses. The
// URL is https, or http on a loopback address. Default: https://sts.aliyuncs.com.
func WithSTSEndpoint(url string) Option {
	return func(s *services) { s.stsURL = url }
}

// WithTransport sends the requests to STS, and those that exchange the login of a CLI
// profile, through rt. Default: [http.DefaultTransport]. The metadata service and the
// credentials URI are always reached directly. With a nil rt, asking for credentials is
// [auth.ErrInvalid].
func WithTransport(rt http.RoundTripper) Option {
	return func(s *services) { s.link = auth.RequireTransport(rt) }
}

// services is how STS and the sign-in pages are reached.
type services struct {
	getenv func(string) string
	stsURL string            // of the option
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

// env drops the line feed that a variable filled from a file often ends with.
func (s services) env(name string) string { return strings.TrimSpace(s.getenv(name)) }

// isOn reports whether the variable is a switch that is on.
func (s services) isOn(name string) bool { return strings.EqualFold(s.env(name), "true") }

func (s services) transport() http.RoundTripper {
	if s.link == nil {
		return auth.SharedTransport()
	}
	return s.link
}

// sts chooses the endpoint. The settings of a profile come before those of the environment.
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
