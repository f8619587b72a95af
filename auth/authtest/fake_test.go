package authtest_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// The test services of both clouds are built from this package. What they have in common
// is tested here, once for both; the tests of each cloud's package hold what is its own.

// A fake is the test service of a cloud.
type fake interface {
	http.Handler
	RoundTripper() http.RoundTripper
	Start() (url string, err error)
	Close() error
	Inject(faults ...authtest.Fault)
	Unused() []authtest.Fault
	Requests() []authtest.Request
	Remove(id string) bool
	RemoveMember(accountID string) bool
	Now() time.Time
	Advance(d time.Duration)
	Skew(d time.Duration)

	words() words
	add(a account) account
	issue(a account, lifetime time.Duration) auth.Credentials
	seed(all ...handshake) []handshake
	update(id string, change func(*handshake)) bool
	handshakes() []handshake
	accounts() []account
	believable(n int) []handshake
	believableReceived(a account, n int) []handshake

	// request makes a request that is not signed, and returns its body, too.
	request(a ask) (*http.Request, []byte)
	sign(r *http.Request, body []byte, keys auth.Credentials, now time.Time) error
	read(t testing.TB, a wireResponse) response
	// client is the typed client of an account; rt is nil for that of the service.
	client(t testing.TB, a account, rt http.RoundTripper) lister
}

// A lister is a typed client.
type lister interface {
	list(ctx context.Context, received bool, size int) ([]handshake, error)
	as(keys auth.Credentials) lister
	with(p auth.Provider) lister
	withoutRetries() lister
}

type account struct {
	ID, Name, Org string
	// Second is the other way to name the account in an invitation.
	Second      string
	Role        string
	JoinMethod  string
	Joined      time.Time
	Credentials auth.Credentials
}

// Roles, which both clouds have.
const (
	outside    = ""
	management = "management"
	memberRole = "member"
)

// A handshake is an invitation. Its status is in lower case, and so is its kind: account,
// or second for the other way to name a target.
type handshake struct {
	ID, Status, Note, Org     string
	Inviter, InviterName      string
	Kind, Target              string
	Created, Updated, Expires time.Time
}

func invitationTo(a account) handshake { return handshake{Kind: "account", Target: a.ID} }

func idsOf(hs []handshake) []string {
	out := []string{}
	for _, h := range hs {
		out = append(out, h.ID)
	}
	return out
}

// An ask is what a request asks for.
type ask struct {
	op     string
	id     string              // of an invitation
	target string              // account ID to invite or to remove
	size   int                 // of a page
	at     string              // which page, as response.next says
	base   string              // URL of a socket
	behind time.Duration       // how far the signer's clock is behind
	tamper func(*http.Request) // with the request once it is signed
}

// Operations, in words of both clouds.
const (
	opSent     = "sent"
	opReceived = "received"
	opGet      = "get"
	opInvite   = "invite"
	opAccept   = "accept"
	opDecline  = "decline"
	opCancel   = "cancel"
	opUnknown  = "unknown"

	opMembers      = "members"
	opOrganization = "organization"
	opRemove       = "remove"
)

func sent() ask       { return ask{op: opSent} }
func receivedBy() ask { return ask{op: opReceived} }

// A response is a decoded reply.
type response struct {
	wireResponse
	refusal
	requestID string
	ids       []string
	statuses  []string
	next      string // page, "" at the end
}

// A refusal is a status and an error code.
type refusal struct {
	httpStatus int
	code       string
}

// words are what a service says in its own way.
type words struct {
	ops map[string]string // names of the operations

	accountID, organization, handshakeID string // regular expressions
	keyLength, secretLength              int

	requestIDHeader, requestID, contentType string
	host, path, limit                       string // of a list
	dateHeader, tokenHeader                 string // of a signature
	maxBody                                 int
	list, others                            string // field of a page that holds the invitations, and another

	unsigned, unknownKey, staleToken             refusal
	noToken, wrongToken, late, tooLarge, unknown refusal

	roles map[string]roleCase
	// What root, a member and an account outside are told, by operation; zero is 200.
	membership map[string]map[string]refusal
	// The refusals of removing the management account, and an account of no or another
	// organization.
	removeRoot, removeStranger refusal
	signatures                 map[string]signatureCase
	refusals                   map[string]refusalCase
	replies                    map[string]replyCase
	lost                       map[string]lostCase

	throttled       authtest.Kind // for a minute
	throttledStatus int
	refuse          func(status int) authtest.Kind
	forwarders      [][2]authtest.Kind            // of authtest, and the same of the service
	ofCalls         []authtest.Kind               // those that look at the call
	echoed          func(auth.Credentials) string // token, where a refusal shows what was signed
}

// A roleCase is what an account of a role is told when it lists sent invitations.
type roleCase struct {
	role string
	want refusal
}

// A signatureCase is what is wrong with a signature.
type signatureCase struct {
	keys   func(*auth.Credentials)
	behind time.Duration
	tamper func(*http.Request)
	want   refusal
	echoes bool // what was signed
}

// A refusalCase is a kind that refuses with a status and a text.
type refusalCase struct {
	kind   authtest.Kind
	status int
	has    string
	echoes bool
}

// A replyCase is a kind that responds instead of the service.
type replyCase struct {
	kind        authtest.Kind
	status      int
	contentType string
	header      [2]string
	code        string
	body        string // for no code
	requestID   bool   // is in the body
}

// A lostCase is a kind for a write: whether it takes effect, and the status, 0 for none.
type lostCase struct {
	kind    authtest.Kind
	applied bool
	status  int
}

// settings are the options of a service.
type settings struct {
	seed      uint64
	retention time.Duration
	lag       time.Duration
	memberLag time.Duration
	clock     func() time.Time // nil stands still
}

// A maker makes a service with a management account and n pending invitations.
type maker func(n int, s settings) (fake, account)

// onEvery runs a case on the service of each cloud.
func onEvery(t *testing.T, name string, run func(t *testing.T, new maker)) {
	t.Helper()
	for cloud, empty := range map[string]func(settings) fake{"huawei": newHuawei, "alibaba": newAlibaba} {
		t.Run(name+"/"+cloud, func(t *testing.T) {
			t.Parallel()
			run(t, func(n int, s settings) (fake, account) {
				if s.clock == nil {
					s.clock = fixed
				}
				f := empty(s)
				root := f.add(account{Name: "acme-root", Role: management})
				f.seed(make([]handshake, n)...)
				return f, root
			})
		})
	}
}

// fixed is a clock that stands still.
func fixed() time.Time { return time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC) }

// try signs a request by hand, so that these tests do not rest on the clients.
func try(f fake, rt http.RoundTripper, keys auth.Credentials, a ask) (*http.Response, error) {
	r, body := f.request(a)
	if err := f.sign(r, body, keys, f.Now().Add(-a.behind)); err != nil {
		return nil, err
	}
	if a.tamper != nil {
		a.tamper(r)
	}
	return rt.RoundTrip(r)
}

func get(t testing.TB, f fake, keys auth.Credentials, a ask) response {
	t.Helper()
	resp, err := try(f, f.RoundTripper(), keys, a)
	return f.read(t, read(t, resp, err))
}

// walk returns the IDs of all pages of a list.
func walk(t testing.TB, f fake, a account, size int) (ids []string) {
	t.Helper()
	page := ask{op: opSent, size: size}
	for {
		got := get(t, f, a.Credentials, page)
		require.Equal(t, http.StatusOK, got.status)
		require.LessOrEqual(t, len(got.ids), size)
		ids = append(ids, got.ids...)
		if got.next == "" {
			return ids
		}
		require.Len(t, got.ids, size, "only the last page is short")
		page.at = got.next
	}
}

func withHeader(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func withoutHeader(name string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Del(name) }
}
