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

// The test services of both clouds are built from this package. These tests hold what the
// services share, once for both clouds. The tests of each cloud's package hold its own rules.

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

	// request makes a request without a signature, and also returns the body of the response.
	request(a ask) (*http.Request, []byte)
	sign(r *http.Request, body []byte, keys auth.Credentials, now time.Time) error
	read(t testing.TB, a wireResponse) response
	// client returns the typed client of an account. A nil rt means the transport of the
	// service.
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
	// Second is the other way in which an invitation can name the account.
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

// A handshake is an invitation. Its status and its kind are in lower case. The kind is account,
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

// An ask describes a request.
type ask struct {
	op     string
	id     string              // of an invitation
	target string              // the account ID to invite or to remove
	size   int                 // of a page
	at     string              // the page, as response.next names it
	base   string              // URL of a socket
	behind time.Duration       // by how much the signer's clock is behind
	tamper func(*http.Request) // changes the request after it is signed
}

// The operations, in words that suit both clouds.
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
	next      string // the next page, or "" at the end
}

// A refusal is a status and an error code.
type refusal struct {
	httpStatus int
	code       string
}

// words are the names, codes and texts of a service.
type words struct {
	ops map[string]string // names of the operations

	accountID, organization, handshakeID string // regular expressions
	keyLength, secretLength              int

	requestIDHeader, requestID, contentType string
	host, path, limit                       string // of a list
	dateHeader, tokenHeader                 string // of a signature
	maxBody                                 int
	list, others                            string // the field of a page that holds the invitations, and another field

	unsigned, unknownKey, staleToken             refusal
	noToken, wrongToken, late, tooLarge, unknown refusal

	roles map[string]roleCase
	// How the service responds to root, a member and an account outside, by operation. Zero is
	// 200.
	membership map[string]map[string]refusal
	// How the service refuses to remove the management account, and an account of no or another
	// organization.
	removeRoot, removeStranger refusal
	signatures                 map[string]signatureCase
	refusals                   map[string]refusalCase
	replies                    map[string]replyCase
	lost                       map[string]lostCase

	throttled       authtest.Kind // asks to wait for a minute
	throttledStatus int
	refuse          func(status int) authtest.Kind
	forwarders      [][2]authtest.Kind            // a kind of authtest, and the same kind of the service
	ofCalls         []authtest.Kind               // kinds that use the call
	echoed          func(auth.Credentials) string // the token, if a refusal shows what was signed
}

// A roleCase is how the service responds to an account of a role that lists sent invitations.
type roleCase struct {
	role string
	want refusal
}

// A signatureCase is one fault of a signature.
type signatureCase struct {
	keys   func(*auth.Credentials)
	behind time.Duration
	tamper func(*http.Request)
	want   refusal
	echoes bool // the error shows what was signed
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
	body        string // if there is no code
	requestID   bool   // is also in the body
}

// A lostCase is a kind for a write: whether the write takes effect, and the status, or 0 for
// none.
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
	clock     func() time.Time // nil means a clock that stands still
}

// A maker returns a service with a management account and n pending invitations.
type maker func(n int, s settings) (fake, account)

// onEvery runs a case with the service of each cloud.
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

// fixed returns the time of a clock that stands still.
func fixed() time.Time { return time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC) }

// try signs a request by hand, so these tests do not depend on the clients.
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

// walk returns the IDs on all pages of a list.
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
