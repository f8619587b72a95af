package huaweiorgtest

import "github.com/orghandshakes/handshakes-go/auth/authtest"

// Always as [Fault].Times has no end.
const Always = authtest.Always

// A Fault makes some requests fail: those of the operation Op and of the caller AccountID (""
// for each), after the first Skip of them, the next Times (0 is once, [Always] has no end).
// Kind is what happens to them.
type Fault = authtest.Fault

// Inject adds faults. At most one fault counts a request: the first one added that matches the
// request and is not used up. It lets the request pass or hits it. So faults for the same
// operation follow one another like the lines of a script, and [Always] is the last of them.
// The service refuses a request without a valid signature before faults count it.
func (s *Service) Inject(faults ...Fault) { s.faults.Inject(faults...) }

// Unused returns the faults that have not hit all of their requests, with the rest of Skip and
// Times. A fault with [Always] is used once it has hit.
func (s *Service) Unused() []Fault { return s.faults.Unused() }
