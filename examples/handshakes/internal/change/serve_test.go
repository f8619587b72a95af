package change

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// resultsByID are the outcomes of a run with -format json, by invitation.
func resultsByID(t *testing.T, r result) map[string]string {
	t.Helper()
	var rows []struct {
		Result     string
		Invitation struct{ ID string }
	}
	require.NoError(t, json.Unmarshal([]byte(r.stdout), &rows), r.stderr)
	out := map[string]string{}
	for _, row := range rows {
		out[row.Invitation.ID] = row.Result
	}
	return out
}

const (
	trusted  = "o-9zs2640k7li9mj8l"
	stranger = "o-0z5h7j2f9d4s8g1a"
	inviter  = "0bad0bad0bad0bad0bad0bad0bad0bad" // the stranger
)

// serveInviter starts a service without invitations. The environment has the credentials, and the
// flags name the endpoint.
func serveInviter(t *testing.T, opts ...huaweiorgtest.Option) (s *huaweiorgtest.Service, flags string) {
	t.Helper()
	s = huaweiorgtest.New(opts...)
	return s, start(t, s, s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
}

// serveAlibaba does the same for the other cloud.
func serveAlibaba(t *testing.T, opts ...alibabarmtest.Option) (s *alibabarmtest.Service, flags string) {
	t.Helper()
	s = alibabarmtest.New(opts...)
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", root.Credentials.AccessKeyID)
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", root.Credentials.AccessKeySecret)
	t.Setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "")
	return s, "-cloud alibaba -alibaba-endpoint " + url + " "
}

// serveInvited starts a service with two invitations of the account: h-1 is from the trusted
// organization, and h-2 from a stranger. The environment has the credentials.
func serveInvited(t *testing.T) (s *huaweiorgtest.Service, flags string) {
	t.Helper()
	s = huaweiorgtest.New()
	s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management, OrganizationID: trusted})
	own := s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	target := huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: own.ID}
	s.Seed(huaweiorg.Handshake{ID: "h-1", Target: target},
		huaweiorg.Handshake{ID: "h-2", Target: target, OrganizationID: stranger, ManagementAccountID: inviter})
	return s, start(t, s, own)
}

// serveSender starts a service whose account sent invitations: h-1, h-2 and h-3 are pending for 1,
// 11 and 12 days, h-4 has no date, h-5 is cancelled, and h-6 accepted.
func serveSender(t *testing.T) (s *huaweiorgtest.Service, flags string) {
	t.Helper()
	s = huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management, OrganizationID: trusted})
	for n, h := range []huaweiorg.Handshake{
		{CreatedAt: time.Now().Add(-day)}, {CreatedAt: time.Now().Add(-11 * day)}, {CreatedAt: time.Now().Add(-12 * day)},
		{}, {Status: huaweiorg.StatusCancelled}, {Status: huaweiorg.StatusAccepted},
	} {
		h.ID = fmt.Sprintf("h-%d", n+1)
		h.Target = huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: fmt.Sprintf("account-%d", n+1)}
		s.Seed(h)
	}
	s.Update("h-4", func(h *huaweiorg.Handshake) { h.CreatedAt = time.Time{} })
	return s, start(t, s, root)
}

func start(t *testing.T, s *huaweiorgtest.Service, own huaweiorgtest.Account) (flags string) {
	t.Helper()
	url, err := s.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	t.Setenv("HUAWEICLOUD_SDK_AK", own.Credentials.AccessKeyID)
	t.Setenv("HUAWEICLOUD_SDK_SK", own.Credentials.AccessKeySecret)
	t.Setenv("HUAWEICLOUD_SDK_SECURITY_TOKEN", "")
	t.Setenv("HUAWEICLOUD_SDK_DOMAIN_ID", own.ID)
	t.Setenv("HUAWEICLOUD_SDK_IDP_ID", "")
	return "-cloud huawei -huawei-endpoint " + url + " "
}

// now is a process with the real clock, which the service has, too.
func now() *cli.Process {
	p := onDay("")
	p.Now = time.Now
	return p
}
