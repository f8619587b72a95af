package huaweiorgtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// An outcome is an answer about one invitation.
type outcome struct {
	answer
	Handshake struct{ ID, Status, Notes string }
}

// post signs a write by hand; one without a body has none.
func post(t *testing.T, s *huaweiorgtest.Service, a huaweiorgtest.Account, path, body string) outcome {
	return do(t, s, http.MethodPost, a, path, body)
}

func show(t *testing.T, s *huaweiorgtest.Service, a huaweiorgtest.Account, id string) outcome {
	return do(t, s, http.MethodGet, a, sentPath+"/"+id, "")
}

func do(t *testing.T, s *huaweiorgtest.Service, method string, a huaweiorgtest.Account, path, body string) outcome {
	t.Helper()
	resp, err := try(s, method, a.Credentials, path, body)
	out := outcome{answer: read(t, resp, err)}
	if out.status == http.StatusOK {
		require.NoError(t, json.Unmarshal([]byte(out.body), &out))
	}
	return out
}

func try(s *huaweiorgtest.Service, method string, keys auth.Credentials, path, body string) (*http.Response, error) {
	req, err := http.NewRequest(method, "https://organizations.myhuaweicloud.com"+path, bytes.NewReader([]byte(body)))
	if err != nil {
		return nil, err
	}
	if err := (auth.HuaweiSigner{}).Sign(req, []byte(body), keys, s.Now()); err != nil {
		return nil, err
	}
	return s.RoundTripper().RoundTrip(req)
}

const invitePath = "/v1/organizations/accounts/invite"

func inviteOf(entity string) string {
	return `{"target":{"type":"account","entity":"` + entity + `"},"notes":"n"}`
}

// party is a service with an inviter and an invitee.
func party(opts ...huaweiorgtest.Option) (s *huaweiorgtest.Service, root, guest huaweiorgtest.Account) {
	s, root = newService(0, opts...)
	return s, root, s.AddAccount(huaweiorgtest.Account{Name: "guest"})
}

func TestAnInvitationIsMade(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	got := post(t, s, root, invitePath, inviteOf(guest.ID))
	require.Equal(t, http.StatusOK, got.status, got.body)
	h := s.Handshakes()[0]
	assert.Equal(t, h.ID, got.Handshake.ID)
	assert.Equal(t, huaweiorg.Handshake{
		ID: h.ID, URN: h.URN, Status: huaweiorg.StatusPending, Notes: "n",
		ManagementAccountID: root.ID, ManagementAccountName: root.Name, OrganizationID: root.OrganizationID,
		Target:    huaweiorg.Target{Type: "account", Entity: guest.ID},
		CreatedAt: fixed(), UpdatedAt: fixed(), ExpiredAt: fixed().Add(14 * day),
	}, h)
	assert.Equal(t, []string{h.ID}, get(t, s, guest.Credentials, receivedPath).ids())
	assert.Equal(t, "pending", show(t, s, root, h.ID).Handshake.Status)
}

func TestInvitationsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		by     huaweiorgtest.Role
		body   string // GUEST is its ID
		seed   huaweiorg.Status
		status int
		code   string
	}{
		"F17 by a delegated administrator": {huaweiorgtest.DelegatedAdministrator, inviteOf("GUEST"), "", 401, "Organizations.1001"},
		"F17 by a member":                  {huaweiorgtest.Member, inviteOf("GUEST"), "", 401, "Organizations.1001"},
		"F20 from outside":                 {huaweiorgtest.Outside, inviteOf("GUEST"), "", 401, "Organizations.1015"},
		"without notes":                    {huaweiorgtest.Management, `{"target":{"type":"account","entity":"GUEST"}}`, "", 400, ""},
		"with null for notes":              {huaweiorgtest.Management, `{"target":{"type":"account","entity":"GUEST"},"notes":null}`, "", 400, ""},
		"with too long notes":              {huaweiorgtest.Management, `{"target":{"type":"account","entity":"GUEST"},"notes":"` + strings.Repeat("ü", 1025) + `"}`, "", 400, ""},
		"without a target":                 {huaweiorgtest.Management, `{"notes":""}`, "", 400, ""},
		"without an entity":                {huaweiorgtest.Management, `{"target":{"type":"account"},"notes":""}`, "", 400, ""},
		"with 21 tags":                     {huaweiorgtest.Management, `{"target":{"type":"account","entity":"GUEST"},"notes":"","tags":[` + strings.Repeat(`{"key":"k","value":""},`, 20) + `{"key":"k","value":""}]}`, "", 400, ""},
		"with a null for a tag's value":    {huaweiorgtest.Management, `{"target":{"type":"account","entity":"GUEST"},"notes":"","tags":[{"key":"k","value":null}]}`, "", 400, ""},
		"without JSON":                     {huaweiorgtest.Management, `x`, "", 400, ""},
		"of a member":                      {huaweiorgtest.Management, inviteOf("ROOT"), "", 409, ""},
		"with one that is open":            {huaweiorgtest.Management, inviteOf("GUEST"), huaweiorg.StatusPending, 409, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, root, guest := party()
			by := root
			if c.by != huaweiorgtest.Management {
				by = s.AddAccount(huaweiorgtest.Account{ID: "by", Role: c.by})
			}
			if c.seed != "" {
				s.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}, Status: c.seed})
			}
			before := len(s.Handshakes())
			got := post(t, s, by, invitePath, strings.NewReplacer("GUEST", guest.ID, "ROOT", root.ID).Replace(c.body))
			assert.Equal(t, c.status, got.status, got.body)
			if c.code == "" {
				assert.True(t, strings.HasPrefix(got.ErrorCode, "Organizations.9"), "a stand-in: %s", got.ErrorCode)
			} else {
				assert.Equal(t, c.code, got.ErrorCode)
			}
			assert.Len(t, s.Handshakes(), before)
		})
	}
}

func TestOneThatHasEndedIsNoObstacle(t *testing.T) {
	t.Parallel()
	for _, status := range []huaweiorg.Status{"declined", "cancelled", "expired", "accepted"} {
		s, root, guest := party()
		s.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}, Status: status})
		assert.Equal(t, http.StatusOK, post(t, s, root, invitePath, inviteOf(guest.ID)).status, status)
	}
}

func TestQuotas(t *testing.T) {
	t.Parallel()
	s, root, _ := party()
	invite := func(n int) int { return post(t, s, root, invitePath, inviteOf(fmt.Sprint("a", n))).status }
	for n := range 20 {
		require.Equal(t, http.StatusOK, invite(n))
	}
	assert.Equal(t, http.StatusBadRequest, invite(20))
	s.Advance(day - time.Second)
	assert.Equal(t, http.StatusBadRequest, invite(20))
	s.Advance(time.Second)
	assert.Equal(t, http.StatusOK, invite(20))

	s, root, _ = party()
	s.Seed(make([]huaweiorg.Handshake, 30)...)
	assert.Equal(t, http.StatusOK, invite(0), "what a test adds does not count")

	s, root, _ = party(huaweiorgtest.WithInvitationQuota(-1))
	for n := range 30 {
		require.Equal(t, http.StatusOK, invite(n))
	}

	s, root, guest := party(huaweiorgtest.WithAccountQuota(2))
	first, second := post(t, s, root, invitePath, inviteOf(guest.ID)), post(t, s, root, invitePath, inviteOf("b"))
	b := s.AddAccount(huaweiorgtest.Account{ID: "b"})
	assert.Equal(t, http.StatusOK, post(t, s, guest, receivedPath+"/"+first.Handshake.ID+"/accept", "").status)
	got := post(t, s, b, receivedPath+"/"+second.Handshake.ID+"/accept", "")
	assert.Equal(t, http.StatusBadRequest, got.status)
	assert.Equal(t, got.ErrorCode, post(t, s, root, invitePath, inviteOf("c")).ErrorCode)
}

func TestWhoMayDoWhatWithOneInvitation(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		verb   string // of the received ones, "cancel", or "" to show
		by     string
		before huaweiorg.Status
		status int
		code   string
		after  huaweiorg.Status
	}{
		"the invitee accepts":                  {"accept", "guest", "pending", 200, "", "accepted"},
		"the invitee declines":                 {"decline", "guest", "pending", 200, "", "declined"},
		"the inviter cancels":                  {"cancel", "root", "pending", 200, "", "cancelled"},
		"the inviter cannot accept":            {"accept", "root", "pending", 404, "9", "pending"},
		"a stranger cannot accept":             {"accept", "stranger", "pending", 404, "9", "pending"},
		"F17 a member cannot cancel":           {"cancel", "member", "pending", 401, "1001", "pending"},
		"F20 the invitee cannot cancel":        {"cancel", "guest", "pending", 401, "1015", "pending"},
		"F21 cancelled twice":                  {"cancel", "root", "cancelled", 400, "1401", "cancelled"},
		"cancelled before it is accepted":      {"accept", "guest", "cancelled", 400, "1401", "cancelled"},
		"accepted twice":                       {"accept", "guest", "accepted", 409, "9", "accepted"},
		"declined before it is cancelled":      {"cancel", "root", "declined", 409, "9", "declined"},
		"expired before it is accepted":        {"accept", "guest", "expired", 409, "9", "expired"},
		"a member sees it":                     {"", "member", "pending", 200, "", "pending"},
		"F20 the invitee does not":             {"", "guest", "pending", 401, "1015", "pending"},
		"another organization does not":        {"", "elsewhere", "pending", 404, "9", "pending"},
		"nor can another organization cancel":  {"cancel", "elsewhere", "pending", 404, "9", "pending"},
		"an accepted one is seen by its guest": {"", "joined", "accepted", 200, "", "accepted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, root, guest := party()
			accounts := map[string]huaweiorgtest.Account{"root": root, "guest": guest,
				"stranger":  s.AddAccount(huaweiorgtest.Account{ID: "stranger"}),
				"member":    s.AddAccount(huaweiorgtest.Account{ID: "member", Role: huaweiorgtest.Member}),
				"elsewhere": s.AddAccount(huaweiorgtest.Account{ID: "elsewhere", Role: huaweiorgtest.Management})}
			accounts["joined"] = accounts["member"]
			h := s.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}, Status: c.before})[0]
			var got outcome
			switch c.verb {
			case "":
				got = show(t, s, accounts[c.by], h.ID)
			case "cancel":
				got = post(t, s, accounts[c.by], sentPath+"/"+h.ID+"/cancel", "")
			default:
				got = post(t, s, accounts[c.by], receivedPath+"/"+h.ID+"/"+c.verb, "")
			}
			assert.Equal(t, c.status, got.status, got.body)
			assert.True(t, strings.HasPrefix(got.ErrorCode, "Organizations."+c.code) || c.status == 200, got.ErrorCode)
			assert.Equal(t, c.after, s.Handshakes()[0].Status)
		})
	}
}

func TestWhoAcceptsBecomesAMember(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	h := s.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: "name", Entity: "guest"}}, huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}})
	s.Advance(time.Hour)
	require.Equal(t, http.StatusOK, post(t, s, guest, receivedPath+"/"+h[0].ID+"/accept", "").status)
	assert.Equal(t, fixed().Add(time.Hour), s.Handshakes()[0].UpdatedAt)
	assert.Equal(t, "accepted", show(t, s, guest, h[0].ID).Handshake.Status, "a member may see it")
	assert.Equal(t, http.StatusConflict, post(t, s, guest, receivedPath+"/"+h[1].ID+"/accept", "").status, "of one organization only")
	assert.Equal(t, http.StatusConflict, post(t, s, root, invitePath, inviteOf(guest.ID)).status)
}

func TestOnlyOneOfManyAnswersWins(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	h := s.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}})[0]
	var wins sync.Map
	var wg sync.WaitGroup
	for i := range 30 {
		wg.Go(func() {
			keys, path := guest.Credentials, receivedPath+"/"+h.ID+"/"+[]string{"accept", "decline"}[i%2]
			if i%3 == 0 {
				keys, path = root.Credentials, sentPath+"/"+h.ID+"/cancel"
			}
			resp, err := try(s, http.MethodPost, keys, path, "")
			if assert.NoError(t, err) && resp.StatusCode == http.StatusOK {
				wins.Store(i, true)
			}
		})
	}
	wg.Wait()
	n := 0
	wins.Range(func(any, any) bool { n++; return true })
	assert.Equal(t, 1, n)
}

func TestPathsOfNoOperation(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	h := s.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}})[0]
	for _, path := range []string{sentPath + "/" + h.ID + "/accept", receivedPath + "/" + h.ID + "/cancel", sentPath + "//cancel",
		receivedPath + "/" + h.ID, sentPath + "/" + h.ID + "/cancel/", "/v1/organizations/" + h.ID + "/cancel"} {
		got := post(t, s, root, path, "")
		assert.Equal(t, "APIGW.0101", got.ErrorCode, "F24 %s", path)
	}
	assert.Equal(t, "APIGW.0101", do(t, s, http.MethodGet, guest, receivedPath+"/"+h.ID, "").ErrorCode)
	odd := s.Seed(huaweiorg.Handshake{ID: "a/b?c %d"})[0]
	assert.Equal(t, odd.ID, show(t, s, root, "a%2Fb%3Fc%20%25d").Handshake.ID)
}

func TestANewInvitationIsSeenAfterTheDelay(t *testing.T) {
	t.Parallel()
	s, root, guest := party(huaweiorgtest.WithPropagationDelay(10 * time.Second))
	made := post(t, s, root, invitePath, inviteOf(guest.ID))
	seen := func() []int {
		return []int{len(get(t, s, root.Credentials, sentPath).Handshakes), len(get(t, s, guest.Credentials, receivedPath).Handshakes), show(t, s, root, made.Handshake.ID).status}
	}
	assert.Equal(t, []int{0, 0, 404}, seen())
	assert.Len(t, s.Handshakes(), 1, "but it is there")
	assert.Equal(t, http.StatusConflict, post(t, s, root, invitePath, inviteOf(guest.ID)).status)
	s.Advance(10*time.Second - 1)
	assert.Equal(t, []int{0, 0, 404}, seen())
	s.Advance(1)
	assert.Equal(t, []int{1, 1, 200}, seen())
}

func TestAFinishedInvitationIsForgotten(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	h := s.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}})[0]
	require.Equal(t, http.StatusOK, post(t, s, guest, receivedPath+"/"+h.ID+"/decline", "").status)
	s.Advance(30*day - time.Second)
	assert.Equal(t, http.StatusOK, show(t, s, root, h.ID).status)
	s.Advance(time.Second)
	assert.Equal(t, http.StatusNotFound, show(t, s, root, h.ID).status)
	assert.Equal(t, http.StatusNotFound, post(t, s, guest, receivedPath+"/"+h.ID+"/decline", "").status)
}

func TestAppliedThenDoesBoth(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind    huaweiorgtest.Kind
		applied bool
		status  int // 0: no answer
	}{
		"reset":                {huaweiorgtest.Reset(), false, 0},
		"applied, then reset":  {huaweiorgtest.AppliedThen(huaweiorgtest.Reset()), true, 0},
		"503":                  {huaweiorgtest.Unavailable(), false, 503},
		"applied, then 503":    {huaweiorgtest.AppliedThen(huaweiorgtest.Unavailable()), true, 503},
		"applied, then cut":    {huaweiorgtest.AppliedThen(huaweiorgtest.TruncateBody(7)), true, 200},
		"applied, then passed": {huaweiorgtest.AppliedThen(huaweiorgtest.Kind{}), true, 200},
	} {
		s, root, guest := party()
		s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Kind: c.kind})
		resp, err := try(s, http.MethodPost, root.Credentials, invitePath, inviteOf(guest.ID))
		assert.Equal(t, c.status == 0, err != nil, name)
		if err == nil {
			assert.Equal(t, c.status, resp.StatusCode, name)
		}
		assert.Equal(t, c.applied, len(s.Handshakes()) == 1, name)
	}
}

func TestWritesThroughASocket(t *testing.T) {
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	guest := s.AddAccount(huaweiorgtest.Account{})
	_, pool := start(t, s)
	c, err := s.NewClient(root, huaweiorg.WithTransport(pool))
	require.NoError(t, err)
	lost := huaweiorgtest.AppliedThen(huaweiorgtest.Reset())
	s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Kind: lost}, huaweiorgtest.Fault{Op: huaweiorgtest.AcceptHandshake, Kind: lost})
	h, err := c.InviteAccount(t.Context(), huaweiorg.InviteAccountInput{Target: huaweiorg.Target{Type: "account", Entity: guest.ID}})
	require.NoError(t, err)
	h, err = c.With(huaweiorg.WithCredentials(guest.Provider())).AcceptHandshake(t.Context(), h.ID)
	require.NoError(t, err)
	assert.Equal(t, huaweiorg.StatusAccepted, h.Status)
	requests := s.Requests()
	require.Len(t, requests, 4)
	assert.Equal(t, "0", requests[2].Header.Get("Content-Length"), "a write without a body says so")
	assert.Empty(t, requests[2].Header.Get("Content-Type"))
}
