package huaweiorg_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A world is a service with a management account and one account to invite.
type world struct {
	s                *huaweiorgtest.Service
	root, guest      huaweiorgtest.Account
	sender, receiver *huaweiorg.Client
}

const (
	rootID  = "5f0e1d2c3b4a69788796a5b4c3d2e1f0"
	guestID = "1a2b3c4d5e6f70811223344556677889"
)

// newWorld returns a world without quotas, unless options set them.
func newWorld(t testing.TB, opts ...huaweiorgtest.Option) world {
	t.Helper()
	opts = append([]huaweiorgtest.Option{huaweiorgtest.WithInvitationQuota(-1), huaweiorgtest.WithAccountQuota(-1)}, opts...)
	w := world{s: huaweiorgtest.New(opts...)}
	w.root = w.s.AddAccount(huaweiorgtest.Account{ID: rootID, Name: "acme_root", Role: huaweiorgtest.Management})
	w.guest = w.s.AddAccount(huaweiorgtest.Account{ID: guestID, Name: "acme-sandbox"})
	w.sender, w.receiver = w.client(t, w.root), w.client(t, w.guest)
	return w
}

func (w world) client(t testing.TB, a huaweiorgtest.Account, opts ...huaweiorg.Option) *huaweiorg.Client {
	t.Helper()
	c, err := w.s.NewClient(a, opts...)
	require.NoError(t, err)
	return c
}

// inject makes the next requests of an operation fail.
func (w world) inject(op string, kinds ...huaweiorgtest.Kind) {
	for _, k := range kinds {
		w.s.Inject(huaweiorgtest.Fault{Op: op, Kind: k})
	}
}

// log returns what the service saw: who sent what, and the status of the response.
func (w world) log() []string {
	var lines []string
	for _, r := range w.s.Requests() {
		who := map[string]string{w.root.ID: "root", w.guest.ID: "guest"}[r.AccountID]
		line := fmt.Sprintf("%s: %s %s %s %d", who, r.Method, r.Path, r.Body, r.Status)
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

func guestInput() huaweiorg.InviteAccountInput {
	return huaweiorg.InviteAccountInput{
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: guestID},
		Notes:  "Please join",
		Tags:   []huaweiorg.Tag{{Key: "team", Value: "payments"}},
	}
}

const invited = `root: POST /v1/organizations/accounts/invite {"target":{"type":"account","entity":"` + guestID + `"},"notes":"Please join","tags":[{"key":"team","value":"payments"}]} 200`

// bubble runs a test in simulated time.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Parallel()
	synctest.Test(t, f)
}

func target(id string) huaweiorg.Target {
	return huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: id}
}

func refuse1007() huaweiorgtest.Kind {
	return huaweiorgtest.Refuse(403, "Organizations.1007", "Policy denies it.")
}

// organization returns a service with a management account, and a client of that account.
func organization(t *testing.T, opts ...huaweiorg.Option) (*huaweiorgtest.Service, *huaweiorg.Client) {
	t.Helper()
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.Seed(s.Believable(3)...)
	c, err := s.NewClient(root, opts...)
	require.NoError(t, err)
	return s, c
}

func trusted() huaweiorg.Trust { return huaweiorg.Trust{ManagementAccountIDs: []string{rootID}} }

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
