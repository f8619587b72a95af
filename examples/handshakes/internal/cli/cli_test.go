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
		{name: "no error is done", ctx: context.Background(), err: nil, code: Done, says: false},
		{name: "no error is done, even if Ctrl-C came late", ctx: cancelled, err: nil, code: Done, says: false},
		{name: "help is done", ctx: context.Background(), err: flag.ErrHelp, code: Done, says: false},
		{name: "a reader that went away is done and quiet", ctx: context.Background(), err: fmt.Errorf("write: %w", syscall.EPIPE), code: Done, says: false},
		{name: "a connection that broke is a failure", ctx: context.Background(), err: &net.OpError{Op: "write", Err: os.NewSyscallError("write", syscall.EPIPE)}, code: Failed, says: true},
		{name: "a call that broke is a failure", ctx: context.Background(), err: fmt.Errorf("outcome unknown: %w", &auth.TransportError{Sent: true, Err: syscall.EPIPE}), code: Failed, says: true},
		{name: "an error is a failure", ctx: context.Background(), err: errors.New("no"), code: Failed, says: true},
		{name: "an error after Ctrl-C is an interruption", ctx: cancelled, err: fmt.Errorf("page: %w", context.Canceled), code: Interrupted, says: true},
		{name: "another error stays a failure after Ctrl-C", ctx: cancelled, err: errors.New("no space left"), code: Failed, says: true},
		{name: "a cancelled call without Ctrl-C is a failure", ctx: context.Background(), err: context.Canceled, code: Failed, says: true},
		{name: "a mistake is a mistake, wrapped or not", ctx: context.Background(), err: fmt.Errorf("x: %w", Misuse("-n %d", 3)), code: Misused, says: true},
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

func TestFlags_ParseOnly_Help(t *testing.T) {
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

func TestNewFlags_Help(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		parts []string
		want  string
	}{
		{name: "flags stand in place of their line", parts: []string{"What.\n\nFLAGS\n\nMore.\n", "\nExit codes.\n"}, want: "What.\n\nOther:\n  -dry  do nothing\n\nMore.\n\nExit codes.\n"},
		{name: "the line may end a part", parts: []string{"What.\n\nFLAGS\n", "Exit codes.\n"}, want: "What.\n\nOther:\n  -dry  do nothing\n\nExit codes.\n"},
		{name: "without the line, they stand behind the first part", parts: []string{"What.\n", "Exit codes.\n"}, want: "What.\n\nOther:\n  -dry  do nothing\n\nExit codes.\n"},
		{name: "without a part, they stand alone", want: "Other:\n  -dry  do nothing\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := NewFlags("prog", c.parts...)
			f.Bool("dry", false, "do nothing")
			assert.Equal(t, c.want, f.Help())
		})
	}
}

func TestFlags_ParseOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args string
		good bool
	}{
		{name: "no flags are good", args: "", good: true},
		{name: "flags are good", args: "-limit 3 -dry -cloud=x", good: true},
		{name: "an unknown flag is a mistake", args: "-limits 3", good: false},
		{name: "a value that does not fit is a mistake", args: "-limit three", good: false},
		{name: "a word behind a switch is a mistake", args: "-dry true", good: false},
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
