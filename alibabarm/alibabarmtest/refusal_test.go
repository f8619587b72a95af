package alibabarmtest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestWithRefusal(t *testing.T) {
	t.Parallel()
	type words struct {
		status        int
		code, message string
	}
	const code, message = "LimitExceeded.SameTargetInvitationRate", "The account was invited too often."
	for name, c := range map[string]struct {
		opt  alibabarmtest.Option
		want words
	}{
		"changes all parts": {
			opt:  alibabarmtest.WithRefusal(code, 400, "LimitExceeded.Target", "x"),
			want: words{400, "LimitExceeded.Target", "x"}},
		"keeps the parts whose argument is zero": {opt: alibabarmtest.WithRefusal(code, 0, "", ""),
			want: words{409, code, message}},
		"leaves other refusals alone": {
			opt:  alibabarmtest.WithRefusal("LimitExceeded.Account", 400, "x", "x"),
			want: words{409, code, message}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, e := range edges {
				x := newStage(t, e, alibabarmtest.WithSameTargetQuota(0), c.opt)
				got := x.invite(x.guest.ID)
				assert.Equal(t, c.want, words{got.status, got.Code, got.Message})
			}
		})
	}
}
