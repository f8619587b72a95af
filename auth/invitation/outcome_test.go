package invitation

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestProgress_add(t *testing.T) {
	t.Parallel()
	changed, failed := Progress{Done: 1, Changed: 1}, Progress{Done: 1, Failed: 1}
	for result, want := range map[Result]Progress{
		ResultCreated: changed, ResultAccepted: changed, ResultCancelled: changed,
		ResultInvalid: failed, ResultFailed: failed, ResultUnknown: failed,
		ResultPlanned: {Done: 1}, ResultAlreadyPending: {Done: 1}, ResultAlreadyMember: {Done: 1},
		ResultQuotaReached: {Done: 1}, ResultUntrusted: {Done: 1}, ResultSkipped: {Done: 1},
	} {
		var p Progress
		p.add(Outcome{Result: result})
		assert.Equal(t, want, p, string(result))
	}
}
