package alibabarm

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

type listPage = pagination.NumberResult[Handshake]

// fixture reads testdata/name.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}

func at(t testing.TB, rfc3339 string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339Nano, rfc3339)
	require.NoError(t, err)
	return v.UTC()
}

// acme completes an invitation of the fixtures' management account.
func acme(h Handshake) Handshake {
	h.ResourceDirectoryID, h.MasterAccountID, h.MasterAccountName = "rd-Q7mZk1", "1482310095517701", "acme-root"
	return h
}

func TestDecodeList_fixtures(t *testing.T) {
	t.Parallel()
	march := func(h Handshake) Handshake {
		h.CreateTime, h.ModifyTime, h.ExpireTime = at(t, "2024-03-01T02:10:05Z"), at(t, "2024-03-01T02:10:05Z"), at(t, "2024-03-15T02:10:05Z")
		return h
	}
	for _, c := range []struct {
		file, caption string
		want          listPage
	}{
		{file: "F01.json", caption: "first of two pages",
			want: listPage{Number: 1, Size: 2, Total: 3,
				RequestID: "6C1B5E0A-2F64-5B7D-9A11-0D4E8F3C7A21", Items: []Handshake{
					march(acme(Handshake{ID: "h-Aa11Bb22Cc33Dd44", TargetEntity: "ops@example.org",
						TargetType: TargetTypeEmail, Note: "Join us", Status: StatusPending})),
					acme(Handshake{
						ID: "h-Ee55Ff66Gg77Hh88", TargetEntity: "1190022334455667",
						TargetType: TargetTypeAccount, Status: StatusExpired,
						CreateTime: at(t, "2024-01-27T00:00:00Z"),
						ModifyTime: at(t, "2024-02-10T00:00:01Z"),
						ExpireTime: at(t, "2024-02-10T00:00:00Z"),
					}),
				}}},
		{file: "F02.json", caption: "last page",
			want: listPage{Number: 2, Size: 2, Total: 3,
				RequestID: "0E7F0C55-8D1A-5F53-B6A2-3C9E51A4D802", Items: []Handshake{
					acme(Handshake{
						ID: "h-Ii99Jj00Kk11Ll22", TargetEntity: "dev@example.org",
						TargetType: TargetTypeEmail, Status: StatusDeclined,
						CreateTime: at(t, "2024-02-01T10:00:00Z"),
						ModifyTime: at(t, "2024-02-02T11:30:00Z"),
						ExpireTime: at(t, "2024-02-15T10:00:00Z"),
					}),
				}}},
		{file: "F03.json", caption: "empty list, array form",
			want: listPage{Number: 1, Size: 10, RequestID: "1F2A"}},
		{file: "F04.json", caption: "empty list, empty object",
			want: listPage{Number: 1, Size: 10, RequestID: "1F2B"}},
		{file: "F05.json", caption: "empty list, key missing",
			want: listPage{Number: 1, Size: 10, RequestID: "1F2C"}},
		{file: "F07.json", caption: "page beyond the end",
			want: listPage{Number: 9, Size: 2, Total: 3, RequestID: "1F2D"}},
		{file: "F08.json", caption: "shifted page",
			want: listPage{Number: 2, Size: 2, Total: 4, RequestID: "1F2E", Items: []Handshake{
				{ID: "h-Ee55Ff66Gg77Hh88", Status: StatusExpired},
				{ID: "h-Ii99Jj00Kk11Ll22", Status: StatusDeclined},
			}}},
		{file: "F09.json", caption: "swapped number and string types",
			want: listPage{Number: 1, Size: 10, Total: 1, RequestID: "1F2F", Items: []Handshake{
				{ID: "h-Mm33Nn44Oo55Pp66", MasterAccountID: "1482310095517701",
					TargetEntity: "1190022334455667", TargetType: TargetTypeAccount,
					Status: StatusPending},
			}}},
		{file: "F15.xml", caption: "XML list page, with old names in the second",
			want: listPage{Number: 1, Size: 10, Total: 2, RequestID: "8A01", Items: []Handshake{
				march(acme(Handshake{ID: "h-Aa11Bb22Cc33Dd44", TargetEntity: "ops@example.org",
					TargetType: TargetTypeEmail, Note: "A & B\n欢迎", Status: StatusPending})),
				{ID: "h-Qq77Rr88Ss99Tt00", TargetEntity: "1190022334455667",
					TargetType: TargetTypeAccount, Status: StatusPending},
			}}},
		{file: "F16a.xml", caption: "XML empty list",
			want: listPage{Number: 1, Size: 10, RequestID: "8A02"}},
		{file: "F16b.xml", caption: "XML empty list, the other spelling",
			want: listPage{Number: 1, Size: 10, RequestID: "8A03"}},
	} {
		t.Run(c.file+" "+c.caption, func(t *testing.T) {
			t.Parallel()
			got, err := decodeList(fixture(t, c.file))
			require.NoError(t, err)
			assert.Len(t, got.Items, len(c.want.Items))
			if len(got.Items) == 0 {
				got.Items = nil
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestDecodeList_empty(t *testing.T) {
	t.Parallel()
	var variants []json.RawMessage
	require.NoError(t, json.Unmarshal(fixture(t, "F06.json"), &variants))
	require.Len(t, variants, 4)
	for _, body := range append(variants,
		[]byte(`{"Handshakes":{}}`), []byte(`{"Handshakes":{ }}`), []byte(`{"Handshakes":{"Handshake":""}}`),
		[]byte(`{"TotalCount":0}`), []byte(`{"TotalCount":null}`), []byte(`{"PageNumber":1}`), []byte(`{"Handshakes":null,"Code":""}`),
		[]byte(`{"Handshakes":{},"Code":"200"}`), []byte(`{"Handshakes":null,"Code":null}`),
		[]byte(`<ListResponse><Handshakes/></ListResponse>`), []byte("<ListResponse><Handshakes>\n</Handshakes></ListResponse>"),
		[]byte(`<ListResponse><TotalCount/></ListResponse>`), []byte(`<ListResponse><PageNumber>1</PageNumber></ListResponse>`),
		[]byte("<?xml version=\"1.0\"?><!-- c --><!DOCTYPE x><ListResponse><Handshakes/></ListResponse>\n<!-- c -->")) {
		got, err := decodeList(body)
		assert.NoError(t, err, "%s", body)
		assert.Empty(t, got.Items, "%s", body)
	}
}

func TestDecodeOne_fixtures(t *testing.T) {
	t.Parallel()
	march := func(h Handshake) Handshake {
		h.ResourceDirectoryID, h.MasterAccountID = "rd-Q7mZk1", "1482310095517701"
		h.CreateTime, h.ExpireTime = at(t, "2024-03-01T02:10:05Z"), at(t, "2024-03-15T02:10:05Z")
		return h
	}
	for _, c := range []struct {
		file, caption string
		want          Handshake
	}{
		{file: "F10.json", caption: "as the invitee sees it", want: march(Handshake{
			ID: "h-Aa11Bb22Cc33Dd44", MasterAccountName: "root@acme.example",
			MasterAccountRealName: "爱克米有限公司", InvitedAccountRealName: "Bêta GmbH",
			TargetEntity: "ops@example.org", TargetType: TargetTypeEmail,
			Note: "第一行\nsecond \"line\"\n", Status: StatusPending,
			ModifyTime: at(t, "2024-03-01T02:10:05Z"),
		})},
		{file: "F11.json", caption: "as the inviter sees it", want: march(Handshake{
			ID: "h-Qq77Rr88Ss99Tt00", MasterAccountName: "acme-root",
			TargetEntity: "1190022334455667", TargetType: TargetTypeAccount, Status: StatusPending,
			ModifyTime: at(t, "2024-03-01T02:10:05Z"),
		})},
		{file: "F12.json", caption: "accepted", want: march(Handshake{
			ID: "h-Qq77Rr88Ss99Tt00", MasterAccountName: "acme-root", Note: "Join us",
			TargetEntity: "1190022334455667", TargetType: TargetTypeAccount, Status: StatusAccepted,
			ModifyTime: at(t, "2024-03-02T08:00:00Z"),
		})},
		{file: "F13.json",
			caption: "unknown status, a fraction, an invalid time, unknown fields",
			want: Handshake{
				ID: "h-Uu11Vv22Ww33Xx44", Status: "Revoked",
				CreateTime: at(t, "2024-03-01T02:10:05.473Z"),
			}},
		{file: "F17.xml", caption: "XML", want: Handshake{
			ID: "h-Aa11Bb22Cc33Dd44", Status: StatusCancelled, TargetEntity: "ops@example.org",
			TargetType: TargetTypeEmail,
			ModifyTime: at(t, "2024-03-02T09:00:00Z"),
		}},
	} {
		t.Run(c.file+" "+c.caption, func(t *testing.T) {
			t.Parallel()
			got, err := decodeOne(fixture(t, c.file))
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestReadHandshake_unexpectedValues(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		row  string
		want Handshake
	}{
		"a number for a string, longer than a float": {
			row:  `{"HandshakeId":"h-1","MasterAccountId":12345678901234567890}`,
			want: Handshake{ID: "h-1", MasterAccountID: "12345678901234567890"}},
		"null strings": {row: `{"HandshakeId":"h-1","Note":null,"Status":null}`,
			want: Handshake{ID: "h-1"}},
		"an object for a string": {row: `{"HandshakeId":"h-1","Note":{"text":"x"}}`,
			want: Handshake{ID: "h-1"}},
		"a bool for a string": {row: `{"HandshakeId":"h-1","Note":true}`,
			want: Handshake{ID: "h-1"}},
		"an unknown target type": {
			row:  `{"HandshakeId":"h-1","TargetType":"Phone","TargetEntity":"e"}`,
			want: Handshake{ID: "h-1", TargetType: "Phone", TargetEntity: "e"}},
		"texts that are not times": {
			row: `{"HandshakeId":"h-1","CreateTime":"yesterday","ModifyTime":17385555060,` +
				`"ExpireTime":{}}`, want: Handshake{ID: "h-1"}},
		"seconds since 1970": {
			row: `{"HandshakeId":"h-1","CreateTime":1748764800,"ModifyTime":1.7487648e12,` +
				`"ExpireTime":"1748764800"}`,
			want: Handshake{ID: "h-1", CreateTime: at(t, "2025-06-01T08:00:00Z"),
				ModifyTime: at(t, "2025-06-01T08:00:00Z"),
				ExpireTime: at(t, "2025-06-01T08:00:00Z")}},
		"a time without seconds": {
			row:  `{"HandshakeId":"h-1","ExpireTime":"2025-06-01T08:00Z"}`,
			want: Handshake{ID: "h-1", ExpireTime: at(t, "2025-06-01T08:00:00Z")}},
		"a number with an exponent": {
			row: `{"HandshakeId":"h-1","MasterAccountId":119002233445566e1,"TargetEntity":1.` +
				`190022334455667e15}`,
			want: Handshake{ID: "h-1", MasterAccountID: "1190022334455660",
				TargetEntity: "1190022334455667"}},
		"a time past the year 9999 (UTC)": {
			row:  `{"HandshakeId":"h-1","CreateTime":"9999-12-31T23:59:59-01:00"}`,
			want: Handshake{ID: "h-1"}},
		"a time before the year 0 (UTC)": {
			row:  `{"HandshakeId":"h-1","CreateTime":"0000-01-01T00:00:00+01:00"}`,
			want: Handshake{ID: "h-1"}},
		"an offset": {
			row:  `{"HandshakeId":"h-1","CreateTime":"2025-06-01T16:00:00+08:00"}`,
			want: Handshake{ID: "h-1", CreateTime: at(t, "2025-06-01T08:00:00Z")}},
		"old names are for XML only": {row: `{"HandshakeId":"h-1","InviteEntity":"e"}`,
			want: Handshake{ID: "h-1"}},
		"a row without an ID is kept": {row: `{"Status":"Pending"}`,
			want: Handshake{Status: StatusPending}},
		"an empty row is kept": {row: `{}`, want: Handshake{}},
		"invalid UTF-8": {row: `{"HandshakeId":"h-1","Note":"a` + "\xff" + `b"}`,
			want: Handshake{ID: "h-1", Note: "a\uFFFDb"}},
	} {
		page, err := decodeList([]byte(`{"Handshakes":{"Handshake":[{"HandshakeId":"before"},` + c.row + `,{"HandshakeId":"after"}]}}`))
		require.NoError(t, err, name)
		assert.Equal(t, listPage{Items: []Handshake{{ID: "before"}, c.want, {ID: "after"}}, Total: -1}, page, name)
		_, err = json.Marshal(page.Items)
		assert.NoError(t, err, name)
	}
}

func TestReadItems_oneRow(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"Handshakes":{"Handshake":{"HandshakeId":"h-1"}}}`,
		`{"Handshakes":[{"HandshakeId":"h-1"}]}`,
		`{"handshakes":{"handshake":[{"handshakeId":"h-1"}]}}`,
		`<XResponse xmlns="urn:x"><Handshakes><Handshake a="b"><HandshakeId>h-1</HandshakeId>` +
			`</Handshake></Handshakes></XResponse>`,
	} {
		page, err := decodeList([]byte(body))
		require.NoError(t, err, body)
		assert.Equal(t, []Handshake{{ID: "h-1"}}, page.Items, body)
	}
}

func TestReadCount(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		`3`: 3, `"3"`: 3, `" 3 "`: 3, `3.0`: 3, `0`: 0, `true`: 1, `false`: 0,
		`2147483647`: 2147483647,
		`null`:       -1, `""`: -1, `"x"`: -1, `-1`: -1, `1.5`: -1, `2147483648`: -1, `1e999`: -1,
		`"NaN"`: -1, `"Inf"`: -1, `{}`: -1, `[]`: -1,
	} {
		page, err := decodeList([]byte(`{"TotalCount":` + text + `,"PageNumber":` + text + `,"PageSize":` + text + `}`))
		require.NoError(t, err, text)
		assert.Equal(t, listPage{Items: []Handshake{}, Total: want, Number: max(want, 0), Size: max(want, 0)}, page, text)
	}
	page, err := decodeList([]byte("<XResponse><TotalCount>\n3 </TotalCount><PageNumber>x</PageNumber></XResponse>"))
	require.NoError(t, err)
	assert.Equal(t, listPage{Items: []Handshake{}, Total: 3}, page)
}
