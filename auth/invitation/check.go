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
	// noInvitation has the form of an ID in both clouds, but no invitation has it. If a read
	// does not find it, the caller is allowed to read.
	noInvitation = "h-000000000000"
)

// A Preflight holds the requests of [Service.Check] to one cloud. Each function sends one
// request, plus retries.
type Preflight struct {
	// Endpoint is the URL that the client calls.
	Endpoint string
	// Ops are the cloud's own operations.
	Ops map[Read]string
	// SentByManagement means that only the management account may read the sent list.
	SentByManagement bool
	// Organization reads the organization that the caller is in.
	Organization func(context.Context) (Organization, error)
	// Sent, Received and Members read one page of at most one row.
	Sent, Received func(context.Context) ([]Invitation, error)
	Members        func(context.Context) error
	// Get reads an invitation.
	Get func(context.Context, string) error
	// Refused returns why the service denies a read: the action that a policy must allow, or
	// "", and whether the service denies the read to accounts of the caller's role.
	Refused func(error) (action string, wrongRole bool)
}

// Check finds out what the caller is and may do, without any write: its account, its
// organization and its role, which reads are allowed, which actions a policy must still allow,
// and how far the two clocks are apart. It reads one page of one row of each list. Run it
// before the first invitation, and put its result into a bug report.
//
// A read that fails does not end the check: its error is in [Identity].Reads. Check returns an
// error if nothing more can be found out: there are no credentials, the service refuses them,
// there is no connection, every read fails, or ctx ends. The Identity then holds what Check has
// found out so far.
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
	row       Invitation // the caller may be able to read it
	responded bool       // a response showed something about the caller
	end       error      // why the check sends no further read
}

// see takes the service's clock from the first response that has a date. The date has full
// seconds, so the middle of its second is the best estimate.
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

// conclude derives what only all reads together show.
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

// received finds out who the caller is: the received invitations are addressed to its account.
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

// get counts as allowed if the service looked for the invitation and did not find it, or
// reports that it has ended.
func (c *checker) get(ctx context.Context) error {
	err := c.Get(ctx, cmp.Or(c.row.ID, noInvitation))
	if isNotFound(err) || errors.Is(err, auth.ErrConflict) {
		return nil
	}
	return err
}

// try does one read, unless an earlier one showed that no read can succeed.
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

// final reports whether further reads can only fail in the same way. A service may lock an
// access key after it has refused it several times.
func (c *checker) final(ctx context.Context, err error) bool {
	if err == nil {
		return false
	}
	t, ok := errors.AsType[*auth.TransportError](err)
	_, unsigned := errors.AsType[*auth.SignError](err)
	return unsigned || auth.EndOf(ctx) != nil || isAny(err, auth.ErrNoCredentials, auth.ErrUnauthenticated) || ok && !t.Sent && !c.responded
}

// failure returns why the check found out nothing, or could not find out more.
func (c *checker) failure() error {
	if c.end == nil && !c.responded {
		return c.id.Reads[0].Err
	}
	return c.end
}

// role decides by which reads were allowed and which were not.
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
	case account == "" && sent != AccessWrongRole: // a management account never gets that
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
