package clouds

import (
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

const day = 24 * time.Hour

// OfflineWorld has the clients of [OfflineHuawei] and [OfflineAlibaba].
func OfflineWorld(received bool) World {
	return World{
		Huawei: func(now func() time.Time) (*huaweiorg.Client, error) { return OfflineHuawei(now, received) },
		Alibaba: func(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
			return OfflineAlibaba(now, received, version)
		},
	}
}

// MovingWorld is an [OfflineWorld] in which a day passes every second, so that invitations expire.
func MovingWorld(received bool) World {
	return World{
		Huawei: func(now func() time.Time) (*huaweiorg.Client, error) {
			s, account := huaweiWorld(now, received)
			s.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: daily(now, s.Advance)})
			return s.NewClient(account)
		},
		Alibaba: func(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
			s, account := alibabaWorld(now, received)
			s.Inject(alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: daily(now, s.Advance)})
			return s.NewClient(account, version)
		},
	}
}

// daily advances a clock by a day if a second has passed. It does so while a request is served,
// whose signature was checked before: at another moment, signatures would be a day old.
func daily(now func() time.Time, advance func(time.Duration)) authtest.Kind {
	var mu sync.Mutex
	last := now()
	return authtest.Hook(func() {
		mu.Lock()
		defer mu.Unlock()
		if now().Sub(last) >= time.Second {
			last = now()
			advance(day)
		}
	})
}

// OfflineHuawei is the client of an organization that is made up: the same one each
// time, but dated as if it were at work now. It has sent 300 invitations; received,
// it is the client of an account that has received 24.
func OfflineHuawei(now func() time.Time, received bool) (*huaweiorg.Client, error) {
	s, account := huaweiWorld(now, received)
	return s.NewClient(account)
}

func huaweiWorld(now func() time.Time, received bool) (*huaweiorgtest.Service, huaweiorgtest.Account) {
	s := huaweiorgtest.New(huaweiorgtest.WithClock(now))
	root := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	s.Seed(s.Believable(300)...)
	if !received {
		return s, root
	}
	invited := s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	s.Seed(s.BelievableReceived(invited, 24)...)
	return s, invited
}

// OfflineAlibaba is the client of a resource directory that is made up, as that of
// [OfflineHuawei]. It has sent 240 invitations, or received 16.
func OfflineAlibaba(now func() time.Time, received bool, version alibabarm.Option) (*alibabarm.Client, error) {
	s, account := alibabaWorld(now, received)
	return s.NewClient(account, version)
}

func alibabaWorld(now func() time.Time, received bool) (*alibabarmtest.Service, alibabarmtest.Account) {
	s := alibabarmtest.New(alibabarmtest.WithClock(now))
	root := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	s.Seed(s.Believable(240)...)
	if !received {
		return s, root
	}
	invited := s.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
	s.Seed(s.BelievableReceived(invited, 16)...)
	return s, invited
}
