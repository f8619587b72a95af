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

// A World is what -offline makes up: an organization that invited before, or an account that was
// invited.
type World struct {
	// Files has the invitations of both clouds as world/sent-CLOUD.json, in the form of the
	// service, and those that were received as world/received-CLOUD.json.
	Files    embed.FS
	Received bool
	Quota    int // of invitations in 24 hours; 0: there is none
}

// today is the day on which the files were written.
var today = time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)

func (w World) read(cloud string, invitations any) error {
	name := "world/sent-"
	if w.Received {
		name = "world/received-"
	}
	data, err := w.Files.ReadFile(name + cloud + ".json")
	if err != nil {
		return err
	}
	return json.Unmarshal(data, invitations)
}

func (w World) huawei(now func() time.Time) (*huaweiorg.Client, error) {
	var invitations []huaweiorg.Handshake
	if err := w.read(clouds.HuaweiName, &invitations); err != nil {
		return nil, err
	}
	s := huaweiorgtest.New(huaweiorgtest.WithClock(now), huaweiorgtest.WithInvitationQuota(w.Quota))
	caller := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	if w.Received {
		caller = s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	}
	for _, h := range invitations {
		h.CreatedAt = h.CreatedAt.Add(now().Sub(today))
		if w.Received {
			h.Target = huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: caller.ID}
		}
		s.Seed(h)
	}
	return s.NewClient(caller)
}

func (w World) alibaba(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
	var invitations []alibabarm.Handshake
	if err := w.read(clouds.AlibabaName, &invitations); err != nil {
		return nil, err
	}
	s := alibabarmtest.New(alibabarmtest.WithClock(now), alibabarmtest.WithInvitationQuota(w.Quota))
	caller := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	if w.Received {
		caller = s.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
	}
	for _, h := range invitations {
		h.CreateTime = h.CreateTime.Add(now().Sub(today))
		if w.Received {
			h.TargetType, h.TargetEntity = alibabarm.TargetTypeAccount, caller.ID
		}
		s.Seed(h)
	}
	return s.NewClient(caller, version)
}
