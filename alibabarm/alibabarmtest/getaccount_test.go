package alibabarmtest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestGetAccount(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	member := s.AddAccount(alibabarmtest.Account{Name: "member", Email: "member@example.test", Role: alibabarmtest.Member})
	other := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	for _, e := range edges {
		for _, c := range []struct {
			name   string
			by     alibabarmtest.Account
			form   string
			status int
			code   string
		}{
			{name: "a member", by: root, form: "AccountId=" + member.ID, status: http.StatusOK},
			{name: "an account outside", by: root, form: "AccountId=" + guest.ID,
				status: http.StatusNotFound, code: "EntityNotExists.Account"},
			{name: "an account of another directory", by: root, form: "AccountId=" + other.ID,
				status: http.StatusNotFound, code: "EntityNotExists.Account"},
			{name: "an account that does not exist", by: root, form: "AccountId=1",
				status: http.StatusNotFound, code: "EntityNotExists.Account"},
			{name: "no ID", by: root, status: http.StatusBadRequest,
				code: "MissingParameter.AccountId"},
			{name: "a member, by itself", by: member, form: "AccountId=" + member.ID,
				status: http.StatusForbidden, code: "NoPermission"},
			{name: "a member, from outside", by: guest, form: "AccountId=" + member.ID,
				status: http.StatusNotFound, code: "EntityNotExists.ResourceDirectory"},
		} {
			got := e.post(t, s, c.by, alibabarmtest.GetAccount, c.form)
			assert.Equal(t, c.status, got.status, c.name)
			assert.Equal(t, c.code, got.Code, c.name)
		}
		got := e.post(t, s, root, alibabarmtest.GetAccount, "AccountId="+member.ID)
		for _, part := range []string{
			`"AccountId":"` + member.ID + `"`, `"AccountName":"member@example.test"`,
			`"DisplayName":"member"`, `"JoinMethod":"created"`,
			`"JoinTime":"2025-03-01T10:00:00.000Z"`, `"Type":"ResourceAccount"`,
			`"ResourceDirectoryId":"` + root.ResourceDirectoryID + `"`,
		} {
			assert.Contains(t, got.body, part)
		}
	}
}
