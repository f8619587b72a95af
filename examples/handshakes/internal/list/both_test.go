package list

import (
	"context"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestCommand_Both(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"", "-received", "-limit 7", "-status PENDING -limit 30", "-page-size 9 -limit 40"} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			list := func(cloud string) []read {
				got := do(t.Context(), onDay(), "-offline -format json -cloud "+cloud+" "+args)
				require.Equal(t, cli.Done, got.code)
				assert.Empty(t, got.stderr)
				return readJSON(t, got.stdout)
			}
			huawei, alibaba := list("huawei"), list("alibaba")
			require.NotEmpty(t, huawei)
			require.NotEmpty(t, alibaba)
			assert.Equal(t, slices.Concat(huawei, alibaba), list("both"))
		})
	}
}

func TestCommand_Environment(t *testing.T) {
	for _, version := range []alibabarm.Version{alibabarm.Version20200331, alibabarm.Version20220419} {
		t.Run(string(version), func(t *testing.T) {
			h, a, flags := serveBoth(t)
			got := do(t.Context(), onDay(), flags+"-format json -alibaba-version "+string(version))
			require.Equal(t, cli.Done, got.code, got.stderr)
			assert.Empty(t, got.stderr)
			assert.Equal(t, h.Handshakes(), readHuawei(t, got.stdout))
			assert.Equal(t, a.Handshakes(), readAlibaba(t, got.stdout))
			for _, r := range a.Requests() {
				assert.Equal(t, string(version), r.Version)
			}
		})
	}
}

func TestCommand_LimitOfAlibaba(t *testing.T) {
	s, flags := serveAlibaba(t)
	got := do(t.Context(), onDay(), flags+"-page-size 10 -limit 20")
	require.Equal(t, cli.Done, got.code, got.stderr)
	require.Len(t, s.Requests(), 2)
	assert.Equal(t, "2", s.Requests()[1].Query.Get("PageNumber"))
}

func TestCommand_OneCloudWithoutCredentials(t *testing.T) {
	for _, c := range []struct {
		name    string
		without func(*cli.Process)
		lines   int
		missing string
	}{
		{name: "Huawei Cloud has none", without: func(p *cli.Process) { p.Huawei = auth.Chain() }, lines: 241, missing: "Huawei Cloud"},
		{name: "Alibaba Cloud has none", without: func(p *cli.Process) { p.Alibaba = auth.Chain() }, lines: 301, missing: "Alibaba Cloud"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, flags := serveBoth(t)
			p := onDay()
			c.without(p)
			got := do(t.Context(), p, flags)
			assert.Equal(t, cli.Done, got.code)
			assert.Len(t, got.lines(), c.lines)
			assert.Equal(t, 1, strings.Count(got.stderr, "\n"), got.stderr)
			assert.Contains(t, got.stderr, c.missing)
		})
	}
}

func TestCommand_NoCredentials(t *testing.T) {
	t.Parallel()
	huawei := []string{"HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "-offline"}
	alibaba := []string{"ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "-offline"}
	for _, c := range []struct {
		cloud         string
		says, saysNot []string
	}{
		{cloud: "huawei", says: huawei, saysNot: alibaba[:1]},
		{cloud: "alibaba", says: alibaba, saysNot: huawei[:1]},
		{cloud: "both", says: slices.Concat(huawei, alibaba)},
	} {
		t.Run(c.cloud, func(t *testing.T) {
			t.Parallel()
			p := onDay()
			p.Huawei, p.Alibaba = auth.Chain(), auth.Chain() // those of the program would look around
			got := do(t.Context(), p, "-cloud "+c.cloud)
			assert.Equal(t, cli.Failed, got.code)
			assert.Empty(t, got.stdout)
			for _, what := range c.says {
				assert.Contains(t, got.stderr, what)
			}
			for _, what := range c.saysNot {
				assert.NotContains(t, got.stderr, what)
			}
		})
	}
}

func TestCommand_CredentialsOfAlibaba(t *testing.T) {
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "ALIBABA_CLOUD_") {
			t.Setenv(name, "")
		}
	}
	t.Setenv("HOME", t.TempDir())
	t.Setenv("USERPROFILE", t.TempDir())
	t.Setenv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")
	p := onDay()
	p.Alibaba = alibabarm.DefaultProvider()
	got := do(t.Context(), p, "-cloud alibaba -v")
	assert.Equal(t, cli.Failed, got.code)
	assert.Empty(t, got.stdout)
	assert.Contains(t, got.stderr, "instance metadata: ALIBABA_CLOUD_ECS_METADATA_DISABLED skips it")
}

func TestCommand_OneCloudFails(t *testing.T) {
	huaweiFails := secondPage(huaweiorgtest.Refuse(http.StatusForbidden, "Organizations.1007", "denied"))
	alibabaFails := secondNumber(alibabarmtest.Refuse(http.StatusForbidden, "NoPermission", "denied"))
	for _, c := range []struct {
		name            string
		huawei          []huaweiorgtest.Fault
		alibaba         []alibabarmtest.Fault
		fromHuawei      int
		fromAlibaba     int
		stderr, without []string
	}{
		{
			name: "the first", huawei: []huaweiorgtest.Fault{huaweiFails}, fromHuawei: 40, fromAlibaba: 240,
			stderr: []string{"Huawei Cloud", "Organizations.1007"}, without: []string{"Alibaba Cloud"},
		},
		{
			name: "the second", alibaba: []alibabarmtest.Fault{alibabaFails}, fromHuawei: 300, fromAlibaba: 40,
			stderr: []string{"Alibaba Cloud", "NoPermission"}, without: []string{"Huawei Cloud"},
		},
		{
			name: "both", huawei: []huaweiorgtest.Fault{huaweiFails}, alibaba: []alibabarmtest.Fault{alibabaFails}, fromHuawei: 40, fromAlibaba: 40,
			stderr: []string{"Huawei Cloud", "Organizations.1007", "Alibaba Cloud", "NoPermission"},
		},
	} {
		for _, format := range []string{"table", "json", "csv"} {
			t.Run(c.name+" as "+format, func(t *testing.T) {
				h, a, flags := serveBoth(t)
				h.Inject(c.huawei...)
				a.Inject(c.alibaba...)
				got := do(t.Context(), onDay(), flags+"-page-size 40 -format "+format)
				assert.Equal(t, cli.Failed, got.code)
				switch format {
				case "table":
					assert.Len(t, got.lines(), 1+c.fromHuawei+c.fromAlibaba)
				case "json":
					assert.Len(t, readHuawei(t, got.stdout), c.fromHuawei)
					assert.Len(t, readAlibaba(t, got.stdout), c.fromAlibaba)
				case "csv":
					assert.Len(t, readCSV(t, got.stdout), 1+c.fromHuawei+c.fromAlibaba)
				}
				for _, what := range c.stderr {
					assert.Contains(t, got.stderr, what)
				}
				for _, what := range append(c.without, os.Getenv("HUAWEICLOUD_SDK_SK"), os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET")) {
					assert.NotContains(t, got.stderr, what)
				}
			})
		}
	}
}

func TestCommand_EmptyCloudAndFailure(t *testing.T) {
	_, flags := serve(t)
	s, more := serveAlibaba(t)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Refuse(http.StatusForbidden, "NoPermission", "denied")})
	got := do(t.Context(), onDay(), flags+more+"-cloud both -received")
	assert.Equal(t, cli.Failed, got.code)
	assert.Contains(t, got.stderr, "handshakes list: huawei: listed 0 of 0 invitations on 1 page\n")
	assert.NotContains(t, got.stderr, "alibaba: listed")
}

func TestCommand_CtrlCInOneOfTwoClouds(t *testing.T) {
	t.Run("in the first, the second gets no request", func(t *testing.T) {
		h, a, flags := serveBoth(t)
		ctx, cancel := context.WithCancel(t.Context())
		h.Inject(secondPage(huaweiorgtest.Together(huaweiorgtest.Hook(cancel), huaweiorgtest.Hang())))
		got := do(ctx, onDay(), flags+"-page-size 40 -format json")
		assert.Equal(t, cli.Interrupted, got.code)
		assert.Len(t, readJSON(t, got.stdout), 40)
		assert.Empty(t, a.Requests())
	})
	t.Run("in the second, after the first failed, the error names both", func(t *testing.T) {
		h, a, flags := serveBoth(t)
		ctx, cancel := context.WithCancel(t.Context())
		h.Inject(secondPage(huaweiorgtest.Refuse(http.StatusForbidden, "Organizations.1007", "denied")))
		a.Inject(secondNumber(alibabarmtest.Together(alibabarmtest.Hook(cancel), alibabarmtest.Hang())))
		got := do(ctx, onDay(), flags+"-page-size 40 -format json")
		assert.Equal(t, cli.Interrupted, got.code)
		assert.Len(t, readJSON(t, got.stdout), 80)
		assert.Contains(t, got.stderr, "Organizations.1007")
		assert.True(t, strings.HasSuffix(got.stderr, "handshakes list: interrupted\n"), got.stderr)
	})
	t.Run("between the two, the listing is incomplete", func(t *testing.T) {
		h, a, flags := serveBoth(t)
		ctx, cancel := context.WithCancel(t.Context())
		p := onDay()
		p.Alibaba = auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
			cancel()
			<-ctx.Done()
			return auth.Credentials{}, context.Cause(ctx)
		})
		assert.Equal(t, cli.Interrupted, do(ctx, p, flags).code)
		assert.NotEmpty(t, h.Requests())
		assert.Empty(t, a.Requests())
	})
}

func TestCommand_FailureAndReaderGone(t *testing.T) {
	h, _, flags := serveBoth(t)
	h.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Refuse(http.StatusForbidden, "Organizations.1007", "denied")})
	var stderr strings.Builder
	code := runTo(t.Context(), onDay(), flags, gone, &stderr)
	assert.Equal(t, cli.Failed, code)
	assert.Contains(t, stderr.String(), "Organizations.1007")
}

func TestCommand_HostileToADirectory(t *testing.T) {
	h := hostile()
	attack := alibabarm.Handshake{
		ID: h.ID, Status: alibabarm.Status(h.Status), Note: h.Notes, MasterAccountID: h.ManagementAccountID,
		MasterAccountName: h.ManagementAccountName, TargetType: alibabarm.TargetType(h.Target.Type), TargetEntity: h.Target.Entity,
	}
	for _, format := range []string{"table", "json", "csv"} {
		t.Run(format, func(t *testing.T) {
			s, flags := serveAlibaba(t, attack)
			got := do(t.Context(), onDay(), flags+"-format "+format)
			require.Equal(t, cli.Done, got.code, got.stderr)
			for _, r := range got.stdout {
				assert.True(t, r == '\n' || terminal.Visible(r), "%q", r)
			}
			switch format {
			case "table":
				assert.Len(t, got.lines(), 2)
			case "json":
				assert.Equal(t, s.Handshakes(), readAlibaba(t, got.stdout), "the value is as it was")
			case "csv":
				for _, cell := range readCSV(t, got.stdout)[1] {
					assert.NotContains(t, "=+-@", string((cell + " ")[0]), cell)
				}
			}
		})
	}
}
