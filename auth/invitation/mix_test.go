package invitation_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// mixed returns n inputs of targets of every kind, and how many of them can be invited.
func mixed(w world, n int) (in []invitation.Input, toInvite int) {
	in = inputsOf(w, n)
	before := w.now().Add(-3 * day)
	for n, i := range in {
		seeded := invitation.Invitation{Target: i.Target, Created: before, Updated: before}
		switch n % 7 {
		case 0: // a member by invitation
			seeded.Status = invitation.StatusAccepted
			w.seed(seeded)
		case 1: // a member that was created in the organization
			w.addMember(i.Target.Entity)
		case 2: // a member whose invitation is past retention
			seeded.Status = invitation.StatusAccepted
			w.remove(w.seed(seeded)[0].ID)
		case 3: // a pending invitation
			w.seed(seeded)
		case 4: // a member that has left
			seeded.Status = invitation.StatusAccepted
			w.seed(seeded)
			w.removeMember(i.Target.Entity)
			toInvite++
		case 5: // an invitation that has expired
			seeded.Created = w.now().Add(-20 * day)
			w.seed(seeded)
			toInvite++
		case 6: // nothing
			toInvite++
		}
	}
	return in, toInvite
}

func TestInviteAll_Mix(t *testing.T) {
	t.Parallel()
	const days = 3
	for _, c := range []struct {
		name     string
		inputs   int
		explicit bool
		refused  int // requests on each day but the last one
	}{
		{name: "invites everybody in three days if the quota is not known", inputs: mixInputs, refused: 1},
		{name: "invites everybody in three days without a refused request", inputs: mixInputs / 5, explicit: true},
	} {
		quota := c.inputs/7 + 1
		runWith(t, c.name, worldSettings{quota: quota}, func(t *testing.T, w world) {
			in, toInvite := mixed(w, c.inputs)
			require.Equal(t, days, (toInvite+quota-1)/quota)
			opts := []invitation.BulkOption{sender(w).reinvite(invitation.StatusAccepted, invitation.StatusExpired)}
			if c.explicit {
				opts = append(opts, invitation.DailyQuota(quota))
			}
			for n := 1; ; n++ {
				sent := count(w, opInvite)
				out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), opts...))
				require.NoError(t, err)
				require.Len(t, out, len(in))
				var retryAt time.Time
				got := map[invitation.Result]int{}
				for _, o := range out {
					got[o.Result]++
					if o.Result == invitation.ResultQuotaReached {
						retryAt = o.RetryAt
					}
				}
				created, later := got[invitation.ResultCreated], got[invitation.ResultQuotaReached]
				assert.Equal(t, min(quota, toInvite-(n-1)*quota), created)
				assert.Equal(t, len(in), created+later+got[invitation.ResultAlreadyPending]+got[invitation.ResultAlreadyMember], "%v", got)
				if n == days {
					assert.Zero(t, later)
					assert.Equal(t, created, count(w, opInvite)-sent)
					break
				}
				assert.Equal(t, created+c.refused, count(w, opInvite)-sent)
				require.True(t, retryAt.After(w.now()))
				time.Sleep(retryAt.Sub(w.now()))
			}
			assertAtMostOneOpen(t, w)
		})
	}
}

// assertAtMostOneOpen checks that no target has two open invitations.
func assertAtMostOneOpen(t *testing.T, w world) {
	t.Helper()
	open := map[invitation.Target]int{}
	for _, i := range w.invitations() {
		if i.StatusAt(w.now()) == invitation.StatusPending {
			open[i.Target]++
		}
	}
	for target, n := range open {
		require.Equal(t, 1, n, target)
	}
}
