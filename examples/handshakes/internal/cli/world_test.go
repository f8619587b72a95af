package cli

import (
	"bytes"
	"context"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// ifIntended says what to do after an intended change of a golden file.
const ifIntended = "if the change is intended, run: go test ./examples/handshakes/internal/cli -update"

// golden compares a text with a file in testdata.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, ifIntended)
	assert.Equal(t, string(want), text, ifIntended)
}

// newProcess makes a process that writes to the buffers.
func newProcess() (p *Process, stdout, stderr *bytes.Buffer) {
	stdout, stderr = new(bytes.Buffer), new(bytes.Buffer)
	return &Process{Name: "prog", Stdout: stdout, Stderr: stderr}, stdout, stderr
}

// A world has an organization in each cloud, of which some calls fail.
type world struct {
	huaweiService  *huaweiorgtest.Service
	huawei         *huaweiorg.Client
	outside        *huaweiorg.Client // an account in no organization
	alibabaService *alibabarmtest.Service
	alibaba        *alibabarm.Client
}

func newWorld(t *testing.T) world {
	t.Helper()
	var w world
	var err error
	w.huaweiService = huaweiorgtest.New()
	root := w.huaweiService.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	w.huaweiService.Seed(w.huaweiService.Believable(10)...)
	w.huawei, err = w.huaweiService.NewClient(root)
	require.NoError(t, err)
	w.outside, err = w.huaweiService.NewClient(w.huaweiService.AddAccount(huaweiorgtest.Account{Name: "lonely"}))
	require.NoError(t, err)

	w.alibabaService = alibabarmtest.New()
	manager := w.alibabaService.AddAccount(alibabarmtest.Account{ID: "1000000000000001", Name: "acme-root", Role: alibabarmtest.Management})
	w.alibabaService.Seed(w.alibabaService.Believable(10)...)
	w.alibaba, err = w.alibabaService.NewClient(manager)
	require.NoError(t, err)
	return w
}

// listHuawei reads the sent list while faults last.
func (w world) listHuawei(ctx context.Context, kind huaweiorgtest.Kind) error {
	w.huaweiService.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: kind})
	return last(w.huawei.Invitations().Sent(ctx))
}

// listAlibaba does the same in the other cloud.
func (w world) listAlibaba(ctx context.Context, kind alibabarmtest.Kind) error {
	w.alibabaService.Inject(alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: kind})
	return last(w.alibaba.Invitations().Sent(ctx))
}

// listOver reads the list over another transport.
func (w world) listOver(ctx context.Context, fails error) error {
	broken := roundTripper(func(*http.Request) (*http.Response, error) { return nil, fails })
	return last(w.huawei.With(huaweiorg.WithTransport(broken)).Invitations().Sent(ctx))
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// last is the error of a sequence.
func last[T any](items func(func(T, error) bool)) (err error) {
	items(func(_ T, e error) bool {
		err = e
		return true
	})
	return err
}

const someTime = 10 * time.Second
