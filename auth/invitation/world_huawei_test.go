package invitation_test

import (
	"context"
	"fmt"
	"iter"
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
	"github.com/orghandshakes/handshakes-go/pagination"
)

func huaweiCloud() *cloud {
	c := &cloud{
		name: "huawei", prefix: "huaweiorg: ",
		root: "5f0e1d2c3b4a69788796a5b4c3d2e1f0", guest: "1a2b3c4d5e6f70811223344556677889", rootName: "acme_root",
		guestTarget:    invitation.Target{Type: invitation.TargetTypeName, Entity: "acme-sandbox"},
		organizationID: "o-4q8w2e6r0t1y5u9i",
		account:        func(n int) string { return fmt.Sprintf("%032x", n) },
		kinds: map[string]authtest.Kind{
			"unavailable": huaweiorgtest.Unavailable(), "wrong keys": huaweiorgtest.WrongKeys(),
			"throttled for a day": huaweiorgtest.Throttled("86400"), "throttled for a minute": huaweiorgtest.Throttled("60"),
			"throttled for 2 seconds": huaweiorgtest.Throttled("2"), "throttled": huaweiorgtest.Throttled(""),
			"denied":       huaweiorgtest.Refuse(403, "Organizations.1007", "Policy denies it."),
			"wrong role":   huaweiorgtest.Refuse(401, "Organizations.1001", "x"),
			"unknown code": huaweiorgtest.Refuse(400, "Organizations.4711", "x"),
			"unknown 403":  huaweiorgtest.Refuse(403, "Organizations.4711", "x"),
			"conflict":     huaweiorgtest.Refuse(409, "Organizations.9006", "x"),
			"over":         huaweiorgtest.Refuse(400, "Organizations.1401", "x"),
			"no member":    huaweiorgtest.Refuse(409, "Organizations.9008", "x"),
			"busy":         huaweiorgtest.Refuse(409, "Organizations.1003", "x"),
			"about input":  huaweiorgtest.Refuse(400, "Organizations.1325", "x"),
			"about call":   huaweiorgtest.Refuse(400, "Organizations.1900", "x"),
			"quota":        huaweiorgtest.Refuse(405, "APIGW.0501", "x"),
			"missing":      huaweiorgtest.Refuse(404, "Organizations.9003", "x"),
			"wrong path":   huaweiorgtest.Refuse(404, "APIGW.0101", "x"),
			"invalid":      huaweiorgtest.Refuse(400, "APIGW.0106", "x"),
			"stale token":  huaweiorgtest.StaleToken(),
		},
		field: map[string]string{
			"row expires": "handshakes.0.expired_at", "row target": "handshakes.0.target.entity", "row status": "handshakes.0.status",
			"id": "handshake.id", "status": "handshake.status",
		},
		pendingBody: func(id string) string { return `{"handshake":{"id":"` + id + `","status":"pending"}}` },
		aboutInput:  []string{"Organizations.1325", "Organizations.1401", "APIGW.0602", "APIG.1009"},
		aboutCall: map[string]error{
			"Organizations.1001": auth.ErrPermission, "Organizations.1900": auth.ErrConflict, "Organizations.1010": auth.ErrInvalid,
			"APIGW.0101": auth.ErrInvalid, "APIG.0204": auth.ErrInvalid, "APIGW.0303": auth.ErrUnauthenticated,
		},
		readsReceivedBy: opReceived,
		looks: strings.NewReplacer("<pending>", "received 200", "<over>", "received 200", "<missing>", "received 200", "<denied>", "received 403",
			"<throttled>", "429", "<busy>", "409"),
		lag:           func(w world, _ string) { setField(w, opReceived, "row status", "pending") },
		readsAccepted: []string{"root get 200"},
		faults:        huaweiFaults, doc: "../../huaweiorg/doc.go", formats: []worldSettings{{}},
		endpoint: huaweiorg.Endpoint, listMethod: http.MethodGet, listTarget: "/v1/organizations/handshakes?limit=2000", listBody: huaweiListBody,
		handshake: huaweiHandshake, handshakeJSON: huaweiHandshakeJSON, omitted: []string{"_at"}, final: huaweiFinal, finals: huaweiFinals,
		expiredBy: func(i invitation.Invitation, at time.Time) bool { return toHuawei(i).ExpiredBy(at) },
		signer:    auth.HuaweiSigner{}, tokenHeader: "X-Security-Token", idHeader: "X-Request-Id",
		canonical: huaweiCanonical, printings: huaweiPrintings, quotations: huaweiQuotations, badEndpoint: huaweiBadEndpoint,
		hostile: huaweiHostile, shapes: huaweiShapes,
		word: func(s invitation.Status) string { return string(s) },
	}
	c.new = func(t testing.TB, s worldSettings) world { return newHuawei(t, c, s) }
	return c
}

type huaweiWorld struct {
	t        testing.TB
	c        *cloud
	s        *huaweiorgtest.Service
	accounts map[string]huaweiorgtest.Account
}

func newHuawei(t testing.TB, c *cloud, s worldSettings) *huaweiWorld {
	if s.quota == 0 {
		s.quota = -1
	}
	w := &huaweiWorld{t: t, c: c, accounts: map[string]huaweiorgtest.Account{}, s: huaweiorgtest.New(
		huaweiorgtest.WithInvitationQuota(s.quota), huaweiorgtest.WithAccountQuota(-1), huaweiorgtest.WithPropagationDelay(s.lag))}
	w.accounts[c.root] = w.s.AddAccount(huaweiorgtest.Account{ID: c.root, Name: c.rootName, Role: huaweiorgtest.Management})
	w.accounts[c.guest] = w.s.AddAccount(huaweiorgtest.Account{ID: c.guest, Name: c.guestTarget.Entity})
	return w
}

func (w *huaweiWorld) cloud() *cloud { return w.c }

func (w *huaweiWorld) provider(account string) auth.Provider { return w.accounts[account].Provider() }

func (w *huaweiWorld) keys(account string) (id, secret, token string) {
	c := w.accounts[account].Credentials
	return c.AccessKeyID, c.AccessKeySecret, ""
}

func (w *huaweiWorld) temporary(account string, lifetime time.Duration) auth.Credentials {
	return w.s.TemporaryCredentials(w.accounts[account], lifetime)
}

func (w *huaweiWorld) addAccount(id string) {
	w.accounts[id] = w.s.AddAccount(huaweiorgtest.Account{ID: id})
}

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
	if s.response != nil {
		opts = append(opts, huaweiorg.WithResponse(func(_ context.Context, info huaweiorg.ResponseInfo) { s.response(info) }))
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
	opDecline: huaweiorgtest.DeclineHandshake, opCancel: huaweiorgtest.CancelHandshake, "": "",
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
			account: r.AccountID, op: neutralOp(huaweiOps, r.Op), status: r.Status, time: r.Time, id: r.RequestID, header: r.Header,
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
func (w *huaweiWorld) handler() http.Handler           { return w.s }
func (w *huaweiWorld) now() time.Time                  { return w.s.Now() }
func (w *huaweiWorld) skew(d time.Duration)            { w.s.Skew(d) }

type huaweiClient struct{ c *huaweiorg.Client }

func fromHuawei(h huaweiorg.Handshake) invitation.Invitation {
	if h == (huaweiorg.Handshake{}) {
		return invitation.Invitation{}
	}
	return invitation.Invitation{
		Cloud: "huawei", ID: h.ID, Status: invitation.Status(h.Status),
		Target:         invitation.Target{Type: invitation.TargetType(h.Target.Type), Entity: h.Target.Entity},
		OrganizationID: h.OrganizationID, InviterID: h.ManagementAccountID, InviterName: h.ManagementAccountName,
		Note: h.Notes, Created: h.CreatedAt, Updated: h.UpdatedAt, Expires: h.ExpiredAt,
	}
}

func toHuawei(i invitation.Invitation) huaweiorg.Handshake {
	return huaweiorg.Handshake{
		ID: i.ID, Status: huaweiorg.Status(i.Status), Target: huaweiTarget(i.Target),
		OrganizationID: i.OrganizationID, ManagementAccountID: i.InviterID, ManagementAccountName: i.InviterName,
		Notes: i.Note, CreatedAt: i.Created, UpdatedAt: i.Updated, ExpiredAt: i.Expires,
	}
}

func huaweiTarget(t invitation.Target) huaweiorg.Target {
	return huaweiorg.Target{Type: huaweiorg.TargetType(t.Type), Entity: t.Entity}
}

func toHuaweiInput(in invitation.Input) huaweiorg.InviteAccountInput {
	input := huaweiorg.InviteAccountInput{Target: huaweiTarget(in.Target), Notes: in.Note}
	if n, ok := in.Native.(int); ok { // so many tags
		for i := range n {
			input.Tags = append(input.Tags, huaweiorg.Tag{Key: fmt.Sprint("key", i)})
		}
	}
	return input
}

func huaweiResult(h *huaweiorg.Handshake, err error) (*invitation.Invitation, error) {
	if h == nil {
		return nil, err
	}
	i := fromHuawei(*h)
	return &i, err
}

func huaweiOutcomes(seq iter.Seq2[huaweiorg.Outcome, error]) outcomes {
	return pagination.Map(seq, func(o huaweiorg.Outcome) invitation.Outcome {
		return invitation.Outcome{
			Target: invitation.Target{Type: invitation.TargetType(o.Target.Type), Entity: o.Target.Entity},
			Result: o.Result, Invitation: fromHuawei(o.Handshake), Reason: o.Reason, Err: o.Err,
		}
	})
}

func (c huaweiClient) invite(ctx context.Context, in invitation.Input) (*invitation.Invitation, error) {
	return huaweiResult(c.c.InviteAccount(ctx, toHuaweiInput(in)))
}

func (c huaweiClient) accept(ctx context.Context, id string) (*invitation.Invitation, error) {
	return huaweiResult(c.c.AcceptHandshake(ctx, id))
}

func (c huaweiClient) decline(ctx context.Context, id string) (*invitation.Invitation, error) {
	return huaweiResult(c.c.DeclineHandshake(ctx, id))
}

func (c huaweiClient) cancel(ctx context.Context, id string) (*invitation.Invitation, error) {
	return huaweiResult(c.c.CancelHandshake(ctx, id))
}

func (c huaweiClient) get(ctx context.Context, id string) (*invitation.Invitation, error) {
	return huaweiResult(c.c.ShowHandshake(ctx, id))
}

func (c huaweiClient) wait(ctx context.Context, id string, in invitation.WaitInput) (*invitation.Invitation, error) {
	return huaweiResult(c.c.WaitHandshake(ctx, id, huaweiorg.WaitInput{
		Want: huaweiorg.Status(in.Want), Received: in.Received, Interval: in.Interval, Grace: in.Grace,
	}))
}

func (c huaweiClient) all(ctx context.Context, received bool) iter.Seq2[invitation.Invitation, error] {
	pager := c.c.ListHandshakes()
	if received {
		pager = c.c.ListReceivedHandshakes()
	}
	return pagination.Map(pager.All(ctx), fromHuawei)
}

func (c huaweiClient) list(ctx context.Context, received bool) ([]invitation.Invitation, error) {
	return collect(c.all(ctx, received))
}

func (c huaweiClient) rows(ctx context.Context) (rows []any, err error) {
	items, err := c.c.ListHandshakes().Collect(ctx)
	for _, h := range items {
		rows = append(rows, h)
	}
	return rows, err
}

func (c huaweiClient) page(ctx context.Context, received bool) ([]any, error) {
	pager := c.c.ListHandshakes()
	if received {
		pager = c.c.ListReceivedHandshakes()
	}
	page, err := pager.Page(ctx, "")
	values := []any{c.c, *c.c, pager, *pager, page}
	if page != nil {
		values = append(values, page.Next(), page.After(0))
	}
	return values, err
}

func (c huaweiClient) as(p auth.Provider) client {
	return huaweiClient{c.c.With(huaweiorg.WithCredentials(p))}
}

func (c huaweiClient) inviteAll(ctx context.Context, in iter.Seq[invitation.Input], opts ...invitation.BulkOption) outcomes {
	if in == nil {
		return huaweiOutcomes(c.c.InviteAll(ctx, nil, opts...))
	}
	return huaweiOutcomes(c.c.InviteAll(ctx, func(yield func(huaweiorg.InviteAccountInput) bool) {
		in(func(i invitation.Input) bool { return yield(toHuaweiInput(i)) })
	}, opts...))
}

func (c huaweiClient) resendExpired(ctx context.Context, again func(invitation.Invitation) (invitation.Input, bool), opts ...invitation.BulkOption) outcomes {
	if again == nil {
		return huaweiOutcomes(c.c.ResendExpired(ctx, nil, opts...))
	}
	return huaweiOutcomes(c.c.ResendExpired(ctx, func(h huaweiorg.Handshake) (huaweiorg.InviteAccountInput, bool) {
		in, ok := again(fromHuawei(h))
		return toHuaweiInput(in), ok
	}, opts...))
}

func (c huaweiClient) acceptFrom(ctx context.Context, t invitation.Trust, opts ...invitation.BulkOption) outcomes {
	return huaweiOutcomes(c.c.AcceptFrom(ctx, huaweiorg.Trust{OrganizationIDs: t.OrganizationIDs, ManagementAccountIDs: t.InviterIDs}, opts...))
}

func (c huaweiClient) cancelPending(ctx context.Context, match func(invitation.Invitation) bool, opts ...invitation.BulkOption) outcomes {
	if match == nil {
		return huaweiOutcomes(c.c.CancelPending(ctx, nil, opts...))
	}
	return huaweiOutcomes(c.c.CancelPending(ctx, func(h huaweiorg.Handshake) bool { return match(fromHuawei(h)) }, opts...))
}

func (c huaweiClient) reinvite(statuses ...invitation.Status) invitation.BulkOption {
	var own []huaweiorg.Status
	for _, s := range statuses {
		own = append(own, huaweiorg.Status(s))
	}
	return huaweiorg.Reinvite(own...)
}
