package invitation

import (
	"context"
	"iter"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A Cloud holds what a client gives to the engine: how it reads and writes, and what the
// service's words and refusals mean. All fields except Members, Once, Preflight and Moving
// must be set.
type Cloud struct {
	// Name is the value of [Invitation].Cloud. Package begins the text of errors.
	// Organization is what an account joins, such as "resource directory".
	Name, Package, Organization string
	// Retry is the client's: MaxRetries limits how often a write is resent, and
	// SettleTime how long a change may take to become visible. A negative MaxRetries
	// turns off resending, but not reading back.
	Retry auth.Retry
	// RefusesDuplicates means that the service refuses to invite a target that has an
	// open invitation.
	RefusesDuplicates bool
	// DailyQuota is how many invitations the service is known to allow in 24 hours, and
	// 0 if that is unknown. AcceptedFree means that accepted ones do not count.
	DailyQuota   int
	AcceptedFree bool
	// MemberTargets are the types of target, besides that of an account ID, which name
	// a [Member]: TargetTypeName by its Name, TargetTypeEmail by its Email.
	MemberTargets []TargetType
	// Now is the client's clock.
	Now func() time.Time
	// AccountID returns the caller's account ID, or "" where the credentials do not
	// contain it.
	AccountID func(context.Context) (string, error)

	// Sent and Received read a complete list. They set the Reading before they yield
	// anything. An error comes last; one that is Moving says that rows may be missing.
	Sent, Received func(context.Context, *Reading) iter.Seq2[Invitation, error]
	// Members lists the accounts of the organization. An error comes last; what came
	// before it is true, but not everything. nil: the cloud cannot list them.
	Members func(context.Context) iter.Seq2[Member, error]
	// Show reads an invitation by its ID. ShowsReceived means that it may show one that
	// the caller received. CheckID returns why a text is no ID.
	Show          func(context.Context, string) (Invitation, error)
	ShowsReceived bool
	CheckID       func(string) error
	// Once returns the service of a client that sends each request once and so never
	// waits for a retry. nil: this one does so.
	Once func() Service
	// Preflight returns how Check asks the cloud. It calls see with each response. nil:
	// Check is [errors.ErrUnsupported].
	Preflight func(see func(*auth.Response)) Preflight

	// Validate returns why an input cannot be sent.
	Validate                func(Input) error
	Invite                  Operation[Input]
	Accept, Decline, Cancel Operation[string]

	// Classify says what the error of a write means.
	Classify func(error) Refusal
	// Moving reports whether an error means that a list changed while it was read, so
	// that it cannot show that something is absent. nil: no error does.
	Moving func(error) bool
	// StatusError makes the error of an invitation that ended in another state than
	// want; cause, if any, is why it was read back. Classify recognizes this error.
	StatusError func(op string, want Status, got Invitation, cause error) error
	// Usable returns why no call can be made, such as a nil context.
	Usable func(context.Context) error
	// Wrap begins an error with the package and the operation.
	Wrap func(op string, err error) error
	// Refuse wraps the error of a write that is not Usable, and reports it to the observers
	// of the client. nil: it is Wrap.
	Refuse func(ctx context.Context, op string, err error) error
}

// An Operation is one write of a cloud. Its argument is the ID of an invitation, or an
// [Input].
type Operation[A any] struct {
	// Name is the operation in the text of errors.
	Name string
	// Send performs the write. It retries only what certainly had no effect, as
	// [auth.Client.Do] does with a call that is not Safe.
	Send func(context.Context, A) (Invitation, error)
	// Check tells the caller what to do if the outcome is unknown.
	Check string
}

// A Reading is one reading of a list.
type Reading struct {
	// Certain asks for a list that shows what is absent. Where rows can move from page
	// to page, that takes further passes.
	Certain bool
	// Date is the Date header of the first page, or zero where it has none. By our
	// clock, the service wrote it between Asked and Answered.
	Date, Asked, Answered time.Time
}

// See takes the dates of the first page from a response. Later pages change nothing.
func (r *Reading) See(page *auth.Response) {
	if page != nil && r.Answered.IsZero() {
		r.Answered = time.Now()
		r.Date, _ = http.ParseTime(page.Header.Get("Date"))
	}
}

// date returns the time by the service's clock, or by the client's, in UTC.
func (c *Cloud) date(r Reading) time.Time {
	if r.Date.IsZero() {
		return c.Now().UTC().Round(0) // without the monotonic clock: it can end in an outcome
	}
	return r.Date
}

func (c *Cloud) moving(err error) bool { return c.Moving != nil && c.Moving(err) }
