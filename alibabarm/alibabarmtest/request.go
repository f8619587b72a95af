package alibabarmtest

import "github.com/orghandshakes/handshakes-go/auth/authtest"

// A Request records a request: operation and API version, caller, what the client sent, and the
// status and X-Acs-Request-Id of the response. Printed, logged or as JSON, it shows neither the
// signature nor a token. Header, Query, Form and Body hold both.
type Request = authtest.Request

// Requests returns copies of the requests in the order in which they arrived. A service keeps
// the latest 10,000, or fewer if they have more than 64 MiB.
func (s *Service) Requests() []Request { return s.requests.All() }
