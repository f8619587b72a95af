package huaweiorg_test

import (
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// inputs returns n invitations of accounts that the service does not know.
func inputs(n int) []huaweiorg.InviteAccountInput {
	list := make([]huaweiorg.InviteAccountInput, n)
	for i := range list {
		list[i] = huaweiorg.InviteAccountInput{Target: target(fmt.Sprintf("%032x", i)), Notes: "join"}
	}
	return list
}

// gather returns all outcomes, and the error at the end.
func gather(t *testing.T, seq iter.Seq2[huaweiorg.Outcome, error]) (out []huaweiorg.Outcome, last error) {
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

func results(out []huaweiorg.Outcome) (r []huaweiorg.Result) {
	for _, o := range out {
		r = append(r, o.Result)
	}
	return r
}

// repeated returns n times the same result.
func repeated(r huaweiorg.Result, n int) []huaweiorg.Result {
	return slices.Repeat([]huaweiorg.Result{r}, n)
}

// sent returns how many invitations the service was asked to send.
func (w world) sent() (n int) {
	for _, r := range w.s.Requests() {
		if r.Op == huaweiorgtest.InviteAccount {
			n++
		}
	}
	return n
}
