package huaweiorgtest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestLeaveOrganization(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		by     huaweiorgtest.Role
		status int
		code   string
		after  huaweiorgtest.Role
	}{
		"succeeds for a member": {by: huaweiorgtest.Member, status: 200,
			after: huaweiorgtest.Outside},
		"is refused for the management account": {by: huaweiorgtest.Management, status: 409,
			code: "Organizations.9012", after: huaweiorgtest.Management},
		"is refused for a delegated administrator": {by: huaweiorgtest.DelegatedAdministrator,
			status: 409, code: "Organizations.9013", after: huaweiorgtest.DelegatedAdministrator},
		"is refused for an account outside": {by: huaweiorgtest.Outside, status: 401,
			code: "Organizations.1015", after: huaweiorgtest.Outside},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _, _ := party()
			by := s.AddAccount(huaweiorgtest.Account{ID: "by", Role: c.by})
			resp, err := try(s, http.MethodPost, by.Credentials, "/v1/organizations/leave", "")
			got := read(t, resp, err)
			assert.Equal(t, c.status, got.status, got.body)
			assert.Contains(t, got.body, c.code)
			if c.status == http.StatusOK {
				assert.Empty(t, got.body)
			}
			for _, a := range s.Accounts() {
				if a.ID == by.ID {
					assert.Equal(t, c.after, a.Role)
				}
			}
			requests := s.Requests()
			assert.Equal(t, huaweiorgtest.LeaveOrganization, requests[len(requests)-1].Op)
		})
	}
}

func TestRemoveAccount(t *testing.T) {
	t.Parallel()
	t.Run("is refused for a delegated administrator", func(t *testing.T) {
		t.Parallel()
		s, root, _ := party()
		delegated := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.DelegatedAdministrator})
		resp, err := try(s, http.MethodPost, root.Credentials, "/v1/organizations/accounts/"+delegated.ID+"/remove", "")
		got := read(t, resp, err)
		assert.Equal(t, http.StatusConflict, got.status)
		assert.Contains(t, got.body, "Organizations.9013")
		assert.True(t, s.RemoveMember(delegated.ID), "a test can remove the account")
	})
	for _, path := range []string{"/v1/organizations/accounts//remove", "/v1/organizations/accounts/a/b/remove", "/v1/organizations/accounts/a/removed"} {
		t.Run("has no path "+path, func(t *testing.T) {
			t.Parallel()
			s, root, _ := party()
			resp, err := try(s, http.MethodPost, root.Credentials, path, "")
			require.Equal(t, http.StatusNotFound, read(t, resp, err).status)
		})
	}
}
