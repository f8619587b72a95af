package alibabarm_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestInviteAll_Codes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind  alibabarmtest.Kind
		times int
		want  []alibabarm.Result
		sent  int
		err   error
	}{
		"LimitExceeded.InvitationRate": {
			kind: alibabarmtest.Refuse(409, "LimitExceeded.InvitationRate", "x"), times: 1,
			want: slices.Concat(repeated(alibabarm.ResultQuotaReached, 5),
				[]alibabarm.Result{alibabarm.ResultAlreadyPending}), sent: 1, err: nil},
		"LimitExceeded.Account": {kind: alibabarmtest.Refuse(409, "LimitExceeded.Account", "x"),
			times: 1,
			want: slices.Concat(repeated(alibabarm.ResultQuotaReached, 5),
				[]alibabarm.Result{alibabarm.ResultAlreadyPending}), sent: 1, err: nil},
		"LimitExceeded.Invitation.InvalidTarget": {
			kind:  alibabarmtest.Refuse(409, "LimitExceeded.Invitation.InvalidTarget", "x"),
			times: 1,
			want: slices.Concat(repeated(alibabarm.ResultQuotaReached, 5),
				[]alibabarm.Result{alibabarm.ResultAlreadyPending}), sent: 1, err: nil},
		"a quota of each target": {
			kind:  alibabarmtest.Refuse(409, "LimitExceeded.SameTargetInvitationRate", "x"),
			times: 4,
			want: slices.Concat(repeated(alibabarm.ResultQuotaReached, 4),
				[]alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}),
			sent: 5, err: nil},
		"F28 members, one after the other": {
			kind:  alibabarmtest.Refuse(409, "EntityAlreadyExists.ResourceDir.Account", "x"),
			times: 4,
			want: slices.Concat(repeated(alibabarm.ResultAlreadyMember, 4),
				[]alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}),
			sent: 5, err: nil},
		"F28 of other directories": {
			kind:  alibabarmtest.Refuse(409, "NotSupport.AccountInAnotherResourceDirectory", "x"),
			times: 4,
			want: slices.Concat(repeated(alibabarm.ResultFailed, 4),
				[]alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}),
			sent: 5, err: nil},
		"F28 pending, but in no list": {
			kind: alibabarmtest.Refuse(409, "EntityAlreadyExists.Handshake", "x"), times: 4,
			want: slices.Concat(repeated(alibabarm.ResultAlreadyPending, 4),
				[]alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}),
			sent: 5, err: nil},
		"C33 targets without invoice data": {
			kind: alibabarmtest.Refuse(404, "EnterpriseInvoiceAuthenticationError", "x"), times: 4,
			want: slices.Concat(repeated(alibabarm.ResultFailed, 4),
				[]alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}),
			sent: 5, err: nil},
		"targets of another legal entity": {
			kind: alibabarmtest.Refuse(409, "LegalEntityMismatch", "x"), times: 4,
			want: slices.Concat(repeated(alibabarm.ResultFailed, 4),
				[]alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}),
			sent: 5, err: nil},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				in := inputs(6)
				w.s.Seed(alibabarm.Handshake{TargetType: in[5].TargetType, TargetEntity: in[5].TargetEntity})
				w.s.Inject(alibabarmtest.Fault{Op: alibabarmtest.InviteAccountToResourceDirectory, Times: c.times, Kind: c.kind})
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
				assert.Equal(t, c.want, results(out))
				assert.Equal(t, c.sent, w.sent())
				if c.err == nil {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, c.err)
				}
			})
		})
	}
}

func TestInviteAll_Refusals(t *testing.T) {
	t.Parallel()
	for _, r := range alibabarm.Refusals() {
		t.Run(fmt.Sprintf("%s is about the %s", r.Code, r.About), func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				w.inject(alibabarmtest.InviteAccountToResourceDirectory, alibabarmtest.Refuse(409, r.Code, "x"))
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(3))))
				first := alibabarm.ResultFailed
				if errors.Is(r.Condition, alibabarm.ErrQuota) {
					first = alibabarm.ResultQuotaReached
				}
				if r.Code == "EntityAlreadyExists.Handshake" {
					first = alibabarm.ResultAlreadyPending
				}
				if r.Code == "EntityAlreadyExists.ResourceDir.Account" {
					first = alibabarm.ResultAlreadyMember
				}
				want := []alibabarm.Result{first}
				switch r.About {
				case "input", "moment":
					want = append(want, repeated(alibabarm.ResultCreated, 2)...)
				case "rest":
					want = append(want, repeated(alibabarm.ResultQuotaReached, 2)...)
				}
				assert.Equal(t, want, results(out))
				if r.About == "call" {
					require.ErrorIs(t, err, r.Condition)
				} else {
					require.NoError(t, err)
				}
				if first == alibabarm.ResultQuotaReached {
					assert.NotEmpty(t, out[0].Reason)
				}
			})
		})
	}
}

func TestInviteAll_QuotaReasons(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		reasons := map[string]string{}
		for _, code := range []string{"LimitExceeded.Account", "LimitExceeded.InvitationRate", "LimitExceeded.SameTargetInvitationRate", "LimitExceeded.Invitation.InvalidTarget"} {
			w := newWorld(t, v)
			w.inject(alibabarmtest.InviteAccountToResourceDirectory, alibabarmtest.Refuse(409, code, "x"))
			out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(2))))
			require.NoError(t, err)
			assert.NotContains(t, reasons, out[0].Reason, "each quota has its own reason")
			reasons[out[0].Reason] = code
			if out[1].Result == alibabarm.ResultQuotaReached {
				assert.Contains(t, out[1].Reason, out[0].Reason, "the other targets have the same reason")
			}
		}
	})
}

func TestInviteAll_RefusalInOutcome(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w, in := newWorld(t, v), inputs(3)
		w.inject(alibabarmtest.InviteAccountToResourceDirectory,
			alibabarmtest.Refuse(409, "NotSupport.AccountInAnotherResourceDirectory", "x"),
			alibabarmtest.Refuse(409, "EntityAlreadyExists.ResourceDir.Account", "x"),
			alibabarmtest.Refuse(409, "LimitExceeded.InvitationRate", "x"))
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		require.Len(t, out, 3)
		assert.NotEmpty(t, out[0].Reason)
		require.ErrorIs(t, out[0].Err, alibabarm.ErrConflict)
		require.NoError(t, out[1].Err)
		require.ErrorIs(t, out[2].Err, alibabarm.ErrQuota)
	})
}

func TestInviteAll_Folder(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w, in := newWorld(t, v), inputs(1)
		in[0].ParentFolderID = "fd-Abc123"
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(map[bool]alibabarm.Result{true: alibabarm.ResultCreated, false: alibabarm.ResultInvalid}[v == alibabarm.Version20220419], 1), results(out))
	})
}

func TestInviteAll_ChangingTotal(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.s.Seed(w.s.Believable(150)...)
		w.s.Inject(alibabarmtest.Fault{Op: sent, Times: alibabarmtest.Always, Kind: alibabarmtest.ChangingTotal(3)})
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(2))))
		require.ErrorIs(t, err, pagination.ErrDrift)
		assert.Empty(t, out)
		assert.Zero(t, w.sent())
	})
}

// TestInviteAll_PassesThatDiffer has the target first on page two. Between the pages of the
// first two passes, a row of page one vanishes and another appears at the end. Between the
// passes, the opposite happens. Each pass looks stable, and none of them contains the target.
func TestInviteAll_PassesThatDiffer(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		in := inputs(1)
		w.s.Seed(w.s.Believable(150)...)
		reorder := func(change func([]alibabarm.Handshake) []alibabarm.Handshake) alibabarmtest.Kind {
			return alibabarmtest.Hook(func() {
				list := w.s.Handshakes()
				for _, h := range list {
					w.s.Remove(h.ID)
				}
				w.s.Seed(change(list)...)
			})
		}
		target := alibabarm.Handshake{TargetType: in[0].TargetType, TargetEntity: in[0].TargetEntity}
		insert := reorder(func(l []alibabarm.Handshake) []alibabarm.Handshake { return slices.Insert(l, 100, target) })
		left := reorder(func(l []alibabarm.Handshake) []alibabarm.Handshake { return append(l[1:], alibabarm.Handshake{}) })
		right := reorder(func(l []alibabarm.Handshake) []alibabarm.Handshake {
			return slices.Insert(l[:len(l)-1], 0, alibabarm.Handshake{})
		})
		quiet := alibabarmtest.Hook(func() {})
		w.inject(sent, insert, quiet, left, right, left)
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, []alibabarm.Result{alibabarm.ResultAlreadyPending}, results(out))
		assert.Zero(t, w.sent())
		assert.Empty(t, w.s.Unused())
	})
}

func TestInviteAll_MissedRow(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		old := w.s.Seed(w.s.Believable(100)...)
		in := inputs(1)
		w.s.Seed(alibabarm.Handshake{TargetType: in[0].TargetType, TargetEntity: in[0].TargetEntity, Status: alibabarm.StatusDeclined})
		w.s.Seed(w.s.Believable(10)...)
		// Between the two pages, one row vanishes from the first page and another appears. The
		// declined one is on neither page, and the total does not change.
		w.inject(sent, alibabarmtest.Kind{}, alibabarmtest.Kind{}, alibabarmtest.Hook(func() {
			w.s.Remove(old[0].ID)
			w.s.Seed(alibabarm.Handshake{})
		}))
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(alibabarm.ResultSkipped, 1), results(out))
		assert.Zero(t, w.sent())
	})
}

func TestInviteAll_ShortList(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		in := inputs(1)
		w.s.Seed(alibabarm.Handshake{TargetType: in[0].TargetType, TargetEntity: in[0].TargetEntity, Status: alibabarm.StatusDeclined})
		w.inject(sent, alibabarmtest.EmptyPage())
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(alibabarm.ResultSkipped, 1), results(out))
	})
}
