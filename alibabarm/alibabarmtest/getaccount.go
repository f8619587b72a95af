package alibabarmtest

import "net/http"

// GetAccount reads a member of the directory.
const GetAccount = "GetAccount"

// getAccount shows an account of the caller's directory, in either version with the login
// e-mail.
func (c *call) getAccount() reply {
	id, out, ok := c.accountOfManagement()
	if !ok {
		return out
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	m, ok := c.s.members.Get(id)
	if !ok || m.OrganizationID != c.account.ResourceDirectoryID {
		return c.refusal(refusedAccount)
	}
	body := c.accountBody(&member{ID: id, Item: m})
	a, _ := c.s.accounts.Get(id)
	body.AccountName = a.Email
	return c.document(http.StatusOK, c.op+"Response", map[string]any{"RequestId": c.requestID, "Account": body})
}
