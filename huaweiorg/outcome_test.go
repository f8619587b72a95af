package huaweiorg_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// An ambiguity is a write that goes wrong and what is to become of it.
type ambiguity struct {
	name    string
	prepare func(t *testing.T, w world, id string)
	opts    []huaweiorg.Option
	want    []error // nil: it succeeds
	not     error
	ops     string
}

func lost(kinds ...huaweiorgtest.Kind) func(*testing.T, world, string) {
	return func(_ *testing.T, w world, _ string) { w.inject(huaweiorgtest.AcceptHandshake, kinds...) }
}

// then adds faults of another operation.
func then(f func(*testing.T, world, string), op string, kinds ...huaweiorgtest.Kind) func(*testing.T, world, string) {
	return func(t *testing.T, w world, id string) { f(t, w, id); w.inject(op, kinds...) }
}

const listReceived = huaweiorgtest.ListReceivedHandshakes

func TestAnAmbiguousAcceptIsReadBack(t *testing.T) {
	t.Parallel()
	reset, applied := huaweiorgtest.Reset(), huaweiorgtest.AppliedThen(huaweiorgtest.Reset())
	conflict := huaweiorgtest.Refuse(409, "Organizations.9006", "x")
	stale := huaweiorgtest.SetField("handshakes.0.status", "pending")
	unknown, unavailable := huaweiorg.ErrOutcomeUnknown, huaweiorg.ErrUnavailable
	const again = "AcceptHandshake 0, ListReceivedHandshakes 200, "
	for _, c := range []ambiguity{
		{name: "applied, then reset", prepare: lost(applied), ops: "AcceptHandshake 0, ListReceivedHandshakes 200"},
		{name: "applied, then 503", prepare: lost(huaweiorgtest.AppliedThen(huaweiorgtest.Unavailable())), ops: "AcceptHandshake 503, ListReceivedHandshakes 200"},
		{name: "applied, then no answer", prepare: lost(huaweiorgtest.AppliedThen(huaweiorgtest.Hang())), ops: "AcceptHandshake 0, ListReceivedHandshakes 200"},
		{name: "an answer cut short", prepare: lost(huaweiorgtest.CutBody(20)), ops: "AcceptHandshake 200, ListReceivedHandshakes 200"},
		{name: "an answer that is too large", prepare: lost(huaweiorgtest.Huge(500_000_000)), ops: "AcceptHandshake 200, ListReceivedHandshakes 200"},
		{name: "F16 an answer without a handshake", prepare: lost(huaweiorgtest.AppliedThen(huaweiorgtest.Raw(200, "{}"))), ops: "AcceptHandshake 200, ListReceivedHandshakes 200"},
		{name: "an empty answer", prepare: lost(huaweiorgtest.AppliedThen(huaweiorgtest.Raw(200, ""))), ops: "AcceptHandshake 200, ListReceivedHandshakes 200"},
		{name: "an answer about another handshake", prepare: lost(huaweiorgtest.SetField("handshake.id", "h-other")), ops: "AcceptHandshake 200, ListReceivedHandshakes 200"},
		{name: "not applied: it is sent again", prepare: lost(reset, reset), ops: again + again + "AcceptHandshake 200"},
		{name: "the first one worked, and the second is refused", prepare: then(lost(applied), listReceived, stale),
			ops: again + "AcceptHandshake 409, ListReceivedHandshakes 200"},
		{name: "refused, and pending still", prepare: lost(reset, conflict), want: []error{unknown, unavailable, huaweiorg.ErrConflict},
			ops: again + "AcceptHandshake 409" + strings.Repeat(", ListReceivedHandshakes 200", 5)},
		{name: "retries off: read back and not sent again", prepare: lost(reset), opts: []huaweiorg.Option{once}, want: []error{unknown, unavailable},
			ops: "AcceptHandshake 0, ListReceivedHandshakes 200"},
		{name: "retries off, and applied", prepare: lost(applied), opts: []huaweiorg.Option{once}, ops: "AcceptHandshake 0, ListReceivedHandshakes 200"},
		{name: "as often as retries allow", prepare: lost(reset, reset, reset), opts: []huaweiorg.Option{huaweiorg.WithRetry(auth.Retry{MaxRetries: 2})},
			want: []error{unknown}, ops: again + again + "AcceptHandshake 0, ListReceivedHandshakes 200"},
		{name: "declined meanwhile", prepare: func(t *testing.T, w world, id string) {
			lost(reset)(t, w, id)
			w.inject(listReceived, huaweiorgtest.Hook(func() { w.set(id, huaweiorg.StatusDeclined) }))
		}, want: []error{huaweiorg.ErrConflict}, not: unknown, ops: "AcceptHandshake 0, ListReceivedHandshakes 200"},
		{name: "the state cannot be read", prepare: then(lost(applied), listReceived, refuse1007()), want: []error{unknown, unavailable, huaweiorg.ErrPermission},
			ops: "AcceptHandshake 0, ListReceivedHandshakes 403"},
		{name: "the invitation has vanished", prepare: func(t *testing.T, w world, id string) {
			lost(applied)(t, w, id)
			w.inject(listReceived, huaweiorgtest.Hook(func() { w.s.Remove(id) }))
		}, want: []error{unknown}, ops: "AcceptHandshake 0" + strings.Repeat(", ListReceivedHandshakes 200", 5)},
		{name: "a status nobody knows", prepare: func(t *testing.T, w world, id string) {
			lost(reset)(t, w, id)
			w.inject(listReceived, huaweiorgtest.Hook(func() { w.set(id, "awaiting_review") }))
		}, want: []error{unknown}, ops: "AcceptHandshake 0" + strings.Repeat(", ListReceivedHandshakes 200", 5)},
		{name: "refused for now: sent again without reading", prepare: lost(huaweiorgtest.NoConnection(), huaweiorgtest.Throttled("2")), ops: "AcceptHandshake 429, AcceptHandshake 200"},
		{name: "never sent", prepare: lost(huaweiorgtest.NoConnection()), opts: []huaweiorg.Option{once}, want: []error{unavailable}, not: unknown, ops: ""},
		{name: "refused at once", prepare: lost(conflict), want: []error{huaweiorg.ErrConflict}, not: unknown, ops: "AcceptHandshake 409"},
		{name: "the service asks for a long wait", prepare: lost(huaweiorgtest.Raw(503, "", "Retry-After: 3600")), want: []error{unknown, unavailable},
			ops: "AcceptHandshake 503, ListReceivedHandshakes 200"},
		{name: "a 200 that tells of another end", prepare: lost(huaweiorgtest.SetField("handshake.status", "cancelled")), want: []error{huaweiorg.ErrConflict}, not: unknown, ops: "AcceptHandshake 200"},
	} {
		c.run(t, func(ctx context.Context, client *huaweiorg.Client, id string) (*huaweiorg.Handshake, error) {
			return client.AcceptHandshake(ctx, id)
		}, huaweiorg.StatusAccepted)
	}
}

func refuse1007() huaweiorgtest.Kind {
	return huaweiorgtest.Refuse(403, "Organizations.1007", "Policy denies it.")
}

// set gives an invitation another status, now.
func (w world) set(id string, to huaweiorg.Status) {
	w.s.Update(id, func(h *huaweiorg.Handshake) { h.Status, h.UpdatedAt = to, w.s.Now().Truncate(time.Second) })
}

// run has the guest answer an invitation.
func (c ambiguity) run(t *testing.T, do func(context.Context, *huaweiorg.Client, string) (*huaweiorg.Handshake, error), want huaweiorg.Status) {
	t.Run(c.name, func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			w := newWorld(t)
			h := w.s.Seed(huaweiorg.Handshake{Target: target(guestID)})[0]
			c.prepare(t, w, h.ID)
			got, err := do(t.Context(), w.receiver.With(c.opts...), h.ID)
			assert.Equal(t, c.ops, strings.Join(w.ops(0), ", "))
			c.assert(t, err)
			if err == nil {
				assert.Equal(t, want, got.Status)
				assert.Equal(t, w.s.Handshakes()[0], *got)
			}
		})
	})
}

func (c ambiguity) assert(t *testing.T, err error) {
	if len(c.want) == 0 {
		require.NoError(t, err)
		return
	}
	require.Error(t, err)
	assert.True(t, strings.HasPrefix(err.Error(), "huaweiorg: "))
	for _, want := range c.want {
		assert.ErrorIs(t, err, want)
	}
	if c.not != nil {
		assert.NotErrorIs(t, err, c.not)
	}
}

func TestAnAmbiguousDeclineAndCancelAreReadBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, applied := newWorld(t), huaweiorgtest.AppliedThen(huaweiorgtest.Reset())
		h := w.s.Seed(make([]huaweiorg.Handshake, 2)...)
		w.s.Update(h[0].ID, func(h *huaweiorg.Handshake) { h.Target = target(guestID) })
		w.inject(huaweiorgtest.DeclineHandshake, applied)
		got, err := w.receiver.DeclineHandshake(t.Context(), h[0].ID)
		require.NoError(t, err)
		assert.Equal(t, huaweiorg.StatusDeclined, got.Status)
		w.inject(huaweiorgtest.CancelHandshake, applied)
		got, err = w.sender.CancelHandshake(t.Context(), h[1].ID)
		require.NoError(t, err)
		assert.Equal(t, huaweiorg.StatusCancelled, got.Status)
		assert.Equal(t, []string{"DeclineHandshake 0", "ListReceivedHandshakes 200", "CancelHandshake 0", "ShowHandshake 200"}, w.ops(0))
	})
}

func TestACancelIsReadBackInTheListWhereShowIsNotPermitted(t *testing.T) {
	t.Parallel()
	for name, show := range map[string]huaweiorgtest.Kind{
		"not permitted": refuse1007(),
		"not found":     huaweiorgtest.Refuse(404, "Organizations.9003", "x"),
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				h := w.s.Seed(make([]huaweiorg.Handshake, 3)...)[1]
				w.inject(huaweiorgtest.CancelHandshake, huaweiorgtest.AppliedThen(huaweiorgtest.Reset()))
				w.inject(huaweiorgtest.ShowHandshake, show)
				got, err := w.sender.CancelHandshake(t.Context(), h.ID)
				require.NoError(t, err)
				assert.Equal(t, h.ID, got.ID)
				assert.Equal(t, huaweiorg.StatusCancelled, got.Status)
				assert.Equal(t, "ListHandshakes 200", w.ops(2)[0])
			})
		})
	}
}

func TestTheEndOfTheContextLeavesAWriteUnknown(t *testing.T) {
	t.Parallel()
	why := errors.New("the user left")
	for name, c := range map[string]struct {
		kind    huaweiorgtest.Kind
		on      string
		unknown bool
	}{
		"while no answer comes":        {huaweiorgtest.Hang(), huaweiorgtest.AcceptHandshake, true},
		"while it is read back":        {huaweiorgtest.Hang(), listReceived, true},
		"while the service throttles":  {huaweiorgtest.Throttled("60"), huaweiorgtest.AcceptHandshake, false},
		"while there is no connection": {huaweiorgtest.NoConnection(), huaweiorgtest.AcceptHandshake, false},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				h := w.s.Seed(huaweiorg.Handshake{Target: target(guestID)})[0]
				w.s.Inject(huaweiorgtest.Fault{Op: c.on, Times: huaweiorgtest.Always, Kind: c.kind})
				if c.on == listReceived {
					w.inject(huaweiorgtest.AcceptHandshake, huaweiorgtest.Reset())
				}
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(2500*time.Millisecond, func() { cancel(why) })
				start := time.Now()
				_, err := w.receiver.With(huaweiorg.WithRetry(auth.Retry{MaxRetries: 1000, MinWait: time.Second})).AcceptHandshake(ctx, h.ID)
				assert.Equal(t, 2500*time.Millisecond, time.Since(start))
				require.ErrorIs(t, err, context.Canceled)
				require.ErrorIs(t, err, why)
				assert.Equal(t, c.unknown, errors.Is(err, huaweiorg.ErrOutcomeUnknown), "%v", err)
			})
		})
	}
	t.Run("before anything is sent", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := w.sender.InviteAccount(ctx, guestInput())
		require.ErrorIs(t, err, context.Canceled)
		assert.NotErrorIs(t, err, huaweiorg.ErrOutcomeUnknown)
		assert.Empty(t, w.ops(0))
	})
}

// undated takes the service's clock out of its answers.
func undated(s *huaweiorgtest.Service) huaweiorg.Option {
	return huaweiorg.WithTransport(roundTripper(func(req *http.Request) (*http.Response, error) {
		resp, err := s.RoundTripper().RoundTrip(req)
		if resp != nil {
			resp.Header.Del("Date")
		}
		return resp, err
	}))
}

func TestAnAmbiguousInvitationIsLookedForInTheList(t *testing.T) {
	t.Parallel()
	reset, applied := huaweiorgtest.Reset(), huaweiorgtest.AppliedThen(huaweiorgtest.Reset())
	const list = "ListHandshakes"
	seed := func(change func(h *huaweiorg.Handshake, now time.Time)) func(world) {
		return func(w world) {
			h := huaweiorg.Handshake{Target: target(guestID), Notes: "Please join", CreatedAt: w.s.Now().Add(-time.Hour)}
			change(&h, w.s.Now())
			w.s.Seed(h)
		}
	}
	hook := func(f func(w world)) func(world) {
		return func(w world) { w.inject(list, huaweiorgtest.Hook(func() { f(w) })) }
	}
	ours := func(change func(w world, h *huaweiorg.Handshake)) func(world) {
		return hook(func(w world) {
			w.s.Update(w.s.Handshakes()[0].ID, func(h *huaweiorg.Handshake) { change(w, h) })
		})
	}
	retrying := func(r auth.Retry) func(world) []huaweiorg.Option {
		return func(world) []huaweiorg.Option { return []huaweiorg.Option{huaweiorg.WithRetry(r)} }
	}
	for name, c := range map[string]struct {
		lag     time.Duration
		prepare func(world)
		kinds   []huaweiorgtest.Kind
		opts    func(world) []huaweiorg.Option
		unknown bool
		sent    int // how often
		looks   int
	}{
		"applied":                          {kinds: []huaweiorgtest.Kind{applied}, sent: 1, looks: 1},
		"applied, and shown after 10 s":    {lag: 10 * time.Second, kinds: []huaweiorgtest.Kind{applied}, sent: 1, looks: 5},
		"applied, and shown after 20 s":    {lag: 20 * time.Second, kinds: []huaweiorgtest.Kind{applied}, sent: 2, looks: 9},
		"applied, and shown after 2 m":     {lag: 2 * time.Minute, kinds: []huaweiorgtest.Kind{applied}, sent: 2, looks: 10, unknown: true},
		"not applied: sent again":          {kinds: []huaweiorgtest.Kind{reset}, sent: 2, looks: 5},
		"not applied twice: not again":     {kinds: []huaweiorgtest.Kind{reset, reset}, sent: 2, looks: 10, unknown: true},
		"not applied, settled after 3 s":   {kinds: []huaweiorgtest.Kind{reset}, opts: retrying(auth.Retry{SettleTime: 3 * time.Second}), sent: 2, looks: 3},
		"applied the second time":          {kinds: []huaweiorgtest.Kind{reset, applied}, sent: 2, looks: 6},
		"applied, the clocks 4 m apart":    {prepare: func(w world) { w.s.Skew(4 * time.Minute) }, kinds: []huaweiorgtest.Kind{applied}, sent: 1, looks: 1},
		"applied, the clocks -4 m apart":   {prepare: func(w world) { w.s.Skew(-4 * time.Minute) }, kinds: []huaweiorgtest.Kind{applied}, sent: 1, looks: 1},
		"applied, hanging for 30 s":        {kinds: []huaweiorgtest.Kind{huaweiorgtest.AppliedThen(huaweiorgtest.Hang())}, sent: 1, looks: 1},
		"retries off, and not applied":     {kinds: []huaweiorgtest.Kind{reset}, opts: func(world) []huaweiorg.Option { return []huaweiorg.Option{once} }, sent: 1, looks: 5, unknown: true},
		"a service without a clock":        {kinds: []huaweiorgtest.Kind{applied}, opts: func(w world) []huaweiorg.Option { return []huaweiorg.Option{undated(w.s)} }, sent: 1, looks: 5, unknown: true},
		"no clock, and not applied":        {kinds: []huaweiorgtest.Kind{reset}, opts: func(w world) []huaweiorg.Option { return []huaweiorg.Option{undated(w.s)} }, sent: 2, looks: 5},
		"an older one with the same notes": {prepare: seed(func(*huaweiorg.Handshake, time.Time) {}), kinds: []huaweiorgtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		"an older one with other notes":    {prepare: seed(func(h *huaweiorg.Handshake, _ time.Time) { h.Notes = "Hello" }), kinds: []huaweiorgtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		"an older one, declined": {prepare: seed(func(h *huaweiorg.Handshake, now time.Time) {
			h.Status, h.UpdatedAt = huaweiorg.StatusDeclined, now.Add(-time.Minute)
		}), kinds: []huaweiorgtest.Kind{reset}, sent: 2, looks: 5},
		"an older one past its date": {prepare: seed(func(h *huaweiorg.Handshake, now time.Time) {
			h.CreatedAt = now.Add(-15 * 24 * time.Hour)
		}), kinds: []huaweiorgtest.Kind{reset}, sent: 2, looks: 5},
		"one past its date that the service shows as pending": {prepare: func(w world) {
			w.s.Seed(huaweiorg.Handshake{Target: target(guestID), Status: huaweiorg.StatusDeclined, CreatedAt: w.s.Now().Add(-time.Hour)})
			w.s.Inject(huaweiorgtest.Fault{Op: list, Times: huaweiorgtest.Always, Kind: huaweiorgtest.Together(
				huaweiorgtest.SetField("handshakes.0.status", "pending"), huaweiorgtest.SetField("handshakes.0.expired_at", w.s.Now().Format(time.RFC3339)))})
		}, kinds: []huaweiorgtest.Kind{reset}, sent: 2, looks: 5},
		"a younger one, cancelled long before the call": {prepare: seed(func(h *huaweiorg.Handshake, now time.Time) {
			h.Status, h.UpdatedAt = huaweiorg.StatusCancelled, now.Add(-50*time.Minute)
		}), kinds: []huaweiorgtest.Kind{applied}, sent: 1, looks: 1},
		"one cancelled in the second of the call": {prepare: seed(func(h *huaweiorg.Handshake, now time.Time) {
			h.Status, h.CreatedAt, h.UpdatedAt = huaweiorg.StatusCancelled, now, now
		}), kinds: []huaweiorgtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		"another one of the same moment": {prepare: hook(func(w world) {
			w.s.Seed(huaweiorg.Handshake{Target: target(guestID), Notes: "Please join"})
		}), kinds: []huaweiorgtest.Kind{applied}, sent: 1, looks: 5, unknown: true},
		"one with other notes by somebody else, later": {prepare: hook(func(w world) {
			w.s.Seed(huaweiorg.Handshake{Target: target(guestID), Notes: "Hello"})
		}), kinds: []huaweiorgtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		"of another target": {prepare: hook(func(w world) {
			w.s.Seed(huaweiorg.Handshake{Target: target("2" + guestID[1:]), Notes: "Please join"})
		}), kinds: []huaweiorgtest.Kind{reset}, sent: 2, looks: 5},
		"the target is shown by its name": {prepare: ours(func(_ world, h *huaweiorg.Handshake) {
			h.Target = huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "acme-sandbox"}
		}), kinds: []huaweiorgtest.Kind{applied}, sent: 1, looks: 5, unknown: true},
		"nobody knows when it was made": {prepare: ours(func(_ world, h *huaweiorg.Handshake) { h.CreatedAt = time.Time{} }), kinds: []huaweiorgtest.Kind{applied}, sent: 1, looks: 5, unknown: true},
		"accepted meanwhile": {prepare: ours(func(w world, h *huaweiorg.Handshake) {
			h.Status, h.UpdatedAt = huaweiorg.StatusAccepted, w.s.Now().Truncate(time.Second)
		}), kinds: []huaweiorgtest.Kind{huaweiorgtest.AppliedThen(huaweiorgtest.Hang())}, sent: 1, looks: 1},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t, huaweiorgtest.WithPropagationDelay(c.lag))
				time.Sleep(300 * time.Millisecond)
				if c.prepare != nil {
					c.prepare(w)
				}
				before := len(w.ofGuest())
				w.inject(huaweiorgtest.InviteAccount, c.kinds...)
				client := w.sender
				if c.opts != nil {
					client = client.With(c.opts(w)...)
				}
				h, err := client.InviteAccount(t.Context(), guestInput())
				assert.Equal(t, c.unknown, errors.Is(err, huaweiorg.ErrOutcomeUnknown), "%v", err)
				assert.Equal(t, !c.unknown, err == nil, "%v", err)
				sent, looks := 0, 0
				for _, r := range w.s.Requests() {
					switch r.Op {
					case huaweiorgtest.InviteAccount:
						sent++
					case list:
						looks++
					}
				}
				assert.Equal(t, c.sent, sent, "sent")
				assert.Equal(t, c.looks, looks, "looks")
				if err == nil {
					require.Len(t, w.ofGuest(), before+1)
					assert.Equal(t, w.ofGuest()[before], *h)
				}
			})
		})
	}
}

func (w world) ofGuest() []huaweiorg.Handshake {
	return slices.DeleteFunc(w.s.Handshakes(), func(h huaweiorg.Handshake) bool { return h.Target.Entity != guestID })
}

func TestTwoProgramsThatInviteAtOnceAreNotMixedUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		// One invitation gets through, and both answers are lost.
		w.inject(huaweiorgtest.InviteAccount, huaweiorgtest.AppliedThen(huaweiorgtest.Hang()), huaweiorgtest.AppliedThen(huaweiorgtest.Hang()))
		results := make(chan error, 2)
		for _, notes := range []string{"from one", "from the other"} {
			go func() {
				in := guestInput()
				in.Notes = notes
				h, err := w.sender.InviteAccount(t.Context(), in)
				if err == nil {
					assert.Equal(t, notes, h.Notes)
				}
				results <- err
			}()
		}
		first, second := <-results, <-results
		assert.True(t, (first == nil) != (second == nil), "%v, %v", first, second)
		assert.ErrorIs(t, errors.Join(first, second), huaweiorg.ErrOutcomeUnknown)
		assert.Len(t, w.s.Handshakes(), 1)
	})
}
