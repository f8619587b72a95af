package alibabarmtest

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// The operations, as [Fault] and [Request] name them.
const (
	// ListHandshakesForResourceDirectory lists the sent invitations.
	ListHandshakesForResourceDirectory = "ListHandshakesForResourceDirectory"
	// ListHandshakesForAccount lists the received invitations.
	ListHandshakesForAccount = "ListHandshakesForAccount"
	// InviteAccountToResourceDirectory sends an invitation.
	InviteAccountToResourceDirectory = "InviteAccountToResourceDirectory"
	// GetHandshake reads one invitation.
	GetHandshake = "GetHandshake"
	// AcceptHandshake accepts a received invitation.
	AcceptHandshake = "AcceptHandshake"
	// DeclineHandshake declines a received invitation.
	DeclineHandshake = "DeclineHandshake"
	// CancelHandshake cancels a sent invitation.
	CancelHandshake = "CancelHandshake"
	// ListAccounts lists the members of the directory.
	ListAccounts = "ListAccounts"
	// GetResourceDirectory reads the directory of the caller.
	GetResourceDirectory = "GetResourceDirectory"
	// RemoveCloudAccount removes an invited account from the directory.
	RemoveCloudAccount = "RemoveCloudAccount"
)

const (
	version2020 = "2020-03-31"
	version2022 = "2022-04-19"

	maxBody          = 10 << 20
	defaultRetention = 30 * day
	day              = 24 * time.Hour
)

// A Service is a Resource Directory service in memory. It is an [http.Handler], and
// [Service.RoundTripper] serves without sockets. All methods are safe for concurrent use.
type Service struct {
	server      authtest.Server
	faults      authtest.Faults
	clock       authtest.Clock
	retention   time.Duration
	quotas      quotas
	lag         time.Duration      // until a new invitation is shown
	unreadable  []alibabarm.Status // GetHandshake does not show these
	newestFirst bool
	xml         bool
	seed        authtest.Seed
	calls       atomic.Uint64
	requests    authtest.Requests
	managing    bool // ListAccounts lists the management account
	trusts      authtest.Trusts
	handlers    handlers
	day         authtest.Window
	refusals    map[string]refusal // by the code that they replace

	mu         sync.Mutex
	accounts   authtest.Accounts[Account]
	strangers  int // how many accounts exist only for seeded invitations
	members    authtest.Members
	sentTo     authtest.Meter // invitations, by target
	invalid    authtest.Meter // targets that could not be invited, by directory
	removed    authtest.Meter // accounts that cannot join yet, by account
	nonces     authtest.Nonces
	handshakes authtest.Ledger[alibabarm.Handshake]
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

// WithNewestFirst lists the newest things first, so that an invitation or account added between
// two pages moves all others. Pages by token keep their order.
func WithNewestFirst() Option {
	return func(s *Service) { s.newestFirst = true }
}

// WithXML responds in XML, including errors, whatever the request asks for.
func WithXML() Option {
	return func(s *Service) { s.xml = true }
}

// New returns a service without accounts and invitations. It does no I/O.
func New(opts ...Option) *Service {
	s := &Service{
		retention: defaultRetention,
		quotas:    defaultQuotas,
		day:       authtest.Last(day),
		removed:   authtest.Meter{Window: authtest.Last(0)},
		seed:      1,
	}
	for _, opt := range opts {
		if opt != nil {
			opt(s)
		}
	}
	s.sentTo.Window, s.invalid.Window = s.day, s.day
	s.server.Respond, s.server.MaxBody = s.respond, maxBody
	return s
}

// Format prints the name of the type, because a service holds the credentials of its accounts.
func (*Service) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "alibabarmtest.Service") }

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
	s           *Service
	r           *http.Request
	body        []byte
	query, form url.Values
	op, version string
	account     Account
	now         time.Time
	requestID   string
	traceID     string
	v1          bool // the signature is in parameters
	xml         bool // the reply is XML
	unsigned    bool // the operation is for callers without an access key
	accessKeyID string

	// Faults change these.
	hit       int // how often the fault of this call applied before
	moves     []func(at place, total int) place
	echoAsked bool
}

// respond serves a request whose body was read, over a socket or in memory.
func (s *Service) respond(r *http.Request, body []byte) reply {
	record := authtest.NewRequest(r, body)
	c := &call{s: s, body: body, now: s.clock.Skewed(), query: record.Query, form: record.Form}
	c.r = r.WithContext(authtest.WithCall(r.Context(), c))
	number := s.calls.Add(1)
	c.requestID, c.traceID = s.madeUUID("request", number), s.seed.Hex("trace", number)
	c.v1 = c.isV1()
	c.version = c.public("Version")
	c.xml = c.wantsXML()
	record.Version, record.Time, record.RequestID = c.version, c.now, c.requestID
	s.requests.Begin(record)
	out := c.serve()
	out.Default("Date", c.now.Format(http.TimeFormat))
	out.Default("X-Acs-Request-Id", c.requestID)
	out.Default("X-Acs-Trace-Id", c.traceID)
	s.requests.End(record, c.op, c.account.ID, out)
	return out
}

func (c *call) serve() reply {
	if len(c.body) > maxBody {
		return c.refuse(http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "The request is too large.")
	}
	handle, out := c.route()
	if handle == nil {
		return out
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

// route finds the operation by version and action. If there is none, the reply says why.
// Operations of [Service.Handle] come first.
func (c *call) route() (handle func() reply, out reply) {
	action := c.public("Action")
	if handle = c.routeHandled(action); handle != nil {
		c.op = action
		return handle, reply{}
	}
	switch {
	case c.r.Method != http.MethodPost && c.r.Method != http.MethodGet:
		return nil, c.refuse(http.StatusBadRequest, "UnsupportedHTTPMethod", "The HTTP method is not supported.")
	case !serves(c.r.Host, c.version):
		return nil, c.refuse(http.StatusBadRequest, "InvalidVersion", "The version is not served on this host.")
	case c.r.URL.Path != "/":
	case c.version == versionSTS:
		handle = c.routeSTS(action)
	default:
		handle = c.routeDirectory(action)
	}
	if handle == nil {
		return nil, c.refuse(http.StatusNotFound, "InvalidAction.NotFound", "The API is not found.")
	}
	c.op = action
	return handle, reply{}
}

// routeDirectory finds the operations of both versions of Resource Directory.
func (c *call) routeDirectory(action string) (handle func() reply) {
	switch action {
	case ListHandshakesForResourceDirectory:
		return c.listSent
	case ListHandshakesForAccount:
		return c.listReceived
	case InviteAccountToResourceDirectory:
		return c.invite
	case ListAccounts:
		return c.listAccounts
	case GetAccount:
		return c.getAccount
	case GetResourceDirectory:
		return c.showDirectory
	case RemoveCloudAccount:
		return c.remove
	default:
		return c.onOne(action)
	}
}

// serves reports which version a host serves. A host of another name serves all.
func serves(host, version string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	product, ofAlibaba := strings.CutSuffix(strings.ToLower(host), ".aliyuncs.com")
	product, _, _ = strings.Cut(product, ".") // resourcemanager.vpc-proxy
	switch version {
	case version2020:
		return !ofAlibaba || product == "resourcemanager"
	case versionSTS:
		return !ofAlibaba || product == "sts" || product == "sts-vpc"
	case version2022:
		return !ofAlibaba || product == "resourcedirectory" || product == "resourcedirectory-intl"
	default:
		return false
	}
}

// param returns a parameter of the query or of the form body.
func (c *call) param(name string) (string, bool) {
	if c.query.Has(name) {
		return c.query.Get(name), true
	}
	return c.form.Get(name), c.form.Has(name)
}

func (c *call) wantsXML() bool {
	if format, ok := c.param("Format"); ok && !c.s.xml {
		return strings.EqualFold(format, "XML")
	}
	accept := c.r.Header.Get("Accept")
	return c.s.xml || strings.Contains(accept, "/xml") && !strings.Contains(accept, "/json")
}
