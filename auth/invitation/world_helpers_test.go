package invitation_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A fault makes requests of an operation fail.
type fault struct {
	op, account string
	skip, times int
	kind        authtest.Kind
}

const always = -1

// A request is what the service saw.
type request struct {
	account, op string
	status      int
	time        time.Time
	id          string
	header      http.Header
	line        string // method, path, query and body
	query       string
}

func sender(w world) client { return w.client(w.cloud().root, clientSettings{}) }

func receiver(w world) client { return w.client(w.cloud().guest, clientSettings{}) }

// kind is a failure that the cloud words in its own way.
func kind(w world, name string) authtest.Kind {
	k, ok := w.cloud().kinds[name]
	if !ok {
		panic("no kind " + name)
	}
	return k
}

// inject makes the next requests of an operation fail.
func inject(w world, op string, kinds ...authtest.Kind) {
	for _, k := range kinds {
		w.inject(fault{op: op, kind: k})
	}
}

// setField changes a field of the next response of an operation.
func setField(w world, op, field string, value any) {
	inject(w, op, authtest.SetField(w.cloud().field[field], value))
}

// set gives an invitation another status, now.
func set(w world, id string, to invitation.Status) {
	w.update(id, func(i *invitation.Invitation) { i.Status, i.Updated = to, w.now().Truncate(time.Second) })
}

// ops lists the requests, from the nth on, as "accept 200".
func ops(w world, from int) []string {
	var lines []string
	for _, r := range w.requests()[from:] {
		lines = append(lines, fmt.Sprintf("%s %d", r.op, r.status))
	}
	return lines
}

// count counts the requests of an operation.
func count(w world, op string) (n int) {
	for _, r := range w.requests() {
		if r.op == op {
			n++
		}
	}
	return n
}

func account(id string) invitation.Target {
	return invitation.Target{Type: invitation.TargetTypeAccount, Entity: id}
}

// inputs returns n invitations of accounts that the service does not know.
func inputsOf(w world, n int) []invitation.Input {
	list := make([]invitation.Input, n)
	for i := range list {
		list[i] = invitation.Input{Target: account(w.cloud().account(i)), Note: "join"}
	}
	return list
}

func tags(n int) []invitation.Tag {
	list := make([]invitation.Tag, n)
	for i := range list {
		list[i].Key = fmt.Sprint("key", i)
	}
	return list
}

// guestInput invites guest.
func guestInput(w world) invitation.Input {
	return invitation.Input{Target: account(w.cloud().guest), Note: "Please join"}
}

// toGuest is an invitation of guest, to be seeded.
func toGuest(w world) invitation.Invitation {
	return invitation.Invitation{Target: account(w.cloud().guest)}
}

// trusted trusts root.
func trusted(w world) invitation.Trust {
	return invitation.Trust{InviterIDs: []string{w.cloud().root}}
}

// gather returns all outcomes and the error at the end.
func gather(t *testing.T, seq outcomes) (out []invitation.Outcome, last error) {
	t.Helper()
	for o, err := range seq {
		require.NoError(t, last, "the error comes last")
		if err != nil {
			assert.Empty(t, o)
			last = err
			continue
		}
		out = append(out, o)
	}
	return out, last
}

// collect returns what was read before an error, too.
func collect(seq iter.Seq2[invitation.Invitation, error]) (all []invitation.Invitation, last error) {
	for i, err := range seq {
		if err != nil {
			return all, err
		}
		all = append(all, i)
	}
	return all, nil
}

func results(out []invitation.Outcome) (r []invitation.Result) {
	for _, o := range out {
		r = append(r, o.Result)
	}
	return r
}

func repeated(r invitation.Result, n int) []invitation.Result {
	return slices.Repeat([]invitation.Result{r}, n)
}

var errLeft = errors.New("the user left")

func contextFor(t *testing.T) (context.Context, context.CancelCauseFunc) {
	return context.WithCancelCause(t.Context())
}

func every(invitation.Invitation) bool { return true }

// again sends the same note.
func again(i invitation.Invitation) (invitation.Input, bool) {
	return invitation.Input{Note: i.Note}, true
}

// observing returns the observers of a client that call f.
func observing(f func(auth.CallInfo)) []func(context.Context, auth.CallInfo) {
	return []func(context.Context, auth.CallInfo){func(_ context.Context, info auth.CallInfo) { f(info) }}
}
