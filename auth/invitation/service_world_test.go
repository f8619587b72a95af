package invitation_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestService(t *testing.T) {
	t.Parallel()
	run(t, "has every verb in the words of both clouds", func(t *testing.T, w world) {
		ctx, inviter, invitee := t.Context(), sender(w).service(), receiver(w).service()
		for _, verb := range []func(context.Context, string) (invitation.Invitation, error){invitee.Decline, inviter.Cancel, invitee.Accept} {
			sent, err := inviter.Invite(ctx, invitation.Input{Target: account(w.cloud().guest), Note: "join", Tags: tags(2)})
			require.NoError(t, err)
			assert.Equal(t, inviter.Name(), sent.Cloud)
			assert.Equal(t, account(w.cloud().guest), sent.Target)
			assert.Equal(t, invitation.StatusPending, sent.Status)
			done, err := verb(ctx, sent.ID)
			require.NoError(t, err)
			now, err := inviter.Get(ctx, sent.ID)
			require.NoError(t, err)
			assert.Equal(t, done.Status, now.Status)
			waited, err := inviter.Wait(ctx, sent.ID, invitation.WaitInput{})
			require.NoError(t, err)
			assert.Equal(t, now.Status, waited.Status)
		}
		for _, list := range []iter.Seq2[invitation.Invitation, error]{inviter.Sent(ctx), invitee.Received(ctx)} {
			all, err := collect(list)
			require.NoError(t, err)
			var states []invitation.Status
			for n := range all {
				assert.NotNil(t, all[n].Native)
				all[n].Native = nil
				states = append(states, all[n].Status)
			}
			assert.Equal(t, w.invitations(), all)
			assert.ElementsMatch(t, []invitation.Status{invitation.StatusDeclined, invitation.StatusCancelled, invitation.StatusAccepted}, states)
		}
	})
	run(t, "stops reading at a break", func(t *testing.T, w world) {
		w.seed(make([]invitation.Invitation, 250)...)
		for _, err := range sender(w).service().Sent(t.Context()) {
			require.NoError(t, err)
			break
		}
		assert.Len(t, ops(w, 0), 1)
	})
	run(t, "yields the error of a list last", func(t *testing.T, w world) {
		w.inject(fault{op: opSent, times: always, kind: kind(w, "denied")})
		all, err := collect(sender(w).service().Sent(t.Context()))
		require.ErrorIs(t, err, auth.ErrPermission)
		assert.Empty(t, all)
	})
}

func TestService_Errors(t *testing.T) {
	t.Parallel()
	last := func(seq iter.Seq2[invitation.Invitation, error]) error {
		_, err := collect(seq)
		return err
	}
	for _, c := range []struct {
		op    string
		about bool // an invitation
		call  func(ctx context.Context, s invitation.Service, id string) error
	}{
		{op: "Sent", call: func(ctx context.Context, s invitation.Service, _ string) error { return last(s.Sent(ctx)) }},
		{op: "Received", call: func(ctx context.Context, s invitation.Service, _ string) error { return last(s.Received(ctx)) }},
		{op: "Members", call: func(ctx context.Context, s invitation.Service, _ string) error {
			_, err := pagination.Collect(s.Members(ctx))
			return err
		}},
		{op: "WaitHandshake", about: true, call: func(ctx context.Context, s invitation.Service, id string) error {
			_, err := s.Wait(ctx, id, invitation.WaitInput{})
			return err
		}},
		{op: "CurrentHandshake", about: true, call: func(ctx context.Context, s invitation.Service, id string) error {
			_, err := s.Get(ctx, id)
			return err
		}},
		{op: "WaitAll", call: func(ctx context.Context, s invitation.Service, id string) (last error) {
			for _, last = range s.WaitAll(ctx, []string{id}, invitation.WaitInput{}) {
			}
			return last
		}},
		{op: "Watch", call: func(ctx context.Context, s invitation.Service, _ string) error {
			_, _, err := pagination.First(s.Watch(ctx, invitation.WatchInput{}))
			return err
		}},
		{op: "Check", call: func(ctx context.Context, s invitation.Service, _ string) error {
			_, err := s.Check(ctx)
			return err
		}},
		{op: "InviteAll", call: func(ctx context.Context, s invitation.Service, _ string) error {
			_, err := pagination.Collect(s.InviteAll(ctx, slices.Values([]invitation.Input{{Target: account("1234567890123456")}})))
			return err
		}},
	} {
		run(t, "say the operation of "+c.op, func(t *testing.T, w world) {
			id := w.seed(toGuest(w))[0].ID
			trouble := kind(w, "denied")
			if c.op == "Check" {
				trouble = authtest.Reset() // a denied read is a result
			}
			w.inject(fault{times: always, kind: trouble})
			err := c.call(t.Context(), sender(w).service(), id)
			require.Error(t, err)
			assert.Equal(t, c.op != "Check", errors.Is(err, auth.ErrPermission), "%v", err)
			begin := w.cloud().prefix + c.op + ": "
			if c.about {
				begin += "the invitation " + id + ": "
			}
			assert.True(t, strings.HasPrefix(err.Error(), begin), "%v", err)
		})
	}
	run(t, "say which invitation no list shows", func(t *testing.T, w world) {
		id := w.seed(toGuest(w))[0].ID
		w.remove(id)
		s, once := receiver(w).service(), invitation.WaitInput{Received: true, Grace: -1}
		_, waited := s.Wait(t.Context(), id, once)
		all, err := waitAll(t.Context(), t, s, []string{id}, once)
		require.NoError(t, err)
		for op, err := range map[string]error{"WaitHandshake": waited, "WaitAll": cmpErr(all)} {
			assert.ErrorIs(t, err, auth.ErrNotFound)
			assert.ErrorContains(t, err, w.cloud().prefix+op+": the invitation "+id+": no list of the caller shows it")
		}
	})
}

func TestService_Invite_Input(t *testing.T) {
	t.Parallel()
	run(t, "sends the caller's spelling of an unknown type", func(t *testing.T, w world) {
		_, err := sender(w).service().Invite(t.Context(), invitation.Input{Target: invitation.Target{Type: "PhoneNumber", Entity: "123"}})
		assert.NotErrorIs(t, err, auth.ErrOutcomeUnknown)
		assert.Contains(t, w.requests()[0].line, "PhoneNumber")
	})
	run(t, "refuses what the cloud does not have", func(t *testing.T, w world) {
		s, in := sender(w).service(), guestInput(w)
		byName := guestInput(w)
		byName.Target = invitation.Target{Type: invitation.TargetTypeName, Entity: w.cloud().guestTarget.Entity}
		in.Folder = "fd-Ab12"
		var refused []string
		for name, in := range map[string]invitation.Input{"folder": in, "name": byName} {
			_, err := s.Invite(t.Context(), in)
			if errors.Is(err, auth.ErrInvalid) {
				refused = append(refused, name)
			}
		}
		slices.Sort(refused)
		assert.Equal(t, map[string][]string{
			"huawei": {"folder"}, "alibaba 2020-03-31": {"folder", "name"}, "alibaba 2022-04-19": {"name"},
		}[w.cloud().name], refused)
	})
	run(t, "compares the type without its spelling", func(t *testing.T, w world) {
		w.seed(toGuest(w))
		in := guestInput(w)
		in.Target.Type = "Account"
		out, err := gather(t, sender(w).service().InviteAll(t.Context(), slices.Values([]invitation.Input{in})))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultAlreadyPending, 1), results(out))
	})
}

// unusable are services whose every call is invalid.
func unusable(t *testing.T) map[string]invitation.Service {
	ali, err := alibabarm.NewClient(auth.Static("AK", "SK", ""))
	require.NoError(t, err)
	hw, err := huaweiorg.NewClient(auth.Static("AK", "SK", ""))
	require.NoError(t, err)
	bad := auth.Retry{MinWait: -1}
	return map[string]invitation.Service{
		"a zero Service":                {},
		"one of a nil huaweiorg.Client": (*huaweiorg.Client)(nil).Invitations(), "one of a zero huaweiorg.Client": new(huaweiorg.Client).Invitations(),
		"one of a nil alibabarm.Client": (*alibabarm.Client)(nil).Invitations(), "one of a zero alibabarm.Client": new(alibabarm.Client).Invitations(),
		"one of a huaweiorg.Client with a bad option":  hw.With(huaweiorg.WithRetry(bad)).Invitations(),
		"one of an alibabarm.Client with a bad option": ali.With(alibabarm.WithRetry(bad)).Invitations(),
	}
}

func TestService_Unusable(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for name, s := range unusable(t) {
		t.Run(name+" says so in every call", func(t *testing.T) {
			t.Parallel()
			_, invite := s.Invite(ctx, invitation.Input{})
			_, accept := s.Accept(ctx, "h-1")
			_, decline := s.Decline(ctx, "h-1")
			_, cancel := s.Cancel(ctx, "h-1")
			_, get := s.Get(ctx, "h-1")
			_, wait := s.Wait(ctx, "h-1", invitation.WaitInput{})
			_, sent := collect(s.Sent(ctx))
			_, received := collect(s.Received(ctx))
			errs := []error{invite, accept, decline, cancel, get, wait, sent, received}
			for _, err := range s.Members(ctx) {
				errs = append(errs, err)
			}
			for _, verb := range []outcomes{
				s.InviteAll(ctx, nil), s.AcceptFrom(ctx, invitation.Trust{}), s.ResendExpired(ctx, nil), s.CancelPending(ctx, nil),
			} {
				_, err := gather(t, verb)
				errs = append(errs, err)
			}
			assert.Len(t, errs, 13)
			for _, err := range errs {
				assert.ErrorIs(t, err, auth.ErrInvalid)
			}
		})
	}
}
