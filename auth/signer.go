package auth

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"time"
)

// A Signer makes a request one that the cloud accepts.
type Signer interface {
	// Sign sets the headers of the scheme on req, Authorization last, and
	// rewrites the query into the form that it signs, so that what is sent is
	// what was signed. body is the exact payload; now is the date of the
	// signature. Empty credentials are [ErrNoCredentials], and those that are not
	// printable ASCII are [ErrInvalid]. After an error req
	// must not be sent. Sign may be called from several goroutines.
	Sign(req *http.Request, body []byte, c Credentials, now time.Time) error
}

var (
	errQuery    = errors.New("the query has an invalid percent-escape: encode it with url.Values")
	errOpaque   = errors.New("an opaque URL cannot be signed: set its path")
	errHost     = errors.New("the host cannot be signed: use an ASCII name or address without a zone")
	errRepeated = errors.New("a header to be signed has several values: send it once")
	errBreak    = errors.New("a header to be signed has a line break or NUL in its value")
	errAbsent   = errors.New("a header of SignedHeaders is not set on the request")
)

// checkRequest refuses what cannot be signed at all.
func checkRequest(req *http.Request) error {
	if req == nil || req.URL == nil {
		return fmt.Errorf("the request is nil or has no URL: make it with http.NewRequest: %w", ErrInvalid)
	}
	return nil
}

// A scheme is what SDK-HMAC-SHA256 and ACS3-HMAC-SHA256 do not share. Both hash
// one canonical request and sign its hash with the plain secret.
type scheme struct {
	algorithm  string
	credential string // what stands before the access key ID
	separator  string // between the parts of Authorization
	slash      bool   // the canonical path ends with a slash
	dated      bool   // the date is a line of the string to sign
}

// A field is one header to be signed, its name in lower case.
type field struct{ name, value string }

func (s scheme) sign(req *http.Request, fields []field, hash, date string, c Credentials) error {
	if req.URL.Opaque != "" {
		return errOpaque
	}
	query, err := canonicalQuery(req.URL.RawQuery)
	if err != nil {
		return err
	}
	req.URL.RawQuery = query
	var space [1024]byte
	request, names := s.appendRequest(space[:0], req, query, fields, hash)
	mac := s.signature(request, date, c.AccessKeySecret)

	text := make([]byte, 0, 384)
	text = append(text, s.algorithm...)
	text = append(text, s.credential...)
	text = append(text, c.AccessKeyID...)
	text = append(text, s.separator...)
	text = append(text, "SignedHeaders="...)
	text = append(text, names...)
	text = append(text, s.separator...)
	text = append(text, "Signature="...)
	text = append(text, mac[:]...)
	req.Header["Authorization"] = []string{string(text)}
	return nil
}

// appendRequest appends the canonical request; names is what it says of the signed
// headers. query is canonical and fields are sorted.
func (s scheme) appendRequest(dst []byte, req *http.Request, query string, fields []field, hash string) (request, names []byte) {
	dst = append(dst, cmp.Or(req.Method, http.MethodGet)...)
	dst = append(dst, '\n')
	dst = s.appendPath(dst, req.URL.Path)
	dst = append(dst, '\n')
	dst = append(dst, query...)
	dst = append(dst, '\n')
	for _, f := range fields {
		dst = append(dst, f.name...)
		dst = append(dst, ':')
		dst = append(dst, f.value...)
		dst = append(dst, '\n')
	}
	dst = append(dst, '\n')
	before := len(dst)
	dst = appendNames(dst, fields)
	after := len(dst)
	dst = append(dst, '\n')
	dst = append(dst, hash...)
	return dst, dst[before:after]
}

// appendPath encodes the decoded path: a slash that was sent as %2F counts as one.
func (s scheme) appendPath(dst []byte, path string) []byte {
	for part := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		dst = append(dst, '/')
		dst = appendEscaped(dst, part)
	}
	if s.slash && dst[len(dst)-1] != '/' {
		dst = append(dst, '/')
	}
	return dst
}

// appendToSign appends the string to sign for a canonical request.
func (s scheme) appendToSign(dst, request []byte, date string) []byte {
	dst = append(dst, s.algorithm...)
	dst = append(dst, '\n')
	if s.dated {
		dst = append(dst, date...)
		dst = append(dst, '\n')
	}
	sum := sha256.Sum256(request)
	return hex.AppendEncode(dst, sum[:])
}

func (s scheme) signature(request []byte, date, secret string) hexSum {
	// hmac makes each buffer that it is given escape: one serves in turn.
	buf := append(make([]byte, 0, 128), secret...)
	mac := hmac.New(sha256.New, buf)
	buf = s.appendToSign(buf[:0], request, date)
	mac.Write(buf)
	return hexOf([sha256.Size]byte(mac.Sum(buf[:0])))
}

type hexSum [2 * sha256.Size]byte

func hexOf(sum [sha256.Size]byte) (text hexSum) {
	hex.Encode(text[:], sum[:])
	return text
}

// emptyHash is the hash of nothing, which is the body of every read.
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func hashOf(body []byte) string {
	if len(body) == 0 {
		return emptyHash
	}
	text := hexOf(sha256.Sum256(body))
	return string(text[:])
}

// appendField appends the header name as it will be sent. The host is not in the
// header: it is what net/http sends as such.
func appendField(dst []field, req *http.Request, name string) ([]field, bool, error) {
	lower := lowerName(name)
	if lower == "host" {
		host := req.Host
		for i := range len(host) {
			if c := host[i]; c <= ' ' || c >= 0x7f || c == '%' {
				return nil, false, errHost
			}
		}
		if host == "" {
			return dst, false, nil
		}
		return append(dst, field{"host", host}), true, nil
	}
	return appendValues(dst, lower, req.Header[http.CanonicalHeaderKey(name)])
}

func appendValues(dst []field, name string, values []string) ([]field, bool, error) {
	if len(values) == 0 {
		return dst, false, nil
	}
	value := textproto.TrimString(values[0])
	switch {
	case len(values) > 1:
		return nil, false, errRepeated
	case breaksLine(value):
		return nil, false, errBreak
	}
	return append(dst, field{name, value}), true, nil
}

func breaksLine(value string) bool {
	return strings.IndexByte(value, '\n') >= 0 || strings.IndexByte(value, '\r') >= 0 || strings.IndexByte(value, 0) >= 0
}

// pinHost makes the host that is sent the one that is signed: the request's own
// or the URL's, without the scheme's default port.
func pinHost(req *http.Request) {
	host := cmp.Or(req.Host, req.URL.Host)
	switch req.URL.Scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	req.Host = host
}

// valueOf is the value of the field with this name, in lower case.
func valueOf(fields []field, name string) (string, bool) {
	for _, f := range fields {
		if f.name == name {
			return f.value, true
		}
	}
	return "", false
}

func sortFields(fields []field) {
	slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
}

func appendNames(dst []byte, fields []field) []byte {
	for i, f := range fields {
		if i > 0 {
			dst = append(dst, ';')
		}
		dst = append(dst, f.name...)
	}
	return dst
}

// lowerName is a header's name in lower case, at no cost for those that are signed in
// every request.
func lowerName(name string) string {
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

type pair struct{ key, value string }

// setHeaders deletes those with an empty value, so that none of an earlier
// attempt stays.
func setHeaders(h http.Header, pairs ...pair) {
	values := make([]string, len(pairs))
	for i, p := range pairs {
		if p.value == "" {
			delete(h, p.key)
			continue
		}
		values[i] = p.value
		h[p.key] = values[i : i+1 : i+1]
	}
}
