package alibabarm_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A cloud is a service with an inviter and one account to invite, behind the same verbs.
type cloud struct {
	invite, accept, cancel func(context.Context) error
	wait                   func(context.Context, string) error
	get                    func(ctx context.Context, id string) error
	list                   func(context.Context) error
	inviteAll              func(context.Context) (results []string, err error)
	fail                   func(op, how string) // how a request goes wrong
	vanish                 func()
}

// Operations that have the same name in both clouds, or nearly.
const (
	opInvite = "invite"
	opAccept = "accept"
	opGet    = "get"
	opList   = "list"
)

func alibabaCloud(t *testing.T, v alibabarm.Version) cloud {
	w := newWorld(t, v)
	h := w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID})[0]
	other := inputs(1)[0]
	return cloud{
		invite: func(ctx context.Context) error {
			_, err := w.sender.InviteAccountToResourceDirectory(ctx, other)
			return err
		},
		accept: func(ctx context.Context) error { _, err := w.receiver.AcceptHandshake(ctx, h.ID); return err },
		cancel: func(ctx context.Context) error { _, err := w.sender.CancelHandshake(ctx, h.ID); return err },
		wait: func(ctx context.Context, id string) error {
			_, err := w.sender.WaitHandshake(ctx, id, alibabarm.WaitInput{Want: alibabarm.StatusDeclined, Grace: -1})
			return err
		},
		get: func(ctx context.Context, id string) error { _, err := w.sender.GetHandshake(ctx, id); return err },
		list: func(ctx context.Context) error {
			_, err := w.sender.ListHandshakesForResourceDirectory().Collect(ctx)
			return err
		},
		inviteAll: func(ctx context.Context) (results []string, last error) {
			for o, err := range w.sender.InviteAll(ctx, slices.Values([]alibabarm.InviteAccountInput{guestInput(), other, {}})) {
				if err != nil {
					return results, err
				}
				results = append(results, string(o.Result))
			}
			return results, nil
		},
		fail: func(op, how string) {
			w.s.Inject(alibabarmtest.Fault{
				Op: map[string]string{opInvite: alibabarmtest.InviteAccountToResourceDirectory, opAccept: alibabarmtest.AcceptHandshake,
					opGet: alibabarmtest.GetHandshake, opList: alibabarmtest.ListHandshakesForResourceDirectory}[op],
				Times: alibabarmtest.Always,
				Kind: map[string]alibabarmtest.Kind{
					"denied": denied(), "wrong keys": alibabarmtest.WrongKeys(), "throttled": alibabarmtest.Throttled("86400000"),
					"quota":    alibabarmtest.Refuse(409, "LimitExceeded.InvitationRate", "x"),
					"invalid":  alibabarmtest.Refuse(400, "InvalidParameter", "x"),
					"conflict": alibabarmtest.ConcurrentCall(), "unavailable": alibabarmtest.Unavailable(), "no connection": alibabarmtest.NoConnection(),
					"reset": alibabarmtest.Reset(), "too large": alibabarmtest.Huge(500_000_000), "lost": alibabarmtest.AppliedThen(alibabarmtest.Reset()),
				}[how],
			})
		},
		vanish: func() { w.s.Remove(h.ID) },
	}
}

func huaweiCloud(t *testing.T) cloud {
	const rootID, guestID = "5f0e1d2c3b4a69788796a5b4c3d2e1f0", "1a2b3c4d5e6f70811223344556677889"
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{ID: rootID, Role: huaweiorgtest.Management})
	guest := s.AddAccount(huaweiorgtest.Account{ID: guestID})
	sender, err := s.NewClient(root)
	require.NoError(t, err)
	receiver := sender.With(huaweiorg.WithCredentials(guest.Provider()))
	input := func(id string) huaweiorg.InviteAccountInput {
		return huaweiorg.InviteAccountInput{Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: id}, Notes: "join"}
	}
	other := input("2b3c4d5e6f7081122334455667788990")
	h := s.Seed(huaweiorg.Handshake{Target: input(guestID).Target})[0]
	return cloud{
		invite: func(ctx context.Context) error { _, err := sender.InviteAccount(ctx, other); return err },
		accept: func(ctx context.Context) error { _, err := receiver.AcceptHandshake(ctx, h.ID); return err },
		cancel: func(ctx context.Context) error { _, err := sender.CancelHandshake(ctx, h.ID); return err },
		wait: func(ctx context.Context, id string) error {
			_, err := sender.WaitHandshake(ctx, id, huaweiorg.WaitInput{Want: huaweiorg.StatusDeclined, Grace: -1})
			return err
		},
		get:  func(ctx context.Context, id string) error { _, err := sender.ShowHandshake(ctx, id); return err },
		list: func(ctx context.Context) error { _, err := sender.ListHandshakes().Collect(ctx); return err },
		inviteAll: func(ctx context.Context) (results []string, last error) {
			for o, err := range sender.InviteAll(ctx, slices.Values([]huaweiorg.InviteAccountInput{input(guestID), other, {}})) {
				if err != nil {
					return results, err
				}
				results = append(results, string(o.Result))
			}
			return results, nil
		},
		fail: func(op, how string) {
			s.Inject(huaweiorgtest.Fault{
				Op: map[string]string{opInvite: huaweiorgtest.InviteAccount, opAccept: huaweiorgtest.AcceptHandshake,
					opGet: huaweiorgtest.ShowHandshake, opList: huaweiorgtest.ListHandshakes}[op],
				Times: huaweiorgtest.Always,
				Kind: map[string]huaweiorgtest.Kind{
					"denied": huaweiorgtest.Refuse(403, "Organizations.1007", "x"), "wrong keys": huaweiorgtest.WrongKeys(), "throttled": huaweiorgtest.Throttled("86400"),
					"quota":    huaweiorgtest.Refuse(405, "APIGW.0501", "x"),
					"invalid":  huaweiorgtest.Refuse(400, "APIGW.0106", "x"),
					"conflict": huaweiorgtest.Refuse(409, "Organizations.1003", "x"), "unavailable": huaweiorgtest.Unavailable(), "no connection": huaweiorgtest.NoConnection(),
					"reset": huaweiorgtest.Reset(), "too large": huaweiorgtest.Huge(500_000_000), "lost": huaweiorgtest.AppliedThen(huaweiorgtest.Reset()),
				}[how],
			})
		},
		vanish: func() { s.Remove(h.ID) },
	}
}

func TestErrorsOfBothCloudsAreToldApartInTheSameWay(t *testing.T) {
	t.Parallel()
	conditions := []error{
		auth.ErrNoCredentials, auth.ErrNotFound, auth.ErrPermission, auth.ErrUnauthenticated, auth.ErrThrottled, auth.ErrQuota,
		auth.ErrConflict, auth.ErrInvalid, auth.ErrUnavailable, auth.ErrTooLarge, auth.ErrOutcomeUnknown,
	}
	fails := func(op, how string) func(cloud) { return func(c cloud) { c.fail(op, how) } }
	get := func(ctx context.Context, c cloud) error { return c.get(ctx, "h-none") }
	invite := func(ctx context.Context, c cloud) error { return c.invite(ctx) }
	accept := func(ctx context.Context, c cloud) error { return c.accept(ctx) }
	list := func(ctx context.Context, c cloud) error { return c.list(ctx) }
	for name, c := range map[string]struct {
		prepare func(cloud)
		do      func(context.Context, cloud) error
		want    []error // all that match; none: it succeeds
	}{
		"no such invitation":           {nil, get, []error{auth.ErrNotFound}},
		"waiting for one":              {nil, func(ctx context.Context, c cloud) error { return c.wait(ctx, "h-none") }, []error{auth.ErrNotFound}},
		"an empty ID":                  {nil, func(ctx context.Context, c cloud) error { return c.get(ctx, "") }, []error{auth.ErrInvalid}},
		"a good invitation":            {nil, invite, nil},
		"sent twice":                   {func(c cloud) { _ = c.invite(context.Background()) }, invite, []error{auth.ErrConflict}},
		"accepted after its end":       {func(c cloud) { _ = c.cancel(context.Background()) }, accept, []error{auth.ErrConflict}},
		"a list, denied":               {fails(opList, "denied"), list, []error{auth.ErrPermission}},
		"denied":                       {fails(opInvite, "denied"), invite, []error{auth.ErrPermission}},
		"wrong keys":                   {fails(opInvite, "wrong keys"), invite, []error{auth.ErrUnauthenticated}},
		"throttled":                    {fails(opInvite, "throttled"), invite, []error{auth.ErrThrottled}},
		"a quota":                      {fails(opInvite, "quota"), invite, []error{auth.ErrQuota}},
		"invalid":                      {fails(opInvite, "invalid"), invite, []error{auth.ErrInvalid}},
		"a concurrent change":          {fails(opInvite, "conflict"), invite, []error{auth.ErrConflict}},
		"a list, unavailable":          {fails(opList, "unavailable"), list, []error{auth.ErrUnavailable}},
		"no connection":                {fails(opAccept, "no connection"), accept, []error{auth.ErrUnavailable}},
		"a list, too large":            {fails(opList, "too large"), list, []error{auth.ErrTooLarge}},
		"applied, and the answer lost": {fails(opAccept, "lost"), accept, nil},
		"an invitation, the same":      {fails(opInvite, "lost"), invite, nil},
		"never applied":                {fails(opAccept, "reset"), accept, []error{auth.ErrOutcomeUnknown, auth.ErrUnavailable}},
		"an invitation, never applied": {fails(opInvite, "unavailable"), invite, []error{auth.ErrOutcomeUnknown, auth.ErrUnavailable}},
		"it cannot be read back": {func(c cloud) { c.fail(opInvite, "lost"); c.fail(opList, "denied") }, invite,
			[]error{auth.ErrOutcomeUnknown, auth.ErrUnavailable, auth.ErrPermission}},
		"the invitation has vanished": {func(c cloud) { c.fail(opAccept, "reset"); c.vanish() }, accept, []error{auth.ErrOutcomeUnknown, auth.ErrUnavailable}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for where, of := range clouds() {
				synctest.Test(t, func(t *testing.T) {
					cloud := of(t)
					if c.prepare != nil {
						c.prepare(cloud)
					}
					err := c.do(t.Context(), cloud)
					assert.Equal(t, len(c.want) > 0, err != nil, "%s: %v", where, err)
					for _, condition := range conditions {
						assert.Equal(t, slices.Contains(c.want, condition), errors.Is(err, condition), "%s, %v: %v", where, condition, err)
					}
				})
			}
		})
	}
}

func clouds() map[string]func(*testing.T) cloud {
	return map[string]func(*testing.T) cloud{
		"Huawei":             huaweiCloud,
		"Alibaba 2020-03-31": func(t *testing.T) cloud { return alibabaCloud(t, alibabarm.Version20200331) },
		"Alibaba 2022-04-19": func(t *testing.T) cloud { return alibabaCloud(t, alibabarm.Version20220419) },
	}
}

func TestBothCloudsHaveTheSameResults(t *testing.T) {
	t.Parallel()
	for where, of := range clouds() {
		synctest.Test(t, func(t *testing.T) {
			c := of(t)
			for _, want := range [][]string{{"already pending", "created", "invalid"}, {"already pending", "already pending", "invalid"}} {
				got, err := c.inviteAll(t.Context())
				require.NoError(t, err, where)
				assert.Equal(t, want, got, where)
			}
		})
	}
}
