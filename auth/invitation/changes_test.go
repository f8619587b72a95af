package invitation_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// described lists changes as "accepted h-1", and with the invitation that one replaces as
// "renewed h-2 for h-1".
func described(changes []invitation.Change) (lines []string) {
	for _, c := range changes {
		line := fmt.Sprintf("%s %s", c.Kind, c.Invitation().ID)
		if c.Kind == invitation.ChangeRenewed {
			line += " for " + c.Before.ID
		}
		lines = append(lines, line)
	}
	return lines
}

func TestChanges(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	one := func(id string, s invitation.Status, change ...func(*invitation.Invitation)) invitation.Invitation {
		i := invitation.Invitation{Cloud: "huawei", ID: id, Status: s, Target: account("2002"), OrganizationID: "o-1", Created: day}
		for _, f := range change {
			f(&i)
		}
		return i
	}
	to := func(id string) func(*invitation.Invitation) {
		return func(i *invitation.Invitation) { i.Target = account(id) }
	}
	created := func(d time.Duration) func(*invitation.Invitation) {
		return func(i *invitation.Invitation) { i.Created = day.Add(d) }
	}
	in := func(cloud, organization string) func(*invitation.Invitation) {
		return func(i *invitation.Invitation) { i.Cloud, i.OrganizationID = cloud, organization }
	}
	list := func(all ...invitation.Invitation) []invitation.Invitation { return all }
	for _, c := range []struct {
		name          string
		before, after []invitation.Invitation
		want          []string
	}{
		{name: "nothing between empty lists"},
		{name: "nothing if only the note differs", before: list(one("h-1", "pending")), after: list(one("h-1", "pending", func(i *invitation.Invitation) { i.Note = "x" }))},
		{name: "a new one", after: list(one("h-1", "pending")), want: []string{"new h-1"}},
		{name: "one that is gone", before: list(one("h-1", "pending")), want: []string{"gone h-1"}},
		{name: "each end", before: list(one("h-1", "pending"), one("h-2", "pending"), one("h-3", "pending"), one("h-4", "pending")),
			after: list(one("h-1", "accepted"), one("h-2", "declined"), one("h-3", "cancelled"), one("h-4", "expired")),
			want:  []string{"accepted h-1", "declined h-2", "cancelled h-3", "expired h-4"}},
		{name: "another status as such", before: list(one("h-1", "pending"), one("h-2", "pending"), one("h-3", "accepted")),
			after: list(one("h-1", "revoked"), one("h-2", "deleted"), one("h-3", "pending")), want: []string{"status h-1", "status h-2", "status h-3"}},
		{name: "a renewal of one that had ended", before: list(one("h-1", "declined")), after: list(one("h-1", "declined"), one("h-2", "pending")), want: []string{"renewed h-2 for h-1"}},
		{name: "a renewal of one that ended meanwhile", before: list(one("h-1", "pending")), after: list(one("h-2", "pending"), one("h-1", "expired")), want: []string{"renewed h-2 for h-1", "expired h-1"}},
		{name: "a renewal of one that is gone since", before: list(one("h-1", "expired")), after: list(one("h-2", "pending")), want: []string{"renewed h-2 for h-1", "gone h-1"}},
		{name: "a renewal of the newest one", before: list(one("h-2", "expired", created(time.Hour)), one("h-1", "declined")), after: list(one("h-3", "pending", created(2*time.Hour))),
			want: []string{"renewed h-3 for h-2", "gone h-2", "gone h-1"}},
		{name: "no renewal by an older one", before: list(one("h-2", "expired")), after: list(one("h-2", "expired"), one("h-1", "expired", created(-time.Hour))), want: []string{"new h-1"}},
		{name: "no renewal while the other one is pending", before: list(one("h-1", "pending")), after: list(one("h-1", "pending"), one("h-2", "pending")), want: []string{"new h-2"}},
		{name: "no renewal of one whose end is unknown", before: list(one("h-1", "pending")), after: list(one("h-2", "pending")), want: []string{"new h-2", "gone h-1"}},
		{name: "no renewal for another target", before: list(one("h-1", "expired")), after: list(one("h-1", "expired"), one("h-2", "pending", to("3003"))), want: []string{"new h-2"}},
		{name: "no renewal by another organization", before: list(one("h-1", "expired")), after: list(one("h-1", "expired"), one("h-2", "pending", in("huawei", "o-2"))), want: []string{"new h-2"}},
		{name: "equal IDs of two clouds apart", before: list(one("h-1", "pending")), after: list(one("h-1", "accepted", in("alibaba", "o-1"))), want: []string{"new h-1", "gone h-1"}},
		{name: "the last of those that are the same", before: list(one("h-1", "pending"), one("h-1", "accepted")), after: list(one("h-1", "pending"), one("h-1", "declined")), want: []string{"declined h-1"}},
		{name: "no invitation without an ID", before: list(one("", "pending")), after: list(one("", "accepted"), one("", "pending"))},
		{name: "in the order of the later list, and the gone ones last", before: list(one("h-9", "pending"), one("h-1", "pending"), one("h-8", "pending")),
			after: list(one("h-5", "pending", to("5")), one("h-1", "accepted"), one("h-4", "pending", to("4"))), want: []string{"new h-5", "accepted h-1", "new h-4", "gone h-9", "gone h-8"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, described(invitation.Changes(c.before, c.after)))
		})
	}
}

// lists draws a list with few IDs and targets, so that they meet, with duplicates and
// empty IDs.
func lists() *rapid.Generator[[]invitation.Invitation] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) invitation.Invitation {
		return invitation.Invitation{
			Cloud:   rapid.SampledFrom([]string{"huawei", "alibaba"}).Draw(t, "cloud"),
			ID:      rapid.SampledFrom([]string{"", "h-1", "h-2", "h-3", "h-4"}).Draw(t, "id"),
			Status:  rapid.SampledFrom([]invitation.Status{"", "pending", "accepted", "declined", "cancelled", "expired", "deleted", "revoked"}).Draw(t, "status"),
			Target:  account(rapid.SampledFrom([]string{"1", "2"}).Draw(t, "target")),
			Created: time.Unix(rapid.Int64Range(0, 3).Draw(t, "created"), 0).UTC(),
		}
	}), 0, 12)
}

func TestChanges_Apply(t *testing.T) {
	t.Parallel()
	// states is what a list says by the last row of each ID.
	states := func(list []invitation.Invitation) map[string]invitation.Status {
		all := map[string]invitation.Status{}
		for _, i := range list {
			if i.ID != "" {
				all[i.Cloud+" "+i.ID] = i.Status
			}
		}
		return all
	}
	rapid.Check(t, func(t *rapid.T) {
		before, after := lists().Draw(t, "before"), lists().Draw(t, "after")
		changes := invitation.Changes(before, after)
		known, seen := states(before), map[string]bool{}
		for _, c := range changes {
			k := c.Invitation().Cloud + " " + c.Invitation().ID
			require.False(t, seen[k], "one change an invitation")
			seen[k] = true
			status, there := known[k]
			switch c.Kind {
			case invitation.ChangeGone:
				require.True(t, there)
				require.Equal(t, status, c.Before.Status)
				require.Zero(t, c.After)
				delete(known, k)
				continue
			case invitation.ChangeNew, invitation.ChangeRenewed:
				require.False(t, there)
				require.Equal(t, c.Kind == invitation.ChangeRenewed, c.Before.Status.Final())
				if c.Kind == invitation.ChangeRenewed {
					require.Equal(t, c.After.Target, c.Before.Target)
					require.NotEqual(t, c.After.ID, c.Before.ID)
				}
			default:
				require.True(t, there)
				require.Equal(t, status, c.Before.Status)
				require.NotEqual(t, status, c.After.Status)
				require.Equal(t, c.Before.ID, c.After.ID)
				if c.Kind != invitation.ChangeStatus {
					require.Equal(t, string(c.Kind), string(c.After.Status))
				}
			}
			known[k] = c.After.Status
		}
		require.Equal(t, states(after), known, "before with its changes is after")
		require.Empty(t, invitation.Changes(after, after))
	})
}

func TestChange_JSON(t *testing.T) {
	t.Parallel()
	was, is := full(), full()
	is.Status = invitation.StatusAccepted
	for _, c := range []struct {
		name string
		in   invitation.Change
		keys []string
	}{
		{name: "leaves out what was not there", in: invitation.Change{Kind: invitation.ChangeNew, After: is}, keys: []string{"after", "kind"}},
		{name: "leaves out what is gone", in: invitation.Change{Kind: invitation.ChangeGone, Before: was}, keys: []string{"before", "kind"}},
		{name: "has both", in: invitation.Change{Kind: invitation.ChangeAccepted, Before: was, After: is}, keys: []string{"after", "before", "kind"}},
		{name: "keeps an unknown kind", in: invitation.Change{Kind: "moved", After: is}, keys: []string{"after", "kind"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text, err := json.Marshal(c.in)
			require.NoError(t, err)
			var fields map[string]any
			require.NoError(t, json.Unmarshal(text, &fields))
			assert.Len(t, fields, len(c.keys))
			for _, k := range c.keys {
				assert.Contains(t, fields, k)
			}
			var back invitation.Change
			require.NoError(t, json.Unmarshal(text, &back))
			assert.Equal(t, c.in, back)
		})
	}
}

func TestChange_LogValue(t *testing.T) {
	t.Parallel()
	was, is := full(), full()
	is.Status, is.ID = invitation.StatusAccepted, "h-1\nforged"
	var b strings.Builder
	log := slog.New(slog.NewTextHandler(&b, nil))
	log.Info("x", "change", invitation.Change{Kind: invitation.ChangeAccepted, Before: was, After: is})
	assert.Contains(t, b.String(), "change.kind=accepted change.before=pending change.invitation.cloud=huawei")
	assert.Contains(t, b.String(), "change.invitation.status=accepted")
	assert.NotContains(t, strings.TrimSpace(b.String()), "\n")
	assert.NotContains(t, b.String(), is.Note[:4], "a note may be personal")
	log.Info("x", "change", invitation.Change{})
	log.Info("x", "change", invitation.Change{Kind: invitation.ChangeGone, Before: was})
	assert.Contains(t, b.String(), "change.kind=gone change.before=pending change.invitation.cloud=huawei")
}
