package huaweiorgtest_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestAccount_Provider(t *testing.T) {
	t.Parallel()
	_, root := newService(0)
	keys, err := root.Provider().Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, root.Credentials, keys)
	assert.NotContains(t, fmt.Sprintf("%+v", root), root.Credentials.AccessKeySecret)
}

func TestService_AddAccount(t *testing.T) {
	t.Parallel()
	s, root := newService(2)
	a := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.DelegatedAdministrator})
	assert.Equal(t, root.OrganizationID, a.OrganizationID, "an account with a role joins the first organization")
	assert.Len(t, get(t, s, a.Credentials, sentPath).Handshakes, 2)
}

func TestService_Seed(t *testing.T) {
	t.Parallel()
	s, root := newService(0)
	h := s.Seed(huaweiorg.Handshake{})[0]
	assert.Equal(t, "organizations::"+root.ID+":handshake:"+root.OrganizationID+"/"+h.ID, h.URN)
	kept := s.Seed(huaweiorg.Handshake{URN: "u", Target: huaweiorg.Target{Type: "email", Entity: "owner@example.test"}})[0]
	assert.Equal(t, "u", kept.URN)
	assert.Equal(t, huaweiorg.Target{Type: "email", Entity: "owner@example.test"}, kept.Target)
}
