package alibabarm_test

import (
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// inputs returns n invitations of accounts that the service does not know.
func inputs(n int) []alibabarm.InviteAccountInput {
	list := make([]alibabarm.InviteAccountInput, n)
	for i := range list {
		list[i] = alibabarm.InviteAccountInput{TargetType: alibabarm.TargetTypeAccount, TargetEntity: fmt.Sprintf("1%015d", i), Note: "join"}
	}
	return list
}

// gather returns all outcomes, and the error at the end.
func gather(t *testing.T, seq iter.Seq2[alibabarm.Outcome, error]) (out []alibabarm.Outcome, last error) {
	t.Helper()
	for o, err := range seq {
		require.NoError(t, last, "the error comes last")
		if err != nil {
			assert.Empty(t, o)
			last = err
			continue
		}
		out = append(out, o)
	}
	return out, last
}

func results(out []alibabarm.Outcome) (r []alibabarm.Result) {
	for _, o := range out {
		r = append(r, o.Result)
	}
	return r
}

// repeated returns n times the same result.
func repeated(r alibabarm.Result, n int) []alibabarm.Result {
	return slices.Repeat([]alibabarm.Result{r}, n)
}

// sent returns how many invitations the service was asked to send.
func (w world) sent() (n int) {
	for _, r := range w.s.Requests() {
		if r.Op == alibabarmtest.InviteAccountToResourceDirectory {
			n++
		}
	}
	return n
}
