package outcome

import (
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// Day is 24 hours.
const Day = 24 * time.Hour

// A World is what -offline makes up. The caller manages an organization that invited before or,
// if Received is set, is an account that was invited.
type World struct {
	Received        bool
	Quota           int // of invitations in 24 hours
	Huawei, Alibaba Past
}

// A Past is what happened in one cloud.
type Past struct {
	// Organization is the ID of the organization or resource directory.
	Organization string
	Seeds        []Seed
}

// A Seed is an invitation. What it leaves out is that of a pending invitation of the
// organization and, if the caller was invited, the caller.
type Seed struct {
	invitation.Invitation
	Age time.Duration // since it was sent; 0: the service does not report it
}

// World returns the clients of the callers. It does no I/O.
func (w World) World() clouds.World {
	return clouds.World{Huawei: w.huawei, Alibaba: w.alibaba}
}

func (w World) huawei(now func() time.Time) (*huaweiorg.Client, error) {
	s := huaweiorgtest.New(huaweiorgtest.WithClock(now), huaweiorgtest.WithInvitationQuota(w.Quota))
	caller := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management, OrganizationID: w.Huawei.Organization})
	if w.Received {
		caller = s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	}
	for _, seed := range w.Huawei.Seeds {
		h := huaweiorg.Handshake{
			ID: seed.ID, Status: huaweiorg.Status(seed.Status), CreatedAt: now().Add(-seed.Age), Notes: seed.Note,
			Target:         huaweiorg.Target{Type: huaweiorg.TargetType(seed.Target.Type), Entity: seed.Target.Entity},
			OrganizationID: seed.OrganizationID, ManagementAccountID: seed.InviterID, ManagementAccountName: seed.InviterName,
		}
		if w.Received {
			h.Target = huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: caller.ID}
		}
		for _, h := range s.Seed(h) {
			if seed.Age == 0 {
				s.Update(h.ID, func(h *huaweiorg.Handshake) { h.CreatedAt = time.Time{} })
			}
		}
	}
	return s.NewClient(caller)
}

func (w World) alibaba(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
	s := alibabarmtest.New(alibabarmtest.WithClock(now), alibabarmtest.WithInvitationQuota(w.Quota))
	caller := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management, ResourceDirectoryID: w.Alibaba.Organization})
	if w.Received {
		caller = s.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
	}
	for _, seed := range w.Alibaba.Seeds {
		h := alibabarm.Handshake{
			ID: seed.ID, Status: alibabarm.Status(title(string(seed.Status))), CreateTime: now().Add(-seed.Age), Note: seed.Note,
			TargetType: alibabarm.TargetType(title(string(seed.Target.Type))), TargetEntity: seed.Target.Entity,
			ResourceDirectoryID: seed.OrganizationID, MasterAccountID: seed.InviterID, MasterAccountName: seed.InviterName,
		}
		if w.Received {
			h.TargetType, h.TargetEntity = alibabarm.TargetTypeAccount, caller.ID
		}
		for _, h := range s.Seed(h) {
			if seed.Age == 0 {
				s.Update(h.ID, func(h *alibabarm.Handshake) { h.CreateTime = time.Time{} })
			}
		}
	}
	return s.NewClient(caller, version)
}

// title is a word as Alibaba Cloud spells it.
func title(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// Invited returns the invitation of a target.
func Invited(t invitation.TargetType, target string, status invitation.Status, age time.Duration) Seed {
	return Seed{invitation.Invitation{Target: invitation.Target{Type: t, Entity: target}, Status: status}, age}
}
