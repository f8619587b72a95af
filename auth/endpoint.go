package auth

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// parseEndpoint rejects what could send credentials to the wrong place or in the clear. Its
// errors do not quote the endpoint, which may hold a password.
func parseEndpoint(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return nil, errors.New("set Endpoint, such as https://service.example.com")
	case err != nil || u.Opaque != "" || u.Hostname() == "" || !validPort(u.Port()):
		return nil, errors.New("the Endpoint is not an absolute URL: write it as https://host or https://host:port/prefix")
	case u.User != nil:
		return nil, errors.New("the Endpoint has user information: leave it out and give the credentials to Provider")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(text, "#"):
		return nil, errors.New("the Endpoint has a query or a fragment: leave it out")
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if !confidential(u) {
		return nil, errors.New("the Endpoint is not https: plain http is for loopback hosts only")
	}
	u.Host = hostOf(u)
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.EscapedPath(), "/")
	return u, nil
}

func validPort(port string) bool {
	if port == "" {
		return true
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

// confidential reports whether others on the network cannot read what is sent to u.
func confidential(u *url.URL) bool {
	return strings.EqualFold(u.Scheme, "https") || strings.EqualFold(u.Scheme, "http") && loopback(u.Hostname())
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && addr.IsLoopback()
}

// hostOf returns the host of u in lower case and without the port that its scheme implies, so
// that two spellings of one host compare equal.
func hostOf(u *url.URL) string {
	return trimPort(strings.ToLower(u.Host), strings.ToLower(u.Scheme))
}

func trimPort(host, scheme string) string {
	switch scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return strings.TrimSuffix(host, ":")
}

// join puts the endpoint in front of path and query of u, and keeps the escapes of each.
func join(endpoint, u *url.URL) *url.URL {
	path, escaped := u.Path, u.EscapedPath()
	if !strings.HasPrefix(path, "/") {
		path, escaped = "/"+path, "/"+escaped
	}
	joined := *endpoint
	joined.Path += path
	joined.RawPath += escaped
	joined.RawQuery, joined.ForceQuery = u.RawQuery, u.ForceQuery
	return &joined
}
