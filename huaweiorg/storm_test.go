package huaweiorg_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// troubles are what can happen to a write. Who calls cannot tell the odd ones from the
// even ones.
func troubles(r *rand.Rand) []huaweiorgtest.Kind {
	cut := r.IntN(300)
	return []huaweiorgtest.Kind{
		{},
		huaweiorgtest.Reset(), huaweiorgtest.AppliedThen(huaweiorgtest.Reset()),
		huaweiorgtest.Unavailable(), huaweiorgtest.AppliedThen(huaweiorgtest.Unavailable()),
		huaweiorgtest.CutBody(cut), huaweiorgtest.TruncateBody(cut),
		huaweiorgtest.Hang(), huaweiorgtest.AppliedThen(huaweiorgtest.Hang()),
		huaweiorgtest.Raw(200, "{}"), huaweiorgtest.AppliedThen(huaweiorgtest.Raw(200, "{}")),
		huaweiorgtest.NoConnection(), huaweiorgtest.UnavailableIAM(), huaweiorgtest.Throttled("3"),
	}
}

// A storm makes random writes with random troubles and compares what is reported with
// what the service knows.
type storm struct {
	t     *testing.T
	w     world
	r     *rand.Rand
	twice int // one trouble in so many hits two attempts in a row
	tally
}

// One bubble makes few writes, for each of them reads all that were before.
const writesInABubble = 20

func TestNoWriteIsReportedWrongly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		twice                 int // one trouble in so many hits two attempts in a row
		writes                int
		most, mostInvitations float64 // of the outcomes that are unknown, in percent
	}{
		"one trouble in six hits twice":  {twice: 6, writes: stormWrites, most: 1, mostInvitations: 4},
		"half of the troubles hit twice": {twice: 2, writes: stormWrites / 2, most: 3, mostInvitations: 12},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := stormOf(t, c.writes, c.twice)
			t.Log(all)
			assert.Less(t, percent(all.unknown, all.writes), c.most, "of all writes")
			assert.Less(t, percent(all.unknownInvitations, all.invitations), c.mostInvitations, "of the invitations")
		})
	}
}

func stormOf(t *testing.T, writes int, twice int) (all tally) {
	for seed := uint64(0); seed < uint64(writes/writesInABubble); seed++ {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			lag := time.Duration(r.IntN(3)) * 5 * time.Second
			s := &storm{t: t, w: newWorld(t, huaweiorgtest.WithPropagationDelay(lag)), r: r, twice: twice}
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

// A tally counts writes, and those whose outcome is unknown.
type tally struct{ writes, unknown, invitations, unknownInvitations int }

func (t *tally) add(more tally) {
	t.writes += more.writes
	t.unknown += more.unknown
	t.invitations += more.invitations
	t.unknownInvitations += more.unknownInvitations
}

func (t tally) String() string {
	return fmt.Sprintf("unknown is the outcome of %.2f %% of %d writes, and of %.2f %% of the %d invitations among them",
		percent(t.unknown, t.writes), t.writes, percent(t.unknownInvitations, t.invitations), t.invitations)
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(whole) }

func (s *storm) write(name string) {
	guest := s.w.s.AddAccount(huaweiorgtest.Account{ID: fmt.Sprintf("%032x", s.writes)})
	receiver := s.w.sender.With(huaweiorg.WithCredentials(guest.Provider()))
	time.Sleep(time.Duration(s.r.IntN(3000)) * time.Millisecond)
	switch s.r.IntN(4) {
	case 0:
		s.invite(name, guest)
	case 1:
		s.finish(name, guest, huaweiorgtest.AcceptHandshake, huaweiorg.StatusAccepted, receiver)
	case 2:
		s.finish(name, guest, huaweiorgtest.DeclineHandshake, huaweiorg.StatusDeclined, receiver)
	default:
		s.finish(name, guest, huaweiorgtest.CancelHandshake, huaweiorg.StatusCancelled, s.w.sender)
	}
}

// trouble lets the first attempt of a write go wrong, and sometimes the second.
func (s *storm) trouble(op string) (text string) {
	for range 1 + s.r.IntN(s.twice)/(s.twice-1) {
		kinds := troubles(s.r)
		k := kinds[s.r.IntN(len(kinds))]
		s.w.inject(op, k)
		text += ", " + k.String()
	}
	return text
}

// meanwhile lets somebody else act while the state is read back.
func (s *storm) meanwhile(id string, to huaweiorg.Status) {
	if s.r.IntN(10) > 0 {
		return
	}
	for _, op := range []string{huaweiorgtest.ShowHandshake, huaweiorgtest.ListReceivedHandshakes} {
		s.w.inject(op, huaweiorgtest.Hook(func() {
			s.w.s.Update(id, func(h *huaweiorg.Handshake) {
				if h.Status == huaweiorg.StatusPending {
					h.Status, h.UpdatedAt = to, s.w.s.Now().Truncate(time.Second)
				}
			})
		}))
	}
}

func (s *storm) invite(name string, guest huaweiorgtest.Account) {
	in := huaweiorg.InviteAccountInput{Target: target(guest.ID), Notes: "n"}
	before := s.before(guest, in)
	name += ": invite" + s.trouble(huaweiorgtest.InviteAccount)
	h, err := s.w.sender.InviteAccount(s.t.Context(), in)
	made := s.of(guest.ID)[before:]
	require.LessOrEqual(s.t, len(made), 1, "%s: invited twice", name)
	s.invitations++
	switch {
	case err == nil:
		require.Len(s.t, made, 1, name)
		require.Equal(s.t, made[0], *h, name)
	case errors.Is(err, huaweiorg.ErrOutcomeUnknown):
		s.unknown++
		s.unknownInvitations++
	default:
		require.Empty(s.t, made, "%s: %v", name, err)
	}
}

// before seeds what the target may have received earlier.
func (s *storm) before(guest huaweiorgtest.Account, in huaweiorg.InviteAccountInput) int {
	now := s.w.s.Now()
	switch s.r.IntN(8) {
	case 0: // long ago
		s.w.s.Seed(huaweiorg.Handshake{Target: in.Target, Notes: in.Notes, Status: huaweiorg.StatusDeclined,
			CreatedAt: now.Add(-10 * time.Hour), UpdatedAt: now.Add(-9 * time.Hour)})
		return 1
	case 1: // the clock has run out, and the service has not noticed
		s.w.s.Seed(huaweiorg.Handshake{Target: in.Target, Notes: in.Notes, CreatedAt: now.Add(-15 * 24 * time.Hour)})
		return 1
	}
	return 0
}

func (s *storm) finish(name string, guest huaweiorgtest.Account, op string, want huaweiorg.Status, c *huaweiorg.Client) {
	statuses := []huaweiorg.Status{huaweiorg.StatusAccepted, huaweiorg.StatusDeclined, huaweiorg.StatusCancelled, huaweiorg.StatusExpired}
	before := huaweiorg.StatusPending
	if s.r.IntN(8) == 0 {
		before = statuses[s.r.IntN(len(statuses))]
	}
	h := s.w.s.Seed(huaweiorg.Handshake{Target: target(guest.ID), Status: before})[0]
	s.meanwhile(h.ID, statuses[s.r.IntN(len(statuses))])
	name += fmt.Sprintf(": %s of a %s one%s", op, before, s.trouble(op))
	do := map[string]func(*huaweiorg.Client) (*huaweiorg.Handshake, error){
		huaweiorgtest.AcceptHandshake: func(c *huaweiorg.Client) (*huaweiorg.Handshake, error) { return c.AcceptHandshake(s.t.Context(), h.ID) },
		huaweiorgtest.DeclineHandshake: func(c *huaweiorg.Client) (*huaweiorg.Handshake, error) {
			return c.DeclineHandshake(s.t.Context(), h.ID)
		},
		huaweiorgtest.CancelHandshake: func(c *huaweiorg.Client) (*huaweiorg.Handshake, error) { return c.CancelHandshake(s.t.Context(), h.ID) },
	}[op]
	got, err := do(c)
	state := s.of(guest.ID)[0]
	switch {
	case err == nil:
		require.Equal(s.t, want, state.Status, name)
		require.Equal(s.t, state, *got, name)
	case errors.Is(err, huaweiorg.ErrOutcomeUnknown):
		s.unknown++
	default:
		require.True(s.t, state.Status != want || before == want, "%s: it is %s, and reported is %v", name, state.Status, err)
	}
}

func (s *storm) of(account string) (out []huaweiorg.Handshake) {
	for _, h := range s.w.s.Handshakes() {
		if h.Target.Entity == account {
			out = append(out, h)
		}
	}
	return out
}

func target(id string) huaweiorg.Target {
	return huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: id}
}
