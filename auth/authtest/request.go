package authtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A Request records a request that a service received. Printed, logged or as JSON, it shows
// neither the signature nor a token. Header, Query, Form and Body hold both.
type Request struct {
	// Op is the operation, or "" if the service has no such operation.
	Op string
	// Version is the API version, or "" for a service whose requests have none.
	Version string `json:",omitempty"`
	// AccountID is the account that called, or "" if the signature was rejected or the
	// operation is not signed.
	AccountID string
	Method    string
	Host      string
	Path      string
	Query     url.Values
	// Form is the form body, or nil if there is none.
	Form   url.Values `json:",omitempty"`
	Header http.Header
	Body   []byte
	// Time is when the request arrived, by the service's clock.
	Time time.Time
	// Status is the HTTP status code of the response. It is 0 while there is none, and if a
	// fault broke the connection instead.
	Status int
	// RequestID is the request ID of the response.
	RequestID string
	// Hint says why the service refused the request, if the error alone would not show it, for
	// example because it does not verify the signature scheme.
	Hint string `json:",omitempty"`
}

// NewRequest returns the record of a request whose body was read. The service adds the rest.
func NewRequest(r *http.Request, body []byte) *Request {
	if r == nil {
		r = &http.Request{}
	}
	u := r.URL
	if u == nil {
		u = &url.URL{}
	}
	return &Request{
		Method: r.Method,
		Host:   r.Host,
		Path:   u.Path,
		Query:  parametersOf(u.RawQuery),
		Form:   formOf(r, body),
		Header: r.Header.Clone(),
		Body:   body,
	}
}

// formOf returns the form body of a request, or nil if it has none.
func formOf(r *http.Request, body []byte) url.Values {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded") {
		return nil
	}
	return parametersOf(string(body))
}

// parametersOf decodes a query or a form as far as possible. [url.ParseQuery] leaves out each
// parameter with a semicolon, which the signatures cover like any other character.
func parametersOf(text string) url.Values {
	values, _ := url.ParseQuery(strings.ReplaceAll(text, ";", "%3B"))
	return values
}

// Signature returns the signature of the request, from Authorization or a parameter, or "" if
// there is none. Two attempts with signatures of their own differ in it.
func (r Request) Signature() string {
	if _, signature, found := strings.Cut(r.Header.Get("Authorization"), "Signature="); found {
		return signature
	}
	return cmp.Or(r.Query.Get("Signature"), r.Form.Get("Signature"))
}

// String returns one line: operation and version, method, host and path, caller, status, and
// the hint, if there is one.
func (r Request) String() string {
	op := strings.TrimSpace(r.Op + " " + r.Version)
	line := fmt.Sprintf("%s: %s %s%s by %q: %d", op, r.Method, r.Host, r.Path, r.AccountID, r.Status)
	if r.Hint != "" {
		line += " (" + r.Hint + ")"
	}
	return line
}

// Format prints [Request.String] for every verb.
func (r Request) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, r.String()) }

// LogValue is [Request.String].
func (r Request) LogValue() slog.Value { return slog.StringValue(r.String()) }

// MarshalText is [Request.String]. XML, YAML and TOML use it.
func (r Request) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// MarshalBinary is [Request.String]. gob uses it.
func (r Request) MarshalBinary() ([]byte, error) { return r.MarshalText() }

// MarshalJSON leaves out signatures and tokens, and the body if it may hold them. A form is in
// Form.
func (r Request) MarshalJSON() ([]byte, error) {
	type plain Request
	r.Header = http.Header(withoutSecrets(r.Header))
	r.Query = url.Values(withoutSecrets(r.Query))
	r.Form = url.Values(withoutSecrets(r.Form))
	if r.Form != nil || namesSecret(r.Body) {
		r.Body = nil
	}
	return json.Marshal(plain(r))
}

// secretNames are the headers and parameters that hold a signature or a token.
var secretNames = []string{
	"Authorization", "X-Auth-Token", "X-Subject-Token", "X-Security-Token", "X-Acs-Security-Token", "X-Acs-Bearer-Token",
	"Signature", "SecurityToken", "BearerToken", "OIDCToken", "ExternalId",
}

// withoutSecrets returns a copy of headers or parameters without the secret ones.
func withoutSecrets(values map[string][]string) map[string][]string {
	if values == nil {
		return nil
	}
	out := map[string][]string{}
	for name, value := range values {
		if !slices.ContainsFunc(secretNames, func(secret string) bool { return strings.EqualFold(name, secret) }) {
			out[name] = value
		}
	}
	return out
}

// secretFields are the names of secrets in bodies: parameters that were sent with another type
// than a form, and the secrets that clients send to IAM and STS.
var secretFields = [][]byte{
	[]byte("securitytoken"), []byte("bearertoken"), []byte("oidctoken"), []byte("externalid"),
	[]byte("id_token"), []byte("external_id"), []byte("token_code"), []byte(`"token"`),
}

// namesSecret reports whether a body names a secret.
func namesSecret(body []byte) bool {
	body = bytes.ToLower(body)
	return slices.ContainsFunc(secretFields, func(name []byte) bool { return bytes.Contains(body, name) })
}

func (r *Request) clone() Request {
	c := *r
	c.Query = url.Values(http.Header(r.Query).Clone())
	c.Form = url.Values(http.Header(r.Form).Clone())
	c.Header = r.Header.Clone()
	c.Body = slices.Clone(r.Body)
	return c
}
