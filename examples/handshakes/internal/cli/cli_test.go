package cli

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestExit(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		err  error
		code int
		says bool
	}{
		{"no error is done", context.Background(), nil, Done, false},
		{"no error is done, even if Ctrl-C came late", cancelled, nil, Done, false},
		{"help is done", context.Background(), flag.ErrHelp, Done, false},
		{"a reader that went away is done and quiet", context.Background(), fmt.Errorf("write: %w", syscall.EPIPE), Done, false},
		{"a connection that broke is a failure", context.Background(),
			&net.OpError{Op: "write", Err: os.NewSyscallError("write", syscall.EPIPE)}, Failed, true},
		{"a call that broke is a failure", context.Background(),
			fmt.Errorf("outcome unknown: %w", &auth.TransportError{Sent: true, Err: syscall.EPIPE}), Failed, true},
		{"an error is a failure", context.Background(), errors.New("no"), Failed, true},
		{"an error after Ctrl-C is an interruption", cancelled, fmt.Errorf("page: %w", context.Canceled), Interrupted, true},
		{"another error stays a failure after Ctrl-C", cancelled, errors.New("no space left"), Failed, true},
		{"a cancelled call without Ctrl-C is a failure", context.Background(), context.Canceled, Failed, true},
		{"a mistake is a mistake, wrapped or not", context.Background(), fmt.Errorf("x: %w", Misuse("-n %d", 3)), Misused, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			assert.Equal(t, c.code, Exit(c.ctx, &stderr, "prog", c.err))
			assert.Equal(t, c.says, stderr.Len() > 0)
		})
	}
}

func newTestFlags() *Flags {
	f := NewFlags("prog", "\nWhat it does.\n", "\nMore.\n")
	f.String("cloud", "huawei", "which `name`")
	f.Int("limit", 0, "at most this `number`")
	f.Bool("dry", false, "only say what would be done")
	f.Group("What to list", "limit", "cloud")
	return f
}

func TestHelpHasEveryFlagInItsGroup(t *testing.T) {
	t.Parallel()
	var stdout bytes.Buffer
	err := newTestFlags().ParseOnly([]string{"-h"}, &stdout)
	require.ErrorIs(t, err, flag.ErrHelp)
	assert.Equal(t, `What it does.

What to list:
  -limit number  at most this number
  -cloud name    which name (default huawei)

Other:
  -dry           only say what would be done

More.
`, stdout.String())
}

func TestFlags_ParseOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args string
		good bool
	}{
		{"no flags are good", "", true},
		{"flags are good", "-limit 3 -dry -cloud=x", true},
		{"an unknown flag is a mistake", "-limits 3", false},
		{"a value that does not fit is a mistake", "-limit three", false},
		{"a word behind a switch is a mistake", "-dry true", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var stdout bytes.Buffer
			err := newTestFlags().ParseOnly(strings.Fields(c.args), &stdout)
			assert.Empty(t, stdout.String())
			if c.good {
				require.NoError(t, err)
				return
			}
			var misuse *UsageError
			assert.ErrorAs(t, err, &misuse)
		})
	}
}
