package accept

import (
	"context"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

const huaweiOffline = "o-9zs2640k7li9mj8l"

func huawei() cloud {
	return cloud{
		Cloud:            clouds.Huawei(),
		organizationFlag: "organization",
		accountFlag:      "management-account",
		organizations:    "organizations",
		offlineTrust:     huaweiOffline,
		open:             openHuawei,
	}
}

func openHuawei(o options) (account, error) {
	client, err := o.access.Huawei(func() (*huaweiorg.Client, error) { return offlineHuawei(o.now) })
	if err != nil {
		return account{}, err
	}
	return account{
		received: clouds.HuaweiRows(client, true),
		acceptFrom: func(ctx context.Context, t trust, act bool) iter.Seq2[outcome.Row, error] {
			var opts []huaweiorg.BulkOption
			if !act {
				opts = append(opts, huaweiorg.DryRun())
			}
			trusted := huaweiorg.Trust{OrganizationIDs: t.organizations, ManagementAccountIDs: t.accounts}
			return pagination.Map(client.AcceptFrom(ctx, trusted, opts...), outcome.Huawei)
		},
		accept: func(ctx context.Context, id string) (clouds.Row, error) {
			h, err := client.AcceptHandshake(ctx, id)
			if err != nil {
				return clouds.Row{}, err
			}
			return clouds.HuaweiRow(*h), nil
		},
	}, nil
}

const day = 24 * time.Hour

// offlineHuawei is the client of an account that is made up, with invitations of one
// that it trusts, of one that only bears the same name, and of others.
func offlineHuawei(now func() time.Time) (*huaweiorg.Client, error) {
	s := huaweiorgtest.New(huaweiorgtest.WithClock(now))
	root := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management, OrganizationID: huaweiOffline})
	invited := s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	for _, h := range []struct {
		organization, account, name string
		status                      huaweiorg.Status
		ago                         time.Duration
	}{
		{huaweiOffline, root.ID, root.Name, huaweiorg.StatusExpired, 20 * day},
		{"o-2m8x4c1v7b9n5k3q", "95fc29a753142ffa761134d3f09d27b1", "globex", huaweiorg.StatusDeclined, 9 * day},
		{"o-6t1r8y3w5e0u2i4p", "4f6fec15ed2ed335777299be57268783", root.Name, huaweiorg.StatusPending, 3 * day},
		{huaweiOffline, root.ID, root.Name, huaweiorg.StatusPending, 2 * day},
		{"o-0z5h7j2f9d4s8g1a", "116d1b8091781d3b63e1af8020c08f70", "free-credits-2026", huaweiorg.StatusPending, day},
	} {
		s.Seed(huaweiorg.Handshake{
			OrganizationID: h.organization, ManagementAccountID: h.account, ManagementAccountName: h.name,
			Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: invited.ID},
			Status: h.status, CreatedAt: now().Add(-h.ago),
		})
	}
	return s.NewClient(invited)
}
