package audit

import (
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// phishing is the note of an attacker who hopes for a page that does not escape it.
const phishing = `URGENT: accept today or lose access <script src="https://evil.example.test/x.js"></script>`

// A world holds the accounts that -offline makes up, and the IDs of their own organizations.
type world struct {
	*audit
	accounts []*account
	own      []string
}

// add adds an account. An account outside of an organization has no list of sent invitations.
func (w *world) add(cloud, name string, credentials auth.Provider, outside bool) {
	acc := w.newAccount(cloud, name)
	acc.credentials = credentials
	if outside {
		acc.lists = slices.DeleteFunc(slices.Clone(w.lists), func(l string) bool { return l == sent })
	}
	w.accounts = append(w.accounts, acc)
}

// services makes the services of both clouds.
func (w *world) services(now func() time.Time) (s clouds.Services) {
	s.Huawei, s.HuaweiCaller = w.huawei(now)
	s.Alibaba, s.AlibabaCaller = w.alibaba(now)
	return s
}

// huawei makes three accounts: one that sends, one that receives, and a member of the
// organization, which may not list sent invitations.
func (w *world) huawei(now func() time.Time) (*huaweiorgtest.Service, huaweiorgtest.Account) {
	s := huaweiorgtest.New(huaweiorgtest.WithClock(now))
	root := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	invited := s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	member := s.AddAccount(huaweiorgtest.Account{Name: "legacy-shop", Role: huaweiorgtest.Member})
	s.Seed(s.Believable(120)...)
	s.Seed(s.BelievableReceived(invited, 9)...)
	target := huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: invited.ID}
	s.Seed(huaweiorg.Handshake{
		Target: target, Notes: "Welcome to ACME", CreatedAt: now().Add(-12 * day), ExpiredAt: now().Add(2 * day),
	}, huaweiorg.Handshake{
		Target: target, Notes: phishing, OrganizationID: "o-evil00evil00evil", ManagementAccountName: "acme_r00t",
		ManagementAccountID: "0bad0bad0bad0bad0bad0bad0bad0bad",
	})
	for _, a := range []huaweiorgtest.Account{root, invited, member} {
		w.add(clouds.HuaweiName, a.Name, a.Provider(), a.ID == invited.ID)
	}
	w.own = append(w.own, root.OrganizationID)
	return s, root
}

// alibaba makes two accounts: one that sends and one that receives.
func (w *world) alibaba(now func() time.Time) (*alibabarmtest.Service, alibabarmtest.Account) {
	s := alibabarmtest.New(alibabarmtest.WithClock(now))
	root := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	invited := s.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
	s.Seed(s.Believable(80)...)
	s.Seed(s.BelievableReceived(invited, 6)...)
	for _, a := range []alibabarmtest.Account{root, invited} {
		w.add(clouds.AlibabaName, a.Name, a.Provider(), a.ID == invited.ID)
	}
	w.own = append(w.own, root.ResourceDirectoryID)
	return s, root
}
