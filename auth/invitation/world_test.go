package invitation_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// The tests of this package run on every cloud: through its typed client, on its service
// in memory. They speak the words of the engine, and so do the worlds.

// A world is a service in memory, with a management account, root, and an account to
// invite, guest.
type world interface {
	cloud() *cloud
	// client returns the client of an account.
	client(account string, s clientSettings) client
	// keys returns the access key of an account, for auth.Static.
	keys(account string) (id, secret, token string)
	provider(account string) auth.Provider
	// temporary returns an access key of an account that expires after lifetime.
	temporary(account string, lifetime time.Duration) auth.Credentials
	// addAccount adds the account of this ID.
	addAccount(id string)

	seed(all ...invitation.Invitation) []invitation.Invitation
	update(id string, change func(*invitation.Invitation))
	remove(id string)
	// invitations returns what the service knows, in the order of its lists.
	invitations() []invitation.Invitation

	inject(f fault)
	// refuse refuses with a code of the service.
	refuse(code string) authtest.Kind
	// refuseThrottled throttles with this Retry-After.
	refuseThrottled(retryAfter string) authtest.Kind
	unused() int
	requests() []request
	roundTripper() http.RoundTripper
	handler() http.Handler
	// held returns what else a program holds, and its test.
	held(s clientSettings) []any
	now() time.Time
	skew(d time.Duration)
}

// A client is the typed client of a cloud.
type client interface {
	invite(ctx context.Context, in invitation.Input) (*invitation.Invitation, error)
	accept(ctx context.Context, id string) (*invitation.Invitation, error)
	decline(ctx context.Context, id string) (*invitation.Invitation, error)
	cancel(ctx context.Context, id string) (*invitation.Invitation, error)
	get(ctx context.Context, id string) (*invitation.Invitation, error)
	wait(ctx context.Context, id string, in invitation.WaitInput) (*invitation.Invitation, error)
	all(ctx context.Context, received bool) iter.Seq2[invitation.Invitation, error]
	list(ctx context.Context, received bool) ([]invitation.Invitation, error)
	// rows lists what was sent, in the cloud's own type.
	rows(ctx context.Context) ([]any, error)
	// page reads the first page, and returns it with all that a program holds then.
	page(ctx context.Context, received bool) ([]any, error)
	// as returns the client of another account, on the same connections.
	as(p auth.Provider) client

	inviteAll(ctx context.Context, in iter.Seq[invitation.Input], opts ...invitation.BulkOption) outcomes
	resendExpired(ctx context.Context, again func(invitation.Invitation) (invitation.Input, bool), opts ...invitation.BulkOption) outcomes
	acceptFrom(ctx context.Context, t invitation.Trust, opts ...invitation.BulkOption) outcomes
	cancelPending(ctx context.Context, match func(invitation.Invitation) bool, opts ...invitation.BulkOption) outcomes
	// reinvite is the client's own option.
	reinvite(statuses ...invitation.Status) invitation.BulkOption
}

type outcomes = iter.Seq2[invitation.Outcome, error]

// clientSettings are the options of a client; zero is the default.
type clientSettings struct {
	retry     *auth.Retry
	transport http.RoundTripper
	provider  auth.Provider
	maxBody   int64
	limiter   auth.Limiter
	endpoint  string
	logger    *slog.Logger
	jitter    func(ceiling time.Duration) time.Duration
	response  func(info any) // gets the cloud's own ResponseInfo
}

// worldSettings are the options of a service.
type worldSettings struct {
	lag        time.Duration // until an invitation is visible
	quota      int           // invitations a day; 0: no quota
	pending    int           // open invitations at once; 0: no quota
	unreadable []invitation.Status
	xml        bool
}

// An operation of a service, in words that both clouds share.
const (
	opSent     = "sent"
	opReceived = "received"
	opGet      = "get"
	opInvite   = "invite"
	opAccept   = "accept"
	opDecline  = "decline"
	opCancel   = "cancel"
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
}

// A cloud holds what differs between the services.
type cloud struct {
	name              string
	prefix            string // of the text of errors
	root, guest       string // account IDs
	rootName          string
	guestTarget       invitation.Target // guest, in another way than by its ID
	organizationID    string
	account           func(n int) string // the ID of an account that the service may not know
	kinds             map[string]authtest.Kind
	field             map[string]string // the path of a field in a response
	pendingBody       func(id string) string
	refusesDuplicates bool
	limitsPending     bool     // with a quota of open invitations
	aboutInput        []string // codes that concern one input
	aboutCall         map[string]error
	readsReceivedBy   string                   // the operation that reads a received invitation back
	looks             *strings.Replacer        // the requests of reading back, in a list of requests
	lag               func(w world, id string) // the next read of a received invitation shows it as pending
	readsAccepted     []string                 // the requests of root that show an accepted invitation
	troubles          []authtest.Kind          // of a write, besides those of every cloud
	word              func(s invitation.Status) string
	faults            func() []faultRow // its own rows of the fault matrix
	doc               string            // the file in which the matrix stands
	formats           []worldSettings   // of responses
	resembles         bool              // the cloud before it: of large tables a sample is enough
	endpoint          string
	listMethod        string // of a request for a list
	listTarget        string
	listBody          func(rows string) string // of a response
	handshake         any                      // the cloud's own type, with a value in each field
	handshakeJSON     string
	omitted           []string // names of fields that are left out where they are zero
	final             func(status string) bool
	finals            map[string]bool
	expiredBy         func(i invitation.Invitation, t time.Time) bool
	signer            auth.Signer
	tokenHeader       string
	idHeader          string
	nonceHeader       string                         // "" where there are no nonces
	canonical         func(req *http.Request) string // what is signed
	printings         func(c *cloud) []printing
	quotations        func() []quotation
	badEndpoint       func(p auth.Provider, url string) error // the error of a client for it
	hostile           func() []hostileRow
	shapes            shapes
	new               func(t testing.TB, s worldSettings) world
}

func clouds() []*cloud {
	return []*cloud{huaweiCloud(), alibabaCloud(alibabarm.Version20200331), alibabaCloud(alibabarm.Version20220419)}
}

// run runs a case on each cloud, in simulated time.
func run(t *testing.T, name string, f func(t *testing.T, w world)) {
	t.Helper()
	runWith(t, name, worldSettings{}, f)
}

func runWith(t *testing.T, name string, s worldSettings, f func(t *testing.T, w world)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		for _, c := range clouds() {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { f(t, c.new(t, s)) })
			})
		}
	})
}

func sender(w world) client   { return w.client(w.cloud().root, clientSettings{}) }
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

// codeOf returns the service's code in an error.
func codeOf(err error) string {
	if e, ok := errors.AsType[*huaweiorg.Error](err); ok {
		return e.Code
	}
	if e, ok := errors.AsType[*alibabarm.Error](err); ok {
		return e.Code
	}
	return ""
}

// A statusError is the error of an invitation that ended otherwise, of either cloud.
type statusError struct {
	op   string
	want invitation.Status
	got  invitation.Invitation
}

func statusErrorOf(err error) (statusError, bool) {
	if e, ok := errors.AsType[*huaweiorg.StatusError](err); ok {
		return statusError{op: e.Op, want: invitation.Status(e.Want), got: fromHuawei(e.Handshake)}, true
	}
	if e, ok := errors.AsType[*alibabarm.StatusError](err); ok {
		return statusError{op: e.Op, want: alibabaStatus(e.Want), got: fromAlibaba(e.Handshake)}, true
	}
	return statusError{}, false
}
