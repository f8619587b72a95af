package invite

import (
	_ "embed" // the samples
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

//go:embed sample/huawei.csv
var huaweiSample string

//go:embed sample/alibaba.csv
var alibabaSample string

// A cloud is one that accounts can be invited in.
type cloud struct {
	clouds.Cloud
	targetTypes []invitation.TargetType
	sample      string // a file
}

func of(c clouds.Cloud) cloud {
	if c.Name == clouds.HuaweiName {
		return cloud{c, []invitation.TargetType{invitation.TargetTypeAccount, invitation.TargetTypeName}, huaweiSample}
	}
	return cloud{c, []invitation.TargetType{invitation.TargetTypeAccount, invitation.TargetTypeEmail}, alibabaSample}
}

// world has invited some of the sample before, and others whose invitations expired. It has few
// invitations left for today.
var world = outcome.World{
	Quota: 3,
	Huawei: outcome.Past{Seeds: []outcome.Seed{
		outcome.Invited(invitation.TargetTypeName, "data-staging-05", invitation.StatusPending, 26*time.Hour),
		outcome.Invited(invitation.TargetTypeAccount, "0da66387f8ac518331fb7bf84fb17226", invitation.StatusAccepted, 5*outcome.Day),
		outcome.Invited(invitation.TargetTypeName, "logistics-dr-16", invitation.StatusDeclined, 9*outcome.Day),
		outcome.Invited(invitation.TargetTypeName, "labor-köln-prod-11", invitation.StatusExpired, 16*outcome.Day),
		outcome.Invited(invitation.TargetTypeName, "edge-poc-21", invitation.StatusExpired, 20*outcome.Day),
		outcome.Invited(invitation.TargetTypeName, "archive-dev-03", invitation.StatusExpired, 21*outcome.Day),
		outcome.Invited(invitation.TargetTypeAccount, "7d1f0c52a9e84b3b8c6d5e4f3a2b1c0d", invitation.StatusExpired, 35*outcome.Day),
	}},
	Alibaba: outcome.Past{Seeds: []outcome.Seed{
		outcome.Invited(invitation.TargetTypeEmail, "data-staging+05@acme.example.test", invitation.StatusPending, 26*time.Hour),
		outcome.Invited(invitation.TargetTypeAccount, "1504308350813567", invitation.StatusAccepted, 5*outcome.Day),
		outcome.Invited(invitation.TargetTypeAccount, "1911992957278412", invitation.StatusDeclined, 9*outcome.Day),
		outcome.Invited(invitation.TargetTypeEmail, "yanfa-dr+11@koeln.example.test", invitation.StatusExpired, 16*outcome.Day),
		outcome.Invited(invitation.TargetTypeEmail, "edge-poc+21@acme.example.test", invitation.StatusExpired, 20*outcome.Day),
		outcome.Invited(invitation.TargetTypeEmail, "archive-dev+03@acme.example.test", invitation.StatusExpired, 21*outcome.Day),
		outcome.Invited(invitation.TargetTypeAccount, "1276543210987654", invitation.StatusExpired, 35*outcome.Day),
	}},
}
