package invitation_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestCloud_Conditions(t *testing.T) {
	t.Parallel()
	lost := authtest.AppliedThen(authtest.Reset())
	always := func(op string, kinds ...any) func(world, string) {
		return func(w world, _ string) {
			for _, k := range kinds {
				if name, ok := k.(string); ok {
					k = kind(w, name)
				}
				w.inject(fault{op: op, times: -1, kind: k.(authtest.Kind)})
			}
		}
	}
	invite := func(ctx context.Context, w world, _ string) error {
		_, err := sender(w).invite(ctx, inputsOf(w, 1)[0])
		return err
	}
	accept := func(ctx context.Context, w world, id string) error {
		_, err := receiver(w).accept(ctx, id)
		return err
	}
	list := func(ctx context.Context, w world, _ string) error {
		_, err := sender(w).list(ctx, false)
		return err
	}
	get := func(id string) func(context.Context, world, string) error {
		return func(ctx context.Context, w world, _ string) error {
			_, err := sender(w).get(ctx, id)
			return err
		}
	}
	members := func(who func(world) client) func(context.Context, world, string) error {
		return func(ctx context.Context, w world, _ string) error {
			_, err := who(w).members(ctx)
			return err
		}
	}
	organizationOf := func(who func(world) client) func(context.Context, world, string) error {
		return func(ctx context.Context, w world, _ string) error {
			_, err := who(w).organization(ctx)
			return err
		}
	}
	join := func(w world, id string) { _, _ = receiver(w).accept(context.Background(), id) }
	for _, c := range []struct {
		name    string
		prepare func(w world, id string)
		do      func(ctx context.Context, w world, id string) error
		want    []error // all that match; nil: it succeeds
	}{
		{name: "no such invitation", do: get("h-none"), want: []error{auth.ErrNotFound}},
		{name: "waiting for one", do: func(ctx context.Context, w world, _ string) error {
			_, err := sender(w).wait(ctx, "h-none", invitation.WaitInput{Want: invitation.StatusDeclined, Grace: -1})
			return err
		}, want: []error{auth.ErrNotFound}},
		{name: "an empty ID", do: get(""), want: []error{auth.ErrInvalid}},
		{name: "a good invitation", do: invite},
		{name: "sent twice", prepare: func(w world, _ string) { _ = invite(context.Background(), w, "") }, do: invite, want: []error{auth.ErrConflict}},
		{name: "accepted after its end", prepare: func(w world, id string) { _, _ = sender(w).cancel(context.Background(), id) }, do: accept, want: []error{auth.ErrConflict}},
		{name: "a list, denied", prepare: always(opSent, "denied"), do: list, want: []error{auth.ErrPermission}},
		{name: "members", do: members(sender)},
		{name: "members, denied", prepare: always(opMembers, "denied"), do: members(sender), want: []error{auth.ErrPermission}},
		{name: "members, for a member", prepare: join, do: members(receiver), want: []error{auth.ErrPermission}},
		{name: "members, throttled", prepare: always(opMembers, "throttled for a day"), do: members(sender), want: []error{auth.ErrThrottled}},
		{name: "members, unavailable", prepare: always(opMembers, "unavailable"), do: members(sender), want: []error{auth.ErrUnavailable}},
		{name: "members, too large", prepare: always(opMembers, authtest.Huge(500_000_000)), do: members(sender), want: []error{auth.ErrTooLarge}},
		{name: "an organization", do: organizationOf(sender)},
		{name: "an organization, for a member", prepare: join, do: organizationOf(receiver)},
		{name: "an organization, denied", prepare: always(opOrganization, "denied"), do: organizationOf(sender), want: []error{auth.ErrPermission}},
		{name: "denied", prepare: always(opInvite, "denied"), do: invite, want: []error{auth.ErrPermission}},
		{name: "wrong keys", prepare: always(opInvite, "wrong keys"), do: invite, want: []error{auth.ErrUnauthenticated}},
		{name: "throttled", prepare: always(opInvite, "throttled for a day"), do: invite, want: []error{auth.ErrThrottled}},
		{name: "a quota", prepare: always(opInvite, "quota"), do: invite, want: []error{auth.ErrQuota}},
		{name: "invalid", prepare: always(opInvite, "invalid"), do: invite, want: []error{auth.ErrInvalid}},
		{name: "a concurrent change", prepare: always(opInvite, "busy"), do: invite, want: []error{auth.ErrConflict}},
		{name: "a list, unavailable", prepare: always(opSent, "unavailable"), do: list, want: []error{auth.ErrUnavailable}},
		{name: "no connection", prepare: always(opAccept, authtest.NoConnection()), do: accept, want: []error{auth.ErrUnavailable}},
		{name: "a list, too large", prepare: always(opSent, authtest.Huge(500_000_000)), do: list, want: []error{auth.ErrTooLarge}},
		{name: "applied, and the response lost", prepare: always(opAccept, lost), do: accept},
		{name: "an invitation, the same", prepare: always(opInvite, lost), do: invite},
		{name: "never applied", prepare: always(opAccept, authtest.Reset()), do: accept, want: []error{auth.ErrOutcomeUnknown, auth.ErrUnavailable}},
		{name: "an invitation, never applied", prepare: always(opInvite, "unavailable"), do: invite, want: []error{auth.ErrOutcomeUnknown, auth.ErrUnavailable}},
		{name: "it cannot be read back", prepare: func(w world, id string) { always(opInvite, lost)(w, id); always(opSent, "denied")(w, id) }, do: invite,
			want: []error{auth.ErrOutcomeUnknown, auth.ErrUnavailable, auth.ErrPermission}},
		{name: "the invitation has vanished", prepare: func(w world, id string) { always(opAccept, authtest.Reset())(w, id); w.remove(id) }, do: accept,
			want: []error{auth.ErrOutcomeUnknown, auth.ErrUnavailable}},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			i := w.seed(toGuest(w))[0]
			if c.prepare != nil {
				c.prepare(w, i.ID)
			}
			err := c.do(t.Context(), w, i.ID)
			assert.Equal(t, len(c.want) > 0, err != nil, "%v", err)
			for _, condition := range conditions {
				assert.Equal(t, slices.Contains(c.want, condition.err), errors.Is(err, condition.err), "%s: %v", condition.name, err)
			}
		})
	}
}

func TestInviteAll_Again(t *testing.T) {
	t.Parallel()
	run(t, "returns the same results on every cloud, and pending the second time", func(t *testing.T, w world) {
		w.seed(toGuest(w))
		in := []invitation.Input{guestInput(w), inputsOf(w, 1)[0], {}}
		for _, second := range []invitation.Result{invitation.ResultCreated, invitation.ResultAlreadyPending} {
			out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
			require.NoError(t, err)
			assert.Equal(t, []invitation.Result{invitation.ResultAlreadyPending, second, invitation.ResultInvalid}, results(out))
		}
	})
}
