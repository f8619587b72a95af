package huaweiorgtest

import (
	"net/http"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

const (
	// ShowAccount is GET /v1/organizations/accounts/{account_id}.
	ShowAccount = "ShowAccount"
	// ListQuotas is GET /v1/organizations/quotas.
	ListQuotas = "ListQuotas"
)

// showAccount shows an account of the caller's organization, including the management account.
func (c *call) showAccount(id string) reply {
	if out, ok := c.asAdministrator(); !ok {
		return out
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	m, ok := c.s.members.Get(id)
	if !ok || m.OrganizationID != c.account.OrganizationID {
		return c.refusal(refusedAccount)
	}
	return authtest.JSON(http.StatusOK, map[string]any{"account": c.accountBody(m)})
}

// A quotaBody holds a quota, -1 for no limit, and how much of it is used.
type quotaBody struct {
	Type  string `json:"type"`
	Quota int    `json:"quota"`
	Min   int    `json:"min"`
	Max   int    `json:"max"`
	Used  int    `json:"used"`
}

// listQuotas shows the quota of accounts. The cloud has no operation for that of invitations.
func (c *call) listQuotas() reply {
	if out, ok := c.asAdministrator(); !ok {
		return out
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	most := max(-1, int(c.s.quotas.accounts))
	return authtest.JSON(http.StatusOK, map[string]any{"quotas": map[string]any{"resources": []quotaBody{
		{Type: "account", Quota: most, Max: most, Used: c.s.used(c.account.OrganizationID)},
	}}})
}
