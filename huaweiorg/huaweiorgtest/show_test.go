package huaweiorgtest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

const accountsPath = "/v1/organizations/accounts"

func TestShowAccount(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	member := s.AddAccount(huaweiorgtest.Account{ID: "m/1 x", Name: "member", Role: huaweiorgtest.Member})
	other := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	delegated := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.DelegatedAdministrator})
	for _, c := range []struct {
		name   string
		by     huaweiorgtest.Account
		id     string
		status int
		code   string
	}{
		{name: "a member, by the management account", by: root, id: "m%2F1%20x",
			status: http.StatusOK},
		{name: "a member, by a delegated administrator", by: delegated, id: "m%2F1%20x",
			status: http.StatusOK},
		{name: "the management account", by: root, id: root.ID, status: http.StatusOK},
		{name: "an account outside", by: root, id: guest.ID, status: http.StatusNotFound,
			code: "Organizations.9011"},
		{name: "an account of another organization", by: root, id: other.ID,
			status: http.StatusNotFound, code: "Organizations.9011"},
		{name: "an account that does not exist", by: root, id: "x", status: http.StatusNotFound,
			code: "Organizations.9011"},
		{name: "a member, by itself", by: member, id: "m%2F1%20x", status: http.StatusUnauthorized,
			code: "Organizations.1002"},
		{name: "a member, from outside", by: guest, id: "m%2F1%20x",
			status: http.StatusUnauthorized, code: "Organizations.1015"},
	} {
		got := get(t, s, c.by.Credentials, accountsPath+"/"+c.id)
		assert.Equal(t, c.status, got.status, c.name)
		assert.Equal(t, c.code, got.ErrorCode, c.name)
	}
	assert.JSONEq(t, `{"account":{"id":"m/1 x","urn":"organizations::`+root.ID+`:account:`+root.OrganizationID+`/m/1 x",
		"name":"member","join_method":"created","status":"active","joined_at":"2025-03-01T10:00:00Z"}}`,
		get(t, s, root.Credentials, accountsPath+"/m%2F1%20x").body)
	for _, path := range []string{"/", "/x/", "/x/y", "//remove"} {
		assert.Equal(t, "APIGW.0101", get(t, s, root.Credentials, accountsPath+path).ErrorCode, path)
	}
}

func TestListQuotas(t *testing.T) {
	t.Parallel()
	for quota, want := range map[int]string{
		10: `{"type":"account","quota":10,"min":0,"max":10,"used":2}`,
		-7: `{"type":"account","quota":-1,"min":0,"max":-1,"used":2}`,
	} {
		s, root, guest := party(huaweiorgtest.WithAccountQuota(quota))
		s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Member})
		got := get(t, s, root.Credentials, "/v1/organizations/quotas")
		assert.JSONEq(t, `{"quotas":{"resources":[`+want+`]}}`, got.body)
		assert.Equal(t, "Organizations.1015", get(t, s, guest.Credentials, "/v1/organizations/quotas").ErrorCode)
	}
}
