package invitation

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	opCheck = "Check"
	// noInvitation has the form of the IDs of both clouds, and is none: a read that does
	// not find it is allowed.
	noInvitation = "h-000000000000"
)

// A Preflight is how a cloud lets [Service.Check] ask it. Each function sends one request,
// besides retries.
type Preflight struct {
	// Endpoint is the URL that the client calls.
	Endpoint string
	// Ops are the cloud's own operations.
	Ops map[Read]string
	// SentByManagement means that only the management account may read what was sent.
	SentByManagement bool
	// Organization reads which organization the caller is in.
	Organization func(context.Context) (Organization, error)
	// Sent, Received and Members read one page of one row at most.
	Sent, Received func(context.Context) ([]Invitation, error)
	Members        func(context.Context) error
	// Get reads an invitation.
	Get func(context.Context, string) error
	// Refused says why the service denies a read: the action that a policy must allow, or
	// "", and whether it denies it to accounts of the caller's role.
	Refused func(error) (action string, wrongRole bool)
}

// Check finds out what the caller is and may do, without any write: which account and
// organization, in which role, which reads are allowed and which actions are missing, and
// how far the clocks are apart. It reads one page of one row of each list. Run it before the
// first invitation, and put its result into a bug report.
//
// A read that fails does not end the check, and its error is in [Identity].Reads. Check
// returns an error only if it finds out nothing more: there are no credentials, the
// service refuses them, there is no connection, every read fails, or ctx ends. The Identity
// then holds what is known.
func (s Service) Check(ctx context.Context) (Identity, error) {
	if err := s.usable(ctx); err != nil {
		return Identity{}, s.wrap(opCheck, err)
	}
	if s.cloud.Preflight == nil {
		return Identity{Cloud: s.cloud.Name}, s.wrap(opCheck, errors.ErrUnsupported)
	}
	c := checker{now: s.cloud.Now}
	c.Preflight = s.cloud.Preflight(c.see)
	c.id.Cloud, c.id.Endpoint = s.cloud.Name, c.Endpoint
	var err error
	if c.id.AccountID, err = s.cloud.AccountID(ctx); err != nil {
		return c.id, s.wrap(opCheck, err)
	}
	c.run(ctx)
	if err := c.failure(); err != nil {
		return c.id, s.wrap(opCheck, err)
	}
	return c.id, nil
}

// A checker is one Check at work.
type checker struct {
	Preflight
	now func() time.Time
	id  Identity
	// none means that the account is in no organization.
	none      bool
	row       Invitation // one that the caller may be able to read
	responded bool       // a response said something about the caller
	end       error      // why no further read is tried
}

// see takes the service's clock from the first response that has it. The date has full
// seconds, so that the middle of its second is the best guess.
func (c *checker) see(page *auth.Response) {
	var r Reading
	r.See(page)
	if c.id.Date.IsZero() && !r.Date.IsZero() {
		c.id.Date = r.Date.UTC()
		c.id.ClockOffset = r.Date.Add(time.Second / 2).Sub(c.now()).Truncate(time.Second)
	}
}

func (c *checker) run(ctx context.Context) {
	c.try(ctx, ReadOrganization, c.organization)
	c.try(ctx, ReadSent, c.sent)
	c.try(ctx, ReadReceived, c.received)
	c.try(ctx, ReadMembers, c.Members)
	c.try(ctx, ReadGet, c.get)
	c.conclude(&c.id.Reads[1])
}

// conclude derives from all reads together what none of them shows alone.
func (c *checker) conclude(sent *ReadAccess) {
	switch c.id.Role = c.role(); {
	case c.id.Role == RoleManagement:
		c.id.AccountID = c.id.Organization.ManagerID
	case c.SentByManagement && c.id.Role != RoleUnknown && sent.Access == AccessDenied:
		sent.Access, sent.Action = AccessWrongRole, "" // no policy helps
	}
}

func (c *checker) organization(ctx context.Context) (err error) {
	c.id.Organization, err = c.Organization(ctx)
	if c.none = errors.Is(err, auth.ErrNotInOrganization); c.none {
		return nil
	}
	return err
}

func (c *checker) sent(ctx context.Context) error {
	rows, err := c.Sent(ctx)
	for _, i := range rows {
		c.row = i
		if c.id.Organization.ID == "" {
			c.id.Organization = Organization{ID: i.OrganizationID, ManagerID: i.InviterID, ManagerName: i.InviterName}
		}
	}
	return err
}

// received learns who the caller is: what it received is for its account.
func (c *checker) received(ctx context.Context) error {
	rows, err := c.Received(ctx)
	for _, i := range rows {
		if c.row.ID == "" {
			c.row = i
		}
		if c.id.AccountID == "" && i.Target.Type == TargetTypeAccount {
			c.id.AccountID = i.Target.Entity
		}
	}
	return err
}

// get is allowed, too, if the service looked for the invitation and did not find it, or
// says that it has ended.
func (c *checker) get(ctx context.Context) error {
	err := c.Get(ctx, cmp.Or(c.row.ID, noInvitation))
	if isNotFound(err) || errors.Is(err, auth.ErrConflict) {
		return nil
	}
	return err
}

// try does one read, unless nothing more can be found out.
func (c *checker) try(ctx context.Context, read Read, do func(context.Context) error) {
	r := ReadAccess{Read: read, Op: c.Ops[read]}
	if c.end == nil {
		r.Err = do(ctx)
		r.Access, r.Action = c.classify(r.Err)
		c.responded = c.responded || r.Access != AccessFailed
		if c.final(ctx, r.Err) {
			c.end = r.Err
		}
	}
	c.id.Reads = append(c.id.Reads, r)
}

func (c *checker) classify(err error) (_ Access, action string) {
	if err == nil {
		return AccessAllowed, ""
	}
	action, wrongRole := c.Refused(err)
	switch {
	case wrongRole, errors.Is(err, auth.ErrNotInOrganization):
		return AccessWrongRole, ""
	case errors.Is(err, auth.ErrPermission):
		return AccessDenied, action
	default:
		return AccessFailed, ""
	}
}

// final reports whether further reads would only fail alike. A service may lock an access
// key that it refuses several times.
func (c *checker) final(ctx context.Context, err error) bool {
	if err == nil {
		return false
	}
	t, ok := errors.AsType[*auth.TransportError](err)
	_, unsigned := errors.AsType[*auth.SignError](err)
	return unsigned || auth.EndOf(ctx) != nil || isAny(err, auth.ErrNoCredentials, auth.ErrUnauthenticated) || ok && !t.Sent && !c.responded
}

// failure returns why the check found out nothing, or nothing more.
func (c *checker) failure() error {
	if c.end == nil && !c.responded {
		return c.id.Reads[0].Err
	}
	return c.end
}

// role decides by what was allowed and what was not.
func (c *checker) role() Role {
	account, manager := c.id.AccountID, c.id.Organization.ManagerID
	sent, members := c.id.Access(ReadSent), c.id.Access(ReadMembers)
	administers := sent == AccessAllowed || members == AccessAllowed
	switch {
	case c.none:
		return RoleNone
	case manager == "":
		return RoleUnknown
	case account == manager, account == "" && sent == AccessAllowed && c.SentByManagement:
		return RoleManagement
	case account == "" && sent != AccessWrongRole: // which no management account gets
		return RoleUnknown
	case administers:
		return RoleDelegated
	case sent.refused() && members.refused():
		return RoleMember
	default:
		return RoleUnknown
	}
}

func (a Access) refused() bool { return a == AccessDenied || a == AccessWrongRole }
