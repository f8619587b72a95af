package alibabarmtest

import "github.com/orghandshakes/handshakes-go/auth/authtest"

// A Request is a record of one that came in: operation and API version, caller, what was
// sent, and the status and X-Acs-Request-Id of the response. Printed, logged or as JSON it shows
// neither the signature nor a token; Header, Query, Form and Body have both.
type Request = authtest.Request

// Requests returns copies of the requests that came in, in the order in which they came.
// A service keeps the last 10,000 of them, or fewer if they have more than 64 MiB.
func (s *Service) Requests() []Request { return s.requests.All() }
