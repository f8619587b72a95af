package invitation_test

import (
	"context"
	"iter"
	"log/slog"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// The tests of this package run on every cloud: through its typed client, on its service
// in memory. The tests and the worlds use the words of the engine.

// A world is a service in memory, with a management account, root, and an account to
// invite, guest.
type world interface {
	cloud() *cloud
	// client returns the client of an account.
	client(account string, s clientSettings) client
	// keys returns the access key of an account, for auth.Static.
	keys(account string) (id, secret, token string)
	provider(account string) auth.Provider
	// assumed is an agency or role of an account, which root assumes.
	assumed(account string) auth.Provider
	// temporary returns an access key of an account that expires after lifetime.
	temporary(account string, lifetime time.Duration) auth.Credentials
	// rotate gives an account another access key. The former one is deleted.
	rotate(account string) auth.Credentials
	// addAccount adds the account of this ID.
	addAccount(id string)
	// addMember adds the account of this ID, as one that was created in root's
	// organization.
	addMember(id string)
	// addDelegated adds the account of this ID as a delegated administrator of root's
	// organization. It returns false where the service in memory has none.
	addDelegated(id string) bool
	// removeMember takes an account out of its organization.
	removeMember(id string)

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
	current(ctx context.Context, id string) (*invitation.Invitation, error)
	// service is the client in words that both clouds share.
	service() invitation.Service
	wait(ctx context.Context, id string, in invitation.WaitInput) (*invitation.Invitation, error)
	all(ctx context.Context, received bool) iter.Seq2[invitation.Invitation, error]
	list(ctx context.Context, received bool) ([]invitation.Invitation, error)
	// rows lists what was sent, in the cloud's own type.
	rows(ctx context.Context) ([]any, error)
	// page reads the first page, and returns it with all that a program holds then.
	page(ctx context.Context, received bool) ([]any, error)
	// members lists the accounts of the organization.
	members(ctx context.Context) ([]invitation.Member, error)
	// streamMembers lists them for verbs over both clouds.
	streamMembers(ctx context.Context) iter.Seq2[invitation.Member, error]
	organization(ctx context.Context) (organization, error)
	// cursor returns the position after the first row of a list, and resume continues there.
	cursor(ctx context.Context, received bool) (pagination.Cursor, error)
	resume(ctx context.Context, received bool, at pagination.Cursor) error
	do(ctx context.Context, call auth.Call) (*auth.Response, error)
	check(ctx context.Context) (invitation.Identity, error)
	// as returns the client of another account, on the same connections.
	as(p auth.Provider) client
	// observed returns a client that has a further observer.
	observed(f func(context.Context, auth.CallInfo)) client

	inviteAll(ctx context.Context, in iter.Seq[invitation.Input], opts ...invitation.BulkOption) outcomes
	resendExpired(ctx context.Context, again func(invitation.Invitation) (invitation.Input, bool), opts ...invitation.BulkOption) outcomes
	acceptFrom(ctx context.Context, t invitation.Trust, opts ...invitation.BulkOption) outcomes
	cancelPending(ctx context.Context, match func(invitation.Invitation) bool, opts ...invitation.BulkOption) outcomes
	// reinvite is the client's own option.
	reinvite(statuses ...invitation.Status) invitation.BulkOption
	// withSent and knownMembers are, too.
	withSent(list []invitation.Invitation) invitation.BulkOption
	knownMembers(list []invitation.Member) invitation.BulkOption
}

// An organization is one of Huawei Cloud or a resource directory.
type organization struct {
	id, managerID, managerName string
	created                    time.Time
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
	clock     func() time.Time
	logger    *slog.Logger
	jitter    func(ceiling time.Duration) time.Duration
	observers []func(context.Context, auth.CallInfo)
	account   string
}

// worldSettings are the options of a service.
type worldSettings struct {
	lag        time.Duration // until an invitation is visible
	quota      int           // invitations a day; 0: no quota
	pending    int           // open invitations at once; 0: no quota
	unreadable []invitation.Status
	managing   bool // the list of members has the management account
	xml        bool
	limits     limits
}

// limits are what an organization may do with its members; zero is no limit.
type limits struct {
	members   int           // accounts beside the management account
	removals  int           // a day, where the cloud limits them
	changes   int           // of one account a month, where the cloud limits them
	memberLag time.Duration // until the list of members shows a change
	rejoin    time.Duration // until an account that was removed can come back, where the cloud needs that
	varied    bool          // the rules that the cloud does not publish differ from the default
}

// bound is a quota as a service takes it.
func bound(n int) int {
	if n == 0 {
		return -1
	}
	return n
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

	opMembers      = "members"
	opOrganization = "organization"
)
