package authtest

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Request is a record of a request that a service received. Printed, logged or as JSON
// it shows neither Authorization nor the security token; Header has both.
type Request struct {
	// Op is the operation, "" if the service has no such operation.
	Op string
	// Version is the API version, "" for services that have none in the request.
	Version string `json:",omitempty"`
	// AccountID is the account that called, "" if the signature was refused.
	AccountID string
	Method    string
	Host      string
	Path      string
	Query     url.Values
	// Form is the form body, nil without one.
	Form   url.Values `json:",omitempty"`
	Header http.Header
	Body   []byte
	// Time is when the request arrived, by the service's clock.
	Time time.Time
	// Status is the HTTP status of the response: 0 while there is none, and where the
	// connection was broken instead.
	Status int
	// RequestID is the request ID of the response.
	RequestID string
}

// NewRequest describes what arrives with a request whose body was read. The service adds
// the rest.
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
		Query:  u.Query(),
		Form:   formOf(r, body),
		Header: r.Header.Clone(),
		Body:   body,
	}
}

// formOf is the form body of a request, nil if it has none.
func formOf(r *http.Request, body []byte) url.Values {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if strings.TrimSpace(kind) != "application/x-www-form-urlencoded" {
		return nil
	}
	form, _ := url.ParseQuery(string(body)) // a service sees what can be read of it
	return form
}

// Signature is the signature that the request came with, "" for none. Two attempts with
// signatures of their own differ in it.
func (r Request) Signature() string {
	_, signature, _ := strings.Cut(r.Header.Get("Authorization"), "Signature=")
	return signature
}

// String is one line: operation and version, method, host and path, caller, status.
func (r Request) String() string {
	op := strings.TrimSpace(r.Op + " " + r.Version)
	return fmt.Sprintf("%s: %s %s%s by %q: %d", op, r.Method, r.Host, r.Path, r.AccountID, r.Status)
}

// Format prints [Request.String] for every verb.
func (r Request) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, r.String()) }

// LogValue is [Request.String].
func (r Request) LogValue() slog.Value { return slog.StringValue(r.String()) }

// MarshalText is [Request.String]. XML, YAML and TOML use it.
func (r Request) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// MarshalBinary is [Request.String]. gob uses it.
func (r Request) MarshalBinary() ([]byte, error) { return r.MarshalText() }

// MarshalJSON leaves the secret headers out.
func (r Request) MarshalJSON() ([]byte, error) {
	type plain Request
	r.Header = r.Header.Clone()
	for _, secret := range []string{"Authorization", "X-Security-Token", "X-Acs-Security-Token"} {
		r.Header.Del(secret)
	}
	return json.Marshal(plain(r))
}

func (r *Request) clone() Request {
	c := *r
	c.Query = url.Values(http.Header(r.Query).Clone())
	c.Form = url.Values(http.Header(r.Form).Clone())
	c.Header = r.Header.Clone()
	c.Body = slices.Clone(r.Body)
	return c
}

// Requests record what a service received, up to the last [MaxRecent] requests. The zero
// Requests are empty. All methods may be called from any number of goroutines.
type Requests struct {
	mu   sync.Mutex
	last Recent[Request]
}

// Begin records a request that arrives. It belongs to the record until [Requests.End].
func (s *Requests) Begin(r *Request) {
	if r == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last.Add(r)
}

// End completes the record of a request with the operation, the caller and the reply. It
// forgets a request that counts as one that never arrived.
func (s *Requests) End(r *Request, op, accountID string, out Reply) {
	if r == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r.Op, r.AccountID = op, accountID
	if out.Err == nil {
		r.Status = out.Status
	}
	if out.Unseen {
		s.last.Remove(r)
	}
}

// All returns copies of the requests, in the order in which they arrived.
func (s *Requests) All() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.last.All()
	out := make([]Request, len(kept))
	for i, r := range kept {
		out[i] = r.clone()
	}
	return out
}
