package authtest_test

import (
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

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// alibabaFake is the test service of Alibaba Cloud Resource Directory.
type alibabaFake struct{ *alibabarmtest.Service }

func newAlibaba(s settings) fake {
	return alibabaFake{alibabarmtest.New(
		alibabarmtest.WithClock(s.clock), alibabarmtest.WithRetention(s.retention),
		alibabarmtest.WithSeed(cmp.Or(s.seed, 1)), alibabarmtest.WithPropagationDelay(s.lag), alibabarmtest.WithMembershipDelay(s.memberLag),
		alibabarmtest.WithInvitationQuota(-1), alibabarmtest.WithPendingQuota(-1), alibabarmtest.WithMemberQuota(-1))}
}

func alibabaAccount(a account) alibabarmtest.Account {
	return alibabarmtest.Account{
		ID: a.ID, Name: a.Name, Email: a.Second, Role: alibabarmtest.Role(a.Role), ResourceDirectoryID: a.Org,
		JoinMethod: alibabarm.JoinMethod(a.JoinMethod), JoinTime: a.Joined, Credentials: a.Credentials,
	}
}

func fromAlibabaAccount(a alibabarmtest.Account) account {
	return account{
		ID: a.ID, Name: a.Name, Second: a.Email, Role: string(a.Role), Org: a.ResourceDirectoryID,
		JoinMethod: string(a.JoinMethod), Joined: a.JoinTime, Credentials: a.Credentials,
	}
}

func (f alibabaFake) add(a account) account {
	return fromAlibabaAccount(f.AddAccount(alibabaAccount(a)))
}

func (f alibabaFake) issue(a account, lifetime time.Duration) auth.Credentials {
	return f.TemporaryCredentials(alibabaAccount(a), lifetime)
}

// title writes a word as Alibaba Cloud does.
func title(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

func toAlibaba(h handshake) alibabarm.Handshake {
	return alibabarm.Handshake{
		ID: h.ID, Status: alibabarm.Status(title(h.Status)), Note: h.Note, ResourceDirectoryID: h.Org,
		MasterAccountID: h.Inviter, MasterAccountName: h.InviterName,
		TargetType: alibabarm.TargetType(title(strings.Replace(h.Kind, "second", "email", 1))), TargetEntity: h.Target,
		CreateTime: h.Created, ModifyTime: h.Updated, ExpireTime: h.Expires,
	}
}

func fromAlibaba(h alibabarm.Handshake) handshake {
	return handshake{
		ID: h.ID, Status: strings.ToLower(string(h.Status)), Note: h.Note, Org: h.ResourceDirectoryID,
		Inviter: h.MasterAccountID, InviterName: h.MasterAccountName,
		Kind: strings.Replace(strings.ToLower(string(h.TargetType)), "email", "second", 1), Target: h.TargetEntity,
		Created: h.CreateTime, Updated: h.ModifyTime, Expires: h.ExpireTime,
	}
}

func (f alibabaFake) seed(all ...handshake) []handshake {
	return mapped(f.Seed(mapped(all, toAlibaba)...), fromAlibaba)
}

func (f alibabaFake) handshakes() []handshake { return mapped(f.Handshakes(), fromAlibaba) }

func (f alibabaFake) accounts() []account { return mapped(f.Accounts(), fromAlibabaAccount) }

func (f alibabaFake) believable(n int) []handshake { return mapped(f.Believable(n), fromAlibaba) }

func (f alibabaFake) believableReceived(a account, n int) []handshake {
	return mapped(f.BelievableReceived(alibabaAccount(a), n), fromAlibaba)
}

func (f alibabaFake) update(id string, change func(*handshake)) bool {
	return f.Update(id, func(h *alibabarm.Handshake) {
		changed := fromAlibaba(*h)
		change(&changed)
		*h = toAlibaba(changed)
	})
}

func (f alibabaFake) request(a ask) (*http.Request, []byte) {
	query, form := url.Values{}, url.Values{}
	if a.size != 0 {
		query.Set("PageSize", strconv.Itoa(a.size))
	}
	if a.at != "" {
		query.Set("PageNumber", a.at)
	}
	if a.id != "" {
		query.Set("HandshakeId", a.id)
	}
	if a.op == opRemove {
		form = url.Values{"AccountId": {a.target}}
	}
	if a.op == opInvite {
		form = url.Values{"TargetEntity": {a.target}, "TargetType": {"Account"}, "Note": {"n"}}
	}
	body := form.Encode()
	r, err := http.NewRequest(http.MethodPost, cmp.Or(a.base, "https://resourcemanager.aliyuncs.com")+"/?"+query.Encode(), strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	r.Header.Set("X-Acs-Version", "2020-03-31")
	r.Header.Set("X-Acs-Action", cmp.Or(f.words().ops[a.op], "Nothing"))
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r, []byte(body)
}

func (f alibabaFake) sign(r *http.Request, body []byte, keys auth.Credentials, now time.Time) error {
	return alibaba.Signer{}.Sign(r, body, keys, now)
}

func (f alibabaFake) read(t testing.TB, a wireResponse) response {
	t.Helper()
	out := response{wireResponse: a, refusal: refusal{httpStatus: a.status}, requestID: a.header.Get("X-Acs-Request-Id"), ids: []string{}}
	type item struct {
		ID     string `json:"HandshakeId"`
		Status string
	}
	var doc struct {
		Code                             string
		PageNumber, PageSize, TotalCount int
		Handshakes                       struct{ Handshake []item }
		Accounts                         struct {
			Account []struct{ AccountID, Status string }
		}
		Handshake *item
	}
	if strings.HasPrefix(a.body, "{") {
		require.NoError(t, json.Unmarshal([]byte(a.body), &doc))
	}
	all := doc.Handshakes.Handshake
	if doc.Handshake != nil {
		all = append(all, *doc.Handshake)
	}
	for _, a := range doc.Accounts.Account {
		all = append(all, item{ID: a.AccountID, Status: a.Status})
	}
	for _, h := range all {
		out.ids, out.statuses = append(out.ids, h.ID), append(out.statuses, strings.ToLower(h.Status))
	}
	out.code = doc.Code
	if doc.PageNumber*doc.PageSize < doc.TotalCount {
		out.next = strconv.Itoa(doc.PageNumber + 1)
	}
	return out
}

type alibabaLister struct{ *alibabarm.Client }

func (f alibabaFake) client(t testing.TB, a account, rt http.RoundTripper) lister {
	t.Helper()
	var opts []alibabarm.Option
	if rt != nil {
		opts = append(opts, alibabarm.WithTransport(rt))
	}
	c, err := f.NewClient(alibabaAccount(a), opts...)
	require.NoError(t, err)
	return alibabaLister{c}
}

func (l alibabaLister) list(ctx context.Context, received bool, size int) ([]handshake, error) {
	list := l.ListHandshakesForResourceDirectory
	if received {
		list = l.ListHandshakesForAccount
	}
	all, err := list(pagination.WithPageSize(size)).Collect(ctx)
	return mapped(all, fromAlibaba), err
}

func (l alibabaLister) as(keys auth.Credentials) lister {
	return alibabaLister{l.With(alibabarm.WithCredentials(providerOf(keys)))}
}

func (l alibabaLister) withoutRetries() lister {
	return alibabaLister{l.With(alibabarm.WithRetry(auth.Retry{MaxRetries: -1}))}
}
