package outcome

import (
	"embed"
	"encoding/json"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// files has the invitations of -offline, in the form of each service. The organization sent some
// of the sample of invite before, and others expired or wait for long. The account received
// invitations of an organization that it trusts, of one that only has the same name, and of
// others.
//
//go:embed world
var files embed.FS

const quota = 3 // invitations in 24 hours, so that -offline shows how one is used up

// today is the day on which the files were written.
var today = time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)

// world is what -offline makes up: an organization that sent invitations or, if received, an
// account that received some.
func world(received bool) clouds.World {
	read := func(cloud string, invitations any) error {
		name := "world/sent-" + cloud + ".json"
		if received {
			name = "world/received-" + cloud + ".json"
		}
		data, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		return json.Unmarshal(data, invitations)
	}
	return clouds.World{
		Huawei: func(now func() time.Time) (*huaweiorg.Client, error) {
			var invitations []huaweiorg.Handshake
			if err := read(clouds.HuaweiName, &invitations); err != nil {
				return nil, err
			}
			s := huaweiorgtest.New(huaweiorgtest.WithClock(now), huaweiorgtest.WithInvitationQuota(quota))
			caller := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
			if received {
				caller = s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
			}
			for _, h := range invitations {
				h.CreatedAt = h.CreatedAt.Add(now().Sub(today))
				if received {
					h.Target = huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: caller.ID}
				}
				s.Seed(h)
			}
			return s.NewClient(caller)
		},
		Alibaba: func(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
			var invitations []alibabarm.Handshake
			if err := read(clouds.AlibabaName, &invitations); err != nil {
				return nil, err
			}
			s := alibabarmtest.New(alibabarmtest.WithClock(now), alibabarmtest.WithInvitationQuota(quota))
			caller := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
			if received {
				caller = s.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
			}
			for _, h := range invitations {
				h.CreateTime = h.CreateTime.Add(now().Sub(today))
				if received {
					h.TargetType, h.TargetEntity = alibabarm.TargetTypeAccount, caller.ID
				}
				s.Seed(h)
			}
			return s.NewClient(caller, version)
		},
	}
}
