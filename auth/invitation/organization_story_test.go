package invitation_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// 200 accounts are invited day after day and join by roles that the management account
// assumes in them. Some decline, leave, are removed, and come back. Each day the members
// and the sent list are what the published rules say.
func TestService_FortyDays(t *testing.T) {
	t.Parallel()
	if racing {
		t.Skip("one goroutine tells the story: the race detector finds nothing in it")
	}
	large := worldSettings{quota: 20, pending: 40, lag: 10 * time.Second, limits: limits{
		members: 90, removals: 5, changes: 3, memberLag: time.Minute, rejoin: 90 * time.Second,
	}}
	tell(t, "follows the published rules", large, 200, alibabarm.Version20200331)
	small := large
	small.limits.members, small.limits.removals = 15, 2
	small.limits.varied = true
	tell(t, "follows rules that are not published", small, 50, alibabarm.Version20220419)
}

// tell tells the story to each cloud. As both versions of Alibaba Cloud have the same rules, a
// plain run tells it to one of them.
func tell(t *testing.T, name string, s worldSettings, accounts int, v alibabarm.Version) {
	t.Helper()
	to := []*cloud{huaweiCloud(), alibabaCloud(v)}
	if fullStrength {
		to = clouds()
	}
	runOn(t, name, to, s, func(t *testing.T, w world) { newStory(t, w, s, accounts).run() })
}

type story struct {
	t      *testing.T
	w      world
	m      *model
	r      *rand.Rand
	start  time.Time
	root   client
	inputs []invitation.Input
	seen   map[string]int // what happened, and how often
}

func newStory(t *testing.T, w world, s worldSettings, accounts int) *story {
	y := &story{
		t: t, w: w, m: newModel(w, s), r: rand.New(rand.NewPCG(1, 2)), start: w.now(),
		root: sender(w), inputs: inputsOf(w, accounts), seen: map[string]int{},
	}
	for _, in := range y.inputs {
		w.addAccount(in.Target.Entity)
	}
	return y
}

// at waits until a time of day.
func (y *story) at(n int, sinceMidnight time.Duration) time.Time {
	time.Sleep(time.Until(y.start.Add(time.Duration(n)*day + sinceMidnight)))
	y.m.pass(y.w.now())
	return y.w.now()
}

func (y *story) run() {
	for n := range 40 {
		y.day(n)
	}
	y.assertEventful()
}

func (y *story) day(n int) {
	y.inviteAll(y.at(n, 9*time.Hour))
	y.respond(y.at(n, 10*time.Hour))
	y.inviteAll(y.at(n, 15*time.Hour))
	y.leave(y.at(n, 18*time.Hour))
	y.remove(y.at(n, 19*time.Hour))
	y.check(y.at(n, 20*time.Hour))
}

// inviteAll runs the program that invites everybody who is no member.
func (y *story) inviteAll(now time.Time) {
	var want []invitation.Result
	for _, in := range y.inputs {
		result := y.m.invite(in.Target.Entity, now)
		y.seen[string(result)]++
		want = append(want, result)
	}
	again := y.root.reinvite(invitation.StatusAccepted, invitation.StatusDeclined, invitation.StatusExpired)
	out, err := gather(y.t, y.root.inviteAll(y.t.Context(), slices.Values(y.inputs), again))
	require.NoError(y.t, err)
	require.Equal(y.t, want, results(out), now)
}

// respond lets some of the invited accounts accept or decline, while root waits for them.
func (y *story) respond(now time.Time) {
	ctx := y.t.Context()
	waiting, stop := context.WithCancel(ctx)
	sent, err := y.root.list(ctx, false)
	require.NoError(y.t, err)
	open := map[string]string{}
	var ids []string
	for _, i := range sent {
		if i.Status == invitation.StatusPending {
			open[i.Target.Entity], ids = i.ID, append(ids, i.ID)
		}
	}
	ended := make(chan map[string]bool)
	go func() {
		done := map[string]bool{}
		for got, err := range y.root.service().WaitAll(waiting, ids, invitation.WaitInput{Want: invitation.StatusAccepted, Interval: time.Minute}) {
			if err == nil && got.Invitation.Status != invitation.StatusPending {
				done[got.ID] = got.Err == nil
			}
		}
		ended <- done
	}()
	time.Sleep(time.Second)
	want := map[string]bool{} // whether it was accepted, by ID
	for _, i := range y.m.pending("") {
		switch choice := y.r.IntN(100); {
		case choice < 45:
			if y.accept(i, open[i.target]) {
				want[open[i.target]] = true
			}
		case choice < 60:
			y.m.decline(i, y.w.now())
			_, err := y.member(i.target).decline(ctx, open[i.target])
			require.NoError(y.t, err)
			want[open[i.target]] = false
		}
	}
	time.Sleep(2 * time.Minute)
	stop()
	require.Equal(y.t, want, <-ended, now)
}

// accept runs the program of an account that is invited.
func (y *story) accept(i *modelInvitation, id string) bool {
	allowed := y.m.accept(i, y.w.now())
	out, err := gather(y.t, y.member(i.target).acceptFrom(y.t.Context(), trusted(y.w)))
	require.NoError(y.t, err)
	n := slices.IndexFunc(out, func(o invitation.Outcome) bool { return o.Invitation.ID == id })
	require.GreaterOrEqual(y.t, n, 0)
	if allowed {
		require.Equal(y.t, invitation.ResultAccepted, out[n].Result, out[n].Err)
		return true
	}
	y.seen["refused to join"]++
	require.ErrorIs(y.t, out[n].Err, auth.ErrQuota)
	return false
}

// member is the client of an account, by the role that root assumes in it.
func (y *story) member(id string) client { return y.root.as(y.w.assumed(id)) }

// some picks up to n members.
func (y *story) some(n int) []string {
	all := y.m.members()
	y.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(len(all), y.r.IntN(n+1))]
}

func (y *story) leave(now time.Time) {
	for _, id := range y.some(3) {
		if y.m.alibaba { // a member cannot leave by the API
			require.True(y.t, y.m.leave(id, now))
			y.w.removeMember(id)
			continue
		}
		y.end(y.m.leave(id, now), "refused to leave", y.member(id), "")
	}
}

func (y *story) remove(now time.Time) {
	for _, id := range y.some(8) {
		y.end(y.m.remove(id, now), "refused to remove", y.root, id)
		if y.m.alibaba {
			_, err := y.root.invite(y.t.Context(), invitation.Input{Target: account(id)})
			require.ErrorIs(y.t, err, auth.ErrConflict, "it is still leaving")
		}
	}
}

// end ends a membership by a request, which must be refused for a quota if it is not
// allowed.
func (y *story) end(allowed bool, refused string, by client, id string) {
	_, err := by.do(y.t.Context(), endCall(y.t, y.w, id))
	if allowed {
		require.NoError(y.t, err)
		return
	}
	y.seen[refused]++
	require.ErrorIs(y.t, err, auth.ErrQuota)
}

// endCall removes an account, or lets the caller leave if id is "".
func endCall(t *testing.T, w world, id string) auth.Call {
	op, path := "RemoveAccount", "/v1/organizations/accounts/"+id+"/remove"
	switch {
	case w.cloud().limitsPending:
		op, path = "RemoveCloudAccount", "/?AccountId="+id
	case id == "":
		op, path = "LeaveOrganization", "/v1/organizations/leave"
	}
	req, err := http.NewRequest(http.MethodPost, path, nil)
	require.NoError(t, err)
	return auth.Call{Op: op, Request: req}
}

// check compares the lists of the service with the model.
func (y *story) check(now time.Time) {
	members, err := y.root.members(y.t.Context())
	require.NoError(y.t, err)
	got := map[string]time.Time{}
	for _, m := range members {
		assert.Equal(y.t, "invited", m.JoinMethod)
		got[m.ID] = m.Joined
	}
	require.Equal(y.t, y.m.joined, got, now)
	sent, err := y.root.list(y.t.Context(), false)
	require.NoError(y.t, err)
	listed := map[string]int{}
	for _, i := range sent {
		listed[i.Target.Entity+" "+string(i.Status)]++
	}
	require.Equal(y.t, y.m.listed(now), listed, now)
	y.seen["forgotten"] = len(y.m.invited) - len(sent)
}

// assertEventful checks that every event of interest happened.
func (y *story) assertEventful() {
	want := []string{"created", "already pending", "already member", "quota reached", "refused to join", "forgotten"}
	if !y.m.alibaba {
		want = append(want, "refused to leave", "refused to remove")
	}
	for _, what := range want {
		assert.NotZero(y.t, y.seen[what], what)
	}
	y.t.Log(y.seen)
}
