package huaweiorg

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDecodeAccounts(t *testing.T) {
	t.Parallel()
	t.Run("reads every field", func(t *testing.T) {
		t.Parallel()
		items, next, err := decodeAccounts(fixture(t, "A01.json"))
		require.NoError(t, err)
		assert.Equal(t, "Zm9v+YmF6/cXV4==", next)
		assert.Equal(t, []Account{
			{
				ID: "1a2b3c4d5e6f70811223344556677889", Name: "acme-build",
				JoinMethod: JoinMethodInvited, Status: AccountStatusActive,
				URN: "organizations::0a1b2c3d4e5f60718293a4b5c6d7e8f9:account:o-0k3v7m2q9x4c8b1n/" +
					"1a2b3c4d5e6f70811223344556677889",
				JoinedAt: at(t, "2025-02-04T00:00:01Z"), Description: "研发",
			},
			{
				ID: "2b3c4d5e6f7081122334455667788990", Name: "acme-sandbox",
				JoinMethod: JoinMethodCreated, Status: AccountStatusPendingClosure,
				JoinedAt: at(t, "2025-03-01T10:00:00.123Z"), Email: "owner@example.test",
				MobilePhone: "13800000000", IntlNumberPrefix: "0086",
			},
		}, items)
	})
	t.Run("keeps unknown words and incomplete rows", func(t *testing.T) {
		t.Parallel()
		items, next, err := decodeAccounts([]byte(`{"accounts":[{"id":17,"join_method":"merged","status":"Frozen","joined_at":"soon"},{},{"name":"n","email":null}]}`))
		require.NoError(t, err)
		assert.Empty(t, next)
		assert.Equal(t, []Account{{ID: "17", JoinMethod: "merged", Status: "Frozen"}, {}, {Name: "n"}}, items)
	})
	for _, body := range []string{`{"accounts":[]}`, `{"accounts":null}`, `{"page_info":null}`, `{"page_info":{"next_marker":null},"x":1}`, `{"Accounts":[],"code":0}`} {
		t.Run("reads as an empty page: "+body, func(t *testing.T) {
			t.Parallel()
			items, next, err := decodeAccounts([]byte(body))
			require.NoError(t, err)
			assert.Equal(t, []Account{}, items)
			assert.Empty(t, next)
		})
	}
	for name, body := range map[string]string{
		"a list of handshakes": `{"handshakes":[]}`,
		"another object":       `{}`,
		"an array":             `[]`,
		"HTML":                 `<html>`,
		"the container twice":  `{"accounts":[{"id":"1"}],"accounts":[]}`,
		"page_info twice":      `{"accounts":[],"page_info":{},"page_info":{}}`,
		"a marker twice": `{"accounts":[],"page_info":{"next_marker":"a",` +
			`"next_marker":null}}`,
		"a marker that is an object": `{"accounts":[],"page_info":{"next_marker":{}}}`,
		"rows of text":               `{"accounts":["1"]}`,
		"rows that are null":         `{"accounts":[null]}`,
		"a row for rows":             `{"accounts":{"id":"1"}}`,
		"a truncated body":           `{"accounts":[{"id":"1"}`,
		"two documents":              `{"accounts":[]}{}`,
		"too many rows":              `{"accounts":[{}` + strings.Repeat(",{}", 10_000) + `]}`,
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			items, next, err := decodeAccounts([]byte(body))
			assert.ErrorIs(t, err, errNotAccounts)
			assert.Nil(t, items)
			assert.Empty(t, next)
		})
	}
}

func TestDecodeOrganization(t *testing.T) {
	t.Parallel()
	t.Run("reads every field", func(t *testing.T) {
		t.Parallel()
		o, err := decodeOrganization(fixture(t, "A02.json"))
		require.NoError(t, err)
		assert.Equal(t, Organization{
			ID: "o-0k3v7m2q9x4c8b1n", URN: "organizations::0a1b2c3d4e5f60718293a4b5c6d7e8f9:organization:o-0k3v7m2q9x4c8b1n",
			ManagementAccountID: "0a1b2c3d4e5f60718293a4b5c6d7e8f9", ManagementAccountName: "acme_root", CreatedAt: at(t, "2023-10-01T00:00:00Z"),
		}, o)
	})
	for name, body := range map[string]string{
		"one without an ID":     `{"organization":{"urn":"u"}}`,
		"an organization twice": `{"organization":{"id":"o-1"},"organization":{"id":"o-2"}}`,
		"null":                  `{"organization":null}`,
		"a bare one":            `{"id":"o-1"}`,
		"a list":                `{"organization":[{"id":"o-1"}]}`,
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			o, err := decodeOrganization([]byte(body))
			assert.ErrorIs(t, err, errNotOrganization)
			assert.Zero(t, o)
		})
	}
}

func FuzzDecodeAccounts(f *testing.F) {
	f.Add(fixture(f, "A01.json"))
	f.Add(fixture(f, "A02.json"))
	f.Fuzz(func(t *testing.T, body []byte) {
		if o, err := decodeOrganization(body); err == nil {
			b, err := json.Marshal(map[string]any{"organization": o})
			require.NoError(t, err)
			again, err := decodeOrganization(b)
			require.NoError(t, err)
			require.Equal(t, o, again)
		}
		items, next, err := decodeAccounts(body)
		if err != nil {
			require.Empty(t, items)
			require.Empty(t, next)
			return
		}
		b, err := json.Marshal(map[string]any{"accounts": items, "page_info": map[string]string{"next_marker": next}})
		require.NoError(t, err)
		again, nextAgain, err := decodeAccounts(b)
		require.NoError(t, err)
		require.Equal(t, items, again)
		require.Equal(t, next, nextAgain)
	})
}
