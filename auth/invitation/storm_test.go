package invitation_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// troubles are the faults that can hit a write. The caller cannot see whether it took effect
// in most of them.
func troubles(w world, r *rand.Rand) []authtest.Kind {
	cut := r.IntN(300)
	unavailable := kind(w, "unavailable")
	return append([]authtest.Kind{
		{},
		authtest.Reset(), authtest.AppliedThen(authtest.Reset()),
		unavailable, authtest.AppliedThen(unavailable),
		authtest.CutBody(cut), authtest.TruncateBody(cut),
		authtest.Hang(), authtest.AppliedThen(authtest.Hang()),
		authtest.Raw(200, "{}"), authtest.AppliedThen(authtest.Raw(200, "{}")),
		authtest.NoConnection(), kind(w, "throttled for 2 seconds"),
	}, w.cloud().troubles...)
}

// A storm makes random writes with random troubles and compares what the client reports
// with what the service knows.
type storm struct {
	t     *testing.T
	w     world
	r     *rand.Rand
	twice int // one trouble in so many hits two attempts in a row
	tally
}

// A tally counts writes, and those whose outcome is unknown.
type tally struct{ writes, unknown, invitations, unknownInvitations int }

func (t *tally) add(more tally) {
	t.writes += more.writes
	t.unknown += more.unknown
	t.invitations += more.invitations
	t.unknownInvitations += more.unknownInvitations
}

func (t tally) String() string {
	return fmt.Sprintf("the outcome of %.2f %% of %d writes is unknown, and of %.2f %% of the %d invitations among them",
		percent(t.unknown, t.writes), t.writes, percent(t.unknownInvitations, t.invitations), t.invitations)
}

func percent(part, total int) float64 { return 100 * float64(part) / float64(total) }

// writesInABubble is small: each write reads the ones before it.
const writesInABubble = 20

func TestCloud_Storm(t *testing.T) {
	t.Parallel()
	for _, c := range clouds() {
		// The shares of unknown outcomes, in percent, are less where the service refuses
		// duplicates, so that an invitation is resent more often.
		most, mostInvitations := 3.0, 12.0
		if c.refusesDuplicates {
			most, mostInvitations = 2, 1
		}
		t.Run("reports no write wrongly, "+c.name, func(t *testing.T) {
			t.Parallel()
			all := stormOf(t, c, stormWrites, 6)
			t.Log(all)
			assert.Less(t, percent(all.unknown, all.writes), 1.0, "of all writes")
			assert.Less(t, percent(all.unknownInvitations, all.invitations), 4.0, "of the invitations")
		})
		t.Run("reports no write wrongly if half of the troubles hit twice, "+c.name, func(t *testing.T) {
			t.Parallel()
			all := stormOf(t, c, stormWrites/2, 2)
			t.Log(all)
			assert.Less(t, percent(all.unknown, all.writes), most, "of all writes")
			assert.Less(t, percent(all.unknownInvitations, all.invitations), mostInvitations, "of the invitations")
		})
	}
}

func stormOf(t *testing.T, c *cloud, writes, twice int) (all tally) {
	lags := 3
	if c.refusesDuplicates {
		lags = 5 // also longer than the client looks
	}
	for seed := uint64(0); seed < uint64(writes/writesInABubble); seed++ {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			settings := worldSettings{lag: time.Duration(r.IntN(lags)) * 5 * time.Second, unreadable: statuses[:r.IntN(5)]}
			s := &storm{t: t, w: c.new(t, settings), r: r, twice: twice}
			if seed%49 == 7 { // lists of several pages
				s.w.seed(make([]invitation.Invitation, 150)...)
			}
			for range writesInABubble {
				s.writes++
				s.write(fmt.Sprintf("seed %d, write %d", seed, s.writes))
			}
			all.add(s.tally)
		})
		if t.Failed() {
			break
		}
	}
	return all
}

var statuses = []invitation.Status{invitation.StatusAccepted, invitation.StatusDeclined, invitation.StatusCancelled, invitation.StatusExpired}

func (s *storm) write(name string) {
	guest := s.w.cloud().account(s.writes)
	s.w.addAccount(guest)
	caller := s.w.client(guest, clientSettings{})
	time.Sleep(time.Duration(s.r.IntN(3000)) * time.Millisecond)
	switch s.r.IntN(4) {
	case 0:
		s.invite(name, guest)
	case 1:
		s.finish(name, guest, opAccept, invitation.StatusAccepted, caller.accept)
	case 2:
		s.finish(name, guest, opDecline, invitation.StatusDeclined, caller.decline)
	default:
		s.finish(name, guest, opCancel, invitation.StatusCancelled, sender(s.w).cancel)
	}
}

// trouble makes the first attempt of a write fail, and sometimes the second.
func (s *storm) trouble(op string) (text string) {
	for range 1 + s.r.IntN(s.twice)/(s.twice-1) {
		kinds := troubles(s.w, s.r)
		k := kinds[s.r.IntN(len(kinds))]
		inject(s.w, op, k)
		text += ", " + k.String()
	}
	return text
}

// meanwhile makes another program act while the client reads the state back.
func (s *storm) meanwhile(id string, to invitation.Status) {
	if s.r.IntN(10) > 0 {
		return
	}
	for _, op := range []string{opGet, opReceived} {
		inject(s.w, op, authtest.Hook(func() {
			s.w.update(id, func(i *invitation.Invitation) {
				if i.Status == invitation.StatusPending {
					i.Status, i.Updated = to, s.w.now().Truncate(time.Second)
				}
			})
		}))
	}
}

func (s *storm) invite(name, guest string) {
	in := invitation.Input{Target: account(guest), Note: "n"}
	before := s.seedBefore(in)
	name += ": invite" + s.trouble(opInvite)
	got, err := sender(s.w).invite(s.t.Context(), in)
	made := s.of(guest)[before:]
	require.LessOrEqual(s.t, len(made), 1, "%s: invited twice", name)
	s.invitations++
	switch {
	case err == nil:
		require.Len(s.t, made, 1, name)
		require.Equal(s.t, made[0], *got, name)
	case errors.Is(err, auth.ErrOutcomeUnknown):
		s.unknown++
		s.unknownInvitations++
	default:
		require.Empty(s.t, made, "%s: %v", name, err)
	}
}

// seedBefore seeds what the target may have received earlier.
func (s *storm) seedBefore(in invitation.Input) int {
	now := s.w.now()
	old := invitation.Invitation{Target: in.Target, Note: in.Note}
	switch s.r.IntN(8) {
	case 0: // long ago
		old.Status, old.Created, old.Updated = invitation.StatusDeclined, now.Add(-10*time.Hour), now.Add(-9*time.Hour)
	case 1: // it has expired, and the service has not noticed
		old.Created = now.Add(-15 * day)
	default:
		return 0
	}
	s.w.seed(old)
	return 1
}

func (s *storm) finish(name, guest, op string, want invitation.Status, do func(context.Context, string) (*invitation.Invitation, error)) {
	before := invitation.StatusPending
	if s.r.IntN(8) == 0 {
		before = statuses[s.r.IntN(len(statuses))]
	}
	i := s.w.seed(invitation.Invitation{Target: account(guest), Status: before})[0]
	s.meanwhile(i.ID, statuses[s.r.IntN(len(statuses))])
	name += fmt.Sprintf(": %s of a %s one%s", op, before, s.trouble(op))
	got, err := do(s.t.Context(), i.ID)
	state := s.of(guest)[0]
	switch {
	case err == nil:
		require.Equal(s.t, want, state.Status, name)
		require.Equal(s.t, state, *got, name)
	case errors.Is(err, auth.ErrOutcomeUnknown):
		s.unknown++
	default:
		require.True(s.t, state.Status != want || before == want, "%s: it is %s, and reported is %v", name, state.Status, err)
	}
}

func (s *storm) of(guest string) (out []invitation.Invitation) {
	for _, i := range s.w.invitations() {
		if i.Target.Entity == guest {
			out = append(out, i)
		}
	}
	return out
}
