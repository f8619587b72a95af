package invitation_test

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
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// once turns retries off.
var once = &auth.Retry{MaxRetries: -1}

func TestAccept_LostResponse(t *testing.T) {
	t.Parallel()
	reset, applied := authtest.Reset(), authtest.AppliedThen(authtest.Reset())
	unknown, unavailable := auth.ErrOutcomeUnknown, auth.ErrUnavailable
	accept := func(kinds ...authtest.Kind) func(world, string) {
		return func(w world, _ string) { inject(w, opAccept, kinds...) }
	}
	acceptNamed := func(names ...string) func(world, string) {
		return func(w world, _ string) {
			for _, name := range names {
				inject(w, opAccept, kind(w, name))
			}
		}
	}
	// meanwhile changes the invitation while it is read back.
	meanwhile := func(k authtest.Kind, change func(w world, id string)) func(world, string) {
		return func(w world, id string) {
			inject(w, opAccept, k)
			inject(w, w.cloud().readsReceivedBy, authtest.Hook(func() { change(w, id) }))
		}
	}
	for _, c := range []struct {
		name    string
		prepare func(w world, id string)
		retry   *auth.Retry
		want    []error // nil: it succeeds
		not     error
		ops     string // with <pending> and so on for the requests that read back
	}{
		{name: "finds that it took effect before a reset", prepare: accept(applied), ops: "accept 0, <over>"},
		{name: "finds that it took effect before a 503", prepare: accept(authtest.AppliedThen(authtest.ErrorPage(503))), ops: "accept 503, <over>"},
		{name: "finds that it took effect and no response came", prepare: accept(authtest.AppliedThen(authtest.Hang())), ops: "accept 0, <over>"},
		{name: "finds that it took effect if the response is truncated", prepare: accept(authtest.CutBody(20)), ops: "accept 200, <over>"},
		{name: "finds that it took effect if the response is too large", prepare: accept(authtest.Huge(500_000_000)), ops: "accept 200, <over>"},
		{name: "finds that it took effect if the response has no invitation", prepare: accept(authtest.AppliedThen(authtest.Raw(200, "{}"))), ops: "accept 200, <over>"},
		{name: "finds that it took effect if the response is empty", prepare: accept(authtest.AppliedThen(authtest.Raw(200, ""))), ops: "accept 200, <over>"},
		{name: "does not believe a response about another invitation", prepare: func(w world, _ string) { setField(w, opAccept, "id", "h-other") }, ops: "accept 200, <over>"},
		{name: "sends again what did not take effect", prepare: accept(reset, reset), ops: "accept 0, <pending>, accept 0, <pending>, accept 200"},
		{name: "finds that the first one took effect if the second is refused", prepare: func(w world, id string) {
			inject(w, opAccept, applied)
			w.cloud().lag(w, id)
		}, ops: "accept 0, <pending>, accept 409, <over>"},
		{name: "does not know if the second is refused and it is still pending", prepare: func(w world, _ string) {
			inject(w, opAccept, reset, kind(w, "conflict"))
		}, want: []error{unknown, unavailable, auth.ErrConflict}, ops: "accept 0, <pending>, accept 409" + strings.Repeat(", <pending>", 5)},
		{name: "does not resend without retries", prepare: accept(reset), retry: once, want: []error{unknown, unavailable}, ops: "accept 0, <pending>"},
		{name: "reads back without retries", prepare: accept(applied), retry: once, ops: "accept 0, <over>"},
		{name: "resends as often as retries allow", prepare: accept(reset, reset, reset), retry: &auth.Retry{MaxRetries: 2},
			want: []error{unknown}, ops: "accept 0, <pending>, accept 0, <pending>, accept 0, <pending>"},
		{name: "reports that it was declined meanwhile", prepare: meanwhile(reset, func(w world, id string) { set(w, id, invitation.StatusDeclined) }),
			want: []error{auth.ErrConflict}, not: unknown, ops: "accept 0, <pending>"},
		{name: "does not know if the state cannot be read", prepare: func(w world, _ string) {
			inject(w, opAccept, applied)
			inject(w, opReceived, kind(w, "denied"))
		}, want: []error{unknown, unavailable, auth.ErrPermission}, ops: "accept 0, <denied>"},
		{name: "does not know if the invitation has vanished", prepare: meanwhile(applied, func(w world, id string) { w.remove(id) }),
			want: []error{unknown}, ops: "accept 0" + strings.Repeat(", <missing>", 5)},
		{name: "does not know if the status is unknown", prepare: meanwhile(reset, func(w world, id string) { set(w, id, "revoked") }),
			want: []error{unknown}, ops: "accept 0" + strings.Repeat(", <pending>", 5)},
		{name: "sends again without reading what was refused for now", prepare: func(w world, _ string) {
			inject(w, opAccept, authtest.NoConnection(), kind(w, "throttled for 2 seconds"), kind(w, "busy"))
		}, ops: "accept <throttled>, accept <busy>, accept 200"},
		{name: "does not read back what was never sent", prepare: accept(authtest.NoConnection()), retry: once, want: []error{unavailable}, not: unknown},
		{name: "returns a refusal", prepare: acceptNamed("denied"), want: []error{auth.ErrPermission}, not: unknown, ops: "accept 403"},
		{name: "does not wait longer than is reasonable", prepare: accept(authtest.Raw(503, "", "Retry-After: 3600")),
			want: []error{unknown, unavailable}, ops: "accept 503, <pending>"},
		{name: "reports another end that the response tells", prepare: func(w world, _ string) { setField(w, opAccept, "status", w.cloud().word("cancelled")) },
			want: []error{auth.ErrConflict}, not: unknown, ops: "accept 200"},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			i := w.seed(toGuest(w))[0]
			c.prepare(w, i.ID)
			got, err := w.client(w.cloud().guest, clientSettings{retry: c.retry}).accept(t.Context(), i.ID)
			assert.Equal(t, w.cloud().looks.Replace(c.ops), strings.Join(ops(w, 0), ", "))
			if len(c.want) == 0 {
				require.NoError(t, err)
				assert.Equal(t, invitation.StatusAccepted, got.Status)
				assert.Equal(t, w.invitations()[0], *got)
				return
			}
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), w.cloud().prefix))
			for _, want := range c.want {
				assert.ErrorIs(t, err, want)
			}
			if c.not != nil {
				assert.NotErrorIs(t, err, c.not)
			}
		})
	}
}

func TestDecline_LostResponse(t *testing.T) {
	t.Parallel()
	run(t, "is read back, as a cancel is", func(t *testing.T, w world) {
		applied := authtest.AppliedThen(authtest.Reset())
		all := w.seed(toGuest(w), invitation.Invitation{})
		inject(w, opDecline, applied)
		got, err := receiver(w).decline(t.Context(), all[0].ID)
		require.NoError(t, err)
		assert.Equal(t, invitation.StatusDeclined, got.Status)
		inject(w, opCancel, applied)
		got, err = sender(w).cancel(t.Context(), all[1].ID)
		require.NoError(t, err)
		assert.Equal(t, invitation.StatusCancelled, got.Status)
		assert.Equal(t, []string{"decline 0", w.cloud().readsReceivedBy + " 200", "cancel 0", "get 200"}, ops(w, 0))
	})
}

func TestCancel_LostResponse(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"denied", "missing"} {
		run(t, "is read back from the list if the single read is "+name, func(t *testing.T, w world) {
			i := w.seed(make([]invitation.Invitation, 3)...)[1]
			inject(w, opCancel, authtest.AppliedThen(authtest.Reset()))
			inject(w, opGet, kind(w, name))
			got, err := sender(w).cancel(t.Context(), i.ID)
			require.NoError(t, err)
			assert.Equal(t, i.ID, got.ID)
			assert.Equal(t, invitation.StatusCancelled, got.Status)
			assert.Equal(t, "sent 200", ops(w, 2)[0])
		})
	}
}

func TestAccept_Context(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, on string
		kind     func(w world) authtest.Kind
		unknown  bool
	}{
		{name: "ends while no response comes", on: opAccept, unknown: true, kind: func(world) authtest.Kind { return authtest.Hang() }},
		{name: "ends while it is read back", on: "look", unknown: true, kind: func(world) authtest.Kind { return authtest.Hang() }},
		{name: "ends while the service throttles", on: opAccept, kind: func(w world) authtest.Kind { return kind(w, "throttled for a minute") }},
		{name: "ends while there is no connection", on: opAccept, kind: func(world) authtest.Kind { return authtest.NoConnection() }},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			i := w.seed(toGuest(w))[0]
			on := c.on
			if on == "look" {
				on = w.cloud().readsReceivedBy
				inject(w, opAccept, authtest.Reset())
			}
			w.inject(fault{op: on, times: always, kind: c.kind(w)})
			ctx, cancel := contextFor(t)
			time.AfterFunc(2500*time.Millisecond, func() { cancel(errLeft) })
			start := time.Now()
			_, err := w.client(w.cloud().guest, clientSettings{retry: &auth.Retry{MaxRetries: 1000, MinWait: time.Second}}).accept(ctx, i.ID)
			assert.Equal(t, 2500*time.Millisecond, time.Since(start))
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorIs(t, err, errLeft)
			assert.Equal(t, c.unknown, errors.Is(err, auth.ErrOutcomeUnknown), "%v", err)
		})
	}
	run(t, "ends before anything is sent", func(t *testing.T, w world) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := sender(w).invite(ctx, guestInput(w))
		require.ErrorIs(t, err, context.Canceled)
		assert.NotErrorIs(t, err, auth.ErrOutcomeUnknown)
		assert.Empty(t, ops(w, 0))
	})
}

// undated removes the service's clock from its responses.
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
func mayDuplicate(c *cloud) bool      { return !c.refusesDuplicates }

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
	// whileLooking does something while the list is read.
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
		{name: "sends again what did not take effect", kinds: []authtest.Kind{reset}, sent: 2, looks: 5},
		{name: "looks as long as it is given", kinds: []authtest.Kind{reset}, retry: &auth.Retry{SettleTime: 3 * time.Second}, sent: 2, looks: 3},
		{name: "does not know if it is visible after 2 m", lag: 2 * time.Minute, kinds: []authtest.Kind{applied}, sent: 2, looks: 10, unknown: true},
		{name: "sends again once if the service may allow duplicates", only: mayDuplicate, kinds: []authtest.Kind{reset, reset}, sent: 2, looks: 10, unknown: true},
		{name: "sends again twice if the service refuses duplicates", only: refusesDuplicates, kinds: []authtest.Kind{reset, reset}, sent: 3, looks: 10},
		{name: "finds one that took effect the third time", only: refusesDuplicates, kinds: []authtest.Kind{reset, reset, applied}, sent: 3, looks: 11},
		{name: "sends again as often as retries allow", only: refusesDuplicates, kinds: []authtest.Kind{reset, reset, reset, reset, reset}, sent: 5, looks: 25, unknown: true},
		{name: "sends again once if one retry is allowed", only: refusesDuplicates, kinds: []authtest.Kind{reset, reset}, retry: &auth.Retry{MaxRetries: 1}, sent: 2, looks: 10, unknown: true},
		{name: "finds one that took effect the second time", kinds: []authtest.Kind{reset, applied}, sent: 2, looks: 6},
		{name: "finds one if the service's clock is 4 m ahead", prepare: func(w world) { w.skew(4 * time.Minute) }, kinds: []authtest.Kind{applied}, sent: 1, looks: 1},
		{name: "finds one if the service's clock is 4 m behind", prepare: func(w world) { w.skew(-4 * time.Minute) }, kinds: []authtest.Kind{applied}, sent: 1, looks: 1},
		{name: "finds one after a response that hung for 30 s", kinds: []authtest.Kind{authtest.AppliedThen(authtest.Hang())}, sent: 1, looks: 1},
		{name: "does not resend without retries", kinds: []authtest.Kind{reset}, retry: once, sent: 1, looks: 5, unknown: true},
		{name: "does not know without the service's clock", kinds: []authtest.Kind{applied}, undated: true, sent: 1, looks: 5, unknown: true},
		{name: "sends again without the service's clock if nothing is there", kinds: []authtest.Kind{reset}, undated: true, sent: 2, looks: 5},
		{name: "does not resend beside an older open one with the same note", prepare: older(func(*invitation.Invitation, time.Time) {}),
			kinds: []authtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		{name: "does not resend beside an older open one with another note", prepare: older(func(i *invitation.Invitation, _ time.Time) { i.Note = "Hello" }),
			kinds: []authtest.Kind{reset}, sent: 1, looks: 5, unknown: true},
		{name: "sends again beside an older one that was declined", prepare: older(func(i *invitation.Invitation, now time.Time) {
			i.Status, i.Updated = invitation.StatusDeclined, now.Add(-time.Minute)
		}), kinds: []authtest.Kind{reset}, sent: 2, looks: 5},
		{name: "sends again beside an older one past its date", prepare: older(func(i *invitation.Invitation, now time.Time) {
			i.Created = now.Add(-15 * day)
		}), kinds: []authtest.Kind{reset}, sent: 2, looks: 5},
		{name: "sends again beside one past its date that the service shows as pending", prepare: func(w world) {
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
		{name: "sends again beside one of another target", prepare: whileLooking(func(w world) {
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
	run(t, "does not mix up two programs that invite at once", func(t *testing.T, w world) {
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
