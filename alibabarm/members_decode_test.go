package alibabarm

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// accountsByToken decodes the first page of a list that has tokens.
func accountsByToken(body []byte) (page[Account], error) {
	rows := accountRows(true)
	rows.first = true
	return decodePage(body, rows)
}

func TestDecodePage_accounts(t *testing.T) {
	t.Parallel()
	build := Account{
		ID: "1190022334455667", DisplayName: "acme-build", FolderID: "fd-QRzuim6B8I", ResourceDirectoryID: "rd-Q7mZk1",
		JoinMethod: JoinMethodInvited, Status: AccountStatusInviteSuccess, Type: AccountTypeCloud,
		JoinTime: at(t, "2021-01-18T02:15:27.348Z"), ModifyTime: at(t, "2021-01-18T06:45:53.294Z"),
	}
	sandbox := Account{
		ID: "1190022334455668", AccountName: "sandbox@rd-q7mzk1.example.test", DisplayName: "沙盒", FolderID: "r-Wm4k8f", ResourceDirectoryID: "rd-Q7mZk1",
		JoinMethod: JoinMethodCreated, Status: AccountStatusCreateSuccess, Type: AccountTypeResource, JoinTime: at(t, "2021-02-18T02:15:27Z"),
	}
	t.Run("reads every field of a page by number", func(t *testing.T) {
		t.Parallel()
		got, err := decodePage(fixture(t, "A01.json"), accountRows(false))
		require.NoError(t, err)
		assert.Equal(t, page[Account]{NumberResult: pagination.NumberResult[Account]{
			Items: []Account{build, sandbox}, Number: 1, Size: 10, Total: 2, RequestID: "7B8A4E7D-6CFF-471D-84DF-195A7A241ECB",
		}}, got)
	})
	t.Run("reads every field of a page by token, in XML", func(t *testing.T) {
		t.Parallel()
		want := build
		want.AccountName, want.DisplayName = "build@example.test", "acme & build"
		got, err := accountsByToken(fixture(t, "A02.xml"))
		require.NoError(t, err)
		assert.Equal(t, []Account{want}, got.Items)
		assert.Equal(t, "AAAAAWns8w4MmhzeptXVRG0PUEU=", got.next)
	})
	t.Run("keeps unknown words and incomplete rows", func(t *testing.T) {
		t.Parallel()
		for _, body := range []string{
			`{"Accounts":{"Account":[{"AccountId":17,"JoinMethod":"merged","Status":"Frozen",` +
				`"Type":"Odd","JoinTime":"soon"},{},{"DisplayName":"n"}]}}`,
			`<XResponse><Accounts><Account><AccountId>17</AccountId>` +
				`<JoinMethod>merged</JoinMethod><Status>Frozen</Status><Type>Odd</Type>` +
				`<JoinTime>soon</JoinTime></Account><Account/><Account>` +
				`<DisplayName>n</DisplayName></Account></Accounts></XResponse>`,
		} {
			got, err := decodePage([]byte(body), accountRows(false))
			require.NoError(t, err)
			assert.Equal(t, []Account{{ID: "17", JoinMethod: "merged", Status: "Frozen", Type: "Odd"}, {}, {DisplayName: "n"}}, got.Items)
		}
	})
	for _, body := range []string{
		`{"Accounts":{"Account":[]}}`, `{"Accounts":null}`, `{"Accounts":""}`, `{"TotalCount":0}`,
		`{"Accounts":{},"NextToken":null}`, `{"Accounts":[],"NextToken":""}`,
		`<XResponse><Accounts/></XResponse>`,
		`<XResponse><TotalCount>0</TotalCount><NextToken/></XResponse>`,
	} {
		t.Run("reads as an empty page: "+body, func(t *testing.T) {
			t.Parallel()
			got, err := accountsByToken([]byte(body))
			require.NoError(t, err)
			assert.Equal(t, []Account{}, got.Items)
			assert.Empty(t, got.next)
		})
	}
	t.Run("accepts a token that is a number", func(t *testing.T) {
		t.Parallel()
		got, err := accountsByToken([]byte(`{"Accounts":{},"NextToken":12,"TotalCount":5}`))
		require.NoError(t, err)
		assert.Equal(t, "12", got.next)
	})
	for name, body := range map[string]string{
		"a list of handshakes": `{"Handshakes":{"Handshake":[]}}`,
		"a code without rows":  `{"Code":"X","TotalCount":0}`,
		"the container twice": `{"Accounts":{"Account":[{"AccountId":"1"}]},` +
			`"Accounts":{}}`,
		"the rows twice": `{"Accounts":{"Account":[{"AccountId":"1"}],` +
			`"account":[]}}`,
		"rows outside":            `{"TotalCount":1,"Account":[{"AccountId":"1"}]}`,
		"rows under another name": `{"Accounts":{"Member":[{"AccountId":"1"}]}}`,
		"a token twice":           `{"Accounts":{},"NextToken":"a","NextToken":""}`,
		"a token that is no text": `{"Accounts":{},"NextToken":{}}`,
		"a token that is true":    `{"Accounts":{},"NextToken":true}`,
		"rows without a total or a token": `{"Accounts":{"Account":[{"AccountId":"1"}]},` +
			`"TotalCount":2}`,
		"a truncated body": `{"Accounts":{"Account":[{"AccountId":"1"}]}`,
		"too many rows":    `{"Accounts":[{}` + strings.Repeat(",{}", 10_000) + `]}`,
		"XML: the container twice": `<XResponse><Accounts><Account/></Accounts><Accounts/>` +
			`</XResponse>`,
		"XML: rows outside": `<XResponse><TotalCount>1</TotalCount><Account/></XResponse>`,
		"XML: other rows":   `<XResponse><Accounts><Member/></Accounts></XResponse>`,
		"XML: a token twice": `<XResponse><Accounts/><NextToken>a</NextToken><NextToken/>` +
			`</XResponse>`,
		"XML: a token of elements": `<XResponse><Accounts/><NextToken><a/></NextToken></XResponse>`,
		"XML: a missing token": `<XResponse><Accounts><Account/></Accounts>` +
			`<TotalCount>2</TotalCount></XResponse>`,
		"XML: another root": `<Error><Accounts/></Error>`,
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			got, err := accountsByToken([]byte(body))
			assert.ErrorIs(t, err, errNotAccounts)
			assert.Zero(t, got)
		})
	}
	t.Run("ignores a token if pages have numbers", func(t *testing.T) {
		t.Parallel()
		got, err := decodePage([]byte(`{"Accounts":{"Account":[{}]},"TotalCount":2,"NextToken":{}}`), accountRows(false))
		require.NoError(t, err)
		assert.Empty(t, got.next)
	})
}

func TestDecodeDirectory(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"A03.json", "A04.xml"} {
		t.Run("reads every field of "+file, func(t *testing.T) {
			t.Parallel()
			d, err := decodeDirectory(fixture(t, file))
			require.NoError(t, err)
			assert.Equal(t, ResourceDirectory{
				ID: "rd-Q7mZk1", MasterAccountID: "1482310095517701", MasterAccountName: "acme-root", RootFolderID: "r-Wm4k8f",
				CreateTime: at(t, "2019-02-18T15:32:10.473Z"), ControlPolicyStatus: "Enabled",
			}, d)
		})
	}
	for name, body := range map[string]string{
		"one without an ID": `{"ResourceDirectory":{"RootFolderId":"r-1"}}`,
		"an organization twice": `{"ResourceDirectory":{"ResourceDirectoryId":"rd-1"},` +
			`"ResourceDirectory":{}}`,
		"two":        `{"ResourceDirectory":[{"ResourceDirectoryId":"rd-1"},{}]}`,
		"null":       `{"ResourceDirectory":null}`,
		"a bare one": `{"ResourceDirectoryId":"rd-1"}`,
		"XML: two": `<XResponse><ResourceDirectory>` +
			`<ResourceDirectoryId>rd-1</ResourceDirectoryId></ResourceDirectory>` +
			`<ResourceDirectory/></XResponse>`,
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			d, err := decodeDirectory([]byte(body))
			assert.ErrorIs(t, err, errNotDirectory)
			assert.Zero(t, d)
		})
	}
}

func FuzzDecodePage(f *testing.F) {
	for _, name := range []string{"A01.json", "A02.xml", "A03.json", "A04.xml"} {
		f.Add(fixture(f, name))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if d, err := decodeDirectory(body); err == nil {
			b, err := json.Marshal(map[string]any{"ResourceDirectory": d})
			require.NoError(t, err)
			again, err := decodeDirectory(b)
			require.NoError(t, err)
			require.Equal(t, d, again)
		}
		got, err := accountsByToken(body)
		if err != nil {
			require.Zero(t, got)
			return
		}
		b, err := json.Marshal(map[string]any{
			"Accounts": map[string]any{"Account": got.Items}, "NextToken": got.next,
			"RequestId":  got.RequestID,
			"PageNumber": got.Number, "PageSize": got.Size, "TotalCount": got.Total,
		})
		require.NoError(t, err)
		again, err := accountsByToken(b)
		require.NoError(t, err)
		require.Equal(t, got, again)
		accountsAgainstXML(t, got.Items)
	})
}

// accountsAgainstXML writes rows as XML and decodes them, if XML can hold them.
func accountsAgainstXML(t *testing.T, rows []Account) {
	var texts []map[string]string
	for _, a := range rows {
		texts = append(texts, map[string]string{"AccountId": a.ID, "AccountName": a.AccountName, "Status": string(a.Status)})
	}
	body, ok := xmlOf(t, "Account", texts)
	if !ok {
		return
	}
	page, err := decodePage(body, accountRows(false))
	require.NoError(t, err)
	require.Len(t, page.Items, len(rows))
	for i, a := range rows {
		require.Equal(t, Account{ID: a.ID, AccountName: a.AccountName, Status: a.Status}, page.Items[i])
	}
}
