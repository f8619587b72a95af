package serve_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/serve"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// A running is a command that serves.
type running struct {
	serve.Announcement
	stop  context.CancelFunc
	ended chan error
}

func start(t *testing.T, stdin io.Reader, args ...string) running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	r, w := io.Pipe()
	out := running{stop: cancel, ended: make(chan error, 1)}
	go func() { out.ended <- run(ctx, stdin, w, args...) }()
	line, err := bufio.NewReader(r).ReadBytes('\n')
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(line, &out.Announcement))
	return out
}

// run runs the command.
func run(ctx context.Context, stdin io.Reader, stdout io.Writer, args ...string) error {
	p := &cli.Process{Name: "handshakes serve", Stdin: stdin, Stdout: stdout, Stderr: io.Discard}
	return serve.Command.Run(ctx, p, args)
}

func isMisuse(err error) bool {
	_, ok := errors.AsType[*cli.UsageError](err)
	return ok
}

func TestCommand(t *testing.T) {
	defer goleak.VerifyNone(t)
	t.Run("serves both clouds to the accounts that it announces", func(t *testing.T) {
		r := start(t, nil, "-accounts", "2")
		require.Len(t, r.Huawei.Accounts, 3)
		require.Len(t, r.Alibaba.Accounts, 3)
		for _, endpoint := range []string{r.Huawei.Endpoint, r.Alibaba.Endpoint} {
			u, err := url.Parse(endpoint)
			require.NoError(t, err)
			assert.True(t, net.ParseIP(u.Hostname()).IsLoopback(), endpoint)
		}
		inviter, guest := r.Huawei.Accounts[0], r.Huawei.Accounts[1]
		assert.Equal(t, "management", inviter.Role)
		huawei, err := huaweiorg.NewClient(auth.Static(inviter.AccessKeyID, inviter.AccessKeySecret, ""), huaweiorg.WithEndpoint(r.Huawei.Endpoint))
		require.NoError(t, err)
		defer huawei.CloseIdleConnections()
		_, err = huawei.InviteAccount(t.Context(), huaweiorg.InviteAccountInput{Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: guest.ID}})
		require.NoError(t, err)
		guest = r.Alibaba.Accounts[1]
		alibaba, err := alibabarm.NewClient(auth.Static(guest.AccessKeyID, guest.AccessKeySecret, ""), alibabarm.WithEndpoint(r.Alibaba.Endpoint))
		require.NoError(t, err)
		defer alibaba.CloseIdleConnections()
		received, err := alibaba.ListHandshakesForAccount().Collect(t.Context())
		require.NoError(t, err)
		assert.Empty(t, received)
		r.stop()
		assert.NoError(t, <-r.ended)
		_, err = huawei.ListHandshakes().Collect(t.Context())
		assert.ErrorIs(t, err, auth.ErrUnavailable, "the service no longer listens")
	})
	t.Run("ends when standard input does", func(t *testing.T) {
		stdin, tester := io.Pipe()
		r := start(t, stdin, "-until-stdin-closes")
		require.NoError(t, tester.Close())
		assert.NoError(t, <-r.ended)
	})
	t.Run("ends with an error if nobody can read what it announces", func(t *testing.T) {
		r, w := io.Pipe()
		gone := errors.New("gone")
		require.NoError(t, r.CloseWithError(gone))
		assert.ErrorIs(t, run(t.Context(), nil, w), gone)
	})
	t.Run("does not take a port that is taken", func(t *testing.T) {
		r := start(t, nil)
		u, err := url.Parse(r.Huawei.Endpoint)
		require.NoError(t, err)
		err = run(t.Context(), nil, io.Discard, "-alibaba", u.Host)
		assert.Error(t, err)
		assert.False(t, isMisuse(err), err)
		r.stop()
		assert.NoError(t, <-r.ended)
	})
}

func TestCommand_Misuse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, arg string }{
		{name: "every interface", arg: "-huawei=0.0.0.0:0"},
		{name: "every interface, without a host", arg: "-alibaba=:0"},
		{name: "every interface of IPv6", arg: "-huawei=[::]:0"},
		{name: "an address of a network", arg: "-alibaba=192.0.2.1:0"},
		{name: "a name", arg: "-alibaba=example.test:0"},
		{name: "no port", arg: "-huawei=127.0.0.1"},
		{name: "a port that does not exist", arg: "-huawei=127.0.0.1:99999"},
		{name: "a port that is no number", arg: "-alibaba=127.0.0.1:x"},
		{name: "no account", arg: "-accounts=0"},
		{name: "too many accounts", arg: "-accounts=10001"},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			assert.True(t, isMisuse(run(t.Context(), nil, io.Discard, c.arg)))
		})
	}
}
