package alibabarmtest_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func listAccounts(version, query string) request {
	base := ""
	if version == "2022-04-19" {
		base = "https://resourcedirectory.aliyuncs.com"
	}
	return request{op: alibabarmtest.ListAccounts, version: version, base: base, query: query}
}

func TestListAccounts(t *testing.T) {
	t.Parallel()
	t.Run("describes members, with the e-mail in the newer version only", func(t *testing.T) {
		t.Parallel()
		s, root, guest := party()
		s.Seed(to(guest, "Accepted"))
		const row = `"DisplayName":"guest","FolderId":"r-[0-9a-zA-Z]{6}","JoinMethod":"invited","JoinTime":"2025-03-01T10:00:00.000Z",` +
			`"ModifyTime":"2025-03-01T10:00:00.000Z","ResourceDirectoryId":"rd-[0-9a-zA-Z]{6}","Status":"InviteSuccess","Type":"CloudAccount"`
		assert.Regexp(t, `"AccountId":"1190022334455667",`+row, get(t, s, root.Credentials, listAccounts("2020-03-31", "")).body)
		assert.Regexp(t, `"AccountId":"1190022334455667","AccountName":"ops@guest.test",`+row, get(t, s, root.Credentials, listAccounts("2022-04-19", "")).body)
	})
	t.Run("pages by token in the newer version, if the request has MaxResults", func(t *testing.T) {
		t.Parallel()
		s, root := newService(0, alibabarmtest.WithNewestFirst())
		first := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
		s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
		old := get(t, s, root.Credentials, listAccounts("2020-03-31", "MaxResults=1")).body
		assert.NotContains(t, old, "NextToken", "the older version ignores MaxResults")
		page := get(t, s, root.Credentials, listAccounts("2022-04-19", "MaxResults=1&PageNumber=2"))
		require.Contains(t, page.body, `"NextToken":"`)
		assert.Contains(t, page.body, first.ID, "members are in the order of joining")
		assert.Contains(t, page.body, `"TotalCount":2`)
		assert.NotContains(t, page.body, "PageNumber")
		for _, query := range []string{"MaxResults=0", "MaxResults=101", "MaxResults=1&NextToken=" + url.QueryEscape("AAAA")} {
			assert.Equal(t, http.StatusBadRequest, get(t, s, root.Credentials, listAccounts("2022-04-19", query)).status, query)
		}
	})
}

func TestRemoveCloudAccount(t *testing.T) {
	t.Parallel()
	s, root, _ := party()
	created := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
	for form, want := range map[string]string{
		"": "MissingParameter.AccountId", "AccountId=" + created.ID: "AccountTypeOrStatusMismatch",
		"AccountId=1": "EntityNotExists.Account",
	} {
		got := get(t, s, root.Credentials, request{op: alibabarmtest.RemoveCloudAccount, version: "2020-03-31", form: form})
		assert.Contains(t, got.body, want, form)
	}
	assert.True(t, s.RemoveMember(created.ID), "a test can remove an account that was created")
}
