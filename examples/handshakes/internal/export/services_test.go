package export

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// services are both clouds, each with a list of four full pages and a short one, and the file that
// the lists are exported to.
type services struct {
	huawei  *huaweiorgtest.Service
	alibaba *alibabarmtest.Service
	program program
	args    []string
	path    string

	endpoints map[string]string // by cloud
}

const pageSize = 5

func serve(t *testing.T, invitations int) *services {
	t.Helper()
	s := &services{huawei: huaweiorgtest.New(), alibaba: alibabarmtest.New(), program: onDay()}
	h := s.huawei.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	a := s.alibaba.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.huawei.Seed(s.huawei.Believable(invitations)...)
	s.alibaba.Seed(s.alibaba.Believable(invitations)...)
	s.program.Now, s.program.Huawei, s.program.Alibaba = time.Now, h.Provider(), a.Provider()
	s.program.pageSize = pageSize
	huawei, err := s.huawei.Start()
	require.NoError(t, err)
	alibaba, err := s.alibaba.Start()
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, s.huawei.Close())
		assert.NoError(t, s.alibaba.Close())
	})
	s.to(t)
	s.endpoints = map[string]string{"huawei": huawei, "alibaba": alibaba}
	s.args = []string{"-huawei-endpoint", huawei, "-alibaba-endpoint", alibaba}
	return s
}

// to chooses another file, in a folder of its own.
func (s *services) to(t *testing.T) { s.path = filepath.Join(t.TempDir(), "sent.jsonl") }

// clients are those of the management accounts.
func (s *services) clients(t *testing.T) []clouds.Client {
	t.Helper()
	var a clouds.Access
	f := cli.NewFlags("export")
	a.FlagsForBoth(f, &s.program.Process)
	require.NoError(t, f.Parse(&s.program.Process, s.args))
	clients, err := a.OpenAll(clouds.OfflineWorld(false))
	require.NoError(t, err)
	return clients
}

func (s *services) export(ctx context.Context, p program, more ...string) result {
	return do(ctx, p, append(append(slices.Clone(s.args), "-o", s.path), more...)...)
}

// want are the IDs of both lists.
func (s *services) want() []string {
	var out []string
	for _, h := range s.huawei.Handshakes() {
		out = append(out, "huawei "+h.ID)
	}
	for _, h := range s.alibaba.Handshakes() {
		out = append(out, "alibaba "+h.ID)
	}
	return out
}

// got are the IDs in the file.
func (s *services) got(t *testing.T) []string {
	t.Helper()
	out := []string{}
	for text := range strings.Lines(read(t, s.path)) {
		var line struct{ Cloud, ID string }
		require.NoError(t, json.Unmarshal([]byte(text), &line), text)
		out = append(out, line.Cloud+" "+line.ID)
	}
	return out
}

// kill runs the program until it reaches its nth point, and reports whether it got there. A panic
// leaves behind the same files as a kill.
func (s *services) kill(ctx context.Context, n int) (killed bool, at string) {
	type kill struct{}
	p := s.program
	p.reached = func(reached string) {
		if n--; n == 0 {
			at = reached
			panic(kill{})
		}
	}
	defer func() {
		if r := recover(); r != nil {
			if _, killed = r.(kill); !killed {
				panic(r)
			}
		}
	}()
	s.export(ctx, p)
	return false, ""
}
