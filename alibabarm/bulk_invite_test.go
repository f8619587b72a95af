package alibabarm_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// inputs are n invitations of accounts that the service does not know.
func inputs(n int) []alibabarm.InviteAccountInput {
	list := make([]alibabarm.InviteAccountInput, n)
	for i := range list {
		list[i] = alibabarm.InviteAccountInput{TargetType: alibabarm.TargetTypeAccount, TargetEntity: fmt.Sprintf("1%015d", i), Note: "join"}
	}
	return list
}

// gather is all outcomes and the error at the end.
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

func targetOf(in alibabarm.InviteAccountInput) alibabarm.Target {
	return alibabarm.Target{Type: in.TargetType, Entity: in.TargetEntity}
}

func results(out []alibabarm.Outcome) (r []alibabarm.Result) {
	for _, o := range out {
		r = append(r, o.Result)
	}
	return r
}

// repeated is n times the same result.
func repeated(r alibabarm.Result, n int) []alibabarm.Result {
	return slices.Repeat([]alibabarm.Result{r}, n)
}

func TestInviteAllTellsWhatBecameOfEachTarget(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		in := inputs(9)
		for i, status := range []alibabarm.Status{"Pending", "Accepted", "Declined", "Cancelled", "Expired", "Revoked"} {
			w.s.Seed(alibabarm.Handshake{TargetType: in[i].TargetType, TargetEntity: in[i].TargetEntity, Status: status})
		}
		w.s.Seed(alibabarm.Handshake{TargetType: in[6].TargetType, TargetEntity: in[6].TargetEntity, CreateTime: time.Now().Add(-20 * 24 * time.Hour)}) // past its date
		in[7].Tags = tags(21)
		in = append(in, in[8], in[0])
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, []alibabarm.Result{
			alibabarm.ResultAlreadyPending, alibabarm.ResultAlreadyMember, alibabarm.ResultSkipped, alibabarm.ResultSkipped,
			alibabarm.ResultSkipped, alibabarm.ResultSkipped, alibabarm.ResultSkipped, alibabarm.ResultInvalid,
			alibabarm.ResultCreated, alibabarm.ResultSkipped, alibabarm.ResultSkipped,
		}, results(out))
		for i, o := range out {
			assert.Equal(t, targetOf(in[i]), o.Target)
			assert.Equal(t, o.Result == alibabarm.ResultSkipped, o.Reason != "")
			assert.Equal(t, o.Result == alibabarm.ResultInvalid, o.Err != nil)
			if i < 7 || i == 8 {
				assert.Equal(t, o.Target, alibabarm.Target{Type: o.Handshake.TargetType, Entity: o.Handshake.TargetEntity}, "the invitation that decides")
			}
		}
		require.ErrorIs(t, out[7].Err, alibabarm.ErrInvalid)
		assert.Equal(t, []string{"ListHandshakesForResourceDirectory 200", "InviteAccountToResourceDirectory 200"}, w.ops(0))
	})
}

func TestReinviteNamesTheEndsThatAreNone(t *testing.T) {
	t.Parallel()
	statuses := []alibabarm.Status{"Accepted", "Declined", "Cancelled", "Expired"}
	for i, again := range statuses {
		t.Run(string(again), func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				in := inputs(5)
				for i, status := range statuses {
					w.s.Seed(alibabarm.Handshake{TargetType: in[i].TargetType, TargetEntity: in[i].TargetEntity, Status: status})
				}
				w.s.Seed(alibabarm.Handshake{TargetType: in[4].TargetType, TargetEntity: in[4].TargetEntity})
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in), alibabarm.Reinvite(again)))
				require.NoError(t, err)
				for j, o := range out {
					assert.Equal(t, i == j, o.Result == alibabarm.ResultCreated, "%d %v", j, o)
				}
			})
		})
	}
}

func TestTheLastInvitationDecides(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		in := inputs(3)
		day := func(n int) time.Time { return time.Now().Add(time.Duration(n) * 24 * time.Hour) }
		w.s.Seed( // the order of the list is none
			alibabarm.Handshake{TargetType: in[0].TargetType, TargetEntity: in[0].TargetEntity, Status: "Expired", CreateTime: day(-1)},
			alibabarm.Handshake{TargetType: in[0].TargetType, TargetEntity: in[0].TargetEntity, Status: "Declined", CreateTime: day(-9)},
			alibabarm.Handshake{TargetType: in[1].TargetType, TargetEntity: in[1].TargetEntity, Status: "Declined", CreateTime: day(-9)},
			alibabarm.Handshake{TargetType: in[1].TargetType, TargetEntity: in[1].TargetEntity, Status: "Expired", CreateTime: day(-1)},
			alibabarm.Handshake{TargetType: in[2].TargetType, TargetEntity: in[2].TargetEntity, Status: "Pending", CreateTime: day(-9)},
			alibabarm.Handshake{TargetType: in[2].TargetType, TargetEntity: in[2].TargetEntity, Status: "Expired", CreateTime: day(-1)},
		)
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in), alibabarm.Reinvite(alibabarm.StatusExpired)))
		require.NoError(t, err)
		assert.Equal(t, []alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}, results(out))
	})
}

func TestInviteAllStopsAtTheQuota(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind  alibabarmtest.Kind
		times int
		want  []alibabarm.Result
		sent  int
		err   error
	}{
		"LimitExceeded.InvitationRate": {alibabarmtest.Refuse(409, "LimitExceeded.InvitationRate", "x"), 1,
			slices.Concat(repeated(alibabarm.ResultQuotaReached, 5), []alibabarm.Result{alibabarm.ResultAlreadyPending}), 1, nil},
		"LimitExceeded.Account": {alibabarmtest.Refuse(409, "LimitExceeded.Account", "x"), 1,
			slices.Concat(repeated(alibabarm.ResultQuotaReached, 5), []alibabarm.Result{alibabarm.ResultAlreadyPending}), 1, nil},
		"LimitExceeded.Invitation.InvalidTarget": {alibabarmtest.Refuse(409, "LimitExceeded.Invitation.InvalidTarget", "x"), 1,
			slices.Concat(repeated(alibabarm.ResultQuotaReached, 5), []alibabarm.Result{alibabarm.ResultAlreadyPending}), 1, nil},
		"a quota of each target": {alibabarmtest.Refuse(409, "LimitExceeded.SameTargetInvitationRate", "x"), 4,
			slices.Concat(repeated(alibabarm.ResultQuotaReached, 4), []alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}), 5, nil},
		"F28 members, one after the other": {alibabarmtest.Refuse(409, "EntityAlreadyExists.ResourceDir.Account", "x"), 4,
			slices.Concat(repeated(alibabarm.ResultAlreadyMember, 4), []alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}), 5, nil},
		"F28 of other directories": {alibabarmtest.Refuse(409, "NotSupport.AccountInAnotherResourceDirectory", "x"), 4,
			slices.Concat(repeated(alibabarm.ResultFailed, 4), []alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}), 5, nil},
		"F28 pending, and in no list": {alibabarmtest.Refuse(409, "EntityAlreadyExists.Handshake", "x"), 4,
			slices.Concat(repeated(alibabarm.ResultAlreadyPending, 4), []alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}), 5, nil},
		"C33 targets without invoice data": {alibabarmtest.Refuse(404, "EnterpriseInvoiceAuthenticationError", "x"), 4,
			slices.Concat(repeated(alibabarm.ResultFailed, 4), []alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}), 5, nil},
		"targets of another legal entity": {alibabarmtest.Refuse(409, "LegalEntityMismatch", "x"), 4,
			slices.Concat(repeated(alibabarm.ResultFailed, 4), []alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultAlreadyPending}), 5, nil},
		"three equal refusals in a row": {alibabarmtest.Refuse(403, "Strange.Refusal", "x"), alibabarmtest.Always,
			slices.Concat(repeated(alibabarm.ResultFailed, 3), repeated(alibabarm.ResultSkipped, 2), []alibabarm.Result{alibabarm.ResultAlreadyPending}), 3, nil},
		"two equal refusals": {alibabarmtest.Refuse(400, "Strange.Refusal", "x"), 2,
			slices.Concat(repeated(alibabarm.ResultFailed, 2), repeated(alibabarm.ResultCreated, 3), []alibabarm.Result{alibabarm.ResultAlreadyPending}), 5, nil},
		"F21 a role that cannot invite ends it": {denied(), 1,
			repeated(alibabarm.ResultFailed, 1), 1, alibabarm.ErrPermission},
		"so do keys that are not accepted": {alibabarmtest.WrongKeys(), 1, repeated(alibabarm.ResultFailed, 1), 1, alibabarm.ErrUnauthenticated},
		"so does throttling without end":   {alibabarmtest.Throttled("86400000"), 1, repeated(alibabarm.ResultFailed, 1), 1, alibabarm.ErrThrottled},
		"and a service that is down": {alibabarmtest.Unavailable(), alibabarmtest.Always,
			repeated(alibabarm.ResultUnknown, 3), 3 * 5, alibabarm.ErrUnavailable},
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
			assert.NotContains(t, reasons, out[0].Reason, "each quota has a reason of its own")
			reasons[out[0].Reason] = code
			if out[1].Result == alibabarm.ResultQuotaReached {
				assert.Contains(t, out[1].Reason, out[0].Reason, "the rest has it, too")
			}
		}
	})
}

// sent is how many invitations were asked for.
func (w world) sent() (n int) {
	for _, r := range w.s.Requests() {
		if r.Op == alibabarmtest.InviteAccountToResourceDirectory {
			n++
		}
	}
	return n
}

func TestWhatARefusalSaysIsInTheOutcome(t *testing.T) {
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

func TestAddressesAreTheSameInEveryCase(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeEmail, TargetEntity: "ops@example.test", Status: "Declined"})
		in := []alibabarm.InviteAccountInput{{TargetType: alibabarm.TargetTypeEmail, TargetEntity: "Ops@Example.test"}}
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(alibabarm.ResultSkipped, 1), results(out))
	})
}

func TestAFolderNeedsTheNewerVersion(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w, in := newWorld(t, v), inputs(1)
		in[0].ParentFolderID = "fd-Abc123"
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(map[bool]alibabarm.Result{true: alibabarm.ResultCreated, false: alibabarm.ResultInvalid}[v == alibabarm.Version20220419], 1), results(out))
	})
}

func TestAConflictMayMeanThatAnotherProgramWasFaster(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		in, n := inputs(5), 0
		w.s.Inject(alibabarmtest.Fault{Op: alibabarmtest.InviteAccountToResourceDirectory, Times: 4, Kind: alibabarmtest.Hook(func() {
			w.s.Seed(alibabarm.Handshake{TargetType: in[n].TargetType, TargetEntity: in[n].TargetEntity, Note: "by another"})
			n++
		})})
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(alibabarm.ResultAlreadyPending, 4), alibabarm.ResultCreated), results(out))
		assert.Equal(t, "by another", out[0].Handshake.Note)
	})
}

func TestInviteAllIsLazyAndCanBeLeft(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		taken := 0
		seq := w.sender.InviteAll(t.Context(), func(yield func(alibabarm.InviteAccountInput) bool) {
			for _, in := range inputs(5) {
				taken++
				if !yield(in) {
					return
				}
			}
		})
		assert.Empty(t, w.ops(0))
		for range seq {
			if taken == 2 {
				break
			}
		}
		assert.Equal(t, 2, taken)
		assert.Equal(t, 2, w.sent())
		out, err := gather(t, seq)
		require.NoError(t, err)
		assert.Equal(t, append(repeated(alibabarm.ResultAlreadyPending, 2), repeated(alibabarm.ResultCreated, 3)...), results(out), "each range begins afresh")
	})
}

func TestInviteAllInvitesNobodyWithoutTheWholeList(t *testing.T) {
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

// The target is first on page two. Between the pages of the first two passes, a row of
// page one goes and another comes at the end; between the passes it is the other way
// round. Each pass looks quiet, and the target is in none of them.
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

func TestADryRunChangesNothing(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		h := w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID})[0]
		for name, seq := range map[string]iter.Seq2[alibabarm.Outcome, error]{
			"InviteAll":     w.sender.InviteAll(t.Context(), slices.Values(inputs(1)), alibabarm.DryRun()),
			"AcceptFrom":    w.receiver.AcceptFrom(t.Context(), trusted(), alibabarm.DryRun()),
			"CancelPending": w.sender.CancelPending(t.Context(), func(alibabarm.Handshake) bool { return true }, alibabarm.DryRun()),
		} {
			out, err := gather(t, seq)
			require.NoError(t, err, name)
			assert.Equal(t, repeated(alibabarm.ResultPlanned, 1), results(out), name)
		}
		w.set(h.ID, alibabarm.StatusExpired)
		out, err := gather(t, w.sender.ResendExpired(t.Context(), again, alibabarm.DryRun()))
		require.NoError(t, err)
		assert.Equal(t, repeated(alibabarm.ResultPlanned, 1), results(out))
		for _, r := range w.s.Requests() {
			assert.Regexp(t, "^(Get|List)", r.Op)
		}
	})
}

// again sends the same note.
func again(h alibabarm.Handshake) (alibabarm.InviteAccountInput, bool) {
	return alibabarm.InviteAccountInput{Note: h.Note}, true
}

func TestBulkVerbsRefuseWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t, alibabarm.Version20200331), t.Context()
	every := func(alibabarm.Handshake) bool { return true }
	for name, seq := range map[string]iter.Seq2[alibabarm.Outcome, error]{
		"no inputs":                    w.sender.InviteAll(ctx, nil),
		"reinvite the pending":         w.sender.InviteAll(ctx, slices.Values(inputs(1)), alibabarm.Reinvite(alibabarm.StatusPending)),
		"reinvite an unknown status":   w.sender.InviteAll(ctx, slices.Values(inputs(1)), alibabarm.Reinvite("gone")),
		"cancel without a match":       w.sender.CancelPending(ctx, nil),
		"resend without an input":      w.sender.ResendExpired(ctx, nil),
		"reinvite where it is no verb": w.sender.CancelPending(ctx, every, alibabarm.Reinvite(alibabarm.StatusExpired)),
		"accept from nobody":           w.receiver.AcceptFrom(ctx, alibabarm.Trust{}),
		"an empty directory":           w.receiver.AcceptFrom(ctx, alibabarm.Trust{ResourceDirectoryIDs: []string{"rd-1", ""}}),
		"an empty account":             w.receiver.AcceptFrom(ctx, alibabarm.Trust{ResourceDirectoryIDs: []string{"o-1"}, MasterAccountIDs: []string{""}}),
	} {
		out, err := gather(t, seq)
		require.ErrorIs(t, err, alibabarm.ErrInvalid, name)
		assert.Empty(t, out, name)
	}
	assert.Empty(t, w.ops(0))
}

func TestProgressIsToldBeforeEachOutcome(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		in := inputs(3)
		in[1].TargetType = ""
		w.s.Seed(alibabarm.Handshake{TargetType: in[2].TargetType, TargetEntity: in[2].TargetEntity})
		var last alibabarm.Progress
		var got []alibabarm.Progress
		for range w.sender.InviteAll(t.Context(), slices.Values(in), alibabarm.WithProgress(func(p alibabarm.Progress) { last = p }), nil) {
			got = append(got, last)
		}
		assert.Equal(t, []alibabarm.Progress{{Done: 1, Changed: 1}, {Done: 2, Changed: 1, Failed: 1}, {Done: 3, Changed: 1, Failed: 1}}, got)
	})
}

func TestResendExpiredAsksForWhatTheServiceDoesNotGive(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		in := inputs(6)
		for i, status := range []alibabarm.Status{"Expired", "Expired", "Pending", "Declined", "Expired"} {
			w.s.Seed(alibabarm.Handshake{TargetType: in[i].TargetType, TargetEntity: in[i].TargetEntity, Status: status, Note: fmt.Sprint("n", i), CreateTime: time.Now().Add(time.Duration(i-20*24) * time.Hour)})
		}
		w.s.Update(w.s.Handshakes()[2].ID, func(h *alibabarm.Handshake) { h.ExpireTime = time.Time{} })                   // nobody knows
		w.s.Seed(alibabarm.Handshake{TargetType: in[4].TargetType, TargetEntity: in[4].TargetEntity, Status: "Accepted"}) // a younger one
		w.s.Seed(alibabarm.Handshake{TargetType: in[5].TargetType, TargetEntity: in[5].TargetEntity, Note: "n5", CreateTime: time.Now().Add(-15 * 24 * time.Hour)})
		var asked []string
		out, err := gather(t, w.sender.ResendExpired(t.Context(), func(h alibabarm.Handshake) (alibabarm.InviteAccountInput, bool) {
			asked = append(asked, h.Note)
			return alibabarm.InviteAccountInput{Note: h.Note, Tags: tags(1)}, h.Note != "n1"
		}))
		require.NoError(t, err)
		assert.Equal(t, []string{"n0", "n1", "n5"}, asked, "oldest first")
		assert.Equal(t, []alibabarm.Result{alibabarm.ResultCreated, alibabarm.ResultSkipped, alibabarm.ResultCreated}, results(out))
		assert.Equal(t, in[5].TargetEntity, out[2].Handshake.TargetEntity)
		out, err = gather(t, w.sender.ResendExpired(t.Context(), again))
		require.NoError(t, err)
		assert.Len(t, out, 1, "only n1 is left")
	})
}

func TestOneThatTheServiceHasNotNoticedIsExpired(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		in := inputs(1)
		w.s.Seed(alibabarm.Handshake{TargetType: in[0].TargetType, TargetEntity: in[0].TargetEntity})
		late := alibabarmtest.SetField("Handshakes.Handshake.0.ExpireTime", w.s.Now().Format(time.RFC3339))
		w.inject(sent, late, late)
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(alibabarm.ResultSkipped, 1), results(out))
		w.inject(alibabarmtest.InviteAccountToResourceDirectory, alibabarmtest.Raw(200, pendingBody("h-new")))
		out, err = gather(t, w.sender.ResendExpired(t.Context(), again))
		require.NoError(t, err)
		assert.Equal(t, repeated(alibabarm.ResultCreated, 1), results(out))
	})
}

func TestARefusalThatIsLostIsNotTheThirdInARow(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		no := alibabarmtest.Refuse(400, "Strange.Refusal", "x")
		w.inject(alibabarmtest.InviteAccountToResourceDirectory, no, no, alibabarmtest.Reset(), no)
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(4))))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(alibabarm.ResultFailed, 2), alibabarm.ResultUnknown, alibabarm.ResultCreated), results(out))
	})
}

func TestTheListReadBeforeTellsOldFromNew(t *testing.T) {
	t.Parallel()
	lost := alibabarmtest.AppliedThen(alibabarmtest.Reset())
	for name, c := range map[string]struct {
		kind alibabarmtest.Kind
		then func(w world) // while it is read back
		sent int
	}{
		"one cancelled in this very second is older":  {alibabarmtest.Reset(), nil, 2},
		"one accepted in this very second is the new": {lost, func(w world) { w.set(w.s.Handshakes()[1].ID, alibabarm.StatusAccepted) }, 1},
		"one with no date is the new if it was not there": {lost, func(w world) {
			w.s.Update(w.s.Handshakes()[1].ID, func(h *alibabarm.Handshake) { h.CreateTime = time.Time{} })
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				in := inputs(1)
				w.s.Seed(alibabarm.Handshake{TargetType: in[0].TargetType, TargetEntity: in[0].TargetEntity, Note: in[0].Note, Status: alibabarm.StatusCancelled})
				w.inject(alibabarmtest.InviteAccountToResourceDirectory, c.kind)
				if c.then != nil {
					w.inject(sent, alibabarmtest.Kind{}, alibabarmtest.Hook(func() { c.then(w) }))
				}
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in), alibabarm.Reinvite(alibabarm.StatusCancelled)))
				require.NoError(t, err)
				require.Equal(t, repeated(alibabarm.ResultCreated, 1), results(out), "%v", out)
				assert.Equal(t, c.sent, w.sent())
				assert.Equal(t, w.s.Handshakes()[1], out[0].Handshake)
			})
		})
	}
}

func TestARowThatIsMissedForOthersThatMoveIsSeen(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		old := w.s.Seed(w.s.Believable(100)...)
		in := inputs(1)
		w.s.Seed(alibabarm.Handshake{TargetType: in[0].TargetType, TargetEntity: in[0].TargetEntity, Status: alibabarm.StatusDeclined})
		w.s.Seed(w.s.Believable(10)...)
		// One vanishes from the first page and one comes, between the two pages: the
		// declined one is on neither, and the total is what it was.
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

func TestAListThatIsShorterThanItSaysIsNotTheWholeList(t *testing.T) {
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

func TestAnUnknownOutcomeIsNotCalledAFailure(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.inject(alibabarmtest.InviteAccountToResourceDirectory, alibabarmtest.AppliedThen(alibabarmtest.Reset()))
		w.inject(alibabarmtest.ListHandshakesForResourceDirectory, alibabarmtest.Kind{}, denied())
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(2))))
		require.ErrorIs(t, err, alibabarm.ErrPermission, "no list can be read")
		require.Len(t, out, 1)
		assert.Equal(t, alibabarm.ResultUnknown, out[0].Result)
		assert.True(t, errors.Is(out[0].Err, alibabarm.ErrOutcomeUnknown))
	})
}

func TestWhatIsAboutOneTargetDoesNotEndTheInviting(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		"EntityNotExists.Folder", "EntityNotExists.Account", "EntityNotExists.Handshake", "SpecifiedResourceDirectoryNotExists",
		"MissingParameter.TargetEntity", "InvalidParameter.Note", "MissingParameter", "InvalidParameter", "UnsupportedParameter",
		"NotSupport.Account.Site", "LegalEntityMismatch",
	} {
		t.Run(code, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				w.s.Inject(alibabarmtest.Fault{Op: alibabarmtest.InviteAccountToResourceDirectory, Times: 5, Kind: alibabarmtest.Refuse(400, code, "x")})
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(6))))
				require.NoError(t, err)
				assert.Equal(t, append(repeated(alibabarm.ResultFailed, 5), alibabarm.ResultCreated), results(out))
				for _, o := range out[:5] {
					e, ok := errors.AsType[*alibabarm.Error](o.Err)
					require.True(t, ok)
					assert.Equal(t, code, e.Code)
				}
				assert.Equal(t, 6, w.sent())
				assert.Len(t, w.ops(0), 7, "the list is read once")
			})
		})
	}
}

func TestWhatMeetsEveryTargetEndsTheInvitingAtOnce(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]error{
		"EntityNotExists.ResourceDirectory": alibabarm.ErrNotFound, "InvalidAction.NotFound": alibabarm.ErrInvalid, "NotSupport.Site.Action": alibabarm.ErrInvalid,
		"InvalidTimeStamp.Format": alibabarm.ErrInvalid, "Forbidden.RiskControl": alibabarm.ErrPermission, "MissingSecurityToken": alibabarm.ErrUnauthenticated,
	} {
		t.Run(code, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				w.inject(alibabarmtest.InviteAccountToResourceDirectory, alibabarmtest.Refuse(400, code, "x"))
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(6))))
				require.ErrorIs(t, err, want)
				assert.Equal(t, repeated(alibabarm.ResultFailed, 1), results(out))
			})
		})
	}
}

func TestWhatIsAboutOneTargetBreaksARowOfRefusals(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		no, about := alibabarmtest.Refuse(400, "Strange.Refusal", "x"), alibabarmtest.Refuse(400, "InvalidParameter", "x")
		w.inject(alibabarmtest.InviteAccountToResourceDirectory, no, no, about, no, no, no)
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(8))))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(alibabarm.ResultFailed, 6), repeated(alibabarm.ResultSkipped, 2)...), results(out))
		require.Error(t, out[7].Err)
	})
}

func TestADirectoryThatIsAlwaysBusyEndsTheInviting(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.s.Inject(alibabarmtest.Fault{Op: alibabarmtest.InviteAccountToResourceDirectory, Times: alibabarmtest.Always, Kind: alibabarmtest.Refuse(409, "ConcurrentCallNotSupported", "x")})
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(6))))
		require.ErrorIs(t, err, alibabarm.ErrConflict)
		assert.Equal(t, repeated(alibabarm.ResultFailed, 3), results(out))
	})
}

func TestResendExpiredEndsAsInviteAllDoes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code string
		want []alibabarm.Result
	}{
		"about one target": {"InvalidParameter", repeated(alibabarm.ResultFailed, 5)},
		"unknown":          {"Strange.Refusal", append(repeated(alibabarm.ResultFailed, 3), repeated(alibabarm.ResultSkipped, 2)...)},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				for _, in := range inputs(5) {
					w.s.Seed(alibabarm.Handshake{TargetType: in.TargetType, TargetEntity: in.TargetEntity, Status: alibabarm.StatusExpired})
				}
				w.s.Inject(alibabarmtest.Fault{Op: alibabarmtest.InviteAccountToResourceDirectory, Times: alibabarmtest.Always, Kind: alibabarmtest.Refuse(400, c.code, "x")})
				out, err := gather(t, w.sender.ResendExpired(t.Context(), again))
				require.NoError(t, err)
				assert.Equal(t, c.want, results(out))
			})
		})
	}
}
