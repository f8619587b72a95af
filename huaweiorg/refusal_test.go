package huaweiorg_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestInviteAll_Quotas(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind  huaweiorgtest.Kind
		times int
		want  []huaweiorg.Result
		err   error
	}{
		"the quota of the gateway": {kind: huaweiorgtest.Refuse(405, "APIGW.0501", "x"),
			want: repeated(huaweiorg.ResultQuotaReached, 5)},
		"the quota of accounts": {
			kind: huaweiorgtest.Refuse(400, "Organizations.1305", "Quota exceeded for account"),
			want: repeated(huaweiorg.ResultQuotaReached, 5)},
		"a quota whose code is unknown": {
			kind: huaweiorgtest.Refuse(400, "Organizations.4711",
				"Quota exceeded for invitations"), want: repeated(huaweiorg.ResultQuotaReached, 5)},
		"a service that fails in its own step": {
			kind: huaweiorgtest.Refuse(400, "Organizations.1022", "x"), times: huaweiorgtest.Always,
			want: repeated(huaweiorg.ResultFailed, 3), err: huaweiorg.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				w.s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Times: c.times, Kind: c.kind})
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(5))))
				assert.Equal(t, c.want, results(out))
				if c.err == nil {
					require.NoError(t, err)
					assert.Equal(t, 1, w.sent())
				} else {
					require.ErrorIs(t, err, c.err)
				}
			})
		})
	}
}

func TestInviteAll_Refusals(t *testing.T) {
	t.Parallel()
	for _, r := range huaweiorg.Refusals() {
		t.Run(fmt.Sprintf("%s is about the %s", r.Code, r.About), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				w.inject(huaweiorgtest.InviteAccount, huaweiorgtest.Refuse(r.Status, r.Code, "x"))
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(3))))
				first := huaweiorg.ResultFailed
				if errors.Is(r.Condition, huaweiorg.ErrQuota) {
					first = huaweiorg.ResultQuotaReached
				}
				want := []huaweiorg.Result{first}
				switch r.About {
				case "input", "moment":
					want = append(want, repeated(huaweiorg.ResultCreated, 2)...)
				case "rest":
					want = append(want, repeated(huaweiorg.ResultQuotaReached, 2)...)
				}
				assert.Equal(t, want, results(out))
				if r.About == "call" {
					require.ErrorIs(t, err, r.Condition)
				} else {
					require.NoError(t, err)
				}
				if first == huaweiorg.ResultQuotaReached {
					assert.NotEmpty(t, out[0].Reason)
				}
			})
		})
	}
}

func TestInviteAll_LoopingList(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		w.inject(huaweiorgtest.ListHandshakes, huaweiorgtest.RepeatMarker(1), huaweiorgtest.RepeatMarker(1))
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(2))))
		require.Error(t, err)
		assert.Empty(t, out)
		assert.Zero(t, w.sent())
	})
}
