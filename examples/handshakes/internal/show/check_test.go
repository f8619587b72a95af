package show

import (
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestCheck_Golden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		args       []string
		prepare    func(*clouds.Services)
		code       int
		stderr     string
	}{
		{name: "help", file: "check-help.golden", args: []string{"-h"}},
		{name: "a record for each cloud", file: "check-both.golden", args: []string{"-offline"}},
		{name: "an array", file: "check-both.json.golden", args: []string{"-offline", "-format", "json"}},
		{name: "a denied read with its action", file: "check-denied.golden", args: []string{"-offline", "-cloud", "huawei"}, prepare: func(w *clouds.Services) {
			w.Huawei.Inject(huaweiorgtest.Fault{Op: "ListReceivedHandshakes", Times: huaweiorgtest.Always, Kind: huaweiorgtest.Refuse(403, "Organizations.1007", "no policy")})
		}},
		{name: "a failed read with its error", file: "check-failed.golden", args: []string{"-offline", "-cloud", "alibaba"}, prepare: func(w *clouds.Services) {
			w.Alibaba.Inject(alibabarmtest.Fault{Op: "ListAccounts", Times: alibabarmtest.Always, Kind: alibabarmtest.Refuse(400, "Strange\x1b[2J", "one\ntwo")})
		}},
		{name: "a clock that differs", file: "check-clock.golden", args: []string{"-offline", "-cloud", "huawei"}, prepare: func(w *clouds.Services) {
			w.Huawei.Skew(3 * time.Minute)
		}},
		{
			name: "a cloud without credentials is left out", file: "check-alibaba.golden", args: []string{"-offline"},
			prepare: func(w *clouds.Services) { w.HuaweiCaller.Credentials = auth.Credentials{} },
			stderr:  "handshakes check: Huawei Cloud is left out: there are no credentials for it; -cloud huawei says more\n",
		},
		{
			name: "a cloud without credentials that is named fails", file: "check-none.golden", args: []string{"-offline", "-cloud", "huawei"}, code: 1,
			prepare: func(w *clouds.Services) { w.HuaweiCaller.Credentials = auth.Credentials{} },
			stderr: "handshakes check: no credentials for Huawei Cloud\n" +
				"handshakes check: set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; -h names other places, and -offline needs none\n",
		},
		{
			name: "a cloud of which nothing can be found out fails", file: "check-alibaba.golden", args: []string{"-offline"}, code: 1,
			prepare: func(w *clouds.Services) {
				w.Huawei.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: authtest.NoConnection()})
			},
			stderr: "handshakes check: Huawei Cloud ShowOrganization: no connection, so that nothing was sent (5 attempts): dial tcp: connection refused\n" +
				"handshakes check: run the command again in a few minutes; if it goes on, check the network, the endpoint and the proxy\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := clouds.NewServices(time.Now, false)
				if c.prepare != nil {
					c.prepare(&w)
				}
				got := do(t.Context(), "check", check, w, time.Now, c.args...)
				assert.Equal(t, c.code, got.code)
				assert.Equal(t, c.stderr, got.stderr)
				golden(t, c.file, got.stdout)
			})
		})
	}
}

func TestCheck_JSON(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), "check", check, clouds.NewServices(day, false), day, "-offline", "-format=json")
	var ids []invitation.Identity
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &ids))
	require.Len(t, ids, 2)
	assert.Equal(t, invitation.RoleManagement, ids[1].Role)
	assert.Equal(t, invitation.AccessAllowed, ids[1].Access(invitation.ReadSent))
}

func TestCheck_Mistakes(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-format", "csv"}, {"-cloud", "azure"}, {"more"}, {"-offline", "-huawei-endpoint", "https://example.test"}, {"-cloud", "huawei", "-alibaba-version", "2022-04-19"}} {
		got := do(t.Context(), "check", check, clouds.NewServices(day, false), day, args...)
		assert.Equal(t, 2, got.code, args)
		assert.Empty(t, got.stdout)
	}
}
