package huaweiorgtest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestWithRefusal(t *testing.T) {
	t.Parallel()
	type words struct {
		status        int
		code, message string
	}
	const standIn, message = "Organizations.9009", "Quota exceeded for invitations in 24 hours."
	for name, c := range map[string]struct {
		opt  huaweiorgtest.Option
		want words
	}{
		"changes all parts": {
			opt:  huaweiorgtest.WithRefusal(standIn, 409, "Organizations.1404", "x"),
			want: words{409, "Organizations.1404", "x"}},
		"keeps the parts whose argument is zero": {
			opt:  huaweiorgtest.WithRefusal(standIn, 0, "", ""),
			want: words{400, standIn, message}},
		"leaves other refusals alone": {
			opt:  huaweiorgtest.WithRefusal("Organizations.9010", 409, "x", "x"),
			want: words{400, standIn, message}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := newStage(t, huaweiorgtest.WithInvitationQuota(0), c.opt)
			got := x.invite(x.guest.ID)
			assert.Equal(t, c.want, words{got.status, got.ErrorCode, got.ErrorMsg})
			assert.Equal(t, http.StatusOK, x.get(x.root, sentPath).status)
		})
	}
}
