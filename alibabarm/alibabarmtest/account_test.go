package alibabarmtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestAnAccountIsMadeComplete(t *testing.T) {
	t.Parallel()
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	assert.Regexp(t, "^1[0-9]{15}$", root.ID)
	assert.Regexp(t, "^rd-[0-9a-zA-Z]{6}$", root.ResourceDirectoryID)
	assert.NotEmpty(t, root.Name)
	assert.Contains(t, root.Email, "@")
	assert.Len(t, root.Credentials.AccessKeyID, 24)
	assert.Len(t, root.Credentials.AccessKeySecret, 30)
	assert.Equal(t, root.ID, root.Credentials.AccountID)
	assert.NotContains(t, fmt.Sprintf("%+v", root), root.Credentials.AccessKeySecret)

	keys, err := root.Provider().Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, root.Credentials, keys)

	member := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
	assert.Equal(t, root.ResourceDirectoryID, member.ResourceDirectoryID)
	other := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	assert.NotEqual(t, root.ResourceDirectoryID, other.ResourceDirectoryID)
	outside := s.AddAccount(alibabarmtest.Account{})
	assert.Empty(t, outside.ResourceDirectoryID)
	assert.NotEqual(t, root.Credentials.AccessKeyID, outside.Credentials.AccessKeyID)
	assert.NotEqual(t, root.Email, outside.Email)
}

func TestAnAccountAddedAgainIsReplaced(t *testing.T) {
	t.Parallel()
	s, root := newService(2)
	a := s.AddAccount(alibabarmtest.Account{ID: "abc"})
	assert.Equal(t, http.StatusNotFound, get(t, s, a.Credentials, sent("")).status)

	a.Role, a.ResourceDirectoryID = alibabarmtest.Management, root.ResourceDirectoryID
	a = s.AddAccount(a)
	assert.Len(t, get(t, s, a.Credentials, sent("")).ids(), 2)

	old := a.Credentials
	a.Credentials.AccessKeyID, a.Credentials.AccessKeySecret = "FakeOther", "other"
	a = s.AddAccount(a)
	assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sent("")).status)
	assert.Equal(t, "InvalidAccessKeyId.NotFound", get(t, s, old, sent("")).Code)
}

func TestTemporaryKeysEndByTheClock(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	again := s.TemporaryCredentials(a, time.Hour)
	assert.NotEqual(t, keys.AccessKeyID, again.AccessKeyID)
	assert.NotEqual(t, keys.SecurityToken, again.SecurityToken)
	assert.True(t, strings.HasPrefix(keys.AccessKeyID, "STS."))
	assert.True(t, strings.ContainsAny(keys.SecurityToken, "+/="))

	s.Advance(time.Hour - time.Second)
	assert.Equal(t, http.StatusOK, get(t, s, keys, sent("")).status)
	s.Advance(time.Second)
	got := get(t, s, keys, sent(""))
	assert.Equal(t, http.StatusBadRequest, got.status)
	assert.Equal(t, "InvalidSecurityToken.Expired", got.Code)
}

func TestWhoMaySeeSentInvitations(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		role   alibabarmtest.Role
		status int
		code   string
	}{
		"the management account may":                {alibabarmtest.Management, 200, ""},
		"a member may not":                          {alibabarmtest.Member, 403, "NoPermission"},
		"an account outside has no directory":       {alibabarmtest.Outside, 404, "EntityNotExists.ResourceDirectory"},
		"an account of an unknown role is a member": {alibabarmtest.Role("auditor"), 403, "NoPermission"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := alibabarmtest.New()
			a := s.AddAccount(alibabarmtest.Account{Role: tc.role})
			got := get(t, s, a.Credentials, sent(""))
			assert.Equal(t, tc.status, got.status)
			assert.Equal(t, tc.code, got.Code)
			assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, received("")).status, "anybody may see received ones")
		})
	}
}

func TestEachSeesItsOwnInvitations(t *testing.T) {
	t.Parallel()
	s, root := newService(1)
	other := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	invitee := s.AddAccount(alibabarmtest.Account{Email: "ops@example.test"})
	seeded := s.Seed(
		alibabarm.Handshake{ResourceDirectoryID: other.ResourceDirectoryID, TargetType: "Account", TargetEntity: invitee.ID},
		alibabarm.Handshake{TargetType: "Email", TargetEntity: invitee.Email},
		alibabarm.Handshake{TargetType: "Email", TargetEntity: invitee.ID},
		alibabarm.Handshake{TargetType: "Account", TargetEntity: invitee.Email},
	)
	ids := idsOf(seeded)
	first := idsOf(s.Handshakes())[0]
	assert.Equal(t, []string{first, ids[1], ids[2], ids[3]}, get(t, s, root.Credentials, sent("")).ids())
	assert.Equal(t, ids[:1], get(t, s, other.Credentials, sent("")).ids())
	assert.Equal(t, ids[:2], get(t, s, invitee.Credentials, received("")).ids())
	assert.Empty(t, get(t, s, root.Credentials, received("")).ids())
}
