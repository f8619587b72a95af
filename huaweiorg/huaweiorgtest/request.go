package huaweiorgtest

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A Request is a record of one that came in. Printed, logged or as JSON it shows
// neither Authorization nor the security token; Header has both.
type Request struct {
	// Op is the operation, "" where method and path belong to none.
	Op string
	// AccountID is who called, "" where the signature was refused.
	AccountID string
	Method    string
	Path      string
	Query     url.Values
	Header    http.Header
	Body      []byte
	// Time is when it came, by the service's clock.
	Time time.Time
	// Status is the HTTP status of the answer: 0 while there is none, and where the
	// connection was broken instead.
	Status int
	// RequestID is the X-Request-Id of the answer.
	RequestID string
}

// Signature is the signature that the request came with, "" for none. Two attempts
// that were signed afresh differ in it.
func (r Request) Signature() string {
	_, signature, _ := strings.Cut(r.Header.Get("Authorization"), "Signature=")
	return signature
}

// String is one line: operation, method, path, caller and status.
func (r Request) String() string {
	return fmt.Sprintf("%s: %s %s by %q: %d", r.Op, r.Method, r.Path, r.AccountID, r.Status)
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
	r.Header.Del("Authorization")
	r.Header.Del("X-Security-Token")
	return json.Marshal(plain(r))
}

func (r *Request) clone() Request {
	c := *r
	c.Query = make(url.Values, len(r.Query))
	for name, values := range r.Query {
		c.Query[name] = slices.Clone(values)
	}
	c.Header = r.Header.Clone()
	c.Body = slices.Clone(r.Body)
	return c
}

// Requests returns copies of the requests that came in, in the order in which they came.
// A service keeps the last 10,000 of them.
func (s *Service) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.requests.All()
	out := make([]Request, len(kept))
	for i, r := range kept {
		out[i] = r.clone()
	}
	return out
}

func (s *Service) record(c *call) *Request {
	r := &Request{
		Method:    c.r.Method,
		Path:      c.r.URL.Path,
		Query:     c.r.URL.Query(),
		Header:    c.r.Header.Clone(),
		Body:      c.body,
		Time:      c.now,
		RequestID: c.requestID,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests.Add(r)
	return r
}

func (s *Service) finish(r *Request, c *call, out reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if out.Unseen {
		s.requests.Remove(r)
	}
	r.Op, r.AccountID = c.op, c.account.ID
	if out.Err == nil {
		r.Status = out.Status
	}
}
