package alibabarmtest

import "github.com/orghandshakes/handshakes-go/auth/authtest"

// Always as [Fault].Times is for ever.
const Always = authtest.Always

// A Fault makes some requests go wrong: those of the operation Op and of the caller
// AccountID ("" for each), after the first Skip of them, Times long (0 is once, [Always]
// for ever). Kind is what happens to them.
type Fault = authtest.Fault

// Inject adds faults. A request meets one fault at most, the first one added that
// matches it and is not used up, be it to pass or to be hit: faults for the same
// operation follow one another, as the lines of a script, and [Always] is the last of
// them. A request without a good signature is refused before it meets a fault.
func (s *Service) Inject(faults ...Fault) { s.faults.Inject(faults...) }

// Unused returns the faults that are still to come, with what is left of Skip and
// Times. One that hits [Always] is used once it has hit.
func (s *Service) Unused() []Fault { return s.faults.Unused() }
