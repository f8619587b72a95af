package huaweiorgtest

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// The operations, as [Fault] and [Request] name them.
const (
	// ListHandshakes is GET /v1/organizations/handshakes: the sent invitations.
	ListHandshakes = "ListHandshakes"
	// ListReceivedHandshakes is GET /v1/received-handshakes.
	ListReceivedHandshakes = "ListReceivedHandshakes"
	// InviteAccount is POST /v1/organizations/accounts/invite.
	InviteAccount = "InviteAccount"
	// ShowHandshake is GET /v1/organizations/handshakes/{handshake_id}.
	ShowHandshake = "ShowHandshake"
	// AcceptHandshake is POST /v1/received-handshakes/{handshake_id}/accept.
	AcceptHandshake = "AcceptHandshake"
	// DeclineHandshake is POST /v1/received-handshakes/{handshake_id}/decline.
	DeclineHandshake = "DeclineHandshake"
	// CancelHandshake is POST /v1/organizations/handshakes/{handshake_id}/cancel.
	CancelHandshake = "CancelHandshake"
	// ListAccounts is GET /v1/organizations/accounts.
	ListAccounts = "ListAccounts"
	// ShowOrganization is GET /v1/organizations.
	ShowOrganization = "ShowOrganization"
	// RemoveAccount is POST /v1/organizations/accounts/{account_id}/remove.
	RemoveAccount = "RemoveAccount"
	// LeaveOrganization is POST /v1/organizations/leave.
	LeaveOrganization = "LeaveOrganization"
)

const (
	maxBody          = 12 << 20 // what the gateway takes with a signature
	defaultRetention = 30 * day
	day              = 24 * time.Hour
)

// A Service is an Organizations service in memory. It is an [http.Handler], and
// [Service.RoundTripper] serves without sockets. All methods are safe for concurrent use.
type Service struct {
	server    authtest.Server
	faults    authtest.Faults
	clock     authtest.Clock
	retention time.Duration
	quotas    quotas
	lag       time.Duration // until a new invitation is shown
	seed      authtest.Seed
	calls     atomic.Uint64
	requests  authtest.Requests
	lockout   lockout
	nonces    atomic.Uint64
	managing  bool // ListAccounts lists the management account
	trusts    authtest.Trusts
	handlers  handlers
	refusals  map[string]refusal // by the code that they replace

	mu         sync.Mutex
	accounts   authtest.Accounts[Account]
	strangers  int // how many accounts exist only for seeded invitations
	members    authtest.Members
	sent       authtest.Meter // invitations, by organization
	removed    authtest.Meter // accounts, by organization
	changes    authtest.Meter // of the organization, by account
	handshakes authtest.Ledger[huaweiorg.Handshake]

	identityProviders map[string]string // account IDs, by X-Idp-Id
}

// An Option changes a new [Service].
type Option func(*Service)

// WithClock sets the clock of the service and of its clients. Several goroutines may call it.
// Default: [time.Now].
func WithClock(now func() time.Time) Option {
	return func(s *Service) {
		if now != nil {
			s.clock.Base = now
		}
	}
}

// WithRetention sets how long lists show invitations that have ended: default 30 days, negative
// for ever.
func WithRetention(d time.Duration) Option {
	return func(s *Service) {
		if d != 0 {
			s.retention = d
		}
	}
}

// WithSeed changes all made-up data: IDs, access keys, [Service.Believable]. Two services with
// the same seed make up the same. Default: 1.
func WithSeed(seed uint64) Option {
	return func(s *Service) { s.seed = authtest.Seed(seed) }
}

// New returns a service without accounts and invitations. It does no I/O.
func New(opts ...Option) *Service {
	s := &Service{
		retention: defaultRetention,
		quotas:    defaultQuotas,
		sent:      authtest.Meter{Window: authtest.Last(day)},
		removed:   authtest.Meter{Window: authtest.Last(day)},
		changes:   authtest.Meter{Window: authtest.Last(month)},
		seed:      1,
	}
	for _, opt := range opts {
		if opt != nil {
			opt(s)
		}
	}
	s.server.Respond, s.server.MaxBody = s.respond, maxBody
	return s
}

// Format prints the name of the type, because a service holds the credentials of its accounts.
func (*Service) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "huaweiorgtest.Service") }

// Now returns the time of the service's clock, in UTC.
func (s *Service) Now() time.Time { return s.clock.Now() }

// Advance moves the clock of the service and of the clients of [Service.NewClient], so that
// invitations and temporary credentials expire.
func (s *Service) Advance(d time.Duration) { s.clock.Advance(d) }

// Skew sets the clock of the service d ahead of that of its clients, or behind it. This clock
// dates responses, and decides about signatures and tokens. 0 sets it right. In a [Hook], Skew
// changes the clock between two chosen requests.
func (s *Service) Skew(d time.Duration) { s.clock.Skew(d) }

// A call is one request that the service serves.
type call struct {
	s        *Service
	r        *http.Request
	body     []byte
	op       string
	account  Account
	now      time.Time
	unsigned bool // the operation is for callers without an access key

	accessKeyID string
	temporary   bool // the access key is temporary

	requestID string
	hit       int // how often the fault of this call applied before
}

// respond serves a request whose body was read, over a socket or in memory.
func (s *Service) respond(r *http.Request, body []byte) reply {
	c := &call{s: s, body: body, now: s.clock.Skewed()}
	c.r = r.WithContext(authtest.WithCall(r.Context(), c))
	c.requestID = s.seed.Hex("request", s.calls.Add(1))
	record := authtest.NewRequest(r, body)
	record.Time, record.RequestID = c.now, c.requestID
	s.requests.Begin(record)
	out := c.serve()
	out.Default("Date", c.now.Format(http.TimeFormat))
	out.Default("X-Request-Id", c.requestID)
	s.requests.End(record, c.op, c.account.ID, out)
	return out
}

func (c *call) serve() reply {
	if len(c.body) > maxBody {
		return c.refuse(http.StatusRequestEntityTooLarge, "APIGW.0201", "Request entity too large")
	}
	handle, ok := c.route()
	if !ok {
		return c.refuse(http.StatusNotFound, "APIGW.0101", "The API does not exist or has not been published in the environment")
	}
	if !c.unsigned {
		if out, ok := c.authenticate(); !ok {
			return out
		}
	}
	kind, hit := c.s.faults.Take(c.op, c.account.ID)
	c.hit = hit
	return kind.Run(c.r.Context(), handle)
}

// route finds the operation by method and path. Those of [Service.Handle] come first.
func (c *call) route() (handle func() reply, ok bool) {
	for _, find := range []func() (string, func() reply){
		c.routeHandled, c.routeList, c.routeAccount, c.routeOne, c.routeIdentity,
	} {
		if c.op, handle = find(); handle != nil {
			return handle, true
		}
	}
	return nil, false
}

// routeList finds the operations whose path is always the same.
func (c *call) routeList() (op string, handle func() reply) {
	switch c.r.Method + " " + c.r.URL.Path {
	case "GET /v1/organizations/handshakes":
		return ListHandshakes, c.listSent
	case "GET /v1/received-handshakes":
		return ListReceivedHandshakes, c.listReceived
	case "POST /v1/organizations/accounts/invite":
		return InviteAccount, c.invite
	case "GET /v1/organizations/accounts":
		return ListAccounts, c.listAccounts
	case "GET /v1/organizations/quotas":
		return ListQuotas, c.listQuotas
	case "GET /v1/organizations":
		return ShowOrganization, c.showOrganization
	case "POST /v1/organizations/leave":
		return LeaveOrganization, c.leave
	default:
		return "", nil
	}
}
