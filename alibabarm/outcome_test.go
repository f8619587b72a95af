package alibabarm_test

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

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

// An ambiguity is a write that goes wrong and what is to become of it.
type ambiguity struct {
	name    string
	prepare func(t *testing.T, w world, id string)
	opts    []alibabarm.Option
	want    []error // nil: it succeeds
	not     error
	ops     string
}

func lost(kinds ...alibabarmtest.Kind) func(*testing.T, world, string) {
	return func(_ *testing.T, w world, _ string) { w.inject(alibabarmtest.AcceptHandshake, kinds...) }
}

// then adds faults of another operation.
func then(f func(*testing.T, world, string), op string, kinds ...alibabarmtest.Kind) func(*testing.T, world, string) {
	return func(t *testing.T, w world, id string) { f(t, w, id); w.inject(op, kinds...) }
}

func TestAnAmbiguousAcceptIsReadBack(t *testing.T) {
	t.Parallel()
	reset, applied := alibabarmtest.Reset(), alibabarmtest.AppliedThen(alibabarmtest.Reset())
	conflict := alibabarmtest.Refuse(409, "HandshakeStatusMismatch", "x")
	f14, empty := body(t, "F14.json"), body(t, "F03.json")
	unknown, unavailable := alibabarm.ErrOutcomeUnknown, alibabarm.ErrUnavailable
	const (
		over    = "GetHandshake 409, ListHandshakesForAccount 200"
		pending = "GetHandshake 200"
		again   = "AcceptHandshake 0, " + pending + ", "
	)
	for _, c := range []ambiguity{
		{name: "applied, then reset", prepare: lost(applied), ops: "AcceptHandshake 0, " + over},
		{name: "applied, then 503", prepare: lost(alibabarmtest.AppliedThen(alibabarmtest.Unavailable())), ops: "AcceptHandshake 503, " + over},
		{name: "applied, then no answer", prepare: lost(alibabarmtest.AppliedThen(alibabarmtest.Hang())), ops: "AcceptHandshake 0, " + over},
		{name: "an answer cut short", prepare: lost(alibabarmtest.CutBody(20)), ops: "AcceptHandshake 200, " + over},
		{name: "an answer that is too large", prepare: lost(alibabarmtest.Huge(500_000_000)), ops: "AcceptHandshake 200, " + over},
		{name: "F14 an answer without a handshake", prepare: lost(alibabarmtest.AppliedThen(alibabarmtest.Raw(200, f14))), ops: "AcceptHandshake 200, " + over},
		{name: "an empty answer", prepare: lost(alibabarmtest.AppliedThen(alibabarmtest.Raw(200, ""))), ops: "AcceptHandshake 200, " + over},
		{name: "an answer about another handshake", prepare: lost(alibabarmtest.SetField("Handshake.HandshakeId", "h-other")), ops: "AcceptHandshake 200, " + over},
		{name: "F25 a nonce that was used: a copy came first", prepare: lost(alibabarmtest.AppliedThen(alibabarmtest.NonceUsed())), ops: "AcceptHandshake 400, " + over},
		{name: "F25 a nonce that was used by another", prepare: lost(alibabarmtest.NonceUsed()), ops: "AcceptHandshake 400, " + pending + ", AcceptHandshake 200"},
		{name: "F18 over, and it is in no list", prepare: func(t *testing.T, w world, id string) {
			lost(applied)(t, w, id)
			w.s.Inject(alibabarmtest.Fault{Op: received, Times: alibabarmtest.Always, Kind: alibabarmtest.Raw(200, empty)})
		}, want: []error{unknown, unavailable}, ops: "AcceptHandshake 0" + strings.Repeat(", "+over, 5)},
		{name: "F18 over, and its list does not stand still", prepare: func(t *testing.T, w world, id string) {
			lost(applied)(t, w, id)
			w.s.Inject(alibabarmtest.Fault{Op: received, Times: 5, Kind: alibabarmtest.EmptyPage()}) // the total says one
		}, ops: "AcceptHandshake 0, " + over + ", ListHandshakesForAccount 200, ListHandshakesForAccount 200, " + over + ", ListHandshakesForAccount 200, ListHandshakesForAccount 200"},
		{name: "over, and pending in a list that lags", prepare: func(t *testing.T, w world, id string) {
			lost(applied)(t, w, id)
			w.inject(received, alibabarmtest.SetField("Handshakes.Handshake.0.Status", "Pending"))
		}, ops: "AcceptHandshake 0, " + over + ", AcceptHandshake 409, " + over},
		{name: "F18 declined, and GetHandshake does not tell", prepare: func(t *testing.T, w world, id string) {
			lost(reset)(t, w, id)
			w.inject(get, alibabarmtest.Together(alibabarmtest.Hook(func() { w.set(id, alibabarm.StatusDeclined) }), conflict))
		}, want: []error{alibabarm.ErrConflict}, not: unknown, ops: "AcceptHandshake 0, " + over},
		{name: "not applied: it is sent again", prepare: lost(reset, reset), ops: again + again + "AcceptHandshake 200"},
		{name: "the first one worked, and the second is refused", prepare: func(t *testing.T, w world, id string) {
			lost(applied)(t, w, id)
			w.inject(get, alibabarmtest.AppliedThen(alibabarmtest.Raw(200, pendingBody(id))))
		}, ops: again + "AcceptHandshake 409, " + over},
		{name: "refused, and pending still", prepare: lost(reset, conflict), want: []error{unknown, unavailable, alibabarm.ErrConflict},
			ops: again + "AcceptHandshake 409" + strings.Repeat(", "+pending, 5)},
		{name: "retries off: read back and not sent again", prepare: lost(reset), opts: []alibabarm.Option{once}, want: []error{unknown, unavailable},
			ops: "AcceptHandshake 0, " + pending},
		{name: "retries off, and applied", prepare: lost(applied), opts: []alibabarm.Option{once}, ops: "AcceptHandshake 0, " + over},
		{name: "as often as retries allow", prepare: lost(reset, reset, reset), opts: []alibabarm.Option{alibabarm.WithRetry(auth.Retry{MaxRetries: 2})},
			want: []error{unknown}, ops: again + again + "AcceptHandshake 0, " + pending},
		{name: "declined meanwhile", prepare: func(t *testing.T, w world, id string) {
			lost(reset)(t, w, id)
			w.inject(get, alibabarmtest.Hook(func() { w.set(id, alibabarm.StatusDeclined) }))
		}, want: []error{alibabarm.ErrConflict}, not: unknown, ops: "AcceptHandshake 0, " + pending},
		{name: "the state cannot be read", prepare: then(lost(applied), received, denied()), want: []error{unknown, unavailable, alibabarm.ErrPermission},
			ops: "AcceptHandshake 0, GetHandshake 409, ListHandshakesForAccount 403"},
		{name: "the invitation has vanished", prepare: func(t *testing.T, w world, id string) {
			lost(applied)(t, w, id)
			w.inject(get, alibabarmtest.Hook(func() { w.s.Remove(id) }))
		}, want: []error{unknown}, ops: "AcceptHandshake 0" + strings.Repeat(", GetHandshake 404, ListHandshakesForAccount 200", 5)},
		{name: "a status nobody knows", prepare: func(t *testing.T, w world, id string) {
			lost(reset)(t, w, id)
			w.inject(get, alibabarmtest.Hook(func() { w.set(id, "Revoked") }))
		}, want: []error{unknown}, ops: "AcceptHandshake 0" + strings.Repeat(", "+pending, 5)},
		{name: "refused for now: sent again without reading", prepare: lost(alibabarmtest.NoConnection(), alibabarmtest.Throttled("2000"), alibabarmtest.ConcurrentCall()),
			ops: "AcceptHandshake 400, AcceptHandshake 429, AcceptHandshake 200"},
		{name: "never sent", prepare: lost(alibabarmtest.NoConnection()), opts: []alibabarm.Option{once}, want: []error{unavailable}, not: unknown, ops: ""},
		{name: "refused at once", prepare: lost(conflict), want: []error{alibabarm.ErrConflict}, not: unknown, ops: "AcceptHandshake 409"},
		{name: "the service asks for a long wait", prepare: lost(alibabarmtest.Raw(503, "", "Retry-After: 3600")), want: []error{unknown, unavailable},
			ops: "AcceptHandshake 503, " + pending},
		{name: "a 200 that tells of another end", prepare: lost(alibabarmtest.SetField("Handshake.Status", "Cancelled")), want: []error{alibabarm.ErrConflict}, not: unknown, ops: "AcceptHandshake 200"},
	} {
		c.run(t, func(ctx context.Context, client *alibabarm.Client, id string) (*alibabarm.Handshake, error) {
			return client.AcceptHandshake(ctx, id)
		}, alibabarm.StatusAccepted)
	}
}

func denied() alibabarmtest.Kind { return alibabarmtest.Refuse(403, "NoPermission", "Not authorized.") }

const get = alibabarmtest.GetHandshake

// pendingBody is an answer of GetHandshake that lags behind.
func pendingBody(id string) string {
	return `{"RequestId":"1","Handshake":{"HandshakeId":"` + id + `","Status":"Pending"}}`
}

// set gives an invitation another status, now.
func (w world) set(id string, to alibabarm.Status) {
	w.s.Update(id, func(h *alibabarm.Handshake) { h.Status, h.ModifyTime = to, w.s.Now().Truncate(time.Second) })
}

// run has the guest answer an invitation.
func (c ambiguity) run(t *testing.T, do func(context.Context, *alibabarm.Client, string) (*alibabarm.Handshake, error), want alibabarm.Status) {
	t.Run(c.name, func(t *testing.T) {
		bubble(t, func(t *testing.T, v alibabarm.Version) {
			w := newWorld(t, v)
			h := w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID})[0]
			c.prepare(t, w, h.ID)
			got, err := do(t.Context(), w.receiver.With(c.opts...), h.ID)
			assert.Equal(t, c.ops, strings.Join(w.ops(0), ", "))
			c.assert(t, err)
			if err == nil {
				assert.Equal(t, want, got.Status)
				got.MasterAccountRealName, got.InvitedAccountRealName = "", "" // of GetHandshake
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
	assert.True(t, strings.HasPrefix(err.Error(), "alibabarm: "))
	for _, want := range c.want {
		assert.ErrorIs(t, err, want)
	}
	if c.not != nil {
		assert.NotErrorIs(t, err, c.not)
	}
}

func TestAnAmbiguousDeclineAndCancelAreReadBack(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w, applied := newWorld(t, v), alibabarmtest.AppliedThen(alibabarmtest.Reset())
		h := w.s.Seed(make([]alibabarm.Handshake, 2)...)
		w.s.Update(h[0].ID, func(h *alibabarm.Handshake) { h.TargetType, h.TargetEntity = alibabarm.TargetTypeAccount, guestID })
		w.inject(alibabarmtest.DeclineHandshake, applied)
		got, err := w.receiver.DeclineHandshake(t.Context(), h[0].ID)
		require.NoError(t, err)
		assert.Equal(t, alibabarm.StatusDeclined, got.Status)
		w.inject(alibabarmtest.CancelHandshake, applied)
		got, err = w.sender.CancelHandshake(t.Context(), h[1].ID)
		require.NoError(t, err)
		assert.Equal(t, alibabarm.StatusCancelled, got.Status)
		assert.Equal(t, []string{"DeclineHandshake 0", "GetHandshake 200", "CancelHandshake 0", "GetHandshake 200"}, w.ops(0))
	})
}

func TestACancelIsReadBackInTheListWhereShowIsNotPermitted(t *testing.T) {
	t.Parallel()
	for name, show := range map[string]alibabarmtest.Kind{
		"not permitted":   denied(),
		"not found":       alibabarmtest.Refuse(404, "EntityNotExists.Handshake", "x"),
		"F18 not pending": alibabarmtest.Refuse(409, "HandshakeStatusMismatch", "x"),
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				h := w.s.Seed(make([]alibabarm.Handshake, 3)...)[1]
				w.inject(alibabarmtest.CancelHandshake, alibabarmtest.AppliedThen(alibabarmtest.Reset()))
				w.inject(alibabarmtest.GetHandshake, show)
				got, err := w.sender.CancelHandshake(t.Context(), h.ID)
				require.NoError(t, err)
				assert.Equal(t, h.ID, got.ID)
				assert.Equal(t, alibabarm.StatusCancelled, got.Status)
				assert.Equal(t, "ListHandshakesForResourceDirectory 200", w.ops(2)[0])
			})
		})
	}
}

func TestTheEndOfTheContextLeavesAWriteUnknown(t *testing.T) {
	t.Parallel()
	why := errors.New("the user left")
	for name, c := range map[string]struct {
		kind    alibabarmtest.Kind
		on      string
		unknown bool
	}{
		"while no answer comes":        {alibabarmtest.Hang(), alibabarmtest.AcceptHandshake, true},
		"while it is read back":        {alibabarmtest.Hang(), get, true},
		"while the service throttles":  {alibabarmtest.Throttled("60000"), alibabarmtest.AcceptHandshake, false},
		"while there is no connection": {alibabarmtest.NoConnection(), alibabarmtest.AcceptHandshake, false},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				h := w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID})[0]
				w.s.Inject(alibabarmtest.Fault{Op: c.on, Times: alibabarmtest.Always, Kind: c.kind})
				if c.on == get {
					w.inject(alibabarmtest.AcceptHandshake, alibabarmtest.Reset())
				}
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(2500*time.Millisecond, func() { cancel(why) })
				start := time.Now()
				_, err := w.receiver.With(alibabarm.WithRetry(auth.Retry{MaxRetries: 1000, MinWait: time.Second})).AcceptHandshake(ctx, h.ID)
				assert.Equal(t, 2500*time.Millisecond, time.Since(start))
				require.ErrorIs(t, err, context.Canceled)
				require.ErrorIs(t, err, why)
				assert.Equal(t, c.unknown, errors.Is(err, alibabarm.ErrOutcomeUnknown), "%v", err)
			})
		})
	}
	t.Run("before anything is sent", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, alibabarm.Version20220419)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := w.sender.InviteAccountToResourceDirectory(ctx, guestInput())
		require.ErrorIs(t, err, context.Canceled)
		assert.NotErrorIs(t, err, alibabarm.ErrOutcomeUnknown)
		assert.Empty(t, w.ops(0))
	})
}

// undated takes the service's clock out of its answers.
func undated(s *alibabarmtest.Service) alibabarm.Option {
	return alibabarm.WithTransport(roundTripper(func(req *http.Request) (*http.Response, error) {
		resp, err := s.RoundTripper().RoundTrip(req)
		if resp != nil {
			resp.Header.Del("Date")
		}
		return resp, err
	}))
}

func TestAnAmbiguousInvitationIsLookedForInTheList(t *testing.T) {
	t.Parallel()
	reset, applied := alibabarmtest.Reset(), alibabarmtest.AppliedThen(alibabarmtest.Reset())
	const list = sent
	seed := func(change func(h *alibabarm.Handshake, now time.Time)) func(world) {
		return func(w world) {
			h := alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, Note: "Please join", CreateTime: w.s.Now().Add(-time.Hour)}
			change(&h, w.s.Now())
			w.s.Seed(h)
		}
	}
	hook := func(f func(w world)) func(world) {
		return func(w world) { w.inject(list, alibabarmtest.Hook(func() { f(w) })) }
	}
	ours := func(change func(w world, h *alibabarm.Handshake)) func(world) {
		return hook(func(w world) {
			w.s.Update(w.s.Handshakes()[0].ID, func(h *alibabarm.Handshake) { change(w, h) })
		})
	}
	retrying := func(r auth.Retry) func(world) []alibabarm.Option {
		return func(world) []alibabarm.Option { return []alibabarm.Option{alibabarm.WithRetry(r)} }
	}
	for name, c := range map[string]struct {
		lag     time.Duration
		prepare func(world)
		kinds   []alibabarmtest.Kind
		opts    func(world) []alibabarm.Option
		unknown bool
		sent    int // how often
		looks   int
	}{
		"applied":                         {kinds: []alibabarmtest.Kind{applied}, sent: 1, looks: 1},
		"applied, and shown after 10 s":   {lag: 10 * time.Second, kinds: []alibabarmtest.Kind{applied}, sent: 1, looks: 5},
		"applied, and shown after 20 s":   {lag: 20 * time.Second, kinds: []alibabarmtest.Kind{applied}, sent: 2, looks: 9},
		"applied, and shown after 2 m":    {lag: 2 * time.Minute, kinds: []alibabarmtest.Kind{applied}, sent: 2, looks: 10, unknown: true},
		"not applied: sent again":         {kinds: []alibabarmtest.Kind{reset}, sent: 2, looks: 5},
		"not applied twice: sent again":   {kinds: []alibabarmtest.Kind{reset, reset}, sent: 3, looks: 10},
		"lost three times, and applied":   {kinds: []alibabarmtest.Kind{reset, reset, applied}, sent: 3, looks: 11},
		"lost as often as it may be sent": {kinds: []alibabarmtest.Kind{reset, reset, reset, reset, reset}, sent: 5, looks: 25, unknown: true},
		"lost twice, with one retry":      {kinds: []alibabarmtest.Kind{reset, reset}, opts: retrying(auth.Retry{MaxRetries: 1}), sent: 2, looks: 10, unknown: true},
		"not applied, settled after 3 s":  {kinds: []alibabarmtest.Kind{reset}, opts: retrying(auth.Retry{SettleTime: 3 * time.Second}), sent: 2, looks: 3},
		"applied the second time":         {kinds: []alibabarmtest.Kind{reset, applied}, sent: 2, looks: 6},
		"applied, the clocks 4 m apart":   {prepare: func(w world) { w.s.Skew(4 * time.Minute) }, kinds: []alibabarmtest.Kind{applied}, sent: 1, looks: 1},
		"applied, the clocks -4 m apart":  {prepare: func(w world) { w.s.Skew(-4 * time.Minute) }, kinds: []alibabarmtest.Kind{applied}, sent: 1, looks: 1},
		"applied, hanging for 30 s":       {kinds: []alibabarmtest.Kind{alibabarmtest.AppliedThen(alibabarmtest.Hang())}, sent: 1, looks: 1},
		"retries off, and not applied":    {kinds: []alibabarmtest.Kind{reset}, opts: func(world) []alibabarm.Option { return []alibabarm.Option{once} }, sent: 1, looks: 5, unknown: true},
		"a service without a clock":       {kinds: []alibabarmtest.Kind{applied}, opts: func(w world) []alibabarm.Option { return []alibabarm.Option{undated(w.s)} }, sent: 1, looks: 5, unknown: true},
		"no clock, and not applied":       {kinds: []alibabarmtest.Kind{reset}, opts: func(w world) []alibabarm.Option { return []alibabarm.Option{undated(w.s)} }, sent: 2, looks: 5},
		"an older one with the same note": {prepare: seed(func(*alibabarm.Handshake, time.Time) {}), kinds: []alibabarmtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		"an older one with other note":    {prepare: seed(func(h *alibabarm.Handshake, _ time.Time) { h.Note = "Hello" }), kinds: []alibabarmtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		"an older one, declined": {prepare: seed(func(h *alibabarm.Handshake, now time.Time) {
			h.Status, h.ModifyTime = alibabarm.StatusDeclined, now.Add(-time.Minute)
		}), kinds: []alibabarmtest.Kind{reset}, sent: 2, looks: 5},
		"an older one past its date": {prepare: seed(func(h *alibabarm.Handshake, now time.Time) {
			h.CreateTime = now.Add(-15 * 24 * time.Hour)
		}), kinds: []alibabarmtest.Kind{reset}, sent: 2, looks: 5},
		"a younger one, cancelled long before the call": {prepare: seed(func(h *alibabarm.Handshake, now time.Time) {
			h.Status, h.ModifyTime = alibabarm.StatusCancelled, now.Add(-50*time.Minute)
		}), kinds: []alibabarmtest.Kind{applied}, sent: 1, looks: 1},
		"one cancelled in the second of the call": {prepare: seed(func(h *alibabarm.Handshake, now time.Time) {
			h.Status, h.CreateTime, h.ModifyTime = alibabarm.StatusCancelled, now, now
		}), kinds: []alibabarmtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		"another one of the same moment": {prepare: hook(func(w world) {
			w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, Note: "Please join"})
		}), kinds: []alibabarmtest.Kind{applied}, sent: 1, looks: 5, unknown: true},
		"one with other note by somebody else, later": {prepare: hook(func(w world) {
			w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, Note: "Hello"})
		}), kinds: []alibabarmtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		"of another target": {prepare: hook(func(w world) {
			w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: "2" + guestID[1:], Note: "Please join"})
		}), kinds: []alibabarmtest.Kind{reset}, sent: 2, looks: 5},
		"the target is shown by its address": {prepare: ours(func(_ world, h *alibabarm.Handshake) {
			h.TargetType, h.TargetEntity = alibabarm.TargetTypeEmail, "admin@sandbox.example.test"
		}), kinds: []alibabarmtest.Kind{applied}, sent: 1, looks: 5, unknown: true},
		"nobody knows when it was made": {prepare: ours(func(_ world, h *alibabarm.Handshake) { h.CreateTime = time.Time{} }), kinds: []alibabarmtest.Kind{applied}, sent: 1, looks: 5, unknown: true},
		"the space in the note is not the same": {prepare: ours(func(_ world, h *alibabarm.Handshake) { h.Note = " Please  join\n" }),
			kinds: []alibabarmtest.Kind{applied}, sent: 1, looks: 1},
		"notes are not shown":                  {prepare: ours(func(_ world, h *alibabarm.Handshake) { h.Note = "" }), kinds: []alibabarmtest.Kind{applied}, sent: 1, looks: 5, unknown: true},
		"a nonce that was used, and applied":   {kinds: []alibabarmtest.Kind{alibabarmtest.AppliedThen(alibabarmtest.NonceUsed())}, sent: 1, looks: 1},
		"F24 a concurrent change, tried again": {kinds: []alibabarmtest.Kind{alibabarmtest.ConcurrentCall(), alibabarmtest.ConcurrentCall()}, sent: 3},
		"the list does not stand still": {prepare: func(w world) {
			w.s.Inject(alibabarmtest.Fault{Op: list, Times: alibabarmtest.Always, Kind: alibabarmtest.Together(alibabarmtest.EmptyPage(), alibabarmtest.SetField("TotalCount", 5))})
		}, kinds: []alibabarmtest.Kind{reset}, sent: 1, looks: -1, unknown: true},
		"accepted meanwhile": {prepare: ours(func(w world, h *alibabarm.Handshake) {
			h.Status, h.ModifyTime = alibabarm.StatusAccepted, w.s.Now().Truncate(time.Second)
		}), kinds: []alibabarmtest.Kind{alibabarmtest.AppliedThen(alibabarmtest.Hang())}, sent: 1, looks: 1},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v, alibabarmtest.WithPropagationDelay(c.lag))
				time.Sleep(300 * time.Millisecond)
				if c.prepare != nil {
					c.prepare(w)
				}
				before := len(w.ofGuest())
				w.inject(alibabarmtest.InviteAccountToResourceDirectory, c.kinds...)
				client := w.sender
				if c.opts != nil {
					client = client.With(c.opts(w)...)
				}
				h, err := client.InviteAccountToResourceDirectory(t.Context(), guestInput())
				assert.Equal(t, c.unknown, errors.Is(err, alibabarm.ErrOutcomeUnknown), "%v", err)
				assert.Equal(t, !c.unknown, err == nil, "%v", err)
				sent, looks := 0, 0
				for _, r := range w.s.Requests() {
					switch r.Op {
					case alibabarmtest.InviteAccountToResourceDirectory:
						sent++
					case list:
						looks++
					}
				}
				assert.Equal(t, c.sent, sent, "sent")
				if c.looks >= 0 {
					assert.Equal(t, c.looks, looks, "looks")
				}
				if err == nil {
					require.Len(t, w.ofGuest(), before+1)
					assert.Equal(t, w.ofGuest()[before], *h)
				}
			})
		})
	}
}

func (w world) ofGuest() []alibabarm.Handshake {
	return slices.DeleteFunc(w.s.Handshakes(), func(h alibabarm.Handshake) bool { return h.TargetEntity != guestID })
}

func TestTwoProgramsThatInviteAtOnceAreNotMixedUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, alibabarm.Version20200331)
		// One invitation gets through, and both answers are lost.
		w.inject(alibabarmtest.InviteAccountToResourceDirectory, alibabarmtest.AppliedThen(alibabarmtest.Hang()), alibabarmtest.AppliedThen(alibabarmtest.Hang()))
		results := make(chan error, 2)
		for _, note := range []string{"from one", "from the other"} {
			go func() {
				in := guestInput()
				in.Note = note
				h, err := w.sender.InviteAccountToResourceDirectory(t.Context(), in)
				if err == nil {
					assert.Equal(t, note, h.Note)
				}
				results <- err
			}()
		}
		first, second := <-results, <-results
		assert.True(t, (first == nil) != (second == nil), "%v, %v", first, second)
		assert.ErrorIs(t, errors.Join(first, second), alibabarm.ErrOutcomeUnknown)
		assert.Len(t, w.s.Handshakes(), 1)
	})
}
