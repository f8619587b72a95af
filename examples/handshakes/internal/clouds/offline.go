package clouds

import (
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A World makes the services of -offline. They are the same each time, but dated as if they were
// at work now.
type World func(now func() time.Time) Services

// Services are an organization in each cloud, and the account that calls there.
type Services struct {
	Huawei        *huaweiorgtest.Service
	HuaweiCaller  huaweiorgtest.Account
	Alibaba       *alibabarmtest.Service
	AlibabaCaller alibabarmtest.Account
}

// quota is how many invitations the services allow in 24 hours. It is small, so that -offline shows
// what a command does when a quota is used up.
const quota = 3

// NewServices makes organizations without invitations. The callers are the management accounts or,
// if received, accounts that are in no organization.
func NewServices(now func() time.Time, received bool) Services {
	s := Services{
		Huawei:  huaweiorgtest.New(huaweiorgtest.WithClock(now), huaweiorgtest.WithInvitationQuota(quota)),
		Alibaba: alibabarmtest.New(alibabarmtest.WithClock(now), alibabarmtest.WithInvitationQuota(quota)),
	}
	s.HuaweiCaller = s.Huawei.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	s.AlibabaCaller = s.Alibaba.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	if received {
		s.HuaweiCaller = s.Huawei.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
		s.AlibabaCaller = s.Alibaba.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
	}
	return s
}

// OfflineWorld has organizations that sent 300 and 240 invitations. If received, the callers
// received 24 and 16.
func OfflineWorld(received bool) World {
	return func(now func() time.Time) Services {
		s := NewServices(now, received)
		s.Huawei.Seed(s.Huawei.Believable(300)...)
		s.Alibaba.Seed(s.Alibaba.Believable(240)...)
		if received {
			s.Huawei.Seed(s.Huawei.BelievableReceived(s.HuaweiCaller, 24)...)
			s.Alibaba.Seed(s.Alibaba.BelievableReceived(s.AlibabaCaller, 16)...)
		}
		return s
	}
}
