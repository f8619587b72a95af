package invitation_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

type huaweiWorld struct {
	t        testing.TB
	c        *cloud
	s        *huaweiorgtest.Service
	accounts map[string]huaweiorgtest.Account
}

func newHuawei(t testing.TB, c *cloud, s worldSettings) *huaweiWorld {
	opts := append(huaweiLimits(s.limits),
		huaweiorgtest.WithInvitationQuota(bound(s.quota)), huaweiorgtest.WithPropagationDelay(s.lag))
	if s.managing {
		opts = append(opts, huaweiorgtest.WithListedManagement())
	}
	w := &huaweiWorld{t: t, c: c, accounts: map[string]huaweiorgtest.Account{}, s: huaweiorgtest.New(opts...)}
	w.accounts[c.root] = w.s.AddAccount(huaweiorgtest.Account{ID: c.root, Name: c.rootName, Role: huaweiorgtest.Management})
	w.accounts[c.guest] = w.s.AddAccount(huaweiorgtest.Account{ID: c.guest, Name: c.guestTarget.Entity})
	return w
}

func huaweiLimits(l limits) []huaweiorgtest.Option {
	members := -1
	if l.members > 0 {
		members = l.members + 1 // with the management account
	}
	opts := []huaweiorgtest.Option{
		huaweiorgtest.WithAccountQuota(members), huaweiorgtest.WithRemovalQuota(bound(l.removals)),
		huaweiorgtest.WithChangeQuota(bound(l.changes)), huaweiorgtest.WithMembershipDelay(l.memberLag),
	}
	if l.varied { // neither the code nor the message of this quota is published
		opts = append(opts, huaweiorgtest.WithRefusal("Organizations.9009", 0, "Organizations.1404", "The invitations of a day are used up."))
	}
	return opts
}

func (w *huaweiWorld) cloud() *cloud { return w.c }

func (w *huaweiWorld) provider(account string) auth.Provider { return w.accounts[account].Provider() }

func (w *huaweiWorld) assumed(account string) auth.Provider {
	return huaweiorg.AssumeAgency(w.provider(w.c.root), huaweiorg.AssumeInput{
		AgencyURN: "iam::" + account + ":agency:inviter", SessionName: "nightly", Transport: w.s.RoundTripper(),
	})
}

func (w *huaweiWorld) keys(account string) (id, secret, token string) {
	c := w.accounts[account].Credentials
	return c.AccessKeyID, c.AccessKeySecret, ""
}

func (w *huaweiWorld) temporary(account string, lifetime time.Duration) auth.Credentials {
	return w.s.TemporaryCredentials(w.accounts[account], lifetime)
}

func (w *huaweiWorld) rotate(account string) auth.Credentials {
	a := w.accounts[account]
	a.Credentials.AccessKeyID += "NEXT"
	w.accounts[account] = w.s.AddAccount(a)
	return w.accounts[account].Credentials
}

func (w *huaweiWorld) addAccount(id string) {
	w.accounts[id] = w.s.AddAccount(huaweiorgtest.Account{ID: id})
}

func (w *huaweiWorld) addMember(id string) {
	w.accounts[id] = w.s.AddAccount(huaweiorgtest.Account{ID: id, Role: huaweiorgtest.Member})
}

func (w *huaweiWorld) addDelegated(id string) bool {
	w.accounts[id] = w.s.AddAccount(huaweiorgtest.Account{ID: id, Role: huaweiorgtest.DelegatedAdministrator})
	return true
}

func (w *huaweiWorld) removeMember(id string) { require.True(w.t, w.s.RemoveMember(id), id) }

func (w *huaweiWorld) client(account string, s clientSettings) client {
	c, err := w.s.NewClient(w.accounts[account], w.options(s)...)
	require.NoError(w.t, err)
	return huaweiClient{c}
}

func (w *huaweiWorld) options(s clientSettings) []huaweiorg.Option {
	opts := []huaweiorg.Option{huaweiorg.WithMaxResponseBytes(s.maxBody), huaweiorg.WithLimiter(s.limiter)}
	if s.retry != nil {
		opts = append(opts, huaweiorg.WithRetry(*s.retry))
	}
	if s.endpoint != "" {
		opts = append(opts, huaweiorg.WithEndpoint(s.endpoint))
	}
	if s.clock != nil {
		opts = append(opts, huaweiorg.WithClock(s.clock))
	}
	if s.logger != nil {
		opts = append(opts, huaweiorg.WithLogger(s.logger))
	}
	if s.transport != nil {
		opts = append(opts, huaweiorg.WithTransport(s.transport))
	}
	if s.provider != nil {
		opts = append(opts, huaweiorg.WithCredentials(s.provider))
	}
	if s.jitter != nil {
		opts = append(opts, configured[huaweiorg.Option](func(c *auth.Config) { c.Jitter = s.jitter }))
	}
	for _, observer := range s.observers {
		opts = append(opts, huaweiorg.WithObserver(observer))
	}
	if s.account != "" {
		opts = append(opts, huaweiorg.WithAccount(s.account))
	}
	return opts
}

func (w *huaweiWorld) seed(all ...invitation.Invitation) (out []invitation.Invitation) {
	for _, i := range all {
		out = append(out, fromHuawei(w.s.Seed(toHuawei(i))[0]))
	}
	return out
}

func (w *huaweiWorld) update(id string, change func(*invitation.Invitation)) {
	w.s.Update(id, func(h *huaweiorg.Handshake) {
		i := fromHuawei(*h)
		change(&i)
		urn := h.URN
		*h = toHuawei(i)
		h.URN = urn
	})
}

func (w *huaweiWorld) remove(id string) { w.s.Remove(id) }

func (w *huaweiWorld) invitations() (out []invitation.Invitation) {
	for _, h := range w.s.Handshakes() {
		out = append(out, fromHuawei(h))
	}
	return out
}

var huaweiOps = map[string]string{
	opSent: huaweiorgtest.ListHandshakes, opReceived: huaweiorgtest.ListReceivedHandshakes, opGet: huaweiorgtest.ShowHandshake,
	opInvite: huaweiorgtest.InviteAccount, opAccept: huaweiorgtest.AcceptHandshake,
	opDecline: huaweiorgtest.DeclineHandshake, opCancel: huaweiorgtest.CancelHandshake, opMembers: huaweiorgtest.ListAccounts,
	opOrganization: huaweiorgtest.ShowOrganization, "": "",
}

func (w *huaweiWorld) inject(f fault) {
	w.s.Inject(huaweiorgtest.Fault{Op: huaweiOps[f.op], AccountID: f.account, Skip: f.skip, Times: f.times, Kind: f.kind})
}

func (w *huaweiWorld) refuse(code string) authtest.Kind {
	return huaweiorgtest.Refuse(400, code, "x")
}

func (w *huaweiWorld) refuseThrottled(retryAfter string) authtest.Kind {
	return huaweiorgtest.Throttled(retryAfter)
}

func (w *huaweiWorld) unused() int { return len(w.s.Unused()) }

func (w *huaweiWorld) requests() (out []request) {
	for _, r := range w.s.Requests() {
		out = append(out, request{
			account: r.AccountID, op: neutralOp(huaweiOps, r.Op), status: r.Status, time: r.Time, id: r.RequestID, header: r.Header, query: r.Query.Encode(),
			line: strings.Join(strings.Fields(fmt.Sprintf("%s %s %s", r.Method, r.Path, r.Body)), " "),
		})
	}
	return out
}

func neutralOp(ops map[string]string, native string) string {
	for neutral, op := range ops {
		if op == native {
			return neutral
		}
	}
	return native
}

func (w *huaweiWorld) held(s clientSettings) []any {
	return []any{w.s, w.accounts[w.c.root], w.s.Requests(), w.s.RoundTripper(), w.options(s), huaweiorg.DefaultProvider()}
}

func (w *huaweiWorld) roundTripper() http.RoundTripper { return w.s.RoundTripper() }

func (w *huaweiWorld) handler() http.Handler { return w.s }

func (w *huaweiWorld) now() time.Time { return w.s.Now() }

func (w *huaweiWorld) skew(d time.Duration) { w.s.Skew(d) }
