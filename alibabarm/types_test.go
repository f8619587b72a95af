package alibabarm

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
		StatusPending:   false,
		StatusAccepted:  true,
		StatusDeclined:  true,
		StatusCancelled: true,
		StatusExpired:   true,
		StatusDeleted:   true,
		"pending":       false,
		"":              false,
		"Revoked":       false,
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
		"a pending one before its date has not":  {Handshake{Status: StatusPending, ExpireTime: date}, date.Add(-1), false},
		"a pending one at its date has":          {Handshake{Status: StatusPending, ExpireTime: date}, date, true},
		"a pending one past its date has":        {Handshake{Status: StatusPending, ExpireTime: date}, date.Add(1), true},
		"a pending one without a date has not":   {Handshake{Status: StatusPending}, date, false},
		"an expired one has, whatever its date":  {Handshake{Status: StatusExpired, ExpireTime: date}, date.Add(-1), true},
		"an expired one has without a date":      {Handshake{Status: StatusExpired}, date, true},
		"an accepted one never does":             {Handshake{Status: StatusAccepted, ExpireTime: date}, date.Add(1), false},
		"one in an unknown state is not judged":  {Handshake{Status: "odd", ExpireTime: date}, date.Add(1), false},
		"another time zone makes no difference":  {Handshake{Status: StatusPending, ExpireTime: date}, date.In(time.FixedZone("", -8*3600)), true},
		"a nameless one past its date is unsure": {Handshake{ExpireTime: date}, date.Add(1), false},
	} {
		assert.Equal(t, c.want, c.h.ExpiredBy(c.at), name)
	}
}

func TestHandshakeJSONHasTheServicesNames(t *testing.T) {
	t.Parallel()
	h := Handshake{
		ID: "h-1", ResourceDirectoryID: "rd-1", MasterAccountID: "1", MasterAccountName: "m",
		MasterAccountRealName: "mr", InvitedAccountRealName: "ir",
		TargetEntity: "e", TargetType: TargetTypeEmail, Note: "n", Status: StatusPending,
		CreateTime: time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC),
		ModifyTime: time.Date(2025, 2, 3, 4, 5, 7, 0, time.UTC),
		ExpireTime: time.Date(2025, 2, 17, 4, 5, 6, 0, time.UTC),
	}
	got, err := json.Marshal(h)
	require.NoError(t, err)
	assert.JSONEq(t, `{"HandshakeId":"h-1","ResourceDirectoryId":"rd-1","MasterAccountId":"1","MasterAccountName":"m",
		"MasterAccountRealName":"mr","InvitedAccountRealName":"ir","TargetEntity":"e","TargetType":"Email","Note":"n","Status":"Pending",
		"CreateTime":"2025-02-03T04:05:06Z","ModifyTime":"2025-02-03T04:05:07Z","ExpireTime":"2025-02-17T04:05:06Z"}`, string(got))

	got, err = json.Marshal(Handshake{ID: "h-1"})
	require.NoError(t, err)
	assert.NotContains(t, string(got), "Time", "an unknown time is left out")
	assert.NotContains(t, string(got), "RealName", "and so is a name that only some are told")
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
			ID: text.Draw(t, "id"), ResourceDirectoryID: text.Draw(t, "rd"),
			MasterAccountID: text.Draw(t, "mid"), MasterAccountName: text.Draw(t, "mname"),
			MasterAccountRealName: text.Draw(t, "mreal"), InvitedAccountRealName: text.Draw(t, "ireal"),
			TargetEntity: text.Draw(t, "entity"), TargetType: TargetType(text.Draw(t, "type")),
			Note: text.Draw(t, "note"), Status: Status(text.Draw(t, "status")),
			CreateTime: moment.Draw(t, "create"), ModifyTime: moment.Draw(t, "modify"), ExpireTime: moment.Draw(t, "expire"),
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
		got, err = decodeOne([]byte(`{"Handshake":` + string(b) + `}`))
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}
