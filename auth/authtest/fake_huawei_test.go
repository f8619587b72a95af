package authtest_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// huaweiFake is the test service of Huawei Cloud Organizations.
type huaweiFake struct{ *huaweiorgtest.Service }

func newHuawei(s settings) fake {
	return huaweiFake{huaweiorgtest.New(
		huaweiorgtest.WithClock(s.clock), huaweiorgtest.WithRetention(s.retention),
		huaweiorgtest.WithSeed(cmp.Or(s.seed, 1)), huaweiorgtest.WithPropagationDelay(s.lag), huaweiorgtest.WithMembershipDelay(s.memberLag),
		huaweiorgtest.WithInvitationQuota(-1), huaweiorgtest.WithAccountQuota(-1), huaweiorgtest.WithChangeQuota(-1), huaweiorgtest.WithRemovalQuota(-1))}
}

func huaweiAccount(a account) huaweiorgtest.Account {
	return huaweiorgtest.Account{
		ID: a.ID, Name: cmp.Or(a.Second, a.Name), Role: huaweiorgtest.Role(a.Role), OrganizationID: a.Org,
		JoinMethod: huaweiorg.JoinMethod(a.JoinMethod), JoinedAt: a.Joined, Credentials: a.Credentials,
	}
}

func fromHuaweiAccount(a huaweiorgtest.Account) account {
	return account{
		ID: a.ID, Name: a.Name, Second: a.Name, Role: string(a.Role), Org: a.OrganizationID,
		JoinMethod: string(a.JoinMethod), Joined: a.JoinedAt, Credentials: a.Credentials,
	}
}

func (f huaweiFake) add(a account) account { return fromHuaweiAccount(f.AddAccount(huaweiAccount(a))) }

func (f huaweiFake) issue(a account, lifetime time.Duration) auth.Credentials {
	return f.TemporaryCredentials(huaweiAccount(a), lifetime)
}

func toHuawei(h handshake) huaweiorg.Handshake {
	out := huaweiorg.Handshake{
		ID: h.ID, Status: huaweiorg.Status(h.Status), Notes: h.Note, OrganizationID: h.Org,
		ManagementAccountID: h.Inviter, ManagementAccountName: h.InviterName,
		CreatedAt: h.Created, UpdatedAt: h.Updated, ExpiredAt: h.Expires,
	}
	if h.Kind != "" {
		out.Target = huaweiorg.Target{Type: huaweiorg.TargetType(strings.Replace(h.Kind, "second", "name", 1)), Entity: h.Target}
	}
	return out
}

func fromHuawei(h huaweiorg.Handshake) handshake {
	return handshake{
		ID: h.ID, Status: string(h.Status), Note: h.Notes, Org: h.OrganizationID,
		Inviter: h.ManagementAccountID, InviterName: h.ManagementAccountName,
		Kind: strings.Replace(string(h.Target.Type), "name", "second", 1), Target: h.Target.Entity,
		Created: h.CreatedAt, Updated: h.UpdatedAt, Expires: h.ExpiredAt,
	}
}

func mapped[T, U any](in []T, to func(T) U) []U {
	out := make([]U, len(in))
	for i, v := range in {
		out[i] = to(v)
	}
	return out
}

func (f huaweiFake) seed(all ...handshake) []handshake {
	return mapped(f.Seed(mapped(all, toHuawei)...), fromHuawei)
}

func (f huaweiFake) handshakes() []handshake { return mapped(f.Handshakes(), fromHuawei) }

func (f huaweiFake) accounts() []account { return mapped(f.Accounts(), fromHuaweiAccount) }

func (f huaweiFake) believable(n int) []handshake { return mapped(f.Believable(n), fromHuawei) }

func (f huaweiFake) believableReceived(a account, n int) []handshake {
	return mapped(f.BelievableReceived(huaweiAccount(a), n), fromHuawei)
}

func (f huaweiFake) update(id string, change func(*handshake)) bool {
	return f.Update(id, func(h *huaweiorg.Handshake) {
		changed := fromHuawei(*h)
		change(&changed)
		*h = toHuawei(changed)
	})
}

func (f huaweiFake) request(a ask) (*http.Request, []byte) {
	const sentPath, receivedPath = "/v1/organizations/handshakes", "/v1/received-handshakes"
	method, path, body := http.MethodGet, "", ""
	switch a.op {
	case opSent:
		path = sentPath
	case opReceived:
		path = receivedPath
	case opGet:
		path = sentPath + "/" + a.id
	case opInvite:
		method, path = http.MethodPost, "/v1/organizations/accounts/invite"
		body = `{"target":{"type":"account","entity":"` + a.target + `"},"notes":"n"}`
	case opCancel:
		method, path = http.MethodPost, sentPath+"/"+a.id+"/cancel"
	case opAccept, opDecline:
		method, path = http.MethodPost, receivedPath+"/"+a.id+"/"+a.op
	case opMembers:
		path = "/v1/organizations/accounts"
	case opOrganization:
		path = "/v1/organizations"
	case opRemove:
		method, path = http.MethodPost, "/v1/organizations/accounts/"+a.target+"/remove"
	default:
		path = "/v1/nothing"
	}
	query := url.Values{}
	if a.size != 0 {
		query.Set("limit", strconv.Itoa(a.size))
	}
	if a.at != "" {
		query.Set("marker", a.at)
	}
	r, err := http.NewRequest(method, cmp.Or(a.base, "https://organizations.myhuaweicloud.com")+path+"?"+query.Encode(), bytes.NewReader([]byte(body)))
	if err != nil {
		panic(err)
	}
	return r, []byte(body)
}

func (f huaweiFake) sign(r *http.Request, body []byte, keys auth.Credentials, now time.Time) error {
	return huawei.Signer{}.Sign(r, body, keys, now)
}

func (f huaweiFake) read(t testing.TB, a wireResponse) response {
	t.Helper()
	out := response{wireResponse: a, refusal: refusal{httpStatus: a.status}, requestID: a.header.Get("X-Request-Id"), ids: []string{}}
	type item struct{ ID, Status string }
	var doc struct {
		Code       string `json:"error_code"`
		Handshakes []item
		Accounts   []item
		Handshake  *item
		PageInfo   struct {
			Next string `json:"next_marker"`
		} `json:"page_info"`
	}
	if strings.HasPrefix(a.body, "{") {
		require.NoError(t, json.Unmarshal([]byte(a.body), &doc))
	}
	if doc.Handshake != nil {
		doc.Handshakes = append(doc.Handshakes, *doc.Handshake)
	}
	for _, h := range append(doc.Handshakes, doc.Accounts...) {
		out.ids, out.statuses = append(out.ids, h.ID), append(out.statuses, h.Status)
	}
	out.code, out.next = doc.Code, doc.PageInfo.Next
	return out
}

type huaweiLister struct{ *huaweiorg.Client }

func (f huaweiFake) client(t testing.TB, a account, rt http.RoundTripper) lister {
	t.Helper()
	var opts []huaweiorg.Option
	if rt != nil {
		opts = append(opts, huaweiorg.WithTransport(rt))
	}
	c, err := f.NewClient(huaweiAccount(a), opts...)
	require.NoError(t, err)
	return huaweiLister{c}
}

func (l huaweiLister) list(ctx context.Context, received bool, size int) ([]handshake, error) {
	list := l.ListHandshakes
	if received {
		list = l.ListReceivedHandshakes
	}
	all, err := list(pagination.WithPageSize(size)).Collect(ctx)
	return mapped(all, fromHuawei), err
}

func (l huaweiLister) as(keys auth.Credentials) lister {
	return huaweiLister{l.With(huaweiorg.WithCredentials(providerOf(keys)))}
}

func (l huaweiLister) withoutRetries() lister {
	return huaweiLister{l.With(huaweiorg.WithRetry(auth.Retry{MaxRetries: -1}))}
}

func providerOf(keys auth.Credentials) auth.Provider {
	return auth.ProviderFunc(func(context.Context) (auth.Credentials, error) { return keys, nil })
}
