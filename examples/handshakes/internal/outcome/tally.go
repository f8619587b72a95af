package outcome

import (
	"fmt"
	"strings"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// A Tally counts outcomes by their result.
type Tally map[huaweiorg.Result]int

// String is such as "2 created, 1 already pending": what was done first, then what
// needs no doing, then what was not done. It is "" for no outcome.
func (t Tally) String() string {
	var parts []string
	for _, result := range []huaweiorg.Result{
		huaweiorg.ResultCreated, huaweiorg.ResultAccepted, huaweiorg.ResultPlanned,
		huaweiorg.ResultAlreadyPending, huaweiorg.ResultAlreadyMember,
		huaweiorg.ResultQuotaReached, huaweiorg.ResultUntrusted, huaweiorg.ResultSkipped,
		huaweiorg.ResultInvalid, huaweiorg.ResultFailed, huaweiorg.ResultUnknown,
	} {
		if n := t[result]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, result))
		}
	}
	return strings.Join(parts, ", ")
}
