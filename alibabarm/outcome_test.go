package alibabarm_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// The tests of lost responses are in package invitation, for every cloud. These tests cover
// what only this service does.

// An ambiguity is a write that fails, and its expected result.
type ambiguity struct {
	name    string
	prepare func(t *testing.T, w world, id string)
	opts    []alibabarm.Option
	want    []error // nil: the write succeeds
	not     error
	ops     string
}

func lost(kinds ...alibabarmtest.Kind) func(*testing.T, world, string) {
	return func(_ *testing.T, w world, _ string) { w.inject(alibabarmtest.AcceptHandshake, kinds...) }
}

func TestAcceptHandshake_LostResponse(t *testing.T) {
	t.Parallel()
	reset, applied := alibabarmtest.Reset(), alibabarmtest.AppliedThen(alibabarmtest.Reset())
	conflict := alibabarmtest.Refuse(409, "HandshakeStatusMismatch", "x")
	empty := body(t, "F03.json")
	unknown, unavailable := alibabarm.ErrOutcomeUnknown, alibabarm.ErrUnavailable
	const (
		over    = "GetHandshake 409, ListHandshakesForAccount 200"
		pending = "GetHandshake 200"
	)
	for _, c := range []ambiguity{
		{name: "F25 a used nonce: a copy of the request came first",
			prepare: lost(alibabarmtest.AppliedThen(alibabarmtest.NonceUsed())),
			ops:     "AcceptHandshake 400, " + over},
		{name: "F25 a nonce that another request used", prepare: lost(alibabarmtest.NonceUsed()),
			ops: "AcceptHandshake 400, " + pending + ", AcceptHandshake 200"},
		{name: "F18 ended, and in no list", prepare: func(t *testing.T, w world, id string) {
			lost(applied)(t, w, id)
			w.s.Inject(alibabarmtest.Fault{Op: received, Times: alibabarmtest.Always,
				Kind: alibabarmtest.Raw(200, empty)})
		}, want: []error{unknown, unavailable},
			ops: "AcceptHandshake 0" + strings.Repeat(", "+over, 5)},
		{name: "F18 ended, and in a list that keeps changing",
			prepare: func(t *testing.T, w world, id string) {
				lost(applied)(t, w, id)
				w.s.Inject(alibabarmtest.Fault{Op: received, Times: 5,
					Kind: alibabarmtest.EmptyPage()}) // the total is 1
			}, ops: "AcceptHandshake 0, " + over +
				", ListHandshakesForAccount 200, ListHandshakesForAccount 200, " + over +
				", ListHandshakesForAccount 200, ListHandshakesForAccount 200"},
		{name: "ended, and still pending in a list that lags",
			prepare: func(t *testing.T, w world, id string) {
				lost(applied)(t, w, id)
				w.inject(received,
					alibabarmtest.SetField("Handshakes.Handshake.0.Status", "Pending"))
			}, ops: "AcceptHandshake 0, " + over + ", AcceptHandshake 409, " + over},
		{name: "F18 declined, and GetHandshake refuses to show it",
			prepare: func(t *testing.T, w world, id string) {
				lost(reset)(t, w, id)
				w.inject(get,
					alibabarmtest.Together(alibabarmtest.Hook(func() {
						w.set(id, alibabarm.StatusDeclined)
					}), conflict))
			}, want: []error{alibabarm.ErrConflict}, not: unknown,
			ops: "AcceptHandshake 0, " + over},
	} {
		c.run(t, func(ctx context.Context, client *alibabarm.Client, id string) (*alibabarm.Handshake, error) {
			return client.AcceptHandshake(ctx, id)
		}, alibabarm.StatusAccepted)
	}
}

// run makes the guest accept or decline an invitation.
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
				got.MasterAccountRealName, got.InvitedAccountRealName = "", "" // only GetHandshake returns them
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

func TestCancelHandshake_LostResponse(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		h := w.s.Seed(make([]alibabarm.Handshake, 3)...)[1]
		w.inject(alibabarmtest.CancelHandshake, alibabarmtest.AppliedThen(alibabarmtest.Reset()))
		w.inject(get, alibabarmtest.Refuse(409, "HandshakeStatusMismatch", "x"))
		got, err := w.sender.CancelHandshake(t.Context(), h.ID)
		require.NoError(t, err)
		assert.Equal(t, h.ID, got.ID)
		assert.Equal(t, alibabarm.StatusCancelled, got.Status)
		assert.Equal(t, sent+" 200", w.ops(2)[0])
	})
}

func TestInviteAccountToResourceDirectory_LostResponse(t *testing.T) {
	t.Parallel()
	const invite = alibabarmtest.InviteAccountToResourceDirectory
	for name, c := range map[string]struct {
		prepare func(world)
		kinds   []alibabarmtest.Kind
		unknown bool
		sent    int
	}{
		"a used nonce, and the write took effect": {
			kinds: []alibabarmtest.Kind{alibabarmtest.AppliedThen(alibabarmtest.NonceUsed())},
			sent:  1},
		"F24 a concurrent change is retried": {
			kinds: []alibabarmtest.Kind{alibabarmtest.ConcurrentCall(),
				alibabarmtest.ConcurrentCall()}, sent: 3},
		"a list that keeps changing shows nothing": {prepare: func(w world) {
			w.s.Inject(alibabarmtest.Fault{Op: sent, Times: alibabarmtest.Always,
				Kind: alibabarmtest.Together(alibabarmtest.EmptyPage(),
					alibabarmtest.SetField("TotalCount", 5))})
		}, kinds: []alibabarmtest.Kind{alibabarmtest.Reset()}, sent: 1, unknown: true},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				if c.prepare != nil {
					c.prepare(w)
				}
				w.inject(invite, c.kinds...)
				h, err := w.sender.InviteAccountToResourceDirectory(t.Context(), guestInput())
				assert.Equal(t, c.unknown, errors.Is(err, alibabarm.ErrOutcomeUnknown), "%v", err)
				assert.Equal(t, c.sent, w.sent())
				if !c.unknown {
					require.NoError(t, err)
					assert.Equal(t, w.s.Handshakes(), []alibabarm.Handshake{*h})
				}
			})
		})
	}
}
