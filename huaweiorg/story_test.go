package huaweiorg_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A world is a service with a management account and one account to invite.
type world struct {
	s                *huaweiorgtest.Service
	root, guest      huaweiorgtest.Account
	sender, receiver *huaweiorg.Client
}

const (
	rootID  = "5f0e1d2c3b4a69788796a5b4c3d2e1f0"
	guestID = "1a2b3c4d5e6f70811223344556677889"
)

// newWorld has no quotas unless they are given.
func newWorld(t testing.TB, opts ...huaweiorgtest.Option) world {
	t.Helper()
	opts = append([]huaweiorgtest.Option{huaweiorgtest.WithInvitationQuota(-1), huaweiorgtest.WithAccountQuota(-1)}, opts...)
	w := world{s: huaweiorgtest.New(opts...)}
	w.root = w.s.AddAccount(huaweiorgtest.Account{ID: rootID, Name: "acme_root", Role: huaweiorgtest.Management})
	w.guest = w.s.AddAccount(huaweiorgtest.Account{ID: guestID, Name: "acme-sandbox"})
	w.sender, w.receiver = w.client(t, w.root), w.client(t, w.guest)
	return w
}

func (w world) client(t testing.TB, a huaweiorgtest.Account, opts ...huaweiorg.Option) *huaweiorg.Client {
	t.Helper()
	c, err := w.s.NewClient(a, opts...)
	require.NoError(t, err)
	return c
}

// inject makes the next requests of an operation go wrong.
func (w world) inject(op string, kinds ...huaweiorgtest.Kind) {
	for _, k := range kinds {
		w.s.Inject(huaweiorgtest.Fault{Op: op, Kind: k})
	}
}

// log is what the service saw: who sent what, and the status that it answered.
func (w world) log() []string {
	var lines []string
	for _, r := range w.s.Requests() {
		who := map[string]string{w.root.ID: "root", w.guest.ID: "guest"}[r.AccountID]
		line := fmt.Sprintf("%s: %s %s %s %d", who, r.Method, r.Path, r.Body, r.Status)
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return lines
}

// ops is the same in short, from the nth request on.
func (w world) ops(from int) []string {
	var lines []string
	for _, r := range w.s.Requests()[from:] {
		lines = append(lines, fmt.Sprintf("%s %d", r.Op, r.Status))
	}
	return lines
}

func guestInput() huaweiorg.InviteAccountInput {
	return huaweiorg.InviteAccountInput{
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: guestID},
		Notes:  "Please join",
		Tags:   []huaweiorg.Tag{{Key: "team", Value: "payments"}},
	}
}

const invited = `root: POST /v1/organizations/accounts/invite {"target":{"type":"account","entity":"` + guestID + `"},"notes":"Please join","tags":[{"key":"team","value":"payments"}]} 200`

// bubble runs a test in simulated time.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Parallel()
	synctest.Test(t, f)
}

func TestStoryInviteListWaitAccept(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, ctx := newWorld(t), t.Context()
		h, err := w.sender.InviteAccount(ctx, guestInput())
		require.NoError(t, err)
		assert.Equal(t, huaweiorg.StatusPending, h.Status)
		assert.Equal(t, 14*24*time.Hour, h.ExpiredAt.Sub(h.CreatedAt))
		for _, list := range [][]huaweiorg.Handshake{all(t, w.sender.ListHandshakes().Collect), all(t, w.receiver.ListReceivedHandshakes().Collect)} {
			assert.Equal(t, []huaweiorg.Handshake{*h}, list)
		}

		done := make(chan *huaweiorg.Handshake)
		go func() {
			h, err := w.sender.WaitHandshake(ctx, h.ID, huaweiorg.WaitInput{Want: huaweiorg.StatusAccepted})
			assert.NoError(t, err)
			done <- h
		}()
		time.Sleep(12 * time.Second)
		accepted, err := w.receiver.AcceptHandshake(ctx, h.ID)
		require.NoError(t, err)
		assert.Equal(t, huaweiorg.StatusAccepted, accepted.Status)
		assert.Equal(t, accepted, <-done)

		show := "root: GET /v1/organizations/handshakes/" + h.ID + " 200"
		assert.Equal(t, []string{
			invited,
			"root: GET /v1/organizations/handshakes 200",
			"guest: GET /v1/received-handshakes 200",
			show, show, // at 0 s and 5 s
			"guest: POST /v1/received-handshakes/" + h.ID + "/accept 200",
			show, // at 15 s
		}, w.log())
	})
}

func all(t *testing.T, collect func(context.Context) ([]huaweiorg.Handshake, error)) []huaweiorg.Handshake {
	t.Helper()
	list, err := collect(t.Context())
	require.NoError(t, err)
	return list
}

func TestStoryInviteDecline(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, ctx := newWorld(t), t.Context()
		h, err := w.sender.InviteAccount(ctx, guestInput())
		require.NoError(t, err)
		declined, err := w.receiver.DeclineHandshake(ctx, h.ID)
		require.NoError(t, err)
		assert.Equal(t, huaweiorg.StatusDeclined, declined.Status)

		got, err := w.sender.WaitHandshake(ctx, h.ID, huaweiorg.WaitInput{Want: huaweiorg.StatusAccepted})
		end, ok := err.(*huaweiorg.StatusError)
		require.True(t, ok, "%v", err)
		require.ErrorIs(t, err, huaweiorg.ErrConflict)
		assert.Equal(t, huaweiorg.StatusError{Op: "WaitHandshake", Want: huaweiorg.StatusAccepted, Handshake: *declined}, *end)
		assert.Equal(t, declined, got)
		_, err = w.receiver.AcceptHandshake(ctx, h.ID)
		require.ErrorIs(t, err, huaweiorg.ErrConflict)
		assert.Equal(t, []string{
			invited,
			"guest: POST /v1/received-handshakes/" + h.ID + "/decline 200",
			"root: GET /v1/organizations/handshakes/" + h.ID + " 200",
			"guest: POST /v1/received-handshakes/" + h.ID + "/accept 409",
		}, w.log())
	})
}

func TestStoryInviteCancel(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, ctx := newWorld(t), t.Context()
		h, err := w.sender.InviteAccount(ctx, guestInput())
		require.NoError(t, err)
		cancelled, err := w.sender.CancelHandshake(ctx, h.ID)
		require.NoError(t, err)
		assert.Equal(t, huaweiorg.StatusCancelled, cancelled.Status)
		shown, err := w.sender.ShowHandshake(ctx, h.ID)
		require.NoError(t, err)
		assert.Equal(t, cancelled, shown)
		for _, again := range []func(context.Context, string) (*huaweiorg.Handshake, error){w.sender.CancelHandshake, w.receiver.AcceptHandshake} {
			_, err = again(ctx, h.ID)
			require.ErrorIs(t, err, huaweiorg.ErrConflict)
		}
		cancel := "root: POST /v1/organizations/handshakes/" + h.ID + "/cancel "
		assert.Equal(t, []string{
			invited,
			cancel + "200",
			"root: GET /v1/organizations/handshakes/" + h.ID + " 200",
			cancel + "400",
			"guest: POST /v1/received-handshakes/" + h.ID + "/accept 400",
		}, w.log())
	})
}

func TestStoryInviteExpireResend(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, ctx := newWorld(t), t.Context()
		old, err := w.sender.InviteAccount(ctx, guestInput())
		require.NoError(t, err)
		expired, err := w.sender.WaitHandshake(ctx, old.ID, huaweiorg.WaitInput{Want: huaweiorg.StatusExpired, Interval: 15 * 24 * time.Hour})
		require.NoError(t, err)
		assert.True(t, time.Since(old.CreatedAt) > 14*24*time.Hour)

		var outcomes []huaweiorg.Outcome
		for o, err := range w.sender.ResendExpired(ctx, func(h huaweiorg.Handshake) (huaweiorg.InviteAccountInput, bool) {
			assert.Equal(t, *expired, h)
			in := guestInput()
			in.Target = huaweiorg.Target{} // that of the expired one
			return in, true
		}) {
			require.NoError(t, err)
			outcomes = append(outcomes, o)
		}
		require.Len(t, outcomes, 1)
		assert.Equal(t, huaweiorg.ResultCreated, outcomes[0].Result)
		assert.Equal(t, "Please join", outcomes[0].Handshake.Notes)
		assert.NotEqual(t, old.ID, outcomes[0].Handshake.ID)
		_, err = w.receiver.AcceptHandshake(ctx, outcomes[0].Handshake.ID)
		require.NoError(t, err)
		show := "root: GET /v1/organizations/handshakes/" + old.ID + " 200"
		assert.Equal(t, []string{
			invited, show, show,
			"root: GET /v1/organizations/handshakes 200",
			invited,
			"guest: POST /v1/received-handshakes/" + outcomes[0].Handshake.ID + "/accept 200",
		}, w.log())
	})
}
