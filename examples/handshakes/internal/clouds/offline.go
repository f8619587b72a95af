package clouds

import (
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A World is what -offline makes up: an organization in each cloud.
type World struct {
	Huawei  func(now func() time.Time) (*huaweiorg.Client, error)
	Alibaba func(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error)
}

// OfflineWorld is the same each time, but dated as if it were at work now. Its organizations have
// sent 300 and 240 invitations. If received, its clients are those of accounts that have received
// 24 and 16.
func OfflineWorld(received bool) World { return newWorld(received, false) }

// MovingWorld is an [OfflineWorld] in which a day passes every second, so that invitations expire.
func MovingWorld(received bool) World { return newWorld(received, true) }

func newWorld(received, moving bool) World {
	return World{
		Huawei: func(now func() time.Time) (*huaweiorg.Client, error) {
			s := huaweiorgtest.New(huaweiorgtest.WithClock(now))
			account := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
			s.Seed(s.Believable(300)...)
			if received {
				account = s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
				s.Seed(s.BelievableReceived(account, 24)...)
			}
			if moving {
				s.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: daily(now, s.Advance)})
			}
			return s.NewClient(account)
		},
		Alibaba: func(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
			s := alibabarmtest.New(alibabarmtest.WithClock(now))
			account := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
			s.Seed(s.Believable(240)...)
			if received {
				account = s.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
				s.Seed(s.BelievableReceived(account, 16)...)
			}
			if moving {
				s.Inject(alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: daily(now, s.Advance)})
			}
			return s.NewClient(account, version)
		},
	}
}

// daily advances a clock by a day if a second has passed. It does so while a request is served,
// whose signature was checked before: at another moment, signatures would be a day old.
func daily(now func() time.Time, advance func(time.Duration)) authtest.Kind {
	last := now() // the requests of a client come one after the other
	return authtest.Hook(func() {
		if now().Sub(last) >= time.Second {
			last = now()
			advance(24 * time.Hour)
		}
	})
}
