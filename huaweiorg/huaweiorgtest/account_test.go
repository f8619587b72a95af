package huaweiorgtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestAnAccountIsMadeComplete(t *testing.T) {
	t.Parallel()
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	assert.Regexp(t, "^[0-9a-f]{32}$", root.ID)
	assert.Regexp(t, "^o-[0-9a-z]{10,32}$", root.OrganizationID)
	assert.NotEmpty(t, root.Name)
	assert.Len(t, root.Credentials.AccessKeyID, 20)
	assert.Len(t, root.Credentials.AccessKeySecret, 40)
	assert.Equal(t, root.ID, root.Credentials.AccountID)
	assert.NotContains(t, fmt.Sprintf("%+v", root), root.Credentials.AccessKeySecret)

	keys, err := root.Provider().Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, root.Credentials, keys)

	member := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Member})
	assert.Equal(t, root.OrganizationID, member.OrganizationID)
	other := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	assert.NotEqual(t, root.OrganizationID, other.OrganizationID)
	outside := s.AddAccount(huaweiorgtest.Account{})
	assert.Empty(t, outside.OrganizationID)
	assert.NotEqual(t, root.Credentials.AccessKeyID, outside.Credentials.AccessKeyID)
}

func TestAnAccountAddedAgainIsReplaced(t *testing.T) {
	t.Parallel()
	s, root := newService(2)
	a := s.AddAccount(huaweiorgtest.Account{ID: "abc"})
	assert.Equal(t, http.StatusUnauthorized, get(t, s, a.Credentials, sentPath).status)

	a.Role = huaweiorgtest.DelegatedAdministrator
	a = s.AddAccount(a)
	assert.Equal(t, root.OrganizationID, a.OrganizationID)
	assert.Len(t, get(t, s, a.Credentials, sentPath).Handshakes, 2)

	old := a.Credentials
	a.Credentials.AccessKeyID, a.Credentials.AccessKeySecret = "FAKEAKOTHER", "other"
	a = s.AddAccount(a)
	assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath).status)
	assert.Equal(t, "APIGW.0301", get(t, s, old, sentPath).ErrorCode)
}

func TestTemporaryKeysEndByTheClock(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	again := s.TemporaryCredentials(a, time.Hour)
	assert.NotEqual(t, keys.AccessKeyID, again.AccessKeyID)
	assert.NotEqual(t, keys.SecurityToken, again.SecurityToken)
	assert.True(t, strings.ContainsAny(keys.SecurityToken, "+/="))

	s.Advance(time.Hour - time.Second)
	assert.Equal(t, http.StatusOK, get(t, s, keys, sentPath).status)
	s.Advance(time.Second)
	got := get(t, s, keys, sentPath)
	assert.Equal(t, http.StatusUnauthorized, got.status)
	assert.Equal(t, "APIGW.0307", got.ErrorCode)
	assert.Equal(t, got.header.Get("X-Request-Id"), got.RequestID)
}

func TestWhoMaySeeSentInvitations(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		role   huaweiorgtest.Role
		status int
		code   string
	}{
		"the management account may":                {huaweiorgtest.Management, 200, ""},
		"a delegated administrator may":             {huaweiorgtest.DelegatedAdministrator, 200, ""},
		"a member may not":                          {huaweiorgtest.Member, 401, "Organizations.1002"},
		"an account outside has no organization":    {huaweiorgtest.Outside, 401, "Organizations.1015"},
		"an account of an unknown role is a member": {huaweiorgtest.Role("auditor"), 401, "Organizations.1002"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := huaweiorgtest.New()
			a := s.AddAccount(huaweiorgtest.Account{Role: tc.role})
			got := get(t, s, a.Credentials, sentPath)
			assert.Equal(t, tc.status, got.status)
			assert.Equal(t, tc.code, got.ErrorCode)
			assert.Empty(t, got.RequestID, "only the gateway's bodies have one")
			assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, receivedPath).status, "anybody may see received ones")
		})
	}
}

func TestEachSeesItsOwnInvitations(t *testing.T) {
	t.Parallel()
	s, root := newService(1)
	other := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	invitee := s.AddAccount(huaweiorgtest.Account{Name: "子公司-北京"})
	seeded := s.Seed(
		huaweiorg.Handshake{OrganizationID: other.OrganizationID, Target: huaweiorg.Target{Type: "account", Entity: invitee.ID}},
		huaweiorg.Handshake{Target: huaweiorg.Target{Type: "name", Entity: invitee.Name}},
		huaweiorg.Handshake{Target: huaweiorg.Target{Type: "name", Entity: invitee.ID}},
		huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: invitee.Name}},
	)
	ids := idsOf(seeded)
	first := idsOf(s.Handshakes())[0]
	assert.Equal(t, []string{first, ids[1], ids[2], ids[3]}, get(t, s, root.Credentials, sentPath).ids())
	assert.Equal(t, ids[:1], get(t, s, other.Credentials, sentPath).ids())
	assert.Equal(t, ids[:2], get(t, s, invitee.Credentials, receivedPath).ids())
	assert.Empty(t, get(t, s, root.Credentials, receivedPath).ids())
}
