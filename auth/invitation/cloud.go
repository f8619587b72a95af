package invitation

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A Cloud holds what a client gives to the engine: how it reads and writes, and what the
// service's words and refusals mean. All fields except Members, Moving and Transient must
// be set.
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
	// Now is the client's clock.
	Now func() time.Time
	// AccountID returns the caller's account ID, or "" where the credentials do not
	// contain it.
	AccountID func(context.Context) (string, error)

	// Sent and Received read a complete list. With an error that is Moving, they
	// return what they read.
	Sent, Received func(context.Context) (List, error)
	// Members lists the accounts of the organization. An error comes last; what came
	// before it is true, but not everything. nil: the cloud cannot list them.
	Members func(context.Context) iter.Seq2[Member, error]
	// Find reads the state of an invitation back. It returns false if the service does
	// not show it. Get is what waiting reads; its error may be Transient.
	Find func(_ context.Context, id string, received bool) (_ Invitation, shown bool, _ error)
	Get  func(_ context.Context, id string, received bool) (Invitation, error)

	// Validate returns why an input cannot be sent.
	Validate                func(Input) error
	Invite                  Operation[Input]
	Accept, Decline, Cancel Operation[string]

	// Classify says what the error of a write means.
	Classify func(error) Refusal
	// Moving reports whether an error means that a list changed while it was read, so
	// that it cannot show that something is absent. nil: no error does.
	Moving func(error) bool
	// Transient reports whether an error of Get may pass, besides one that is Moving,
	// [auth.ErrUnavailable] or [auth.ErrThrottled]. nil: no error does.
	Transient func(error) bool
	// StatusError makes the error of an invitation that ended in another state than
	// want; cause, if any, is why it was read back. Classify recognizes this error.
	StatusError func(op string, want Status, got Invitation, cause error) error
	// Usable returns why no call can be made, such as a nil context.
	Usable func(context.Context) error
	// Wrap begins an error with the package and the operation.
	Wrap func(op string, err error) error
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

// A List is a list that was read completely, and the time when.
type List struct {
	Items []Invitation
	// Date is the Date header of the first page, or zero where it has none. By our
	// clock, the service wrote it between Asked and Answered.
	Date, Asked, Answered time.Time
}

// date returns the time by the service's clock, or by the client's.
func (c *Cloud) date(l List) time.Time {
	if l.Date.IsZero() {
		return c.Now()
	}
	return l.Date
}

func (c *Cloud) moving(err error) bool { return c.Moving != nil && c.Moving(err) }

// A Service performs the verbs of both clouds. Use [New].
type Service struct{ cloud Cloud }

// usable returns why no call can be made.
func (s Service) usable(ctx context.Context) error {
	if s.cloud.Usable == nil {
		return fmt.Errorf("the Service is zero: use one of a client: %w", auth.ErrInvalid)
	}
	return s.cloud.Usable(ctx)
}

// wrap begins an error with the operation.
func (s Service) wrap(op string, err error) error {
	if s.cloud.Wrap == nil {
		return fmt.Errorf("invitation: %s: %w", op, err)
	}
	return s.cloud.Wrap(op, err)
}

// New returns the service of a cloud. Only the client packages need it.
func New(c Cloud) Service { return Service{cloud: c} }
