package change

import (
	"encoding/json"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// today is the day on which the files were written.
var today = time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)

// world is what -offline makes up. The organization sent some of the sample of invite before, and
// others expired or wait for long. If received, the caller received invitations of an organization
// that it trusts, of one that only has the same name, and of others.
func world(received bool) clouds.World {
	name := "world/sent-"
	if received {
		name = "world/received-"
	}
	return func(now func() time.Time) clouds.Services {
		s := clouds.NewServices(now, received)
		for _, h := range read[huaweiorg.Handshake](name + "huawei.json") {
			h.CreatedAt = h.CreatedAt.Add(now().Sub(today))
			if received {
				h.Target = huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: s.HuaweiCaller.ID}
			}
			s.Huawei.Seed(h)
		}
		for _, h := range read[alibabarm.Handshake](name + "alibaba.json") {
			h.CreateTime = h.CreateTime.Add(now().Sub(today))
			if received {
				h.TargetType, h.TargetEntity = alibabarm.TargetTypeAccount, s.AlibabaCaller.ID
			}
			s.Alibaba.Seed(h)
		}
		return s
	}
}

// read reads one of the files, which a test holds to be good.
func read[T any](name string) (invitations []T) {
	data, _ := files.ReadFile(name)
	_ = json.Unmarshal(data, &invitations)
	return invitations
}
