package invitation_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// undated removes the Date header from the responses.
type undated struct{ next http.RoundTripper }

func (u undated) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := u.next.RoundTrip(req)
	if resp != nil {
		resp.Header.Del("Date")
	}
	return resp, err
}

// ofGuest returns the invitations of guest.
func ofGuest(w world) []invitation.Invitation {
	return slices.DeleteFunc(w.invitations(), func(i invitation.Invitation) bool { return i.Target.Entity != w.cloud().guest })
}

func refusesDuplicates(c *cloud) bool { return c.refusesDuplicates }

func mayDuplicate(c *cloud) bool { return !c.refusesDuplicates }

func TestInvite_LostResponse(t *testing.T) {
	t.Parallel()
	reset, applied := authtest.Reset(), authtest.AppliedThen(authtest.Reset())
	// older seeds an invitation from an hour before the call.
	older := func(change func(i *invitation.Invitation, now time.Time)) func(world) {
		return func(w world) {
			i := invitation.Invitation{Target: account(w.cloud().guest), Note: "Please join", Created: w.now().Add(-time.Hour)}
			change(&i, w.now())
			w.seed(i)
		}
	}
	// whileLooking changes something while the client reads the list.
	whileLooking := func(f func(w world)) func(world) {
		return func(w world) { inject(w, opSent, authtest.Hook(func() { f(w) })) }
	}
	// ours changes the invitation that the call made.
	ours := func(change func(w world, i *invitation.Invitation)) func(world) {
		return whileLooking(func(w world) {
			w.update(w.invitations()[0].ID, func(i *invitation.Invitation) { change(w, i) })
		})
	}
	for _, c := range []struct {
		name    string
		lag     time.Duration
		only    func(*cloud) bool // nil: every cloud
		prepare func(world)
		kinds   []authtest.Kind
		retry   *auth.Retry
		undated bool
		unknown bool
		sent    int
		looks   int
	}{
		{name: "finds one that took effect", kinds: []authtest.Kind{applied}, sent: 1, looks: 1},
		{name: "finds one that is visible after 10 s", lag: 10 * time.Second, kinds: []authtest.Kind{applied}, sent: 1, looks: 5},
		{name: "finds one that is visible after 20 s", lag: 20 * time.Second, kinds: []authtest.Kind{applied}, sent: 2, looks: 9},
		{name: "resends a write that did not take effect", kinds: []authtest.Kind{reset}, sent: 2, looks: 5},
		{name: "looks for as long as SettleTime allows", kinds: []authtest.Kind{reset}, retry: &auth.Retry{SettleTime: 3 * time.Second}, sent: 2, looks: 3},
		{name: "does not know if it is visible after 2 m", lag: 2 * time.Minute, kinds: []authtest.Kind{applied}, sent: 2, looks: 10, unknown: true},
		{name: "resends once if the service may allow duplicates", only: mayDuplicate, kinds: []authtest.Kind{reset, reset}, sent: 2, looks: 10, unknown: true},
		{name: "resends twice if the service refuses duplicates", only: refusesDuplicates, kinds: []authtest.Kind{reset, reset}, sent: 3, looks: 10},
		{name: "finds one that took effect the third time", only: refusesDuplicates, kinds: []authtest.Kind{reset, reset, applied}, sent: 3, looks: 11},
		{name: "resends as often as retries allow", only: refusesDuplicates, kinds: []authtest.Kind{reset, reset, reset, reset, reset}, sent: 5, looks: 25, unknown: true},
		{name: "resends once if one retry is allowed", only: refusesDuplicates, kinds: []authtest.Kind{reset, reset}, retry: &auth.Retry{MaxRetries: 1}, sent: 2, looks: 10, unknown: true},
		{name: "finds one that took effect the second time", kinds: []authtest.Kind{reset, applied}, sent: 2, looks: 6},
		{name: "finds one if the service's clock is 4 m ahead", prepare: func(w world) { w.skew(4 * time.Minute) }, kinds: []authtest.Kind{applied}, sent: 1, looks: 1},
		{name: "finds one if the service's clock is 4 m behind", prepare: func(w world) { w.skew(-4 * time.Minute) }, kinds: []authtest.Kind{applied}, sent: 1, looks: 1},
		{name: "finds one after a response that hung for 30 s", kinds: []authtest.Kind{authtest.AppliedThen(authtest.Hang())}, sent: 1, looks: 1},
		{name: "does not resend without retries", kinds: []authtest.Kind{reset}, retry: once, sent: 1, looks: 5, unknown: true},
		{name: "does not know without the service's clock", kinds: []authtest.Kind{applied}, undated: true, sent: 1, looks: 5, unknown: true},
		{name: "resends without the service's clock if nothing is there", kinds: []authtest.Kind{reset}, undated: true, sent: 2, looks: 5},
		{name: "does not resend beside an older open one with the same note", prepare: older(func(*invitation.Invitation, time.Time) {}),
			kinds: []authtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		{name: "does not resend beside an older open one with another note", prepare: older(func(i *invitation.Invitation, _ time.Time) { i.Note = "Hello" }),
			kinds: []authtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		{name: "resends beside an older one that was declined", prepare: older(func(i *invitation.Invitation, now time.Time) {
			i.Status, i.Updated = invitation.StatusDeclined, now.Add(-time.Minute)
		}), kinds: []authtest.Kind{reset}, sent: 2, looks: 5},
		{name: "resends beside an older one past its date", prepare: older(func(i *invitation.Invitation, now time.Time) {
			i.Created = now.Add(-15 * day)
		}), kinds: []authtest.Kind{reset}, sent: 2, looks: 5},
		{name: "resends beside one past its date that the service shows as pending", prepare: func(w world) {
			i := toGuest(w)
			i.Status, i.Created = invitation.StatusDeclined, w.now().Add(-time.Hour)
			w.seed(i)
			w.inject(fault{op: opSent, times: always, kind: authtest.Together(
				authtest.SetField(w.cloud().field["row status"], w.cloud().word("pending")),
				authtest.SetField(w.cloud().field["row expires"], w.now().Format(time.RFC3339)))})
		}, kinds: []authtest.Kind{reset}, sent: 2, looks: 5},
		{name: "finds its own beside one that was cancelled long before", prepare: older(func(i *invitation.Invitation, now time.Time) {
			i.Status, i.Updated = invitation.StatusCancelled, now.Add(-50*time.Minute)
		}), kinds: []authtest.Kind{applied}, sent: 1, looks: 1},
		{name: "does not know beside one that was cancelled in the second of the call", prepare: older(func(i *invitation.Invitation, now time.Time) {
			i.Status, i.Created, i.Updated = invitation.StatusCancelled, now, now
		}), kinds: []authtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		{name: "does not know which of two from the same moment is its own", prepare: whileLooking(func(w world) {
			w.seed(invitation.Invitation{Target: account(w.cloud().guest), Note: "Please join"})
		}), kinds: []authtest.Kind{applied}, sent: 1, looks: 5, unknown: true},
		{name: "does not resend beside a later one with another note", prepare: whileLooking(func(w world) {
			w.seed(invitation.Invitation{Target: account(w.cloud().guest), Note: "Hello"})
		}), kinds: []authtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		{name: "resends beside one of another target", prepare: whileLooking(func(w world) {
			w.seed(invitation.Invitation{Target: account(w.cloud().account(2)), Note: "Please join"})
		}), kinds: []authtest.Kind{reset}, sent: 2, looks: 5},
		{name: "does not know if the target is shown in another way", prepare: ours(func(w world, i *invitation.Invitation) { i.Target = w.cloud().guestTarget }),
			kinds: []authtest.Kind{applied}, sent: 1, looks: 5, unknown: true},
		{name: "does not know if there is no date of creation", prepare: ours(func(_ world, i *invitation.Invitation) { i.Created = time.Time{} }),
			kinds: []authtest.Kind{applied}, sent: 1, looks: 5, unknown: true},
		{name: "finds one whose note has other white space", prepare: ours(func(_ world, i *invitation.Invitation) { i.Note = " Please  join\n" }),
			kinds: []authtest.Kind{applied}, sent: 1, looks: 1},
		{name: "does not know if the note is not shown", prepare: ours(func(_ world, i *invitation.Invitation) { i.Note = "" }),
			kinds: []authtest.Kind{applied}, sent: 1, looks: 5, unknown: true},
		{name: "finds one that was accepted meanwhile", prepare: ours(func(w world, i *invitation.Invitation) {
			i.Status, i.Updated = invitation.StatusAccepted, w.now().Truncate(time.Second)
		}), kinds: []authtest.Kind{authtest.AppliedThen(authtest.Hang())}, sent: 1, looks: 1},
	} {
		runWith(t, c.name, worldSettings{lag: c.lag}, func(t *testing.T, w world) {
			if c.only != nil && !c.only(w.cloud()) {
				return
			}
			time.Sleep(300 * time.Millisecond)
			if c.prepare != nil {
				c.prepare(w)
			}
			before := len(ofGuest(w))
			inject(w, opInvite, c.kinds...)
			settings := clientSettings{retry: c.retry}
			if c.undated {
				settings.transport = undated{w.roundTripper()}
			}
			i, err := w.client(w.cloud().root, settings).invite(t.Context(), guestInput(w))
			assert.Equal(t, c.unknown, errors.Is(err, auth.ErrOutcomeUnknown), "%v", err)
			assert.Equal(t, !c.unknown, err == nil, "%v", err)
			assert.Equal(t, c.sent, count(w, opInvite), "sent")
			assert.Equal(t, c.looks, count(w, opSent), "looks")
			if err == nil {
				require.Len(t, ofGuest(w), before+1)
				assert.Equal(t, ofGuest(w)[before], *i)
			}
		})
	}
}

func TestInvite(t *testing.T) {
	t.Parallel()
	run(t, "distinguishes two programs that invite at once", func(t *testing.T, w world) {
		// One invitation gets through, and both responses are lost.
		inject(w, opInvite, authtest.AppliedThen(authtest.Hang()), authtest.AppliedThen(authtest.Hang()))
		done := make(chan error, 2)
		for _, note := range []string{"from one", "from the other"} {
			go func() {
				in := guestInput(w)
				in.Note = note
				i, err := sender(w).invite(t.Context(), in)
				if err == nil {
					assert.Equal(t, note, i.Note)
				}
				done <- err
			}()
		}
		first, second := <-done, <-done
		assert.True(t, (first == nil) != (second == nil), "%v, %v", first, second)
		assert.ErrorIs(t, errors.Join(first, second), auth.ErrOutcomeUnknown)
		assert.Len(t, w.invitations(), 1)
		synctest.Wait()
	})
}
