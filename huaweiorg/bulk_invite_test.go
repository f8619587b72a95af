package huaweiorg_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// inputs are n invitations of accounts that the service does not know.
func inputs(n int) []huaweiorg.InviteAccountInput {
	list := make([]huaweiorg.InviteAccountInput, n)
	for i := range list {
		list[i] = huaweiorg.InviteAccountInput{Target: target(fmt.Sprintf("%032x", i)), Notes: "join"}
	}
	return list
}

// gather is all outcomes and the error at the end.
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

// repeated is n times the same result.
func repeated(r huaweiorg.Result, n int) []huaweiorg.Result {
	return slices.Repeat([]huaweiorg.Result{r}, n)
}

func TestInviteAllTellsWhatBecameOfEachTarget(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		in := inputs(9)
		for i, status := range []huaweiorg.Status{"pending", "accepted", "declined", "cancelled", "expired", "awaiting_review"} {
			w.s.Seed(huaweiorg.Handshake{Target: in[i].Target, Status: status})
		}
		w.s.Seed(huaweiorg.Handshake{Target: in[6].Target, CreatedAt: time.Now().Add(-20 * 24 * time.Hour)}) // past its date
		in[7].Tags = tags(21)
		in = append(in, in[8], in[0])
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, []huaweiorg.Result{
			huaweiorg.ResultAlreadyPending, huaweiorg.ResultAlreadyMember, huaweiorg.ResultSkipped, huaweiorg.ResultSkipped,
			huaweiorg.ResultSkipped, huaweiorg.ResultSkipped, huaweiorg.ResultSkipped, huaweiorg.ResultInvalid,
			huaweiorg.ResultCreated, huaweiorg.ResultSkipped, huaweiorg.ResultSkipped,
		}, results(out))
		for i, o := range out {
			assert.Equal(t, in[i].Target, o.Target)
			assert.Equal(t, o.Result == huaweiorg.ResultSkipped, o.Reason != "")
			assert.Equal(t, o.Result == huaweiorg.ResultInvalid, o.Err != nil)
			if i < 7 || i == 8 {
				assert.Equal(t, o.Target, o.Handshake.Target, "the invitation that decides")
			}
		}
		require.ErrorIs(t, out[7].Err, huaweiorg.ErrInvalid)
		assert.Equal(t, []string{"ListHandshakes 200", "InviteAccount 200"}, w.ops(0))
	})
}

func TestReinviteNamesTheEndsThatAreNone(t *testing.T) {
	t.Parallel()
	statuses := []huaweiorg.Status{"accepted", "declined", "cancelled", "expired"}
	for i, again := range statuses {
		t.Run(string(again), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				in := inputs(5)
				for i, status := range statuses {
					w.s.Seed(huaweiorg.Handshake{Target: in[i].Target, Status: status})
				}
				w.s.Seed(huaweiorg.Handshake{Target: in[4].Target})
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in), huaweiorg.Reinvite(again)))
				require.NoError(t, err)
				for j, o := range out {
					assert.Equal(t, i == j, o.Result == huaweiorg.ResultCreated, "%d %v", j, o)
				}
			})
		})
	}
}

func TestTheLastInvitationDecides(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		in := inputs(3)
		day := func(n int) time.Time { return time.Now().Add(time.Duration(n) * 24 * time.Hour) }
		w.s.Seed( // the order of the list is none
			huaweiorg.Handshake{Target: in[0].Target, Status: "expired", CreatedAt: day(-1)},
			huaweiorg.Handshake{Target: in[0].Target, Status: "declined", CreatedAt: day(-9)},
			huaweiorg.Handshake{Target: in[1].Target, Status: "declined", CreatedAt: day(-9)},
			huaweiorg.Handshake{Target: in[1].Target, Status: "expired", CreatedAt: day(-1)},
			huaweiorg.Handshake{Target: in[2].Target, Status: "pending", CreatedAt: day(-9)},
			huaweiorg.Handshake{Target: in[2].Target, Status: "expired", CreatedAt: day(-1)},
		)
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in), huaweiorg.Reinvite(huaweiorg.StatusExpired)))
		require.NoError(t, err)
		assert.Equal(t, []huaweiorg.Result{huaweiorg.ResultCreated, huaweiorg.ResultCreated, huaweiorg.ResultAlreadyPending}, results(out))
	})
}

func TestInviteAllStopsAtTheQuota(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind  huaweiorgtest.Kind
		times int
		want  []huaweiorg.Result
		sent  int
		err   error
	}{
		"a code that is known": {huaweiorgtest.Refuse(405, "APIGW.0501", "x"), 1,
			slices.Concat(repeated(huaweiorg.ResultQuotaReached, 5), []huaweiorg.Result{huaweiorg.ResultAlreadyPending}), 1, nil},
		"the quota of accounts": {huaweiorgtest.Refuse(400, "Organizations.1305", "Quota exceeded for account"), 1,
			slices.Concat(repeated(huaweiorg.ResultQuotaReached, 5), []huaweiorg.Result{huaweiorg.ResultAlreadyPending}), 1, nil},
		"a quota whose code is unknown": {huaweiorgtest.Refuse(400, "Organizations.4711", "Quota exceeded for invitations"), 1,
			slices.Concat(repeated(huaweiorg.ResultQuotaReached, 5), []huaweiorg.Result{huaweiorg.ResultAlreadyPending}), 1, nil},
		"a service that fails in a step of its own": {huaweiorgtest.Refuse(400, "Organizations.1022", "x"), huaweiorgtest.Always,
			repeated(huaweiorg.ResultFailed, 3), 3, huaweiorg.ErrUnavailable},
		"three equal refusals in a row": {huaweiorgtest.Refuse(403, "Organizations.4711", "x"), huaweiorgtest.Always,
			slices.Concat(repeated(huaweiorg.ResultFailed, 3), repeated(huaweiorg.ResultSkipped, 2), []huaweiorg.Result{huaweiorg.ResultAlreadyPending}), 3, nil},
		"two equal refusals": {huaweiorgtest.Refuse(400, "Organizations.4711", "x"), 2,
			slices.Concat(repeated(huaweiorg.ResultFailed, 2), repeated(huaweiorg.ResultCreated, 3), []huaweiorg.Result{huaweiorg.ResultAlreadyPending}), 5, nil},
		"a role that cannot invite ends it": {huaweiorgtest.Refuse(401, "Organizations.1001", "x"), 1,
			repeated(huaweiorg.ResultFailed, 1), 1, huaweiorg.ErrPermission},
		"so do keys that are not accepted": {huaweiorgtest.WrongKeys(), 1, repeated(huaweiorg.ResultFailed, 1), 1, huaweiorg.ErrUnauthenticated},
		"so does throttling without end":   {huaweiorgtest.Throttled("86400"), 1, repeated(huaweiorg.ResultFailed, 1), 1, huaweiorg.ErrThrottled},
		"and a service that is down": {huaweiorgtest.Unavailable(), huaweiorgtest.Always,
			repeated(huaweiorg.ResultUnknown, 3), 6, huaweiorg.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				in := inputs(6)
				w.s.Seed(huaweiorg.Handshake{Target: in[5].Target})
				w.s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Times: c.times, Kind: c.kind})
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

// sent is how many invitations were asked for.
func (w world) sent() (n int) {
	for _, r := range w.s.Requests() {
		if r.Op == huaweiorgtest.InviteAccount {
			n++
		}
	}
	return n
}

func TestAConflictMayMeanThatAnotherProgramWasFaster(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		in, n := inputs(5), 0
		w.s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Times: 4, Kind: huaweiorgtest.Hook(func() {
			w.s.Seed(huaweiorg.Handshake{Target: in[n].Target, Notes: "by another"})
			n++
		})})
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(huaweiorg.ResultAlreadyPending, 4), huaweiorg.ResultCreated), results(out))
		assert.Equal(t, "by another", out[0].Handshake.Notes)
	})
}

func TestInviteAllIsLazyAndCanBeLeft(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		taken := 0
		seq := w.sender.InviteAll(t.Context(), func(yield func(huaweiorg.InviteAccountInput) bool) {
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
		assert.Equal(t, append(repeated(huaweiorg.ResultAlreadyPending, 2), repeated(huaweiorg.ResultCreated, 3)...), results(out), "each range begins afresh")
	})
}

func TestInviteAllInvitesNobodyWithoutTheWholeList(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		w.inject(huaweiorgtest.ListHandshakes, huaweiorgtest.RepeatMarker(1), huaweiorgtest.RepeatMarker(1))
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(2))))
		require.Error(t, err)
		assert.Empty(t, out)
		assert.Zero(t, w.sent())
	})
}

func TestADryRunChangesNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		h := w.s.Seed(huaweiorg.Handshake{Target: target(guestID)})[0]
		for name, seq := range map[string]iter.Seq2[huaweiorg.Outcome, error]{
			"InviteAll":     w.sender.InviteAll(t.Context(), slices.Values(inputs(1)), huaweiorg.DryRun()),
			"AcceptFrom":    w.receiver.AcceptFrom(t.Context(), trusted(), huaweiorg.DryRun()),
			"CancelPending": w.sender.CancelPending(t.Context(), func(huaweiorg.Handshake) bool { return true }, huaweiorg.DryRun()),
		} {
			out, err := gather(t, seq)
			require.NoError(t, err, name)
			assert.Equal(t, repeated(huaweiorg.ResultPlanned, 1), results(out), name)
		}
		w.set(h.ID, huaweiorg.StatusExpired)
		out, err := gather(t, w.sender.ResendExpired(t.Context(), again, huaweiorg.DryRun()))
		require.NoError(t, err)
		assert.Equal(t, repeated(huaweiorg.ResultPlanned, 1), results(out))
		for _, r := range w.s.Requests() {
			assert.Equal(t, "GET", r.Method)
		}
	})
}

// again sends the same notes.
func again(h huaweiorg.Handshake) (huaweiorg.InviteAccountInput, bool) {
	return huaweiorg.InviteAccountInput{Notes: h.Notes}, true
}

func TestBulkVerbsRefuseWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	w, ctx := newWorld(t), t.Context()
	every := func(huaweiorg.Handshake) bool { return true }
	for name, seq := range map[string]iter.Seq2[huaweiorg.Outcome, error]{
		"no inputs":                    w.sender.InviteAll(ctx, nil),
		"reinvite the pending":         w.sender.InviteAll(ctx, slices.Values(inputs(1)), huaweiorg.Reinvite(huaweiorg.StatusPending)),
		"reinvite an unknown status":   w.sender.InviteAll(ctx, slices.Values(inputs(1)), huaweiorg.Reinvite("gone")),
		"cancel without a match":       w.sender.CancelPending(ctx, nil),
		"resend without an input":      w.sender.ResendExpired(ctx, nil),
		"reinvite where it is no verb": w.sender.CancelPending(ctx, every, huaweiorg.Reinvite(huaweiorg.StatusExpired)),
		"accept from nobody":           w.receiver.AcceptFrom(ctx, huaweiorg.Trust{}),
		"an empty organization":        w.receiver.AcceptFrom(ctx, huaweiorg.Trust{OrganizationIDs: []string{"o-1", ""}}),
		"an empty account":             w.receiver.AcceptFrom(ctx, huaweiorg.Trust{OrganizationIDs: []string{"o-1"}, ManagementAccountIDs: []string{""}}),
	} {
		out, err := gather(t, seq)
		require.ErrorIs(t, err, huaweiorg.ErrInvalid, name)
		assert.Empty(t, out, name)
	}
	assert.Empty(t, w.ops(0))
}

func TestProgressIsToldBeforeEachOutcome(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		in := inputs(3)
		in[1].Target.Type = ""
		w.s.Seed(huaweiorg.Handshake{Target: in[2].Target})
		var last huaweiorg.Progress
		var got []huaweiorg.Progress
		for range w.sender.InviteAll(t.Context(), slices.Values(in), huaweiorg.WithProgress(func(p huaweiorg.Progress) { last = p }), nil) {
			got = append(got, last)
		}
		assert.Equal(t, []huaweiorg.Progress{{Done: 1, Changed: 1}, {Done: 2, Changed: 1, Failed: 1}, {Done: 3, Changed: 1, Failed: 1}}, got)
	})
}

func TestResendExpiredAsksForWhatTheServiceDoesNotGive(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		in := inputs(6)
		for i, status := range []huaweiorg.Status{"expired", "expired", "pending", "declined", "expired"} {
			w.s.Seed(huaweiorg.Handshake{Target: in[i].Target, Status: status, Notes: fmt.Sprint("n", i), CreatedAt: time.Now().Add(time.Duration(i-20*24) * time.Hour)})
		}
		w.s.Update(w.s.Handshakes()[2].ID, func(h *huaweiorg.Handshake) { h.ExpiredAt = time.Time{} }) // nobody knows
		w.s.Seed(huaweiorg.Handshake{Target: in[4].Target, Status: "accepted"})                        // a younger one
		w.s.Seed(huaweiorg.Handshake{Target: in[5].Target, Notes: "n5", CreatedAt: time.Now().Add(-15 * 24 * time.Hour)})
		var asked []string
		out, err := gather(t, w.sender.ResendExpired(t.Context(), func(h huaweiorg.Handshake) (huaweiorg.InviteAccountInput, bool) {
			asked = append(asked, h.Notes)
			return huaweiorg.InviteAccountInput{Notes: h.Notes, Tags: tags(1)}, h.Notes != "n1"
		}))
		require.NoError(t, err)
		assert.Equal(t, []string{"n0", "n1", "n5"}, asked, "oldest first")
		assert.Equal(t, []huaweiorg.Result{huaweiorg.ResultCreated, huaweiorg.ResultSkipped, huaweiorg.ResultCreated}, results(out))
		assert.Equal(t, in[5].Target, out[2].Handshake.Target)
		out, err = gather(t, w.sender.ResendExpired(t.Context(), again))
		require.NoError(t, err)
		assert.Len(t, out, 1, "only n1 is left")
	})
}

func TestOneThatTheServiceHasNotNoticedIsExpired(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		in := inputs(1)
		w.s.Seed(huaweiorg.Handshake{Target: in[0].Target})
		late := huaweiorgtest.SetField("handshakes.0.expired_at", w.s.Now().Format(time.RFC3339))
		w.inject(huaweiorgtest.ListHandshakes, late, late)
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(huaweiorg.ResultSkipped, 1), results(out))
		w.inject(huaweiorgtest.InviteAccount, huaweiorgtest.Raw(200, `{"handshake":{"id":"h-new","status":"pending"}}`))
		out, err = gather(t, w.sender.ResendExpired(t.Context(), again))
		require.NoError(t, err)
		assert.Equal(t, repeated(huaweiorg.ResultCreated, 1), results(out))
	})
}

func TestARefusalThatIsLostIsNotTheThirdInARow(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		no := huaweiorgtest.Refuse(400, "Organizations.4711", "x")
		w.inject(huaweiorgtest.InviteAccount, no, no, huaweiorgtest.Reset(), no)
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(4))))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(huaweiorg.ResultFailed, 2), huaweiorg.ResultUnknown, huaweiorg.ResultCreated), results(out))
	})
}

func TestTheListReadBeforeTellsOldFromNew(t *testing.T) {
	t.Parallel()
	lost := huaweiorgtest.AppliedThen(huaweiorgtest.Reset())
	for name, c := range map[string]struct {
		kind huaweiorgtest.Kind
		then func(w world) // while it is read back
		sent int
	}{
		"one cancelled in this very second is older":  {huaweiorgtest.Reset(), nil, 2},
		"one accepted in this very second is the new": {lost, func(w world) { w.set(w.s.Handshakes()[1].ID, huaweiorg.StatusAccepted) }, 1},
		"one with no date is the new if it was not there": {lost, func(w world) {
			w.s.Update(w.s.Handshakes()[1].ID, func(h *huaweiorg.Handshake) { h.CreatedAt = time.Time{} })
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				in := inputs(1)
				w.s.Seed(huaweiorg.Handshake{Target: in[0].Target, Notes: in[0].Notes, Status: huaweiorg.StatusCancelled})
				w.inject(huaweiorgtest.InviteAccount, c.kind)
				if c.then != nil {
					w.inject(huaweiorgtest.ListHandshakes, huaweiorgtest.Kind{}, huaweiorgtest.Hook(func() { c.then(w) }))
				}
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in), huaweiorg.Reinvite(huaweiorg.StatusCancelled)))
				require.NoError(t, err)
				require.Equal(t, repeated(huaweiorg.ResultCreated, 1), results(out), "%v", out)
				assert.Equal(t, c.sent, w.sent())
				assert.Equal(t, w.s.Handshakes()[1], out[0].Handshake)
			})
		})
	}
}

func TestAnUnknownOutcomeIsNotCalledAFailure(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		w.inject(huaweiorgtest.InviteAccount, huaweiorgtest.AppliedThen(huaweiorgtest.Reset()))
		w.inject(huaweiorgtest.ListHandshakes, huaweiorgtest.Kind{}, refuse1007())
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(2))))
		require.ErrorIs(t, err, huaweiorg.ErrPermission, "no list can be read")
		require.Len(t, out, 1)
		assert.Equal(t, huaweiorg.ResultUnknown, out[0].Result)
		assert.True(t, errors.Is(out[0].Err, huaweiorg.ErrOutcomeUnknown))
	})
}

func TestWhatIsAboutOneTargetDoesNotEndTheInviting(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		"Organizations.1325", "Organizations.1401", "APIGW.0602", "APIG.1009",
	} {
		t.Run(code, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				w.s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Times: 5, Kind: huaweiorgtest.Refuse(400, code, "x")})
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(6))))
				require.NoError(t, err)
				assert.Equal(t, append(repeated(huaweiorg.ResultFailed, 5), huaweiorg.ResultCreated), results(out))
				for _, o := range out[:5] {
					e, ok := errors.AsType[*huaweiorg.Error](o.Err)
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
		"Organizations.1001": huaweiorg.ErrPermission, "Organizations.1900": huaweiorg.ErrConflict, "Organizations.1010": huaweiorg.ErrInvalid,
		"APIGW.0101": huaweiorg.ErrInvalid, "APIG.0204": huaweiorg.ErrInvalid, "APIGW.0303": huaweiorg.ErrUnauthenticated,
	} {
		t.Run(code, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				w.inject(huaweiorgtest.InviteAccount, huaweiorgtest.Refuse(400, code, "x"))
				out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(6))))
				require.ErrorIs(t, err, want)
				assert.Equal(t, repeated(huaweiorg.ResultFailed, 1), results(out))
			})
		})
	}
}

func TestWhatIsAboutOneTargetBreaksARowOfRefusals(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		no, about := huaweiorgtest.Refuse(400, "Organizations.4711", "x"), huaweiorgtest.Refuse(400, "Organizations.1325", "x")
		w.inject(huaweiorgtest.InviteAccount, no, no, about, no, no, no)
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(8))))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(huaweiorg.ResultFailed, 6), repeated(huaweiorg.ResultSkipped, 2)...), results(out))
		require.Error(t, out[7].Err)
	})
}

func TestADirectoryThatIsAlwaysBusyEndsTheInviting(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		w.s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Times: huaweiorgtest.Always, Kind: huaweiorgtest.Refuse(409, "Organizations.1003", "x")})
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(inputs(6))))
		require.ErrorIs(t, err, huaweiorg.ErrConflict)
		assert.Equal(t, repeated(huaweiorg.ResultFailed, 3), results(out))
	})
}

func TestResendExpiredEndsAsInviteAllDoes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code string
		want []huaweiorg.Result
	}{
		"about one target": {"Organizations.1325", repeated(huaweiorg.ResultFailed, 5)},
		"unknown":          {"Organizations.4711", append(repeated(huaweiorg.ResultFailed, 3), repeated(huaweiorg.ResultSkipped, 2)...)},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				for _, in := range inputs(5) {
					w.s.Seed(huaweiorg.Handshake{Target: in.Target, Status: huaweiorg.StatusExpired})
				}
				w.s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Times: huaweiorgtest.Always, Kind: huaweiorgtest.Refuse(400, c.code, "x")})
				out, err := gather(t, w.sender.ResendExpired(t.Context(), again))
				require.NoError(t, err)
				assert.Equal(t, c.want, results(out))
			})
		})
	}
}
