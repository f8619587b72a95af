package alibabarmtest_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

const (
	inviteOp  = alibabarmtest.InviteAccountToResourceDirectory
	getOp     = alibabarmtest.GetHandshake
	acceptOp  = alibabarmtest.AcceptHandshake
	declineOp = alibabarmtest.DeclineHandshake
	cancelOp  = alibabarmtest.CancelHandshake
)

// An outcome is an answer about one invitation.
type outcome struct {
	answer
	Handshake          shown
	AccessDeniedDetail map[string]string
}

type shown struct {
	ID                     string `json:"HandshakeId" xml:"HandshakeId"`
	Status                 string
	TargetEntity           string
	MasterAccountRealName  string
	InvitedAccountRealName string
}

// An edge is a version of the API at one of its hosts.
type edge struct{ version, base string }

var edges = []edge{{version2020, "https://" + host2020}, {version2022, "https://" + host2022}}

// post signs a write by hand: its parameters are a form.
func (e edge) post(t *testing.T, s *alibabarmtest.Service, a alibabarmtest.Account, op, form string) outcome {
	return do(t, s, a, request{op: op, version: e.version, base: e.base, form: form})
}

// one is an operation on one invitation, whose ID is in the query.
func (e edge) one(t *testing.T, s *alibabarmtest.Service, a alibabarmtest.Account, op, id string) outcome {
	return do(t, s, a, request{op: op, version: e.version, base: e.base, query: "HandshakeId=" + url.QueryEscape(id)})
}

func do(t *testing.T, s *alibabarmtest.Service, a alibabarmtest.Account, r request) outcome {
	t.Helper()
	resp, err := send(s, a.Credentials, r)
	out := outcome{answer: read(t, resp, err)}
	if strings.HasPrefix(out.body, "{") {
		require.NoError(t, json.Unmarshal([]byte(out.body), &out))
	} else {
		var doc struct{ Handshake shown }
		require.NoError(t, xml.Unmarshal([]byte(out.body), &doc))
		out.Handshake = doc.Handshake
	}
	return out
}

func inviteOf(entity string) string {
	return url.Values{"TargetEntity": {entity}, "TargetType": {"Account"}, "Note": {"n"}}.Encode()
}

// party is a service with an inviter and an invitee.
func party(opts ...alibabarmtest.Option) (s *alibabarmtest.Service, root, guest alibabarmtest.Account) {
	s, root = newService(0, opts...)
	return s, root, s.AddAccount(alibabarmtest.Account{ID: "1190022334455667", Name: "guest", Email: "ops@guest.test"})
}

func to(a alibabarmtest.Account, status alibabarm.Status) alibabarm.Handshake {
	return alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: a.ID, Status: status}
}

func TestAnInvitationIsMade(t *testing.T) {
	t.Parallel()
	for _, e := range edges {
		s, root, guest := party()
		got := e.post(t, s, root, inviteOp, inviteOf(guest.ID)+"&Tag.1.Key=k&Tag.1.Value=")
		require.Equal(t, http.StatusOK, got.status, got.body)
		h := s.Handshakes()[0]
		assert.Equal(t, h.ID, got.Handshake.ID)
		assert.Equal(t, alibabarm.Handshake{
			ID: h.ID, Status: alibabarm.StatusPending, Note: "n", TargetType: "Account", TargetEntity: guest.ID,
			MasterAccountID: root.ID, MasterAccountName: root.Name, ResourceDirectoryID: root.ResourceDirectoryID,
			CreateTime: fixed(), ModifyTime: fixed(), ExpireTime: fixed().Add(14 * day),
		}, h)
		assert.Equal(t, []string{h.ID}, get(t, s, guest.Credentials, received("")).ids())
		assert.Equal(t, "Pending", e.one(t, s, root, getOp, h.ID).Handshake.Status)
	}
}

func TestParametersMayBeInTheQuery(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	got := do(t, s, root, request{op: inviteOp, query: inviteOf(guest.ID)})
	require.Equal(t, http.StatusOK, got.status, got.body)
	got = do(t, s, guest, request{op: acceptOp, form: "HandshakeId=" + got.Handshake.ID})
	assert.Equal(t, "Accepted", got.Handshake.Status)
}

func TestInvitationsThatAreRefused(t *testing.T) {
	t.Parallel()
	tags := func(n int) string {
		text := inviteOf("GUEST")
		for i := range n {
			text += fmt.Sprintf("&Tag.%d.Key=k%d&Tag.%d.Value=", i+1, i, i+1)
		}
		return text
	}
	for name, c := range map[string]struct {
		by     alibabarmtest.Role
		form   string // GUEST and ROOT are their IDs
		seed   alibabarm.Status
		status int
		code   string // of version 2020-03-31, and, after a space, of the other if it is not the same
	}{
		"F21 by a member":           {alibabarmtest.Member, inviteOf("GUEST"), "", 403, "NoPermission"},
		"from outside":              {alibabarmtest.Outside, inviteOf("GUEST"), "", 404, "EntityNotExists.ResourceDirectory"},
		"without a target":          {alibabarmtest.Management, "TargetType=Account", "", 400, "MissingParameter.TargetEntity"},
		"without a type":            {alibabarmtest.Management, "TargetEntity=GUEST", "", 400, "MissingParameter.TargetType"},
		"with an unknown type":      {alibabarmtest.Management, "TargetEntity=GUEST&TargetType=account", "", 400, "InvalidParameter.TargetType"},
		"an account as address":     {alibabarmtest.Management, "TargetEntity=GUEST&TargetType=Email", "", 400, "InvalidParameter.TargetEntity"},
		"an address as account":     {alibabarmtest.Management, "TargetEntity=a@b.test&TargetType=Account", "", 400, "InvalidParameter.TargetEntity"},
		"with 1025 characters":      {alibabarmtest.Management, "TargetEntity=GUEST&TargetType=Account&Note=" + strings.Repeat("%C3%BC", 1025), "", 400, "InvalidParameter.Note.Length"},
		"with 21 tags":              {alibabarmtest.Management, tags(21), "", 400, "InvalidParameter.Tag"},
		"with tags from 0":          {alibabarmtest.Management, inviteOf("GUEST") + "&Tag.0.Key=k", "", 400, "InvalidParameter.Tag"},
		"with a folder of no kind":  {alibabarmtest.Management, inviteOf("GUEST") + "&ParentFolderId=x", "", 200, " 400 InvalidParameter.ParentFolderId"},
		"of a member":               {alibabarmtest.Management, inviteOf("MEMBER"), "", 409, "NotSupport.AccountInAnotherResourceDirectory 409 EntityAlreadyExists.ResourceDir.Account"},
		"of another directory":      {alibabarmtest.Management, inviteOf("ELSEWHERE"), "", 409, "NotSupport.AccountInAnotherResourceDirectory"},
		"F28 with one that is open": {alibabarmtest.Management, inviteOf("GUEST"), alibabarm.StatusPending, 409, "EntityAlreadyExists.Handshake"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, e := range edges {
				s, root, guest := party()
				member := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
				elsewhere := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
				by := root
				if c.by != alibabarmtest.Management {
					by = s.AddAccount(alibabarmtest.Account{ID: "by", Role: c.by})
				}
				if c.seed != "" {
					s.Seed(to(guest, c.seed))
				}
				before := len(s.Handshakes())
				form := strings.NewReplacer("GUEST", guest.ID, "MEMBER", member.ID, "ELSEWHERE", elsewhere.ID).Replace(c.form)
				got := e.post(t, s, by, inviteOp, form)
				status, code, newer := c.status, c.code, ""
				if i := strings.IndexByte(c.code, ' '); i >= 0 {
					code, newer = c.code[:i], c.code[i+1:]
				}
				if newer != "" && e.version == version2022 {
					_, err := fmt.Sscan(newer, &status, &code)
					require.NoError(t, err)
				}
				assert.Equal(t, status, got.status, got.body)
				assert.Equal(t, code, got.Code)
				if status != 200 {
					assert.Len(t, s.Handshakes(), before)
					assert.NotEmpty(t, got.RequestID)
					assert.Equal(t, strings.TrimPrefix(e.base, "https://"), got.HostID)
				}
			}
		})
	}
}

func TestF21ADenialTellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	s, _, _ := party()
	member := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
	got := edges[0].post(t, s, member, inviteOp, inviteOf("1"))
	assert.Equal(t, "resourcemanager:"+inviteOp, got.AccessDeniedDetail["AuthAction"])
	assert.Equal(t, member.ID, got.AccessDeniedDetail["AuthPrincipalOwnerId"])
	assert.Equal(t, "ImplicitDeny", got.AccessDeniedDetail["NoPermissionType"])
}

func TestOneThatHasEndedIsNoObstacle(t *testing.T) {
	t.Parallel()
	for _, status := range []alibabarm.Status{"Declined", "Cancelled", "Expired", "Accepted"} {
		s, root, guest := party()
		s.Seed(to(guest, status))
		assert.Equal(t, http.StatusOK, edges[1].post(t, s, root, inviteOp, inviteOf(guest.ID)).status, status)
	}
}

func TestQuotas(t *testing.T) {
	t.Parallel()
	const rate = "LimitExceeded.InvitationRate"
	s, root, _ := party(alibabarmtest.WithPendingQuota(-1))
	invite := func(n int) outcome { return edges[0].post(t, s, root, inviteOp, inviteOf(fmt.Sprint(1000+n))) }
	for n := range 20 {
		require.Equal(t, http.StatusOK, invite(n).status)
	}
	assert.Equal(t, rate, invite(20).Code)
	s.Update(s.Handshakes()[0].ID, func(h *alibabarm.Handshake) { h.Status = "Accepted" })
	assert.Equal(t, http.StatusOK, invite(20).status, "one that was accepted does not count")
	s.Advance(day - time.Second)
	assert.Equal(t, rate, invite(21).Code)
	s.Advance(time.Second)
	assert.Equal(t, http.StatusOK, invite(21).status)

	s, root, _ = party(alibabarmtest.WithInvitationQuota(-1))
	for n := range 20 {
		require.Equal(t, http.StatusOK, invite(n).status)
	}
	s.Advance(2 * day)
	assert.Equal(t, rate, invite(20).Code, "as many are pending")
	s.Update(s.Handshakes()[0].ID, func(h *alibabarm.Handshake) { h.Status = "Declined" })
	assert.Equal(t, http.StatusOK, invite(20).status)

	s, root, _ = party(alibabarmtest.WithMemberQuota(1))
	first, second := invite(1), invite(2)
	one, two := s.AddAccount(alibabarmtest.Account{ID: "1001"}), s.AddAccount(alibabarmtest.Account{ID: "1002"})
	assert.Equal(t, http.StatusOK, edges[0].one(t, s, one, acceptOp, first.Handshake.ID).status)
	assert.Equal(t, "LimitExceeded.Account", edges[0].one(t, s, two, acceptOp, second.Handshake.ID).Code)
	assert.Equal(t, "LimitExceeded.Account", invite(3).Code)
}

func TestWhoMayDoWhatWithOneInvitation(t *testing.T) {
	t.Parallel()
	const mismatch, missing = "HandshakeStatusMismatch", "EntityNotExists.Handshake"
	for name, c := range map[string]struct {
		op, by string
		before alibabarm.Status
		status int
		code   string
		after  alibabarm.Status
	}{
		"the invitee accepts":                 {acceptOp, "guest", "Pending", 200, "", "Accepted"},
		"the invitee declines":                {declineOp, "guest", "Pending", 200, "", "Declined"},
		"the inviter cancels":                 {cancelOp, "root", "Pending", 200, "", "Cancelled"},
		"F21 the inviter cannot accept":       {acceptOp, "root", "Pending", 403, "NoPermission", "Pending"},
		"F21 nor decline":                     {declineOp, "root", "Pending", 403, "NoPermission", "Pending"},
		"F21 the invitee cannot cancel":       {cancelOp, "guest", "Pending", 403, "NoPermission", "Pending"},
		"F19 a stranger cannot accept":        {acceptOp, "stranger", "Pending", 404, missing, "Pending"},
		"F19 a member cannot cancel":          {cancelOp, "member", "Pending", 404, missing, "Pending"},
		"F19 nor can another directory":       {cancelOp, "elsewhere", "Pending", 404, missing, "Pending"},
		"F18 cancelled twice":                 {cancelOp, "root", "Cancelled", 409, mismatch, "Cancelled"},
		"F18 cancelled before it is accepted": {acceptOp, "guest", "Cancelled", 409, mismatch, "Cancelled"},
		"F18 accepted twice":                  {acceptOp, "guest", "Accepted", 409, mismatch, "Accepted"},
		"F18 declined before it is cancelled": {cancelOp, "root", "Declined", 409, mismatch, "Declined"},
		"F18 expired before it is accepted":   {acceptOp, "guest", "Expired", 409, mismatch, "Expired"},
		"the inviter sees it":                 {getOp, "root", "Declined", 200, "", "Declined"},
		"the invitee sees it":                 {getOp, "guest", "Declined", 200, "", "Declined"},
		"F18 but not when it is accepted":     {getOp, "root", "Accepted", 409, mismatch, "Accepted"},
		"F18 nor does the invitee":            {getOp, "guest", "Accepted", 409, mismatch, "Accepted"},
		"F19 a member does not see it":        {getOp, "member", "Pending", 404, missing, "Pending"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, e := range edges {
				s, root, guest := party(alibabarmtest.WithUnreadable("Accepted"))
				accounts := map[string]alibabarmtest.Account{"root": root, "guest": guest,
					"stranger":  s.AddAccount(alibabarmtest.Account{}),
					"member":    s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member}),
					"elsewhere": s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})}
				h := s.Seed(to(guest, c.before))[0]
				got := e.one(t, s, accounts[c.by], c.op, h.ID)
				assert.Equal(t, c.status, got.status, got.body)
				assert.Equal(t, c.code, got.Code)
				assert.Equal(t, c.after, s.Handshakes()[0].Status)
				if c.status == 200 {
					assert.Equal(t, string(c.after), got.Handshake.Status)
				}
			}
		})
	}
}

func TestOnlyTheInviteeIsToldTheRealNames(t *testing.T) {
	t.Parallel()
	s, root, _ := party()
	guest := s.AddAccount(alibabarmtest.Account{ID: "7", RealName: "Bêta GmbH"})
	h := s.Seed(to(guest, ""))[0]
	got := edges[1].one(t, s, guest, getOp, h.ID).Handshake
	assert.Equal(t, []string{root.Name + " Co., Ltd.", "Bêta GmbH"}, []string{got.MasterAccountRealName, got.InvitedAccountRealName})
	assert.NotContains(t, edges[1].one(t, s, root, getOp, h.ID).body, "RealName")
	assert.NotContains(t, get(t, s, guest.Credentials, received("")).body, "RealName")
	assert.NotContains(t, edges[1].one(t, s, guest, acceptOp, h.ID).body, "RealName")
}

func TestAnswersAboutOneInvitationMayBeXML(t *testing.T) {
	t.Parallel()
	for _, e := range edges {
		s, root, guest := party(alibabarmtest.WithXML())
		got := e.post(t, s, root, inviteOp, inviteOf(guest.ID))
		assert.Equal(t, inviteOp+"Response", got.XMLName.Local)
		assert.Equal(t, guest.ID, got.Handshake.TargetEntity)
		accepted := e.one(t, s, guest, acceptOp, got.Handshake.ID)
		assert.Equal(t, acceptOp+"Response", accepted.XMLName.Local)
		assert.Equal(t, "Accepted", accepted.Handshake.Status)
		again := e.one(t, s, guest, acceptOp, got.Handshake.ID)
		assert.Equal(t, "Error HandshakeStatusMismatch", again.XMLName.Local+" "+again.Code)
	}
}

func TestWhoAcceptsBecomesAMember(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	h := s.Seed(alibabarm.Handshake{TargetType: "Email", TargetEntity: guest.Email}, to(guest, ""))
	s.Advance(time.Hour)
	require.Equal(t, http.StatusOK, edges[1].one(t, s, guest, acceptOp, h[0].ID).status)
	assert.Equal(t, fixed().Add(time.Hour), s.Handshakes()[0].ModifyTime)
	assert.Equal(t, "NotSupport.AccountInAnotherResourceDirectory", edges[1].one(t, s, guest, acceptOp, h[1].ID).Code, "of one directory only")
	assert.Equal(t, "EntityAlreadyExists.ResourceDir.Account", edges[1].post(t, s, root, inviteOp, inviteOf(guest.ID)).Code)
}

func TestOnlyOneOfManyAnswersWins(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	h := s.Seed(to(guest, ""))[0]
	var wins sync.Map
	var wg sync.WaitGroup
	for i := range 30 {
		wg.Go(func() {
			keys, op := guest.Credentials, []string{acceptOp, declineOp}[i%2]
			if i%3 == 0 {
				keys, op = root.Credentials, cancelOp
			}
			resp, err := send(s, keys, request{op: op, query: "HandshakeId=" + h.ID})
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

func TestAnIDIsNeededAndCanBeOdd(t *testing.T) {
	t.Parallel()
	s, root, _ := party()
	odd := s.Seed(alibabarm.Handshake{ID: "a/b&c=%d+"})[0]
	for _, op := range []string{getOp, acceptOp, declineOp, cancelOp} {
		for _, e := range edges {
			assert.Equal(t, "MissingParameter.HandshakeId", e.one(t, s, root, op, "").Code)
			assert.Equal(t, "EntityNotExists.Handshake", e.one(t, s, root, op, "h-none").Code, "F19")
		}
	}
	assert.Equal(t, odd.ID, edges[0].one(t, s, root, getOp, odd.ID).Handshake.ID)
}

func TestANewInvitationIsSeenAfterTheDelay(t *testing.T) {
	t.Parallel()
	s, root, guest := party(alibabarmtest.WithPropagationDelay(10 * time.Second))
	e := edges[0]
	made := e.post(t, s, root, inviteOp, inviteOf(guest.ID))
	seen := func() []int {
		return []int{get(t, s, root.Credentials, sent("")).TotalCount, get(t, s, guest.Credentials, received("")).TotalCount,
			e.one(t, s, root, getOp, made.Handshake.ID).status, e.one(t, s, guest, getOp, made.Handshake.ID).status}
	}
	assert.Equal(t, []int{0, 0, 404, 404}, seen())
	assert.Equal(t, http.StatusNotFound, e.one(t, s, guest, acceptOp, made.Handshake.ID).status)
	assert.Len(t, s.Handshakes(), 1, "but it is there")
	assert.Equal(t, http.StatusConflict, e.post(t, s, root, inviteOp, inviteOf(guest.ID)).status)
	s.Advance(10*time.Second - 1)
	assert.Equal(t, []int{0, 0, 404, 404}, seen())
	s.Advance(1)
	assert.Equal(t, []int{1, 1, 200, 200}, seen())
}

func TestAFinishedInvitationIsForgotten(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	h := s.Seed(to(guest, ""))[0]
	require.Equal(t, http.StatusOK, edges[0].one(t, s, guest, declineOp, h.ID).status)
	s.Advance(30*day - time.Second)
	assert.Equal(t, http.StatusOK, edges[0].one(t, s, root, getOp, h.ID).status)
	s.Advance(time.Second)
	assert.Equal(t, http.StatusNotFound, edges[0].one(t, s, root, getOp, h.ID).status)
	assert.Equal(t, http.StatusNotFound, edges[0].one(t, s, guest, declineOp, h.ID).status)
}

func TestAppliedThenDoesBoth(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind    alibabarmtest.Kind
		applied bool
		status  int // 0: no answer
	}{
		"reset":                {alibabarmtest.Reset(), false, 0},
		"applied, then reset":  {alibabarmtest.AppliedThen(alibabarmtest.Reset()), true, 0},
		"503":                  {alibabarmtest.Unavailable(), false, 503},
		"applied, then 503":    {alibabarmtest.AppliedThen(alibabarmtest.Unavailable()), true, 503},
		"applied, then HTML":   {alibabarmtest.AppliedThen(alibabarmtest.BadGateway()), true, 502},
		"applied, then F14":    {alibabarmtest.AppliedThen(alibabarmtest.Raw(200, `{"RequestId":"7B93"}`)), true, 200},
		"applied, then cut":    {alibabarmtest.AppliedThen(alibabarmtest.TruncateBody(7)), true, 200},
		"applied, then passed": {alibabarmtest.AppliedThen(alibabarmtest.Kind{}), true, 200},
		"F24 refused for now":  {alibabarmtest.ConcurrentCall(), false, 429},
	} {
		s, root, guest := party()
		s.Inject(alibabarmtest.Fault{Op: inviteOp, Kind: c.kind})
		resp, err := send(s, root.Credentials, request{op: inviteOp, form: inviteOf(guest.ID)})
		assert.Equal(t, c.status == 0, err != nil, name)
		if err == nil {
			assert.Equal(t, c.status, resp.StatusCode, name)
		}
		assert.Equal(t, c.applied, len(s.Handshakes()) == 1, name)
	}
}
