package invitation

import (
	"context"
	"iter"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A Cloud holds what a client passes to the engine: how to read and write, and what the
// service's words and refusals mean. All fields except Members, Once, Preflight and Moving must
// be set.
type Cloud struct {
	// Name is the value of [Invitation].Cloud. Package begins the text of errors.
	// Organization is what an account joins, such as "resource directory".
	Name, Package, Organization string
	// Retry holds the client's limits. MaxRetries limits how often a write is resent, and
	// SettleTime limits how long a change may take to become visible. A negative MaxRetries
	// turns off resending, but not reading back.
	Retry auth.Retry
	// RefusesDuplicates means that the service refuses to invite a target that has an
	// open invitation.
	RefusesDuplicates bool
	// DailyQuota is the number of invitations that the service is known to allow in 24 hours,
	// and 0 if that is unknown. AcceptedFree means that accepted invitations do not count.
	DailyQuota   int
	AcceptedFree bool
	// MemberTargets are the target types, besides account IDs, that name a [Member]:
	// TargetTypeName by its Name, TargetTypeEmail by its Email.
	MemberTargets []TargetType
	// Now is the client's clock.
	Now func() time.Time
	// AccountID returns the caller's account ID, or "" if the credentials do not contain it.
	AccountID func(context.Context) (string, error)

	// Sent and Received read a complete list. They set the Reading before they yield anything.
	// An error comes last. If the error is Moving, rows may be missing.
	Sent, Received func(context.Context, *Reading) iter.Seq2[Invitation, error]
	// Members lists the accounts of the organization. An error comes last. The members before
	// it are true, but may not be all. nil: the cloud cannot list them.
	Members func(context.Context) iter.Seq2[Member, error]
	// Show reads an invitation by its ID. ShowsReceived means that Show may return an
	// invitation that the caller received. CheckID returns why a text is not an ID.
	Show          func(context.Context, string) (Invitation, error)
	ShowsReceived bool
	CheckID       func(string) error
	// Once returns the service of a client that sends each request once, and so never waits for
	// a retry. nil: this client already does that.
	Once func() Service
	// Preflight returns the requests of Check. It calls see with each response. nil: Check
	// returns [errors.ErrUnsupported].
	Preflight func(see func(*auth.Response)) Preflight

	// Validate returns why an input cannot be sent.
	Validate                func(Input) error
	Invite                  Operation[Input]
	Accept, Decline, Cancel Operation[string]

	// Classify returns what the error of a write means.
	Classify func(error) Refusal
	// Moving reports whether an error means that a list changed while it was read, so that the
	// list cannot show that something is absent. nil: no error means that.
	Moving func(error) bool
	// StatusError returns the error for an invitation that ended in another state than want.
	// The cause, which may be nil, is the error that made reading back necessary. Classify
	// recognizes the returned error.
	StatusError func(op string, want Status, got Invitation, cause error) error
	// Usable returns why the client can make no call, such as a nil context.
	Usable func(context.Context) error
	// Wrap puts the package and the operation in front of an error.
	Wrap func(op string, err error) error
	// Refuse wraps the error of a write that is not Usable, and reports it to the client's
	// observers. nil: the engine only wraps the error.
	Refuse func(ctx context.Context, op string, err error) error
}

// An Operation is one write of a cloud. Its argument is the ID of an invitation, or an
// [Input].
type Operation[A any] struct {
	// Name is the operation in the text of an error.
	Name string
	// Send performs the write. It retries only an attempt that certainly had no effect, as
	// [auth.Client.Do] does for a call that is not Safe.
	Send func(context.Context, A) (Invitation, error)
	// Check tells the caller what to do if the outcome is unknown.
	Check string
}

// A Reading is one reading of a list.
type Reading struct {
	// Certain asks for a list that shows whether something is absent. If rows can move from
	// page to page, that takes further passes.
	Certain bool
	// Date is the Date header of the first page, or zero if the page has none. The service
	// wrote it between the two other times, which are of the client's clock: before the request
	// and after the response.
	Date, Asked, Responded time.Time
}

// See takes the dates from the response with the first page. Later pages change nothing.
func (r *Reading) See(page *auth.Response) {
	if page != nil && r.Responded.IsZero() {
		r.Responded = time.Now()
		r.Date, _ = http.ParseTime(page.Header.Get("Date"))
	}
}

// date returns the time by the service's clock in UTC. Without a Date header, it returns the
// time by the client's clock.
func (c *Cloud) date(r Reading) time.Time {
	if r.Date.IsZero() {
		return c.Now().UTC().Round(0) // an outcome must not show a monotonic clock
	}
	return r.Date
}

func (c *Cloud) moving(err error) bool { return c.Moving != nil && c.Moving(err) }
