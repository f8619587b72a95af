package cli

import (
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

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestProcess_Exit(t *testing.T) {
	t.Parallel()
	failed := func(name, text string) error { return &pagination.SourceError{Name: name, Err: errors.New(text)} }
	denied := func(name string) error {
		return &pagination.SourceError{Name: name, Err: fmt.Errorf("huaweiorg: ListHandshakes: %w", auth.ErrNoCredentials)}
	}
	var many []error
	for i := range 8 {
		many = append(many, failed(fmt.Sprint("account-", i), "no"))
	}
	for _, c := range []struct {
		name        string
		interrupted bool
		verbose     bool
		err         error
		code        int
		stderr      string
	}{
		{name: "no error is done", code: Done},
		{name: "no error is done, even if Ctrl-C came late", interrupted: true, code: Done},
		{name: "help is done", err: flag.ErrHelp, code: Done},
		{name: "a reader that went away ends the command well and quietly", err: fmt.Errorf("write: %w", syscall.EPIPE), code: Done},
		{name: "a reader that went away does not hide a failure", err: errors.Join(failed("huawei", "no"), syscall.EPIPE), code: Failed, stderr: "huawei: no\n"},
		{
			name: "a connection that broke is a failure", code: Failed, stderr: "write: write: broken pipe\n",
			err: &net.OpError{Op: "write", Err: os.NewSyscallError("write", syscall.EPIPE)},
		},
		{name: "an error is a failure", err: errors.New("no"), code: Failed, stderr: "no\n"},
		{name: "a full disk is a failure", err: fmt.Errorf("write: %w", syscall.ENOSPC), code: Failed, stderr: "write: no space left on device\nmake room, or write to another place, and run the command again\n"},
		{
			name: "another failure of a write is one of the output", code: Failed, stderr: "write out.json: input/output error\ncheck the file, pipe or disk that the output goes to, and run the command again\n",
			err: &os.PathError{Op: "write", Path: "out.json", Err: syscall.EIO},
		},
		{name: "an error after Ctrl-C is an interruption", interrupted: true, err: fmt.Errorf("page: %w", context.Canceled), code: Interrupted, stderr: "interrupted\n"},
		{
			name: "a failure before Ctrl-C is reported", interrupted: true, code: Interrupted, stderr: "huawei: no\ninterrupted\n",
			err: errors.Join(failed("huawei", "no"), context.Canceled),
		},
		{name: "another error stays a failure after Ctrl-C", interrupted: true, err: errors.New("no space left"), code: Failed, stderr: "no space left\n"},
		{name: "a cancelled call without Ctrl-C is a failure", err: context.Canceled, code: Failed, stderr: "context canceled\n"},
		{name: "a mistake is a mistake, wrapped or not", err: fmt.Errorf("x: %w", Misuse("-n %d", 3)), code: Misused, stderr: "x: -n 3\ntry -h for help\n"},
		{name: "findings are code 3 and quiet", err: ErrFound, code: Found},
		{name: "a list that failed does not hide findings", err: errors.Join(failed("huawei", "no"), ErrFound), code: Found, stderr: "huawei: no\n"},
		{name: "findings do not hide a list that failed, whatever comes first", err: errors.Join(ErrFound, failed("huawei", "no")), code: Found, stderr: "huawei: no\n"},
		{name: "findings and Ctrl-C are an interruption", interrupted: true, err: errors.Join(ErrFound, context.Canceled), code: Interrupted, stderr: "interrupted\n"},
		{name: "findings for a reader that went away are found", err: errors.Join(ErrFound, syscall.EPIPE), code: Found},
		{
			name: "several failures are one line each, up to five", err: errors.Join(many...), code: Failed,
			stderr: "account-0: no\naccount-1: no\naccount-2: no\naccount-3: no\naccount-4: no\nand 3 more; -v shows all\n",
		},
		{name: "five failures are all there are", err: errors.Join(many[:5]...), code: Failed, stderr: "account-0: no\naccount-1: no\naccount-2: no\naccount-3: no\naccount-4: no\n"},
		{
			name: "with -v, every failure is reported", verbose: true, err: errors.Join(many...), code: Failed,
			stderr: "account-0: no\naccount-1: no\naccount-2: no\naccount-3: no\naccount-4: no\naccount-5: no\naccount-6: no\naccount-7: no\n",
		},
		{
			name: "several failures of one cause have their advice once", err: errors.Join(denied("a"), errors.Join(denied("b"))), code: Failed,
			stderr: "a: no credentials for Huawei Cloud\n" +
				"set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; -h names other places, and -offline needs none\n" +
				"b: no credentials for Huawei Cloud\n",
		},
		{
			name: "a source within a source has both names", err: &pagination.SourceError{Name: "huawei", Err: failed("account-1", "no")}, code: Failed,
			stderr: "huawei: account-1: no\n",
		},
		{
			name: "a cloud is named once", err: errors.Join(denied("huawei"), failed("alibaba", "no")), code: Failed,
			stderr: "no credentials for Huawei Cloud\nset HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; -h names other places, and -offline needs none\nalibaba: no\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.interrupted {
				cancel()
			}
			p, stdout, stderr := newProcess()
			p.Verbose = c.verbose
			assert.Equal(t, c.code, p.Exit(ctx, c.err))
			assert.Equal(t, c.stderr, strings.ReplaceAll(stderr.String(), "prog: ", ""))
			assert.Empty(t, stdout.String())
		})
	}
}

func TestReaderGone(t *testing.T) {
	t.Parallel()
	assert.True(t, ReaderGone(fmt.Errorf("write: %w", syscall.EPIPE)))
	assert.False(t, ReaderGone(fmt.Errorf("outcome unknown: %w", &auth.TransportError{Sent: true, Err: syscall.EPIPE})))
}

func TestProcess_Say(t *testing.T) {
	t.Parallel()
	p, _, stderr := newProcess()
	p.Say("one\ntwo%s\r\nthree", "\x1b[2J")
	assert.Equal(t, "prog: one\nprog: two\\x1b[2J\nprog: three\n", stderr.String())
}
