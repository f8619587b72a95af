// Package cloudstest is what the tests of the commands share: a small organization in each
// cloud.
package cloudstest

import (
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A World has an organization in each cloud, with a few invitations.
type World struct {
	clouds.Services
	// Keyless are the clouds without credentials.
	Keyless []string
}

// NewWorld returns a world by this clock.
func NewWorld(now func() time.Time) World {
	s := clouds.Services{
		Huawei:  huaweiorgtest.New(huaweiorgtest.WithClock(now)),
		Alibaba: alibabarmtest.New(alibabarmtest.WithClock(now)),
	}
	s.HuaweiCaller = s.Huawei.AddAccount(huaweiorgtest.Account{ID: "root", Name: "acme_root", Role: huaweiorgtest.Management})
	s.AlibabaCaller = s.Alibaba.AddAccount(alibabarmtest.Account{ID: "1000000000000001", Name: "acme-root", Role: alibabarmtest.Management})
	return World{Services: s}
}

// Clients are those of the management accounts.
func (w World) Clients(bool) clouds.World {
	if slices.Contains(w.Keyless, clouds.HuaweiName) {
		w.HuaweiCaller = huaweiorgtest.Account{}
	}
	if slices.Contains(w.Keyless, clouds.AlibabaName) {
		w.AlibabaCaller = alibabarmtest.Account{}
	}
	return func(func() time.Time) clouds.Services { return w.Services }
}
