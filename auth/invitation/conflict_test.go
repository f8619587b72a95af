package invitation_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// An ending is a write that ends an invitation.
type ending struct {
	op   string
	want invitation.Status
	do   func(ctx context.Context, w world, id string) (*invitation.Invitation, error)
}

var endings = []ending{
	{op: opAccept, want: invitation.StatusAccepted, do: func(ctx context.Context, w world, id string) (*invitation.Invitation, error) {
		return receiver(w).accept(ctx, id)
	}},
	{op: opDecline, want: invitation.StatusDeclined, do: func(ctx context.Context, w world, id string) (*invitation.Invitation, error) {
		return receiver(w).decline(ctx, id)
	}},
	{op: opCancel, want: invitation.StatusCancelled, do: func(ctx context.Context, w world, id string) (*invitation.Invitation, error) {
		return sender(w).cancel(ctx, id)
	}},
}

// runEndings runs a case for each ending, on each cloud.
func runEndings(t *testing.T, name string, f func(t *testing.T, w world, e ending)) {
	for _, e := range endings {
		run(t, name+", "+e.op, func(t *testing.T, w world) { f(t, w, e) })
	}
}

// assertOneLook checks that the client sent the write once, read nothing twice, and did not
// wait.
func assertOneLook(t *testing.T, w world, e ending, start time.Time) {
	t.Helper()
	assert.Zero(t, time.Since(start))
	assert.Equal(t, 1, count(w, e.op), "%v", ops(w, 0))
	for _, read := range []string{opGet, opSent, opReceived} {
		assert.LessOrEqual(t, count(w, read), 1, "%v", ops(w, 0))
	}
}

func TestAccept_Conflict(t *testing.T) {
	t.Parallel()
	runEndings(t, "succeeds if the invitation has already ended that way", func(t *testing.T, w world, e ending) {
		i := w.seed(invitation.Invitation{Target: account(w.cloud().guest), Status: e.want})[0]
		start := time.Now()
		got, err := e.do(t.Context(), w, i.ID)
		require.NoError(t, err)
		assert.Equal(t, w.invitations()[0], *got)
		assertOneLook(t, w, e, start)
	})
	for _, end := range statuses {
		runEndings(t, "reports an invitation that is "+string(end), func(t *testing.T, w world, e ending) {
			if e.want == end {
				return
			}
			i := w.seed(invitation.Invitation{Target: account(w.cloud().guest), Status: end})[0]
			start := time.Now()
			got, err := e.do(t.Context(), w, i.ID)
			assert.Nil(t, got)
			require.ErrorIs(t, err, auth.ErrNotPending)
			assert.NotErrorIs(t, err, auth.ErrOutcomeUnknown)
			ended, ok := statusErrorOf(err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, w.invitations()[0], ended.got)
			assert.Equal(t, e.want, ended.want)
			assertOneLook(t, w, e, start)
		})
	}
	for _, c := range []struct {
		name    string
		prepare func(w world, id string)
	}{
		{name: "is pending still", prepare: func(world, string) {}},
		{name: "has an unknown status", prepare: func(w world, id string) { set(w, id, "revoked") }},
		{name: "is invisible", prepare: func(w world, id string) { w.remove(id) }},
		{name: "cannot be read because that is denied", prepare: failReads("denied")},
		{name: "cannot be read because that is throttled", prepare: failReads("throttled for a minute")},
		{name: "cannot be read because the service is unavailable", prepare: failReads("unavailable")},
		{name: "cannot be read because there is no connection", prepare: func(w world, _ string) { failReadsWith(w, authtest.NoConnection()) }},
		{name: "is in a response that cannot be read", prepare: func(w world, _ string) { failReadsWith(w, authtest.Raw(200, "{}")) }},
	} {
		runEndings(t, "returns the refusal of one that "+c.name, func(t *testing.T, w world, e ending) {
			i := w.seed(toGuest(w))[0]
			c.prepare(w, i.ID)
			inject(w, e.op, kind(w, "conflict"))
			start := time.Now()
			_, err := e.do(t.Context(), w, i.ID)
			require.ErrorIs(t, err, auth.ErrConflict)
			refusal, ok := err.(interface{ As(any) bool })
			require.True(t, ok, "the client's own error, and not wrapped: %v", err)
			var service *auth.ServiceError
			require.True(t, refusal.As(&service))
			assert.Equal(t, 1, service.Attempts)
			assertOneLook(t, w, e, start)
		})
	}
	runEndings(t, "does not look if the code says what else is wrong", func(t *testing.T, w world, e ending) {
		for _, code := range w.cloud().aboutInput {
			if code == "Organizations.1401" {
				continue // it says that the invitation has ended
			}
			i := w.seed(invitation.Invitation{Target: account(w.cloud().guest), Status: e.want})[0]
			before := len(w.requests())
			inject(w, e.op, w.refuse(code))
			_, err := e.do(t.Context(), w, i.ID)
			require.Error(t, err)
			assert.Len(t, ops(w, before), 1, code)
		}
	})
	runEndings(t, "looks once without retries, too", func(t *testing.T, w world, e ending) {
		i := w.seed(invitation.Invitation{Target: account(w.cloud().guest), Status: e.want})[0]
		caller := map[bool]string{true: w.cloud().root, false: w.cloud().guest}[e.op == opCancel]
		s := w.client(caller, clientSettings{retry: once}).service()
		got, err := map[string]func(context.Context, string) (invitation.Invitation, error){
			opAccept: s.Accept, opDecline: s.Decline, opCancel: s.Cancel,
		}[e.op](t.Context(), i.ID)
		require.NoError(t, err)
		assert.Equal(t, e.want, got.Status)
	})
	run(t, "ends with its context while it looks", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		inject(w, opAccept, kind(w, "conflict"))
		failReadsWith(w, authtest.Hang())
		ctx, cancel := contextFor(t)
		time.AfterFunc(time.Second, func() { cancel(errLeft) })
		start := time.Now()
		_, err := receiver(w).accept(ctx, i.ID)
		require.ErrorIs(t, err, auth.ErrConflict)
		assert.Equal(t, time.Second, time.Since(start))
	})
}

// failReads makes every read fail with a kind of the cloud.
func failReads(name string) func(w world, id string) {
	return func(w world, _ string) { failReadsWith(w, kind(w, name)) }
}

func failReadsWith(w world, k authtest.Kind) {
	for _, op := range []string{opGet, opSent, opReceived} {
		w.inject(fault{op: op, times: always, kind: k})
	}
}

func TestAcceptFrom_AlreadyAccepted(t *testing.T) {
	t.Parallel()
	run(t, "says so for a trusted inviter only", func(t *testing.T, w world) {
		i := toGuest(w)
		w.seed(i)
		for n, want := range []invitation.Result{invitation.ResultAccepted, invitation.ResultAlreadyAccepted} {
			out, err := gather(t, receiver(w).acceptFrom(t.Context(), trusted(w)))
			require.NoError(t, err)
			assert.Equal(t, []invitation.Result{want}, results(out), "run %d", n+1)
			assert.Equal(t, invitation.StatusAccepted, out[0].Invitation.Status)
			assert.NoError(t, out[0].Err)
		}
		out, err := gather(t, receiver(w).acceptFrom(t.Context(), invitation.Trust{InviterIDs: []string{"somebody"}}))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultSkipped, 1), results(out))
		assert.Equal(t, 1, count(w, opAccept), strings.Join(ops(w, 0), fmt.Sprintln()))
	})
}
