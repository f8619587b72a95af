package alibaba

import "net/http"

// An Option is a setting for [DefaultProvider].
type Option func(*services)

// WithSTSEndpoint is the base URL of STS, in place of the host that a region chooses. The
// URL is https, or http on a loopback address. Default: https://sts.aliyuncs.com.
func WithSTSEndpoint(url string) Option {
	return func(s *services) { s.stsURL = url }
}

// WithTransport sends the requests to STS, and those that exchange the login of a CLI
// profile, through rt. Default: [http.DefaultTransport]. The metadata service and the
// credentials URI are always reached directly.
func WithTransport(rt http.RoundTripper) Option {
	return func(s *services) { s.link = rt }
}
