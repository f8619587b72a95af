package alibabarm_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// troubles are what can happen to a write. Who calls cannot tell the odd ones from the
// even ones.
func troubles(r *rand.Rand) []alibabarmtest.Kind {
	cut := r.IntN(300)
	return []alibabarmtest.Kind{
		{},
		alibabarmtest.Reset(), alibabarmtest.AppliedThen(alibabarmtest.Reset()),
		alibabarmtest.Unavailable(), alibabarmtest.AppliedThen(alibabarmtest.Unavailable()),
		alibabarmtest.CutBody(cut), alibabarmtest.TruncateBody(cut),
		alibabarmtest.Hang(), alibabarmtest.AppliedThen(alibabarmtest.Hang()),
		alibabarmtest.Raw(200, "{}"), alibabarmtest.AppliedThen(alibabarmtest.Raw(200, "{}")),
		alibabarmtest.NonceUsed(), alibabarmtest.AppliedThen(alibabarmtest.NonceUsed()),
		alibabarmtest.NoConnection(), alibabarmtest.ConcurrentCall(), alibabarmtest.Throttled("3000"),
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
		"half of the troubles hit twice": {twice: 2, writes: stormWrites / 2, most: 2, mostInvitations: 1},
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
		v := versions[seed%2]
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			lag := time.Duration(r.IntN(5)) * 5 * time.Second // at most longer than the client looks
			s := &storm{t: t, w: newWorld(t, v, alibabarmtest.WithPropagationDelay(lag), unreadable(r)), r: r, twice: twice}
			if seed%49 == 7 { // lists of several pages
				s.w.s.Seed(s.w.s.Believable(150)...)
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

// unreadable are the ends after which GetHandshake may be of no use.
func unreadable(r *rand.Rand) alibabarmtest.Option {
	return alibabarmtest.WithUnreadable([]alibabarm.Status{"Accepted", "Declined", "Cancelled", "Expired"}[:r.IntN(5)]...)
}

func (s *storm) write(name string) {
	guest := s.w.s.AddAccount(alibabarmtest.Account{ID: fmt.Sprintf("1%015d", s.writes)})
	receiver := s.w.sender.With(alibabarm.WithCredentials(guest.Provider()))
	time.Sleep(time.Duration(s.r.IntN(3000)) * time.Millisecond)
	switch s.r.IntN(4) {
	case 0:
		s.invite(name, guest)
	case 1:
		s.finish(name, guest, alibabarmtest.AcceptHandshake, alibabarm.StatusAccepted, receiver)
	case 2:
		s.finish(name, guest, alibabarmtest.DeclineHandshake, alibabarm.StatusDeclined, receiver)
	default:
		s.finish(name, guest, alibabarmtest.CancelHandshake, alibabarm.StatusCancelled, s.w.sender)
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
func (s *storm) meanwhile(id string, to alibabarm.Status) {
	if s.r.IntN(10) > 0 {
		return
	}
	for _, op := range []string{alibabarmtest.GetHandshake, alibabarmtest.ListHandshakesForAccount} {
		s.w.inject(op, alibabarmtest.Hook(func() {
			s.w.s.Update(id, func(h *alibabarm.Handshake) {
				if h.Status == alibabarm.StatusPending {
					h.Status, h.ModifyTime = to, s.w.s.Now().Truncate(time.Second)
				}
			})
		}))
	}
}

func (s *storm) invite(name string, guest alibabarmtest.Account) {
	in := alibabarm.InviteAccountInput{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guest.ID, Note: "n"}
	before := s.before(guest, in)
	name += ": invite" + s.trouble(alibabarmtest.InviteAccountToResourceDirectory)
	h, err := s.w.sender.InviteAccountToResourceDirectory(s.t.Context(), in)
	made := s.of(guest.ID)[before:]
	require.LessOrEqual(s.t, len(made), 1, "%s: invited twice", name)
	s.invitations++
	switch {
	case err == nil:
		require.Len(s.t, made, 1, name)
		require.Equal(s.t, made[0], *h, name)
	case errors.Is(err, alibabarm.ErrOutcomeUnknown):
		s.unknown++
		s.unknownInvitations++
	default:
		require.Empty(s.t, made, "%s: %v", name, err)
	}
}

// before seeds what the target may have received earlier.
func (s *storm) before(guest alibabarmtest.Account, in alibabarm.InviteAccountInput) int {
	now := s.w.s.Now()
	switch s.r.IntN(8) {
	case 0: // long ago
		s.w.s.Seed(alibabarm.Handshake{TargetType: in.TargetType, TargetEntity: in.TargetEntity, Note: in.Note, Status: alibabarm.StatusDeclined,
			CreateTime: now.Add(-10 * time.Hour), ModifyTime: now.Add(-9 * time.Hour)})
		return 1
	case 1: // the clock has run out, and the service has not noticed
		s.w.s.Seed(alibabarm.Handshake{TargetType: in.TargetType, TargetEntity: in.TargetEntity, Note: in.Note, CreateTime: now.Add(-15 * 24 * time.Hour)})
		return 1
	}
	return 0
}

func (s *storm) finish(name string, guest alibabarmtest.Account, op string, want alibabarm.Status, c *alibabarm.Client) {
	statuses := []alibabarm.Status{alibabarm.StatusAccepted, alibabarm.StatusDeclined, alibabarm.StatusCancelled, alibabarm.StatusExpired}
	before := alibabarm.StatusPending
	if s.r.IntN(8) == 0 {
		before = statuses[s.r.IntN(len(statuses))]
	}
	h := s.w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guest.ID, Status: before})[0]
	s.meanwhile(h.ID, statuses[s.r.IntN(len(statuses))])
	name += fmt.Sprintf(": %s of a %s one%s", op, before, s.trouble(op))
	do := map[string]func(*alibabarm.Client) (*alibabarm.Handshake, error){
		alibabarmtest.AcceptHandshake: func(c *alibabarm.Client) (*alibabarm.Handshake, error) { return c.AcceptHandshake(s.t.Context(), h.ID) },
		alibabarmtest.DeclineHandshake: func(c *alibabarm.Client) (*alibabarm.Handshake, error) {
			return c.DeclineHandshake(s.t.Context(), h.ID)
		},
		alibabarmtest.CancelHandshake: func(c *alibabarm.Client) (*alibabarm.Handshake, error) { return c.CancelHandshake(s.t.Context(), h.ID) },
	}[op]
	got, err := do(c)
	state := s.of(guest.ID)[0]
	switch {
	case err == nil:
		require.Equal(s.t, want, state.Status, name)
		got.MasterAccountRealName, got.InvitedAccountRealName = "", "" // of GetHandshake
		require.Equal(s.t, state, *got, name)
	case errors.Is(err, alibabarm.ErrOutcomeUnknown):
		s.unknown++
	default:
		require.True(s.t, state.Status != want || before == want, "%s: it is %s, and reported is %v", name, state.Status, err)
	}
}

func (s *storm) of(account string) (out []alibabarm.Handshake) {
	for _, h := range s.w.s.Handshakes() {
		if h.TargetEntity == account {
			out = append(out, h)
		}
	}
	return out
}
