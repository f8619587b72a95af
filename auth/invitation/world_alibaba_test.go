package invitation_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

type alibabaWorld struct {
	t        testing.TB
	c        *cloud
	v        alibabarm.Version
	s        *alibabarmtest.Service
	accounts map[string]alibabarmtest.Account
}

func newAlibaba(t testing.TB, c *cloud, v alibabarm.Version, s worldSettings) *alibabaWorld {
	if s.unreadable == nil { // as in the cloud
		s.unreadable = []invitation.Status{invitation.StatusAccepted}
	}
	opts := append(alibabaLimits(s.limits),
		alibabarmtest.WithInvitationQuota(bound(s.quota)), alibabarmtest.WithPendingQuota(bound(s.pending)),
		alibabarmtest.WithPropagationDelay(s.lag))
	var unreadable []alibabarm.Status
	for _, status := range s.unreadable {
		unreadable = append(unreadable, alibabaWord(status))
	}
	opts = append(opts, alibabarmtest.WithUnreadable(unreadable...))
	if s.managing {
		opts = append(opts, alibabarmtest.WithListedManagement())
	}
	if s.xml {
		opts = append(opts, alibabarmtest.WithXML())
	}
	w := &alibabaWorld{t: t, c: c, v: v, accounts: map[string]alibabarmtest.Account{}, s: alibabarmtest.New(opts...)}
	w.accounts[c.root] = w.s.AddAccount(alibabarmtest.Account{ID: c.root, Name: c.rootName, Role: alibabarmtest.Management})
	w.accounts[c.guest] = w.s.AddAccount(alibabarmtest.Account{ID: c.guest, Name: "acme-sandbox"})
	return w
}

func alibabaLimits(l limits) []alibabarmtest.Option {
	opts := []alibabarmtest.Option{
		alibabarmtest.WithMemberQuota(bound(l.members)), alibabarmtest.WithMembershipDelay(l.memberLag), alibabarmtest.WithRejoinDelay(l.rejoin),
	}
	if l.varied { // it is not published when a day of the quotas begins
		opts = append(opts, alibabarmtest.WithCalendarDays(nil))
	}
	return opts
}

func (w *alibabaWorld) cloud() *cloud { return w.c }

func (w *alibabaWorld) provider(account string) auth.Provider { return w.accounts[account].Provider() }

func (w *alibabaWorld) assumed(account string) auth.Provider {
	return alibabarm.AssumeRole(w.provider(w.c.root), alibabarm.AssumeInput{
		RoleARN: "acs:ram::" + account + ":role/inviter", SessionName: "nightly", Transport: w.s.RoundTripper(),
	})
}

func (w *alibabaWorld) keys(account string) (id, secret, token string) {
	c := w.accounts[account].Credentials
	return c.AccessKeyID, c.AccessKeySecret, ""
}

func (w *alibabaWorld) temporary(account string, lifetime time.Duration) auth.Credentials {
	return w.s.TemporaryCredentials(w.accounts[account], lifetime)
}

func (w *alibabaWorld) rotate(account string) auth.Credentials {
	a := w.accounts[account]
	a.Credentials.AccessKeyID += "NEXT"
	w.accounts[account] = w.s.AddAccount(a)
	return w.accounts[account].Credentials
}

func (w *alibabaWorld) addAccount(id string) {
	w.accounts[id] = w.s.AddAccount(alibabarmtest.Account{ID: id})
}

func (w *alibabaWorld) addMember(id string) {
	w.accounts[id] = w.s.AddAccount(alibabarmtest.Account{ID: id, Role: alibabarmtest.Member})
}

func (w *alibabaWorld) addDelegated(string) bool {
	return false
}

func (w *alibabaWorld) removeMember(id string) { require.True(w.t, w.s.RemoveMember(id), id) }

func (w *alibabaWorld) client(account string, s clientSettings) client {
	c, err := w.s.NewClient(w.accounts[account], w.options(s)...)
	require.NoError(w.t, err)
	return alibabaClient{c}
}

func (w *alibabaWorld) options(s clientSettings) []alibabarm.Option {
	opts := []alibabarm.Option{alibabarm.WithVersion(w.v), alibabarm.WithMaxResponseBytes(s.maxBody), alibabarm.WithLimiter(s.limiter)}
	if s.retry != nil {
		opts = append(opts, alibabarm.WithRetry(*s.retry))
	}
	if s.endpoint != "" {
		opts = append(opts, alibabarm.WithEndpoint(s.endpoint))
	}
	if s.clock != nil {
		opts = append(opts, alibabarm.WithClock(s.clock))
	}
	if s.logger != nil {
		opts = append(opts, alibabarm.WithLogger(s.logger))
	}
	if s.transport != nil {
		opts = append(opts, alibabarm.WithTransport(s.transport))
	}
	if s.provider != nil {
		opts = append(opts, alibabarm.WithCredentials(s.provider))
	}
	if s.jitter != nil {
		opts = append(opts, configured[alibabarm.Option](func(c *auth.Config) { c.Jitter = s.jitter }))
	}
	for _, observer := range s.observers {
		opts = append(opts, alibabarm.WithObserver(observer))
	}
	if s.account != "" {
		opts = append(opts, alibabarm.WithAccount(s.account))
	}
	return opts
}

func (w *alibabaWorld) seed(all ...invitation.Invitation) (out []invitation.Invitation) {
	for _, i := range all {
		out = append(out, fromAlibaba(w.s.Seed(toAlibaba(i))[0]))
	}
	return out
}

func (w *alibabaWorld) update(id string, change func(*invitation.Invitation)) {
	w.s.Update(id, func(h *alibabarm.Handshake) {
		i := fromAlibaba(*h)
		change(&i)
		*h = toAlibaba(i)
	})
}

func (w *alibabaWorld) remove(id string) { w.s.Remove(id) }

func (w *alibabaWorld) invitations() (out []invitation.Invitation) {
	for _, h := range w.s.Handshakes() {
		out = append(out, fromAlibaba(h))
	}
	return out
}

var alibabaOps = map[string]string{
	opSent: alibabarmtest.ListHandshakesForResourceDirectory, opReceived: alibabarmtest.ListHandshakesForAccount, opGet: alibabarmtest.GetHandshake,
	opInvite: alibabarmtest.InviteAccountToResourceDirectory, opAccept: alibabarmtest.AcceptHandshake,
	opDecline: alibabarmtest.DeclineHandshake, opCancel: alibabarmtest.CancelHandshake, opMembers: alibabarmtest.ListAccounts,
	opOrganization: alibabarmtest.GetResourceDirectory, "": "",
}

func (w *alibabaWorld) inject(f fault) {
	w.s.Inject(alibabarmtest.Fault{Op: alibabaOps[f.op], AccountID: f.account, Skip: f.skip, Times: f.times, Kind: f.kind})
}

func (w *alibabaWorld) refuse(code string) authtest.Kind {
	return alibabarmtest.Refuse(400, code, "x")
}

func (w *alibabaWorld) refuseThrottled(retryAfter string) authtest.Kind {
	return alibabarmtest.Throttled("", "Retry-After: "+retryAfter)
}

func (w *alibabaWorld) unused() int { return len(w.s.Unused()) }

func (w *alibabaWorld) requests() (out []request) {
	for _, r := range w.s.Requests() {
		if r.Op != alibabarmtest.AssumeRole { // STS has one version
			assert.Equal(w.t, string(w.v), r.Version)
		}
		out = append(out, request{
			account: r.AccountID, op: neutralOp(alibabaOps, r.Op), status: r.Status, time: r.Time, id: r.RequestID, header: r.Header, query: r.Query.Encode(),
			line: strings.Join(strings.Fields(fmt.Sprintf("%s %s %s", r.Op, r.Query.Encode(), r.Body)), " "),
		})
	}
	return out
}

func (w *alibabaWorld) held(s clientSettings) []any {
	return []any{w.s, w.accounts[w.c.root], w.s.Requests(), w.s.RoundTripper(), w.options(s), alibabarm.DefaultProvider()}
}

func (w *alibabaWorld) roundTripper() http.RoundTripper { return w.s.RoundTripper() }

func (w *alibabaWorld) handler() http.Handler { return w.s }

func (w *alibabaWorld) now() time.Time { return w.s.Now() }

func (w *alibabaWorld) skew(d time.Duration) { w.s.Skew(d) }
