package alibabarm_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// A world is a service with a management account and one account to invite.
type world struct {
	s                *alibabarmtest.Service
	version          alibabarm.Version
	root, guest      alibabarmtest.Account
	sender, receiver *alibabarm.Client
}

const (
	rootID  = "1482310095517701"
	guestID = "1190022334455667"
)

// newWorld has no quotas unless they are given. Accepted invitations cannot be read by
// their ID, as in the cloud.
func newWorld(t testing.TB, v alibabarm.Version, opts ...alibabarmtest.Option) world {
	t.Helper()
	opts = append([]alibabarmtest.Option{
		alibabarmtest.WithInvitationQuota(-1), alibabarmtest.WithPendingQuota(-1), alibabarmtest.WithMemberQuota(-1),
		alibabarmtest.WithUnreadable(alibabarm.StatusAccepted),
	}, opts...)
	w := world{s: alibabarmtest.New(opts...), version: v}
	w.root = w.s.AddAccount(alibabarmtest.Account{ID: rootID, Name: "acme-root", Role: alibabarmtest.Management})
	w.guest = w.s.AddAccount(alibabarmtest.Account{ID: guestID, Name: "acme-sandbox"})
	w.sender, w.receiver = w.client(t, w.root), w.client(t, w.guest)
	return w
}

func (w world) client(t testing.TB, a alibabarmtest.Account, opts ...alibabarm.Option) *alibabarm.Client {
	t.Helper()
	c, err := w.s.NewClient(a, append([]alibabarm.Option{alibabarm.WithVersion(w.version)}, opts...)...)
	require.NoError(t, err)
	return c
}

// inject makes the next requests of an operation go wrong.
func (w world) inject(op string, kinds ...alibabarmtest.Kind) {
	for _, k := range kinds {
		w.s.Inject(alibabarmtest.Fault{Op: op, Kind: k})
	}
}

// log is what the service saw: who sent what, and the status that it answered.
func (w world) log(t *testing.T) []string {
	t.Helper()
	var lines []string
	for _, r := range w.s.Requests() {
		assert.Equal(t, string(w.version), r.Version)
		assert.Equal(t, "POST /", r.Method+" "+r.Path)
		who := map[string]string{w.root.ID: "root", w.guest.ID: "guest"}[r.AccountID]
		line := fmt.Sprintf("%s: %s %s %s %d", who, r.Op, r.Query.Encode(), r.Body, r.Status)
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

func guestInput() alibabarm.InviteAccountInput {
	return alibabarm.InviteAccountInput{
		TargetEntity: guestID,
		TargetType:   alibabarm.TargetTypeAccount,
		Note:         "Please join",
		Tags:         []alibabarm.Tag{{Key: "team", Value: "payments"}},
	}
}

const (
	invited      = "root: InviteAccountToResourceDirectory Note=Please+join&Tag.1.Key=team&Tag.1.Value=payments&TargetEntity=" + guestID + "&TargetType=Account 200"
	sentLine     = "root: ListHandshakesForResourceDirectory PageNumber=1&PageSize=100 200"
	receivedLine = "guest: ListHandshakesForAccount PageNumber=1&PageSize=100 200"
)

var versions = []alibabarm.Version{alibabarm.Version20200331, alibabarm.Version20220419}

// bubble runs a test in simulated time, with each version.
func bubble(t *testing.T, f func(t *testing.T, v alibabarm.Version)) {
	t.Parallel()
	for _, v := range versions {
		t.Run(string(v), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { f(t, v) })
		})
	}
}

func TestStoryInviteListWaitAccept(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w, ctx := newWorld(t, v), t.Context()
		h, err := w.sender.InviteAccountToResourceDirectory(ctx, guestInput())
		require.NoError(t, err)
		assert.Equal(t, alibabarm.StatusPending, h.Status)
		assert.Equal(t, 14*24*time.Hour, h.ExpireTime.Sub(h.CreateTime))
		for _, list := range [][]alibabarm.Handshake{
			all(t, w.sender.ListHandshakesForResourceDirectory().Collect), all(t, w.receiver.ListHandshakesForAccount().Collect),
		} {
			assert.Equal(t, []alibabarm.Handshake{*h}, list)
		}
		shown, err := w.receiver.GetHandshake(ctx, h.ID)
		require.NoError(t, err)
		assert.Equal(t, "acme-root Co., Ltd.", shown.MasterAccountRealName)
		assert.Equal(t, "acme-sandbox Co., Ltd.", shown.InvitedAccountRealName)

		done := make(chan *alibabarm.Handshake)
		go func() {
			h, err := w.sender.WaitHandshake(ctx, h.ID, alibabarm.WaitInput{Want: alibabarm.StatusAccepted})
			assert.NoError(t, err)
			done <- h
		}()
		time.Sleep(12 * time.Second)
		accepted, err := w.receiver.AcceptHandshake(ctx, h.ID)
		require.NoError(t, err)
		assert.Equal(t, alibabarm.StatusAccepted, accepted.Status)
		assert.Equal(t, accepted, <-done)

		get := ": GetHandshake HandshakeId=" + h.ID
		assert.Equal(t, []string{
			invited,
			sentLine,
			receivedLine,
			"guest" + get + " 200",
			"root" + get + " 200", "root" + get + " 200", // at 0 s and 5 s
			"guest: AcceptHandshake HandshakeId=" + h.ID + " 200",
			"root" + get + " 409", // at 15 s: over, and the list says how
			sentLine,
		}, w.log(t))
	})
}

func all(t *testing.T, collect func(context.Context) ([]alibabarm.Handshake, error)) []alibabarm.Handshake {
	t.Helper()
	list, err := collect(t.Context())
	require.NoError(t, err)
	return list
}

func TestStoryInviteDecline(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w, ctx := newWorld(t, v), t.Context()
		h, err := w.sender.InviteAccountToResourceDirectory(ctx, guestInput())
		require.NoError(t, err)
		declined, err := w.receiver.DeclineHandshake(ctx, h.ID)
		require.NoError(t, err)
		assert.Equal(t, alibabarm.StatusDeclined, declined.Status)

		got, err := w.sender.WaitHandshake(ctx, h.ID, alibabarm.WaitInput{Want: alibabarm.StatusAccepted})
		end, ok := err.(*alibabarm.StatusError)
		require.True(t, ok, "%v", err)
		require.ErrorIs(t, err, alibabarm.ErrConflict)
		assert.Equal(t, alibabarm.StatusError{Op: "WaitHandshake", Want: alibabarm.StatusAccepted, Handshake: *declined}, *end)
		assert.Equal(t, declined, got)
		_, err = w.receiver.AcceptHandshake(ctx, h.ID)
		require.ErrorIs(t, err, alibabarm.ErrConflict)
		one := "Handshake HandshakeId=" + h.ID
		assert.Equal(t, []string{invited, "guest: Decline" + one + " 200", "root: Get" + one + " 200", "guest: Accept" + one + " 409"}, w.log(t))
	})
}

func TestStoryInviteCancel(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w, ctx := newWorld(t, v), t.Context()
		h, err := w.sender.InviteAccountToResourceDirectory(ctx, guestInput())
		require.NoError(t, err)
		cancelled, err := w.sender.CancelHandshake(ctx, h.ID)
		require.NoError(t, err)
		assert.Equal(t, alibabarm.StatusCancelled, cancelled.Status)
		shown, err := w.sender.GetHandshake(ctx, h.ID)
		require.NoError(t, err)
		assert.Equal(t, cancelled, shown)
		for _, again := range []func(context.Context, string) (*alibabarm.Handshake, error){w.sender.CancelHandshake, w.receiver.AcceptHandshake} {
			_, err = again(ctx, h.ID)
			require.ErrorIs(t, err, alibabarm.ErrConflict)
		}
		one := "Handshake HandshakeId=" + h.ID
		assert.Equal(t, []string{
			invited, "root: Cancel" + one + " 200", "root: Get" + one + " 200", "root: Cancel" + one + " 409", "guest: Accept" + one + " 409",
		}, w.log(t))
	})
}

func TestStoryInviteExpireResend(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w, ctx := newWorld(t, v), t.Context()
		old, err := w.sender.InviteAccountToResourceDirectory(ctx, guestInput())
		require.NoError(t, err)
		expired, err := w.sender.WaitHandshake(ctx, old.ID, alibabarm.WaitInput{Want: alibabarm.StatusExpired, Interval: 15 * 24 * time.Hour})
		require.NoError(t, err)
		assert.True(t, time.Since(old.CreateTime) > 14*24*time.Hour)

		var outcomes []alibabarm.Outcome
		for o, err := range w.sender.ResendExpired(ctx, func(h alibabarm.Handshake) (alibabarm.InviteAccountInput, bool) {
			assert.Equal(t, *expired, h)
			in := guestInput()
			in.TargetEntity, in.TargetType = "", "" // that of the expired one
			return in, true
		}) {
			require.NoError(t, err)
			outcomes = append(outcomes, o)
		}
		require.Len(t, outcomes, 1)
		assert.Equal(t, alibabarm.ResultCreated, outcomes[0].Result)
		assert.Equal(t, "Please join", outcomes[0].Handshake.Note)
		assert.NotEqual(t, old.ID, outcomes[0].Handshake.ID)
		_, err = w.receiver.AcceptHandshake(ctx, outcomes[0].Handshake.ID)
		require.NoError(t, err)
		get := "root: GetHandshake HandshakeId=" + old.ID + " 200"
		assert.Equal(t, []string{
			invited, get, get, sentLine, invited,
			"guest: AcceptHandshake HandshakeId=" + outcomes[0].Handshake.ID + " 200",
		}, w.log(t))
	})
}
