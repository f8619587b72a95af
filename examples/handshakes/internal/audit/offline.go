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

// services makes accounts in both clouds: one that sends, one that receives and, in Huawei Cloud, a
// member of the organization, which may not list sent invitations.
func (w *world) services(now func() time.Time) clouds.Services {
	s := clouds.NewServices(now, false)
	w.own = []string{s.HuaweiCaller.OrganizationID, s.AlibabaCaller.ResourceDirectoryID}
	invited := s.Huawei.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	member := s.Huawei.AddAccount(huaweiorgtest.Account{Name: "legacy-shop", Role: huaweiorgtest.Member})
	s.Huawei.Seed(s.Huawei.Believable(120)...)
	s.Huawei.Seed(s.Huawei.BelievableReceived(invited, 9)...)
	target := huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: invited.ID}
	s.Huawei.Seed(huaweiorg.Handshake{
		Target: target, Notes: "Welcome to ACME", CreatedAt: now().Add(-12 * day), ExpiredAt: now().Add(2 * day),
	}, huaweiorg.Handshake{
		Target: target, Notes: phishing, OrganizationID: "o-evil00evil00evil", ManagementAccountName: "acme_r00t",
		ManagementAccountID: "0bad0bad0bad0bad0bad0bad0bad0bad",
	})
	for _, a := range []huaweiorgtest.Account{s.HuaweiCaller, invited, member} {
		w.add(clouds.HuaweiName, a.Name, a.Provider(), a.ID == invited.ID)
	}
	guest := s.Alibaba.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
	s.Alibaba.Seed(s.Alibaba.Believable(80)...)
	s.Alibaba.Seed(s.Alibaba.BelievableReceived(guest, 6)...)
	for _, a := range []alibabarmtest.Account{s.AlibabaCaller, guest} {
		w.add(clouds.AlibabaName, a.Name, a.Provider(), a.ID == guest.ID)
	}
	return s
}
