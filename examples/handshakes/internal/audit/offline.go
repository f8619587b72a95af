package audit

import (
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// phishing is the note of a stranger who hopes for a page that does not escape it.
const phishing = `URGENT: accept today or lose access <script src="https://evil.example.test/x.js"></script>`

// openOffline makes up accounts in each cloud, and expects what their own organizations send.
func openOffline(o *options, now func() time.Time, line *progress.Line) (out []*account, err error) {
	var own []string
	for _, c := range o.clouds {
		open := offlineAlibaba
		if c.Name == clouds.HuaweiName {
			open = offlineHuawei
		}
		accounts, organization, err := open(*o, now, line)
		if err != nil {
			return nil, err
		}
		out, own = append(out, accounts...), append(own, organization)
	}
	if o.expect == nil {
		o.expect = own
	}
	return out, nil
}

// offlineHuawei has three accounts: one that sends, one that receives, and a member of the
// organization, which may not list what it sent.
func offlineHuawei(o options, now func() time.Time, line *progress.Line) (out []*account, organization string, err error) {
	s := huaweiorgtest.New(huaweiorgtest.WithClock(now))
	root := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	invited := s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	member := s.AddAccount(huaweiorgtest.Account{Name: "legacy-shop", Role: huaweiorgtest.Member})
	s.Seed(s.Believable(120)...)
	s.Seed(s.BelievableReceived(invited, 9)...)
	s.Seed(huaweiorg.Handshake{
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: invited.ID},
		Notes:  "Welcome to ACME", CreatedAt: now().Add(-12 * day), ExpiredAt: now().Add(2 * day),
	}, huaweiorg.Handshake{
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: invited.ID},
		Notes:  phishing, OrganizationID: "o-evil00evil00evil", ManagementAccountName: "acme_r00t",
		ManagementAccountID: "0bad0bad0bad0bad0bad0bad0bad0bad",
	})
	for _, a := range []huaweiorgtest.Account{root, invited, member} {
		client, err := s.NewClient(a)
		if err != nil {
			return nil, "", err
		}
		source := keySource{name: a.Name, cloud: clouds.HuaweiName, lists: o.listsFor(a.ID == invited.ID)}
		out = append(out, huaweiAccount(source, client, a.Provider(), line))
	}
	return out, root.OrganizationID, nil
}

// offlineAlibaba has two: one that sends and one that receives.
func offlineAlibaba(o options, now func() time.Time, line *progress.Line) (out []*account, directory string, err error) {
	s := alibabarmtest.New(alibabarmtest.WithClock(now))
	root := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	invited := s.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
	s.Seed(s.Believable(80)...)
	s.Seed(s.BelievableReceived(invited, 6)...)
	for _, a := range []alibabarmtest.Account{root, invited} {
		client, err := o.access.Alibaba(func(version alibabarm.Option) (*alibabarm.Client, error) {
			return s.NewClient(a, version)
		})
		if err != nil {
			return nil, "", err
		}
		source := keySource{name: a.Name, cloud: clouds.AlibabaName, lists: o.listsFor(a.ID == invited.ID)}
		out = append(out, alibabaAccount(source, client, a.Provider(), line))
	}
	return out, root.ResourceDirectoryID, nil
}

// listsFor leaves out the sent list for an account that is in no organization.
func (o options) listsFor(outside bool) []string {
	return slices.DeleteFunc(slices.Clone(o.lists), func(l string) bool { return outside && l == report.Sent })
}
