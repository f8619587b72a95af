package huaweiorg

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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

const (
	acmeID  = "5f0e1d2c3b4a69788796a5b4c3d2e1f0"
	acmeOrg = "o-4q8w2e6r0t1y5u9i3o7p1a5s9d3f7g1h"
)

func TestDecodeList_fixtures(t *testing.T) {
	t.Parallel()
	account := func(id string) Target { return Target{TargetTypeAccount, id} }
	for _, c := range []struct {
		file, caption string
		items         []Handshake
		next          string
	}{
		{file: "F01.json", caption: "one page, next_marker null", items: []Handshake{{
			ID: "h-0k3v7m2q9x4c8b1n5z6a0d2f4g6h8j0p",
			URN: "organizations::" + acmeID + ":handshake:" + acmeOrg +
				"/h-0k3v7m2q9x4c8b1n5z6a0d2f4g6h8j0p",
			Status: StatusPending, Notes: "Welcome",
			ManagementAccountID: acmeID, ManagementAccountName: "acme_root",
			OrganizationID: acmeOrg,
			Target:         account("1a2b3c4d5e6f70811223344556677889"),
			CreatedAt:      at(t, "2025-02-03T04:05:06Z"),
			UpdatedAt:      at(t, "2025-02-03T04:05:06Z"), ExpiredAt: at(t, "2025-02-17T04:05:06Z"),
		}}, next: ""},
		{file: "F02.json", caption: "first of several pages, the marker needs encoding",
			items: []Handshake{{
				ID: "h-a1b2c3d4e5f6g7h8",
				URN: "organizations::" + acmeID + ":handshake:" + acmeOrg +
					"/h-a1b2c3d4e5f6g7h8",
				Status:              StatusPending,
				ManagementAccountID: acmeID, ManagementAccountName: "acme_root",
				OrganizationID: acmeOrg,
				Target:         Target{TargetTypeName, "acme-sandbox"},
				CreatedAt:      at(t, "2025-03-01T10:00:00Z"),
				UpdatedAt:      at(t, "2025-03-01T10:00:09Z"),
				ExpiredAt:      at(t, "2025-03-15T10:00:00Z"),
			}}, next: "Zm9v+YmF6/cXV4=="},
		{file: "F03.json", caption: "last page, next_marker missing", items: []Handshake{{
			ID: "h-z9y8x7w6v5u4t3s2", Status: StatusDeclined, Notes: "n",
			Target:    account("2b3c4d5e6f7081122334455667788990"),
			CreatedAt: at(t, "2025-03-01T10:00:00Z"), UpdatedAt: at(t, "2025-03-02T11:12:13Z"),
		}}, next: ""},
		{file: "F04.json", caption: "last page, next_marker empty", items: []Handshake{{
			ID: "h-q1w2e3r4t5y6u7i8", Status: StatusAccepted,
			Target: account("3c4d5e6f708112233445566778899001"),
		}}, next: ""},
		{file: "F05.json", caption: "no page_info", items: []Handshake{{
			ID: "h-m1n2b3v4c5x6z7l8", Status: StatusExpired,
			Target: account("4d5e6f70811223344556677889900112"),
		}}, next: ""},
		{file: "F06.json", caption: "empty list", items: nil, next: ""},
		{file: "F07.json", caption: "null list and null page info", items: nil, next: ""},
		{file: "F08.json", caption: "empty page with a marker", items: nil, next: "cGFnZTI"},
		{file: "F09.json", caption: "count mismatch and a marker of another form",
			items: []Handshake{{
				ID: "h-k1k2k3k4k5k6k7k8", Status: StatusCancelled,
				Target: account("5e6f7081122334455667788990011223"),
			}}, next: "ou-7h3j9k1l5m2n8p4q"},
	} {
		t.Run(c.file+" "+c.caption, func(t *testing.T) {
			t.Parallel()
			items, next, err := decodeList(fixture(t, c.file))
			require.NoError(t, err)
			assert.Len(t, items, len(c.items))
			for i := range items {
				assert.Equal(t, c.items[i], items[i])
			}
			assert.Equal(t, c.next, next)
		})
	}
}

func TestDecodeOne_fixtures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, caption string
		want          Handshake
	}{
		{file: "F10.json", caption: "unknown status and unknown extra fields", want: Handshake{
			ID: "h-u1n2k3n4o5w6n7s8", Status: "awaiting_review", Notes: "x",
			Target: Target{TargetTypeAccount, "6f708112233445566778899001122334"},
		}},
		{file: "F11.json", caption: "no expired_at, and the old target type", want: Handshake{
			ID: "h-n0e1x2p3i4r5y6a7", URN: "u", Status: StatusPending,
			ManagementAccountID: acmeID, ManagementAccountName: "acme_root",
			OrganizationID: acmeOrg,
			Target:         Target{TargetTypeEmail, "owner@example.test"},
			CreatedAt:      at(t, "2024-01-05T06:07:08Z"), UpdatedAt: at(t, "2024-01-05T06:07:08Z"),
		}},
		{file: "F12.json", caption: "Unicode, control and HTML characters in text", want: Handshake{
			ID: "h-u8n7i6c5o4d3e2s1", Status: StatusPending,
			Notes:                 "Grüße 你好 🚀\nline two\t<b>&amp;\u2028 \"q\"",
			ManagementAccountName: "研发 团队_01", Target: Target{TargetTypeName, "子公司-北京"},
		}},
		{file: "F13.json", caption: "fraction and offset in times", want: Handshake{
			ID: "h-t1i2m3e4s5t6a7m8", Status: StatusPending,
			Target:    Target{TargetTypeAccount, "708112233445566778899001122334a5"},
			CreatedAt: at(t, "2025-06-01T08:00:00.123456Z"),
			UpdatedAt: at(t, "2025-06-01T08:00:00Z"), ExpiredAt: at(t, "2025-06-15T08:00:00.5Z"),
		}},
		{file: "F14.json", caption: "null and empty times, null notes and target", want: Handshake{
			ID: "h-n1u2l3l4t5i6m7e8", Status: StatusPending,
			CreatedAt: at(t, "2025-06-01T08:00:00Z"),
		}},
		{file: "F15.json", caption: "accepted", want: Handshake{
			ID: "h-0k3v7m2q9x4c8b1n5z6a0d2f4g6h8j0p", Status: StatusAccepted, Notes: "Welcome",
			Target:    Target{TargetTypeAccount, "1a2b3c4d5e6f70811223344556677889"},
			CreatedAt: at(t, "2025-02-03T04:05:06Z"), UpdatedAt: at(t, "2025-02-04T00:00:01Z"),
			ExpiredAt: at(t, "2025-02-17T04:05:06Z"),
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

func TestDecodeOne_forms(t *testing.T) {
	t.Parallel()
	accepted := string(fixture(t, "F15.json"))
	for _, status := range []Status{StatusDeclined, StatusCancelled, StatusExpired} {
		body := strings.NewReplacer(`"accepted"`, `"`+string(status)+`"`, "2025-02-04T00:00:01Z", "2025-02-05T00:00:02Z").Replace(accepted)
		got, err := decodeOne([]byte(body))
		require.NoError(t, err)
		assert.Equal(t, status, got.Status)
		assert.Equal(t, at(t, "2025-02-05T00:00:02Z"), got.UpdatedAt)
	}
}

func TestReadHandshake_unexpectedValues(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		row  string
		want Handshake
	}{
		"a number for a string": {
			row:  `{"id":"h-1","management_account_id":12345678901234567890}`,
			want: Handshake{ID: "h-1", ManagementAccountID: "12345678901234567890"}},
		"null strings": {
			row: `{"id":"h-1","urn":null,"notes":null,"status":null}`, want: Handshake{ID: "h-1"}},
		"an object for a string": {row: `{"id":"h-1","notes":{"text":"x"}}`,
			want: Handshake{ID: "h-1"}},
		"a target that is a string": {row: `{"id":"h-1","target":"1a2b"}`,
			want: Handshake{ID: "h-1"}},
		"a target that is an array": {row: `{"id":"h-1","target":["1a2b"]}`,
			want: Handshake{ID: "h-1"}},
		"a target with a number": {
			row:  `{"id":"h-1","target":{"type":"account","entity":42}}`,
			want: Handshake{ID: "h-1", Target: Target{TargetTypeAccount, "42"}}},
		"a target without a type": {row: `{"id":"h-1","target":{"entity":"e"}}`,
			want: Handshake{ID: "h-1", Target: Target{Entity: "e"}}},
		"an unknown target type": {
			row:  `{"id":"h-1","target":{"type":"phone","entity":"e"}}`,
			want: Handshake{ID: "h-1", Target: Target{"phone", "e"}}},
		"texts that are not times": {
			row:  `{"id":"h-1","created_at":"yesterday","updated_at":17385555060,"expired_at":{}}`,
			want: Handshake{ID: "h-1"}},
		"an offset without a colon": {
			row:  `{"id":"h-1","created_at":"2025-06-01T16:00:00+0800"}`,
			want: Handshake{ID: "h-1", CreatedAt: at(t, "2025-06-01T08:00:00Z")}},
		"seconds since 1970": {
			row: `{"id":"h-1","created_at":1748764800,"updated_at":1.7487648e12,` +
				`"expired_at":"1748764800"}`,
			want: Handshake{ID: "h-1", CreatedAt: at(t, "2025-06-01T08:00:00Z"),
				UpdatedAt: at(t, "2025-06-01T08:00:00Z"),
				ExpiredAt: at(t, "2025-06-01T08:00:00Z")}},
		"a number with an exponent": {
			row: `{"id":"h-1","management_account_id":119002233445566e1,` +
				`"target":{"type":"account","entity":1.190022334455667e15}}`,
			want: Handshake{ID: "h-1", ManagementAccountID: "1190022334455660",
				Target: Target{TargetTypeAccount, "1190022334455667"}}},
		"a time past the year 9999 (UTC)": {
			row:  `{"id":"h-1","created_at":"9999-12-31T23:59:59-01:00"}`,
			want: Handshake{ID: "h-1"}},
		"a time before the year 0 (UTC)": {
			row:  `{"id":"h-1","created_at":"0000-01-01T00:00:00+01:00"}`,
			want: Handshake{ID: "h-1"}},
		"a row without an ID is kept": {row: `{"status":"pending"}`,
			want: Handshake{Status: StatusPending}},
		"an empty row is kept": {row: `{}`, want: Handshake{}},
		"invalid UTF-8": {row: `{"id":"h-1","notes":"a` + "\xff" + `b"}`,
			want: Handshake{ID: "h-1", Notes: "a\uFFFDb"}},
	} {
		items, next, err := decodeList([]byte(`{"handshakes":[{"id":"before"},` + c.row + `,{"id":"after"}],"page_info":{"next_marker":17}}`))
		require.NoError(t, err, name)
		assert.Equal(t, []Handshake{{ID: "before"}, c.want, {ID: "after"}}, items, name)
		assert.Equal(t, "17", next, "a marker is text, even if it is a number")
		_, err = json.Marshal(items)
		assert.NoError(t, err, name)
	}
}

func TestDecodeList_pageInfoAlone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"page_info":{}}`, `{"page_info":null}`, `{"handshakes":null}`, `{"handshakes":[],"error_code":"x"}`} {
		items, next, err := decodeList([]byte(body))
		assert.NoError(t, err, body)
		assert.Empty(t, items, body)
		assert.Empty(t, next, body)
	}
}
