package huaweiorg

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestFinalIsTrueForKnownEndsOnly(t *testing.T) {
	t.Parallel()
	for status, want := range map[Status]bool{
		StatusPending:     false,
		StatusAccepted:    true,
		StatusDeclined:    true,
		StatusCancelled:   true,
		StatusExpired:     true,
		"":                false,
		"awaiting_review": false,
	} {
		assert.Equal(t, want, status.Final(), "status %q", status)
	}
}

func TestExpiredBy(t *testing.T) {
	t.Parallel()
	date := time.Date(2025, 2, 17, 4, 5, 6, 0, time.UTC)
	for name, c := range map[string]struct {
		h    Handshake
		at   time.Time
		want bool
	}{
		"a pending one before its date has not":  {Handshake{Status: StatusPending, ExpiredAt: date}, date.Add(-1), false},
		"a pending one at its date has":          {Handshake{Status: StatusPending, ExpiredAt: date}, date, true},
		"a pending one past its date has":        {Handshake{Status: StatusPending, ExpiredAt: date}, date.Add(1), true},
		"a pending one without a date has not":   {Handshake{Status: StatusPending}, date, false},
		"an expired one has, whatever its date":  {Handshake{Status: StatusExpired, ExpiredAt: date}, date.Add(-1), true},
		"an expired one has without a date":      {Handshake{Status: StatusExpired}, date, true},
		"an accepted one never does":             {Handshake{Status: StatusAccepted, ExpiredAt: date}, date.Add(1), false},
		"one in an unknown state is not judged":  {Handshake{Status: "odd", ExpiredAt: date}, date.Add(1), false},
		"another time zone makes no difference":  {Handshake{Status: StatusPending, ExpiredAt: date}, date.In(time.FixedZone("", -8*3600)), true},
		"a nameless one past its date is unsure": {Handshake{ExpiredAt: date}, date.Add(1), false},
	} {
		assert.Equal(t, c.want, c.h.ExpiredBy(c.at), name)
	}
}

func TestHandshakeJSONHasTheServicesNames(t *testing.T) {
	t.Parallel()
	h := Handshake{
		ID: "h-1", URN: "u", Status: StatusPending, Notes: "n", ManagementAccountID: "m", ManagementAccountName: "mn",
		OrganizationID: "o-1", Target: Target{TargetTypeAccount, "e"},
		CreatedAt: time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC),
		UpdatedAt: time.Date(2025, 2, 3, 4, 5, 7, 0, time.UTC),
		ExpiredAt: time.Date(2025, 2, 17, 4, 5, 6, 0, time.UTC),
	}
	got, err := json.Marshal(h)
	require.NoError(t, err)
	assert.JSONEq(t, `{"id":"h-1","urn":"u","status":"pending","notes":"n","management_account_id":"m","management_account_name":"mn",
		"organization_id":"o-1","target":{"type":"account","entity":"e"},"created_at":"2025-02-03T04:05:06Z",
		"updated_at":"2025-02-03T04:05:07Z","expired_at":"2025-02-17T04:05:06Z"}`, string(got))

	got, err = json.Marshal(Handshake{ID: "h-1"})
	require.NoError(t, err)
	assert.NotContains(t, string(got), "_at", "an unknown time is left out")
}

func TestAnyHandshakeSurvivesItsJSON(t *testing.T) {
	t.Parallel()
	moment := rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.Bool().Draw(t, "unknown") {
			return time.Time{}
		}
		return time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, "s"), rapid.Int64Range(0, 999999999).Draw(t, "ns")).UTC()
	})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		want := Handshake{
			ID: text.Draw(t, "id"), URN: text.Draw(t, "urn"), Status: Status(text.Draw(t, "status")), Notes: text.Draw(t, "notes"),
			ManagementAccountID: text.Draw(t, "mid"), ManagementAccountName: text.Draw(t, "mname"), OrganizationID: text.Draw(t, "oid"),
			Target:    Target{TargetType(text.Draw(t, "type")), text.Draw(t, "entity")},
			CreatedAt: moment.Draw(t, "created"), UpdatedAt: moment.Draw(t, "updated"), ExpiredAt: moment.Draw(t, "expired"),
		}
		b, err := json.Marshal(want)
		require.NoError(t, err)
		var got Handshake
		require.NoError(t, json.Unmarshal(b, &got))
		require.Equal(t, want, got)
		if want.ID == "" {
			return
		}
		// The wire decoder does not rely on the tags, and still agrees with them.
		got, err = decodeOne([]byte(`{"handshake":` + string(b) + `}`))
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}
