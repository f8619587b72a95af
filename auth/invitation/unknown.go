package invitation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

// An unknownOutcome is [auth.ErrOutcomeUnknown] with everything that went wrong.
type unknownOutcome struct {
	pkg, op, why, check string
	causes              []error
}

// Error names the package once: the causes may begin with it, too.
func (e *unknownOutcome) Error() string {
	parts := []string{fmt.Sprintf("%s: %s: %v", e.pkg, e.op, auth.ErrOutcomeUnknown), e.why, e.check}
	for _, cause := range e.causes {
		parts = append(parts, strings.TrimPrefix(cause.Error(), e.pkg+": "))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, "; ")
}

func (e *unknownOutcome) Unwrap() []error {
	return append([]error{auth.ErrOutcomeUnknown}, e.causes...)
}
