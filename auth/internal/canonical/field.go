package canonical

import (
	"cmp"
	"net/http"
	"net/textproto"
	"strings"
)

// A Field is one header to be signed, its name in lower case.
type Field struct{ Name, Value string }

// AppendField appends the header name as it will be sent, and reports whether there is
// one. The host is not in the header: it is what net/http sends as such.
func AppendField(dst []Field, req *http.Request, name string) ([]Field, bool, error) {
	lower := LowerName(name)
	if lower == "host" {
		host := req.Host
		for i := range len(host) {
			if c := host[i]; c <= ' ' || c >= 0x7f || c == '%' {
				return nil, false, ErrHost
			}
		}
		if host == "" {
			return dst, false, nil
		}
		return append(dst, Field{"host", host}), true, nil
	}
	return AppendValues(dst, lower, req.Header[http.CanonicalHeaderKey(name)])
}

// AppendValues appends the one value of a header, if it has any. The name is in lower
// case.
func AppendValues(dst []Field, name string, values []string) ([]Field, bool, error) {
	if len(values) == 0 {
		return dst, false, nil
	}
	value := textproto.TrimString(values[0])
	switch {
	case len(values) > 1:
		return nil, false, ErrRepeated
	case breaksLine(value):
		return nil, false, ErrBreak
	}
	return append(dst, Field{name, value}), true, nil
}

func breaksLine(value string) bool {
	return strings.IndexByte(value, '\n') >= 0 || strings.IndexByte(value, '\r') >= 0 || strings.IndexByte(value, 0) >= 0
}

// ValueOf returns the value of the field with this name, in lower case.
func ValueOf(fields []Field, name string) (string, bool) {
	for _, f := range fields {
		if f.Name == name {
			return f.Value, true
		}
	}
	return "", false
}

// Sort sorts fields by name, then by value. They are few: the sort of package slices would
// add more to a program than it saves.
func Sort(fields []Field) {
	for i := range fields {
		for ; i > 0 && less(fields[i], fields[i-1]); i-- {
			fields[i], fields[i-1] = fields[i-1], fields[i]
		}
	}
}

func less(a, b Field) bool { return a.Name < b.Name || a.Name == b.Name && a.Value < b.Value }

// LowerName returns a header's name in lower case. The names that are signed in every
// request are listed, which saves 12 to 18 % of a signature.
func LowerName(name string) string {
	switch name {
	case "Host":
		return "host"
	case "Content-Type":
		return "content-type"
	case "X-Sdk-Content-Sha256":
		return "x-sdk-content-sha256"
	case "X-Sdk-Date":
		return "x-sdk-date"
	case "X-Domain-Id":
		return "x-domain-id"
	case "X-Security-Token":
		return "x-security-token"
	case "X-Acs-Action":
		return "x-acs-action"
	case "X-Acs-Content-Sha256":
		return "x-acs-content-sha256"
	case "X-Acs-Date":
		return "x-acs-date"
	case "X-Acs-Security-Token":
		return "x-acs-security-token"
	case "X-Acs-Signature-Nonce":
		return "x-acs-signature-nonce"
	case "X-Acs-Version":
		return "x-acs-version"
	}
	return strings.ToLower(name)
}

// PinHost makes the host that is sent the one that is signed: the request's own
// or the URL's, without the scheme's default port.
func PinHost(req *http.Request) {
	host := cmp.Or(req.Host, req.URL.Host)
	switch req.URL.Scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	req.Host = host
}

// SetHeaders sets headers, given as canonical key and value, and deletes those with an
// empty value, so that none of an earlier attempt stays.
func SetHeaders(h http.Header, pairs ...string) {
	values := make([]string, len(pairs)/2) // in one piece, which saves 5 % of a signature
	for i := range values {
		key, value := pairs[2*i], pairs[2*i+1]
		if value == "" {
			delete(h, key)
			continue
		}
		values[i] = value
		h[key] = values[i : i+1 : i+1]
	}
}
