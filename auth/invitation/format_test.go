package invitation_test

import (
	"encoding/csv"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// full has a value in each field, except for Native.
func full() invitation.Invitation {
	created := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	return invitation.Invitation{
		Cloud: "huawei", ID: "h-1", Status: invitation.StatusPending, Target: invitation.Target{Type: invitation.TargetTypeEmail, Entity: "ops@example.org"},
		OrganizationID: "o-1", InviterID: "1001", InviterName: "acme", Note: "join\nus, \"please\"",
		Created: created, Updated: created.Add(time.Second), Expires: created.AddDate(0, 0, 14),
	}
}

func TestInvitation_NeutralJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		in   invitation.Invitation
		want string
	}{
		{name: "has all fields in snake case", in: full(), want: `{"cloud":"huawei","id":"h-1","status":"pending","target":{"type":"email","entity":"ops@example.org"},` +
			`"organization_id":"o-1","inviter_id":"1001","inviter_name":"acme","note":"join\nus, \"please\"",` +
			`"created_at":"2026-11-02T09:00:00Z","updated_at":"2026-11-02T09:00:01Z","expires_at":"2026-11-16T09:00:00Z"}`},
		{name: "leaves out zero times and no native value", want: `{"cloud":"","id":"","status":"","target":{"type":"","entity":""},` +
			`"organization_id":"","inviter_id":"","inviter_name":"","note":""}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(c.in)
			require.NoError(t, err)
			assert.Equal(t, c.want, string(got))
			var back invitation.Invitation
			require.NoError(t, json.Unmarshal(got, &back))
			assert.Equal(t, c.in, back)
		})
	}
	run(t, "has the service's own object, which survives a round trip", func(t *testing.T, w world) {
		w.seed(toGuest(w))
		for i, err := range sender(w).service().Sent(t.Context()) {
			require.NoError(t, err)
			native, err := json.Marshal(i.Native)
			require.NoError(t, err)
			text, err := json.Marshal(i)
			require.NoError(t, err)
			var fields map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(text, &fields))
			assert.JSONEq(t, string(native), string(fields["native"]))
			var back invitation.Invitation
			require.NoError(t, json.Unmarshal(text, &back))
			again, err := json.Marshal(back)
			require.NoError(t, err)
			assert.JSONEq(t, string(text), string(again))
			back.Native, i.Native = nil, nil
			assert.Equal(t, i, back)
		}
	})
	t.Run("decodes to an equal value", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			text, moment := rapid.String(), rapid.Int64Range(0, 1<<33)
			in := invitation.Invitation{
				Cloud: text.Draw(t, "cloud"), ID: text.Draw(t, "id"), Status: invitation.Status(text.Draw(t, "status")), Note: text.Draw(t, "note"),
				Target:  invitation.Target{Type: invitation.TargetType(text.Draw(t, "type")), Entity: text.Draw(t, "entity")},
				Created: time.Unix(moment.Draw(t, "created"), 0).UTC(),
			}
			data, err := json.Marshal(in)
			require.NoError(t, err)
			var back invitation.Invitation
			require.NoError(t, json.Unmarshal(data, &back))
			assert.Equal(t, in, back)
		})
	})
}

func TestInvitation_CSVRecord(t *testing.T) {
	t.Parallel()
	t.Run("has the columns of the header, in an order that stays", func(t *testing.T) {
		t.Parallel()
		var text strings.Builder
		w := csv.NewWriter(&text)
		require.NoError(t, w.WriteAll([][]string{invitation.CSVHeader(), full().CSVRecord(), invitation.Invitation{}.CSVRecord()}))
		assert.Equal(t, "cloud,id,status,target_type,target,organization_id,inviter_id,inviter_name,note,created_at,updated_at,expires_at\n"+
			"huawei,h-1,pending,email,ops@example.org,o-1,1001,acme,\"join\nus, \"\"please\"\"\",2026-11-02T09:00:00Z,2026-11-02T09:00:01Z,2026-11-16T09:00:00Z\n"+
			",,,,,,,,,,,\n", text.String())
	})
	t.Run("gives each caller a header of its own", func(t *testing.T) {
		t.Parallel()
		invitation.CSVHeader()[0] = "changed"
		assert.Equal(t, "cloud", invitation.CSVHeader()[0])
		assert.Len(t, full().CSVRecord(), len(invitation.CSVHeader()))
	})
}

func TestInvitation_LogValue(t *testing.T) {
	t.Parallel()
	log := func(i invitation.Invitation) string {
		var text strings.Builder
		slog.New(slog.NewTextHandler(&text, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) == 0 && a.Key != "i" {
				return slog.Attr{}
			}
			return a
		}})).Info("", "i", i)
		return text.String()
	}
	t.Run("identifies the invitation without the note", func(t *testing.T) {
		t.Parallel()
		assert.Equal(t, "i.cloud=huawei i.id=h-1 i.status=pending i.target_type=email i.target=ops@example.org i.organization_id=o-1 i.inviter_id=1001"+
			" i.expires_at=2026-11-16T09:00:00.000Z\n", log(full()))
	})
	t.Run("leaves out an unknown date, and shortens what is too long", func(t *testing.T) {
		t.Parallel()
		text := log(invitation.Invitation{ID: strings.Repeat("x", 10_000)})
		assert.NotContains(t, text, "expires_at")
		assert.Less(t, len(text), 500)
	})
}
