// Package cloudstest is what the tests of the commands share: a small organization in each
// cloud.
package cloudstest

import (
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A World has an organization in each cloud, with a few invitations.
type World struct {
	Huawei  *huaweiorgtest.Service
	Alibaba *alibabarmtest.Service
	// Keyless are the clouds without credentials.
	Keyless []string
}

// NewWorld returns a world by this clock.
func NewWorld(now func() time.Time) World {
	return World{
		Huawei:  huaweiorgtest.New(huaweiorgtest.WithClock(now)),
		Alibaba: alibabarmtest.New(alibabarmtest.WithClock(now)),
	}
}

// Clients are those of the management accounts.
func (w World) Clients(bool) clouds.World {
	none := func(cloud string) bool { return strings.Contains(strings.Join(w.Keyless, " "), cloud) }
	return clouds.World{
		Huawei: func(func() time.Time) (*huaweiorg.Client, error) {
			c, err := w.Huawei.NewClient(w.Huawei.AddAccount(huaweiorgtest.Account{ID: "root", Name: "acme_root", Role: huaweiorgtest.Management}))
			if none("huawei") {
				c = c.With(huaweiorg.WithCredentials(auth.Chain()))
			}
			return c, err
		},
		Alibaba: func(_ func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
			c, err := w.Alibaba.NewClient(w.Alibaba.AddAccount(alibabarmtest.Account{ID: "1000000000000001", Name: "acme-root", Role: alibabarmtest.Management}), version)
			if none("alibaba") {
				c = c.With(alibabarm.WithCredentials(auth.Chain()))
			}
			return c, err
		},
	}
}
