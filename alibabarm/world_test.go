package alibabarm_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aliyun/credentials-go/credentials"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// A world is a service with a management account and one account to invite.
type world struct {
	s                *alibabarmtest.Service
	version          alibabarm.Version
	root, guest      alibabarmtest.Account
	sender, receiver *alibabarm.Client
}

const (
	rootID  = "1482310095517701"
	guestID = "1190022334455667"
)

// newWorld returns a world without quotas, unless options set them. GetHandshake does not show
// accepted invitations, as in the cloud.
func newWorld(t testing.TB, v alibabarm.Version, opts ...alibabarmtest.Option) world {
	t.Helper()
	opts = append([]alibabarmtest.Option{
		alibabarmtest.WithInvitationQuota(-1), alibabarmtest.WithPendingQuota(-1),
		alibabarmtest.WithMemberQuota(-1),
		alibabarmtest.WithUnreadable(alibabarm.StatusAccepted),
	}, opts...)
	w := world{s: alibabarmtest.New(opts...), version: v}
	w.root = w.s.AddAccount(alibabarmtest.Account{ID: rootID, Name: "acme-root", Role: alibabarmtest.Management})
	w.guest = w.s.AddAccount(alibabarmtest.Account{ID: guestID, Name: "acme-sandbox"})
	w.sender, w.receiver = w.client(t, w.root), w.client(t, w.guest)
	return w
}

func (w world) client(t testing.TB, a alibabarmtest.Account, opts ...alibabarm.Option) *alibabarm.Client {
	t.Helper()
	c, err := w.s.NewClient(a, append([]alibabarm.Option{alibabarm.WithVersion(w.version)}, opts...)...)
	require.NoError(t, err)
	return c
}

// inject makes the next requests of an operation fail.
func (w world) inject(op string, kinds ...alibabarmtest.Kind) {
	for _, k := range kinds {
		w.s.Inject(alibabarmtest.Fault{Op: op, Kind: k})
	}
}

// log returns what the service saw: who sent what, and the status of the response.
func (w world) log(t *testing.T) []string {
	t.Helper()
	var lines []string
	for _, r := range w.s.Requests() {
		assert.Equal(t, string(w.version), r.Version)
		assert.Equal(t, "POST /", r.Method+" "+r.Path)
		who := map[string]string{w.root.ID: "root", w.guest.ID: "guest"}[r.AccountID]
		line := fmt.Sprintf("%s: %s %s %s %d", who, r.Op, r.Query.Encode(), r.Body, r.Status)
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return lines
}

// ops returns the operation and status of each request, from the nth on.
func (w world) ops(from int) []string {
	var lines []string
	for _, r := range w.s.Requests()[from:] {
		lines = append(lines, fmt.Sprintf("%s %d", r.Op, r.Status))
	}
	return lines
}

func guestInput() alibabarm.InviteAccountInput {
	return alibabarm.InviteAccountInput{
		TargetEntity: guestID,
		TargetType:   alibabarm.TargetTypeAccount,
		Note:         "Please join",
		Tags:         []alibabarm.Tag{{Key: "team", Value: "payments"}},
	}
}

const (
	invited      = "root: InviteAccountToResourceDirectory Note=Please+join&Tag.1.Key=team&Tag.1.Value=payments&TargetEntity=" + guestID + "&TargetType=Account 200"
	sentLine     = "root: ListHandshakesForResourceDirectory PageNumber=1&PageSize=100 200"
	receivedLine = "guest: ListHandshakesForAccount PageNumber=1&PageSize=100 200"
)

var versions = []alibabarm.Version{alibabarm.Version20200331, alibabarm.Version20220419}

// bubble runs a test in simulated time, with each version.
func bubble(t *testing.T, f func(t *testing.T, v alibabarm.Version)) {
	t.Parallel()
	for _, v := range versions {
		t.Run(string(v), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { f(t, v) })
		})
	}
}

func denied() alibabarmtest.Kind { return alibabarmtest.Refuse(403, "NoPermission", "Not authorized.") }

const get = alibabarmtest.GetHandshake

// set changes the status of an invitation, now.
func (w world) set(id string, to alibabarm.Status) {
	w.s.Update(id, func(h *alibabarm.Handshake) { h.Status, h.ModifyTime = to, w.s.Now().Truncate(time.Second) })
}

// organization returns a service with a management account, and a client of that account.
func organization(t *testing.T, opts ...alibabarm.Option) (*alibabarmtest.Service, *alibabarm.Client) {
	t.Helper()
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.Seed(s.Believable(3)...)
	c, err := s.NewClient(root, opts...)
	require.NoError(t, err)
	return s, c
}

func trusted() alibabarm.Trust { return alibabarm.Trust{MasterAccountIDs: []string{rootID}} }

const (
	canaryID     = "CANARYKEY0000000"
	canarySecret = "canary-secret/0123456789"
	canaryToken  = "canary-token+/=0123456789"
)

// assertClean checks that the printed text contains no 12 bytes of a secret.
func assertClean(t *testing.T, printed string) {
	t.Helper()
	printed = strings.ToLower(printed)
	assert.NotContains(t, printed, "signature=")
	for _, secret := range []string{canarySecret, canaryToken} {
		for end := 12; end <= len(secret); end++ {
			assert.NotContains(t, printed, secret[end-12:end])
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// A stub is a credential whose access key the test chooses.
type stub struct {
	credentials.Credential
	get func() (*credentials.CredentialModel, error)
}

func (s *stub) GetCredential() (*credentials.CredentialModel, error) { return s.get() }

func model(id, secret, token string) *credentials.CredentialModel {
	return new(credentials.CredentialModel).SetAccessKeyId(id).SetAccessKeySecret(secret).SetSecurityToken(token).SetType("default")
}
