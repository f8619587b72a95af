package invitation_test

import (
	"context"
	"fmt"
	"iter"
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
	"github.com/orghandshakes/handshakes-go/pagination"
)

func alibabaCloud(v alibabarm.Version) *cloud {
	c := &cloud{
		name: "alibaba " + string(v), resembles: v != alibabarm.Version20200331, prefix: "alibabarm: ",
		root: "1482310095517701", guest: "1190022334455667", rootName: "acme-root",
		guestTarget:    invitation.Target{Type: invitation.TargetTypeEmail, Entity: "admin@1190022334455667.example.test"},
		organizationID: "rd-Q7mZk1",
		account:        func(n int) string { return fmt.Sprintf("1%015d", n) },
		kinds: map[string]authtest.Kind{
			"unavailable": alibabarmtest.Unavailable(), "wrong keys": alibabarmtest.WrongKeys(),
			"throttled for a day": alibabarmtest.Throttled("86400000"), "throttled for a minute": alibabarmtest.Throttled("60000"),
			"throttled for 2 seconds": alibabarmtest.Throttled("2000"), "throttled": alibabarmtest.Throttled(""),
			"denied":       alibabarmtest.Refuse(403, "NoPermission", "Not authorized."),
			"wrong role":   alibabarmtest.Refuse(403, "NoPermission", "Not authorized."),
			"unknown code": alibabarmtest.Refuse(400, "Strange.Refusal", "x"),
			"unknown 403":  alibabarmtest.Refuse(403, "Strange.Refusal", "x"),
			"conflict":     alibabarmtest.Refuse(409, "HandshakeStatusMismatch", "x"),
			"over":         alibabarmtest.Refuse(404, "EntityNotExists.Handshake", "x"),
			"no member":    alibabarmtest.Refuse(409, "NotSupport.AccountInAnotherResourceDirectory", "x"),
			"busy":         alibabarmtest.ConcurrentCall(),
			"about input":  alibabarmtest.Refuse(400, "InvalidParameter", "x"),
			"about call":   alibabarmtest.Refuse(404, "EntityNotExists.ResourceDirectory", "x"),
			"quota":        alibabarmtest.Refuse(409, "LimitExceeded.InvitationRate", "x"),
			"missing":      alibabarmtest.Refuse(404, "EntityNotExists.Handshake", "x"),
			"wrong path":   alibabarmtest.Refuse(404, "InvalidAction.NotFound", "x"),
			"invalid":      alibabarmtest.Refuse(400, "InvalidParameter", "x"),
			"stale token":  alibabarmtest.StaleToken(),
		},
		field: map[string]string{
			"row expires": "Handshakes.Handshake.0.ExpireTime", "row target": "Handshakes.Handshake.0.TargetEntity", "row status": "Handshakes.Handshake.0.Status",
			"id": "Handshake.HandshakeId", "status": "Handshake.Status",
		},
		pendingBody: func(id string) string {
			return `{"RequestId":"1","Handshake":{"HandshakeId":"` + id + `","Status":"Pending"}}`
		},
		aboutInput: []string{
			"EntityNotExists.Folder", "EntityNotExists.Account", "EntityNotExists.Handshake", "SpecifiedResourceDirectoryNotExists",
			"MissingParameter.TargetEntity", "InvalidParameter.Note", "MissingParameter", "InvalidParameter", "UnsupportedParameter",
			"NotSupport.Account.Site", "LegalEntityMismatch",
		},
		aboutCall: map[string]error{
			"EntityNotExists.ResourceDirectory": auth.ErrNotFound, "InvalidAction.NotFound": auth.ErrInvalid, "NotSupport.Site.Action": auth.ErrInvalid,
			"InvalidTimeStamp.Format": auth.ErrInvalid, "Forbidden.RiskControl": auth.ErrPermission, "MissingSecurityToken": auth.ErrUnauthenticated,
		},
		refusesDuplicates: true, limitsPending: true,
		readsReceivedBy: opGet,
		looks: strings.NewReplacer("<pending>", "get 200", "<over>", "get 409, received 200", "<missing>", "get 404, received 200", "<denied>", "get 409, received 403",
			"<throttled>", "400", "<busy>", "429"),
		lag: func(w world, id string) {
			inject(w, opGet, authtest.AppliedThen(authtest.Raw(200, w.cloud().pendingBody(id))))
		},
		readsAccepted: []string{"root get 409", "root sent 200"},
		faults:        alibabaFaults, doc: "../../alibabarm/doc.go", formats: []worldSettings{{}, {xml: true}},
		listMethod: http.MethodPost, listTarget: "/?PageNumber=1&PageSize=100", listBody: alibabaListBody,
		handshake: alibabaHandshake, handshakeJSON: alibabaHandshakeJSON, omitted: []string{"Time", "RealName"}, final: alibabaFinal, finals: alibabaFinals,
		expiredBy: func(i invitation.Invitation, at time.Time) bool { return toAlibaba(i).ExpiredBy(at) },
		canonical: alibabaCanonical, printings: alibabaPrintings, quotations: alibabaQuotations, badEndpoint: alibabaBadEndpoint,
		hostile: alibabaHostile, shapes: alibabaShapes,
		endpoint: map[alibabarm.Version]string{alibabarm.Version20200331: alibabarm.Endpoint, alibabarm.Version20220419: alibabarm.EndpointDirectory}[v],
		signer:   auth.AlibabaSigner{}, tokenHeader: "X-Acs-Security-Token", idHeader: "X-Acs-Request-Id", nonceHeader: "X-Acs-Signature-Nonce",
		word: func(s invitation.Status) string { return string(alibabaWord(s)) },
	}
	c.new = func(t testing.TB, s worldSettings) world { return newAlibaba(t, c, v, s) }
	return c
}

type alibabaWorld struct {
	t        testing.TB
	c        *cloud
	v        alibabarm.Version
	s        *alibabarmtest.Service
	accounts map[string]alibabarmtest.Account
}

func newAlibaba(t testing.TB, c *cloud, v alibabarm.Version, s worldSettings) *alibabaWorld {
	if s.quota == 0 {
		s.quota = -1
	}
	if s.pending == 0 {
		s.pending = -1
	}
	if s.unreadable == nil { // as in the cloud
		s.unreadable = []invitation.Status{invitation.StatusAccepted}
	}
	opts := []alibabarmtest.Option{
		alibabarmtest.WithInvitationQuota(s.quota), alibabarmtest.WithPendingQuota(s.pending), alibabarmtest.WithMemberQuota(-1),
		alibabarmtest.WithPropagationDelay(s.lag),
	}
	var unreadable []alibabarm.Status
	for _, status := range s.unreadable {
		unreadable = append(unreadable, alibabaWord(status))
	}
	opts = append(opts, alibabarmtest.WithUnreadable(unreadable...))
	if s.xml {
		opts = append(opts, alibabarmtest.WithXML())
	}
	w := &alibabaWorld{t: t, c: c, v: v, accounts: map[string]alibabarmtest.Account{}, s: alibabarmtest.New(opts...)}
	w.accounts[c.root] = w.s.AddAccount(alibabarmtest.Account{ID: c.root, Name: c.rootName, Role: alibabarmtest.Management})
	w.accounts[c.guest] = w.s.AddAccount(alibabarmtest.Account{ID: c.guest, Name: "acme-sandbox"})
	return w
}

func (w *alibabaWorld) cloud() *cloud { return w.c }

func (w *alibabaWorld) provider(account string) auth.Provider { return w.accounts[account].Provider() }

func (w *alibabaWorld) keys(account string) (id, secret, token string) {
	c := w.accounts[account].Credentials
	return c.AccessKeyID, c.AccessKeySecret, ""
}

func (w *alibabaWorld) temporary(account string, lifetime time.Duration) auth.Credentials {
	return w.s.TemporaryCredentials(w.accounts[account], lifetime)
}

func (w *alibabaWorld) addAccount(id string) {
	w.accounts[id] = w.s.AddAccount(alibabarmtest.Account{ID: id})
}

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
	if s.response != nil {
		opts = append(opts, alibabarm.WithResponse(func(_ context.Context, info alibabarm.ResponseInfo) { s.response(info) }))
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
	opDecline: alibabarmtest.DeclineHandshake, opCancel: alibabarmtest.CancelHandshake, "": "",
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
		assert.Equal(w.t, string(w.v), r.Version)
		out = append(out, request{
			account: r.AccountID, op: neutralOp(alibabaOps, r.Op), status: r.Status, time: r.Time, id: r.RequestID, header: r.Header,
			line: strings.Join(strings.Fields(fmt.Sprintf("%s %s %s", r.Op, r.Query.Encode(), r.Body)), " "),
		})
	}
	return out
}

func (w *alibabaWorld) held(s clientSettings) []any {
	return []any{w.s, w.accounts[w.c.root], w.s.Requests(), w.s.RoundTripper(), w.options(s), alibabarm.DefaultProvider()}
}

func (w *alibabaWorld) roundTripper() http.RoundTripper { return w.s.RoundTripper() }
func (w *alibabaWorld) handler() http.Handler           { return w.s }
func (w *alibabaWorld) now() time.Time                  { return w.s.Now() }
func (w *alibabaWorld) skew(d time.Duration)            { w.s.Skew(d) }

type alibabaClient struct{ c *alibabarm.Client }

func fromAlibaba(h alibabarm.Handshake) invitation.Invitation {
	if h == (alibabarm.Handshake{}) {
		return invitation.Invitation{}
	}
	return invitation.Invitation{
		Cloud: "alibaba", ID: h.ID, Status: alibabaStatus(h.Status), Target: fromAlibabaTarget(h.TargetType, h.TargetEntity),
		OrganizationID: h.ResourceDirectoryID, InviterID: h.MasterAccountID, InviterName: h.MasterAccountName,
		Note: h.Note, Created: h.CreateTime, Updated: h.ModifyTime, Expires: h.ExpireTime,
	}
}

func toAlibaba(i invitation.Invitation) alibabarm.Handshake {
	t := toAlibabaTarget(i.Target)
	return alibabarm.Handshake{
		ID: i.ID, Status: alibabaWord(i.Status), TargetType: t.Type, TargetEntity: t.Entity,
		ResourceDirectoryID: i.OrganizationID, MasterAccountID: i.InviterID, MasterAccountName: i.InviterName,
		Note: i.Note, CreateTime: i.Created, ModifyTime: i.Updated, ExpireTime: i.Expires,
	}
}

// alibabaWord begins with a capital.
func alibabaWord(s invitation.Status) alibabarm.Status {
	if s == "" {
		return ""
	}
	return alibabarm.Status(strings.ToUpper(string(s[:1])) + string(s[1:]))
}

func alibabaStatus(s alibabarm.Status) invitation.Status {
	return invitation.Status(strings.ToLower(string(s)))
}

func fromAlibabaTarget(t alibabarm.TargetType, entity string) invitation.Target {
	types := map[alibabarm.TargetType]invitation.TargetType{
		alibabarm.TargetTypeAccount: invitation.TargetTypeAccount, alibabarm.TargetTypeEmail: invitation.TargetTypeEmail,
	}
	return invitation.Target{Type: types[t], Entity: entity}
}

func toAlibabaTarget(t invitation.Target) alibabarm.Target {
	types := map[invitation.TargetType]alibabarm.TargetType{
		invitation.TargetTypeAccount: alibabarm.TargetTypeAccount, invitation.TargetTypeEmail: alibabarm.TargetTypeEmail,
	}
	return alibabarm.Target{Type: types[t.Type], Entity: t.Entity}
}

func toAlibabaInput(in invitation.Input) alibabarm.InviteAccountInput {
	t := toAlibabaTarget(in.Target)
	input := alibabarm.InviteAccountInput{TargetType: t.Type, TargetEntity: t.Entity, Note: in.Note}
	if n, ok := in.Native.(int); ok { // so many tags
		for i := range n {
			input.Tags = append(input.Tags, alibabarm.Tag{Key: fmt.Sprint("key", i)})
		}
	}
	return input
}

func alibabaResult(h *alibabarm.Handshake, err error) (*invitation.Invitation, error) {
	if h == nil {
		return nil, err
	}
	i := fromAlibaba(*h)
	return &i, err
}

func alibabaOutcomes(seq iter.Seq2[alibabarm.Outcome, error]) outcomes {
	return pagination.Map(seq, func(o alibabarm.Outcome) invitation.Outcome {
		return invitation.Outcome{
			Target: fromAlibabaTarget(o.Target.Type, o.Target.Entity),
			Result: o.Result, Invitation: fromAlibaba(o.Handshake), Reason: o.Reason, Err: o.Err,
		}
	})
}

func (c alibabaClient) invite(ctx context.Context, in invitation.Input) (*invitation.Invitation, error) {
	return alibabaResult(c.c.InviteAccountToResourceDirectory(ctx, toAlibabaInput(in)))
}

func (c alibabaClient) accept(ctx context.Context, id string) (*invitation.Invitation, error) {
	return alibabaResult(c.c.AcceptHandshake(ctx, id))
}

func (c alibabaClient) decline(ctx context.Context, id string) (*invitation.Invitation, error) {
	return alibabaResult(c.c.DeclineHandshake(ctx, id))
}

func (c alibabaClient) cancel(ctx context.Context, id string) (*invitation.Invitation, error) {
	return alibabaResult(c.c.CancelHandshake(ctx, id))
}

func (c alibabaClient) get(ctx context.Context, id string) (*invitation.Invitation, error) {
	return alibabaResult(c.c.GetHandshake(ctx, id))
}

func (c alibabaClient) wait(ctx context.Context, id string, in invitation.WaitInput) (*invitation.Invitation, error) {
	return alibabaResult(c.c.WaitHandshake(ctx, id, alibabarm.WaitInput{
		Want: alibabaWord(in.Want), Received: in.Received, Interval: in.Interval, Grace: in.Grace,
	}))
}

func (c alibabaClient) all(ctx context.Context, received bool) iter.Seq2[invitation.Invitation, error] {
	pager := c.c.ListHandshakesForResourceDirectory()
	if received {
		pager = c.c.ListHandshakesForAccount()
	}
	return pagination.Map(pager.All(ctx), fromAlibaba)
}

func (c alibabaClient) list(ctx context.Context, received bool) ([]invitation.Invitation, error) {
	return collect(c.all(ctx, received))
}

func (c alibabaClient) rows(ctx context.Context) (rows []any, err error) {
	items, err := c.c.ListHandshakesForResourceDirectory().Collect(ctx)
	for _, h := range items {
		rows = append(rows, h)
	}
	return rows, err
}

func (c alibabaClient) page(ctx context.Context, received bool) ([]any, error) {
	pager := c.c.ListHandshakesForResourceDirectory()
	if received {
		pager = c.c.ListHandshakesForAccount()
	}
	page, err := pager.Page(ctx, "")
	values := []any{c.c, *c.c, pager, *pager, page}
	if page != nil {
		values = append(values, page.Next(), page.After(0))
	}
	return values, err
}

func (c alibabaClient) as(p auth.Provider) client {
	return alibabaClient{c.c.With(alibabarm.WithCredentials(p))}
}

func (c alibabaClient) inviteAll(ctx context.Context, in iter.Seq[invitation.Input], opts ...invitation.BulkOption) outcomes {
	if in == nil {
		return alibabaOutcomes(c.c.InviteAll(ctx, nil, opts...))
	}
	return alibabaOutcomes(c.c.InviteAll(ctx, func(yield func(alibabarm.InviteAccountInput) bool) {
		in(func(i invitation.Input) bool { return yield(toAlibabaInput(i)) })
	}, opts...))
}

func (c alibabaClient) resendExpired(ctx context.Context, again func(invitation.Invitation) (invitation.Input, bool), opts ...invitation.BulkOption) outcomes {
	if again == nil {
		return alibabaOutcomes(c.c.ResendExpired(ctx, nil, opts...))
	}
	return alibabaOutcomes(c.c.ResendExpired(ctx, func(h alibabarm.Handshake) (alibabarm.InviteAccountInput, bool) {
		in, ok := again(fromAlibaba(h))
		return toAlibabaInput(in), ok
	}, opts...))
}

func (c alibabaClient) acceptFrom(ctx context.Context, t invitation.Trust, opts ...invitation.BulkOption) outcomes {
	return alibabaOutcomes(c.c.AcceptFrom(ctx, alibabarm.Trust{ResourceDirectoryIDs: t.OrganizationIDs, MasterAccountIDs: t.InviterIDs}, opts...))
}

func (c alibabaClient) cancelPending(ctx context.Context, match func(invitation.Invitation) bool, opts ...invitation.BulkOption) outcomes {
	if match == nil {
		return alibabaOutcomes(c.c.CancelPending(ctx, nil, opts...))
	}
	return alibabaOutcomes(c.c.CancelPending(ctx, func(h alibabarm.Handshake) bool { return match(fromAlibaba(h)) }, opts...))
}

func (c alibabaClient) reinvite(statuses ...invitation.Status) invitation.BulkOption {
	var own []alibabarm.Status
	for _, s := range statuses {
		own = append(own, alibabaWord(s))
	}
	return alibabarm.Reinvite(own...)
}
