package accept

import (
	"context"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
	"github.com/orghandshakes/handshakes-go/pagination"
)

const alibabaOffline = "rd-A8kqJ4"

func alibaba() cloud {
	return cloud{
		Cloud:            clouds.Alibaba(),
		organizationFlag: "directory",
		accountFlag:      "master-account",
		organizations:    "resource directories",
		offlineTrust:     alibabaOffline,
		open:             openAlibaba,
	}
}

func openAlibaba(o options) (account, error) {
	client, err := o.access.Alibaba(func(version alibabarm.Option) (*alibabarm.Client, error) {
		return offlineAlibaba(o.now, version)
	})
	if err != nil {
		return account{}, err
	}
	return account{
		received: clouds.AlibabaRows(client, true),
		acceptFrom: func(ctx context.Context, t trust, act bool) iter.Seq2[outcome.Row, error] {
			var opts []alibabarm.BulkOption
			if !act {
				opts = append(opts, alibabarm.DryRun())
			}
			trusted := alibabarm.Trust{ResourceDirectoryIDs: t.organizations, MasterAccountIDs: t.accounts}
			return pagination.Map(client.AcceptFrom(ctx, trusted, opts...), outcome.Alibaba)
		},
		accept: func(ctx context.Context, id string) (clouds.Row, error) {
			h, err := client.AcceptHandshake(ctx, id)
			if err != nil {
				return clouds.Row{}, err
			}
			return clouds.AlibabaRow(*h), nil
		},
	}, nil
}

// offlineAlibaba is the client of an account that is made up, as offlineHuawei's is.
func offlineAlibaba(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
	s := alibabarmtest.New(alibabarmtest.WithClock(now))
	root := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management, ResourceDirectoryID: alibabaOffline})
	invited := s.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
	for _, h := range []struct {
		directory, account, name string
		status                   alibabarm.Status
		ago                      time.Duration
	}{
		{alibabaOffline, root.ID, root.Name, alibabarm.StatusExpired, 20 * day},
		{"rd-x4Kp2c", "1911992957278412", "globex", alibabarm.StatusDeclined, 9 * day},
		{"rd-T7yw0E", "1994016056533662", root.Name, alibabarm.StatusPending, 3 * day},
		{alibabaOffline, root.ID, root.Name, alibabarm.StatusPending, 2 * day},
		{"rd-9dSg1a", "1090862725014567", "free-credits-2026", alibabarm.StatusPending, day},
	} {
		s.Seed(alibabarm.Handshake{
			ResourceDirectoryID: h.directory, MasterAccountID: h.account, MasterAccountName: h.name,
			TargetType: alibabarm.TargetTypeAccount, TargetEntity: invited.ID,
			Status: h.status, CreateTime: now().Add(-h.ago),
		})
	}
	return s.NewClient(invited, version)
}
