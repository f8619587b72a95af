package huaweiorgtest

import "github.com/orghandshakes/handshakes-go/auth/authtest"

// A Request is a record of one that came in: operation, caller, what was sent, and the
// status and X-Request-Id of the answer. Printed, logged or as JSON it shows
// neither Authorization nor the security token; Header has both.
type Request = authtest.Request

// Requests returns copies of the requests that came in, in the order in which they came.
// A service keeps the last 10,000 of them.
func (s *Service) Requests() []Request { return s.requests.All() }
