package invitation_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A mishap is what happens to one request of a program.
type mishap string

const (
	none         mishap = "none"
	lostRequest  mishap = "the request is lost"
	lostResponse mishap = "the response is lost"
	gateway      mishap = "a gateway responds instead of the service"
	lateGateway  mishap = "a gateway responds after the service"
	crash        mishap = "the program crashes before the request"
	lateCrash    mishap = "the program crashes after the request"
)

var mishaps = []mishap{none, none, none, lostRequest, lostResponse, gateway, lateGateway, crash, lateCrash}

var errLost = errors.New("connection reset")

// A rerun is a program that runs one verb. Its requests meet one mishap after the other,
// and then none.
type rerun struct {
	verb    string
	mishaps []mishap
	pause   time.Duration // before it begins

	next  http.RoundTripper
	crash context.CancelCauseFunc
	hit   bool // by a mishap
}

func (r *rerun) RoundTrip(req *http.Request) (*http.Response, error) {
	m := none
	if len(r.mishaps) > 0 {
		m, r.mishaps = r.mishaps[0], r.mishaps[1:]
	}
	r.hit = r.hit || m != none
	switch m {
	case lostRequest, gateway, crash:
		if req.Body != nil {
			req.Body.Close()
		}
	default:
		resp, err := r.next.RoundTrip(req)
		if m == none || err != nil {
			return resp, err
		}
		resp.Body.Close()
	}
	switch m {
	case crash, lateCrash:
		r.crash(errLeft)
		return nil, errLeft
	case gateway, lateGateway:
		return &http.Response{StatusCode: 503, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("<html>busy</html>")), Request: req}, nil
	default:
		return nil, errLost
	}
}

// rerunVerbs bring an invitation to an end. The bulk verbs return nothing if they found
// nothing to do.
var rerunVerbs = map[string]struct {
	byRoot bool
	want   invitation.Status
	do     func(ctx context.Context, w world, c client, id string) (*invitation.Invitation, error)
}{
	"accept": {want: "accepted", do: func(ctx context.Context, _ world, c client, id string) (*invitation.Invitation, error) {
		return c.accept(ctx, id)
	}},
	"decline": {want: "declined", do: func(ctx context.Context, _ world, c client, id string) (*invitation.Invitation, error) {
		return c.decline(ctx, id)
	}},
	"cancel": {byRoot: true, want: "cancelled", do: func(ctx context.Context, _ world, c client, id string) (*invitation.Invitation, error) {
		return c.cancel(ctx, id)
	}},
	"AcceptFrom": {want: "accepted", do: func(ctx context.Context, w world, c client, _ string) (*invitation.Invitation, error) {
		return changed(c.acceptFrom(ctx, trusted(w)), invitation.ResultAccepted, invitation.ResultAlreadyAccepted)
	}},
	"CancelPending": {byRoot: true, want: "cancelled", do: func(ctx context.Context, _ world, c client, _ string) (*invitation.Invitation, error) {
		return changed(c.cancelPending(ctx, every), invitation.ResultCancelled, "")
	}},
}

// errNoOutcome is the error of a bulk verb that could not read its list: it shows nothing
// about an invitation.
var errNoOutcome = errors.New("no outcome")

// changed returns the invitation of an outcome with one of two results.
func changed(seq outcomes, a, b invitation.Result) (found *invitation.Invitation, last error) {
	for o, err := range seq {
		switch {
		case err != nil && found == nil && last == nil:
			return nil, fmt.Errorf("%w: %w", errNoOutcome, err)
		case err != nil:
			return found, err
		case o.Result == a || o.Result == b:
			found = &o.Invitation
		default:
			last = o.Err
		}
	}
	return found, last
}

// do runs the verb, and returns what is wrong with what it reports.
func (r *rerun) do(t *testing.T, w world, id string) string {
	time.Sleep(r.pause)
	verb := rerunVerbs[r.verb]
	ctx, stop := context.WithCancelCause(t.Context())
	defer stop(nil)
	r.next, r.crash = w.roundTripper(), stop
	caller := map[bool]string{true: w.cloud().root, false: w.cloud().guest}[verb.byRoot]
	got, err := verb.do(ctx, w, w.client(caller, clientSettings{transport: r}), id)
	state := w.invitations()[0]
	ended, isEnd := statusErrorOf(err)
	switch {
	case got != nil && err == nil && (*got != state || state.Status != verb.want):
		return fmt.Sprintf("%s returns %s, and it is %s", r.verb, got.Status, state.Status)
	case isEnd && ended.got != state:
		return fmt.Sprintf("%s reports the end %s, and it is %s", r.verb, ended.got.Status, state.Status)
	case ctx.Err() != nil, errors.Is(err, auth.ErrOutcomeUnknown), errors.Is(err, errNoOutcome), err == nil:
		return ""
	case errors.Is(err, auth.ErrConflict) && r.hit:
		return "" // a mishap hit the look, so the refusal stays the error
	case state.Status == verb.want:
		return fmt.Sprintf("%s reports %v, and it is %s", r.verb, err, state.Status)
	}
	return ""
}

// settled checks that each verb reports the true end without mishaps, and once more.
func settled(t *testing.T, w world, id string) string {
	end := w.invitations()[0]
	for range 2 {
		for _, name := range []string{"accept", "decline", "cancel"} {
			r := &rerun{verb: name, next: w.roundTripper()}
			verb := rerunVerbs[name]
			caller := map[bool]string{true: w.cloud().root, false: w.cloud().guest}[verb.byRoot]
			got, err := verb.do(t.Context(), w, w.client(caller, clientSettings{transport: r}), id)
			ended, isEnd := statusErrorOf(err)
			switch {
			case end.Status == invitation.StatusPending && err == nil:
				end = w.invitations()[0] // nothing had taken effect before
			case end.Status == verb.want && (err != nil || *got != end):
				return fmt.Sprintf("%s of what it did reports %v", name, err)
			case end.Status != verb.want && (!isEnd || ended.got != end):
				return fmt.Sprintf("%s reports %v, and it is %s", name, err, end.Status)
			case w.invitations()[0] != end:
				return fmt.Sprintf("%s changed what had ended", name)
			}
		}
	}
	return ""
}

// Programs accept, decline and cancel one invitation, meet mishaps, crash and are run again.
func TestCloud_Reruns(t *testing.T) {
	t.Parallel()
	for _, c := range clouds() {
		t.Run("reports the truth and changes nothing twice, "+c.name, func(t *testing.T) {
			t.Parallel()
			run := rapid.Custom(func(r *rapid.T) *rerun {
				return &rerun{
					verb:    rapid.SampledFrom([]string{"accept", "decline", "cancel", "AcceptFrom", "CancelPending"}).Draw(r, "verb"),
					mishaps: rapid.SliceOfN(rapid.SampledFrom(mishaps), 0, 6).Draw(r, "mishaps"),
					pause:   time.Duration(rapid.IntRange(0, 3000).Draw(r, "pause")) * time.Millisecond,
				}
			})
			rapid.Check(t, func(r *rapid.T) {
				unreadable := statuses[:rapid.IntRange(0, len(statuses)).Draw(r, "unreadable")]
				runs := rapid.SliceOfN(run, 1, 6).Draw(r, "runs")
				var problem string
				synctest.Test(t, func(t *testing.T) {
					w := c.new(t, worldSettings{unreadable: unreadable})
					id := w.seed(toGuest(w))[0].ID
					for _, run := range runs {
						before := w.invitations()[0]
						if problem = run.do(t, w, id); problem != "" {
							return
						}
						if before.Status != invitation.StatusPending && w.invitations()[0] != before {
							problem = run.verb + " changed what had ended"
							return
						}
					}
					problem = settled(t, w, id)
				})
				if problem != "" {
					r.Fatal(problem)
				}
			})
		})
	}
}

func TestInviteAll_RerunAtOnce(t *testing.T) {
	t.Parallel()
	runWith(t, "invites no target twice that the list does not show yet, and returns the likely reason", worldSettings{lag: 30 * time.Second}, func(t *testing.T, w world) {
		in := []invitation.Input{{Target: w.cloud().guestTarget}}
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		require.Equal(t, repeated(invitation.ResultCreated, 1), results(out))
		out, err = gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Len(t, w.invitations(), 1)
		if w.cloud().refusesDuplicates {
			require.Equal(t, repeated(invitation.ResultAlreadyPending, 1), results(out))
			assert.Zero(t, out[0].Invitation.ID)
		} else {
			require.Equal(t, repeated(invitation.ResultFailed, 1), results(out))
			assert.ErrorIs(t, out[0].Err, auth.ErrConflict)
			assert.Contains(t, out[0].Reason, "the target may have an open invitation that the list does not show yet")
		}
		time.Sleep(time.Minute)
		out, err = gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		require.Equal(t, repeated(invitation.ResultAlreadyPending, 1), results(out))
		assert.Equal(t, w.invitations()[0].ID, out[0].Invitation.ID)
	})
}
