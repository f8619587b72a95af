package clouds

import (
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// OfflineWorld has the clients of [OfflineHuawei] and [OfflineAlibaba].
func OfflineWorld(received bool) World {
	return World{
		Huawei: func(now func() time.Time) (*huaweiorg.Client, error) { return OfflineHuawei(now, received) },
		Alibaba: func(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
			return OfflineAlibaba(now, received, version)
		},
	}
}

// OfflineHuawei is the client of an organization that is made up: the same one each
// time, but dated as if it were at work now. It has sent 300 invitations; received,
// it is the client of an account that has received 24.
func OfflineHuawei(now func() time.Time, received bool) (*huaweiorg.Client, error) {
	s := huaweiorgtest.New(huaweiorgtest.WithClock(now))
	root := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	s.Seed(s.Believable(300)...)
	if !received {
		return s.NewClient(root)
	}
	invited := s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	s.Seed(s.BelievableReceived(invited, 24)...)
	return s.NewClient(invited)
}

// OfflineAlibaba is the client of a resource directory that is made up, as that of
// [OfflineHuawei]. It has sent 240 invitations, or received 16.
func OfflineAlibaba(now func() time.Time, received bool, version alibabarm.Option) (*alibabarm.Client, error) {
	s := alibabarmtest.New(alibabarmtest.WithClock(now))
	root := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	s.Seed(s.Believable(240)...)
	if !received {
		return s.NewClient(root, version)
	}
	invited := s.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
	s.Seed(s.BelievableReceived(invited, 16)...)
	return s.NewClient(invited, version)
}
