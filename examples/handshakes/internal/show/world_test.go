package show

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), text)
}

// A world has an organization in each cloud, with a few invitations.
type world struct {
	huawei  *huaweiorgtest.Service
	alibaba *alibabarmtest.Service
	// keyless are the clouds without credentials.
	keyless []string
}

func newWorld(now func() time.Time) world {
	return world{
		huawei:  huaweiorgtest.New(huaweiorgtest.WithClock(now)),
		alibaba: alibabarmtest.New(alibabarmtest.WithClock(now)),
	}
}

// clients are those of the management accounts.
func (w world) clients(bool) clouds.World {
	none := func(cloud string) bool { return strings.Contains(strings.Join(w.keyless, " "), cloud) }
	return clouds.World{
		Huawei: func(func() time.Time) (*huaweiorg.Client, error) {
			c, err := w.huawei.NewClient(w.huawei.AddAccount(huaweiorgtest.Account{ID: "root", Name: "acme_root", Role: huaweiorgtest.Management}))
			if none("huawei") {
				c = c.With(huaweiorg.WithCredentials(auth.Chain()))
			}
			return c, err
		},
		Alibaba: func(_ func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
			c, err := w.alibaba.NewClient(w.alibaba.AddAccount(alibabarmtest.Account{ID: "1000000000000001", Name: "acme-root", Role: alibabarmtest.Management}), version)
			if none("alibaba") {
				c = c.With(alibabarm.WithCredentials(auth.Chain()))
			}
			return c, err
		},
	}
}

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

// do runs the command offline, in the world.
func do(ctx context.Context, w world, now func() time.Time, args ...string) result {
	return doIn(ctx, w.clients, now, args...)
}

func doIn(ctx context.Context, offline func(bool) clouds.World, now func() time.Time, args ...string) result {
	var stdout, stderr bytes.Buffer
	p := &cli.Process{
		Name: "handshakes show", Stdout: &stdout, Stderr: &stderr, Now: now,
		Screen: func(io.Writer) terminal.Screen { return terminal.Screen{} },
		Huawei: auth.Chain(), Alibaba: auth.Chain(),
	}
	code := p.Exit(ctx, run(ctx, p, args, offline))
	return result{code, stdout.String(), stderr.String()}
}

// day is when the tests run that need no other time.
func day() time.Time { return time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC) }
