package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"runtime"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const (
	// commandTimeout limits how long a command may run.
	commandTimeout = time.Minute
	// commandDelay limits the wait for output after the end of the command, because a process
	// that it started may keep the output open.
	commandDelay = time.Second / 2
)

// runCommand runs the command of a profile and decodes the credentials that it prints. The end
// of ctx kills the command. No error quotes the command or its output, because both may hold
// secrets.
func runCommand(ctx context.Context, command string) (auth.Credentials, error) {
	args, err := splitCommand(command, runtime.GOOS == "windows")
	if err == nil && (len(args) == 0 || args[0] == "") {
		err = missing("process_command")
	}
	if err != nil {
		return auth.Credentials{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, commandTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...) // its standard input and error are the null device
	var out output
	cmd.Stdout = &out
	cmd.WaitDelay = commandDelay
	killGroup(cmd)
	if err := cmd.Start(); err != nil {
		return auth.Credentials{}, fmt.Errorf("the command cannot be started: %w", withoutName(err))
	}
	switch err := cmd.Wait(); {
	case ctx.Err() != nil:
		return auth.Credentials{}, fmt.Errorf("the command did not end within %v: %w", commandTimeout, auth.ErrUnavailable)
	case out.full:
		return auth.Credentials{}, fmt.Errorf("the command prints more than %d bytes", temporary.MaxSize)
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return auth.Credentials{}, fmt.Errorf("the command failed: %w", err)
	}
	return readOutput(out.text.Bytes())
}

// withoutName drops the name of the program from the error.
func withoutName(err error) error {
	if e, ok := errors.AsType[*exec.Error](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

func missing(setting string) error { return fmt.Errorf("set %s: %w", setting, auth.ErrNoCredentials) }

// output keeps what a command prints. Its error ends a command that prints too much.
type output struct {
	text bytes.Buffer
	full bool
}

var errFull = errors.New("too long")

func (o *output) Write(text []byte) (int, error) {
	if o.text.Len()+len(text) > temporary.MaxSize {
		o.full = true
		return 0, errFull
	}
	return o.text.Write(text)
}

// readOutput decodes the output of a command, which must be JSON and nothing else.
func readOutput(text []byte) (auth.Credentials, error) {
	var w struct {
		Mode    temporary.Text    `json:"mode"`
		ID      temporary.Text    `json:"access_key_id"`
		Secret  temporary.Text    `json:"access_key_secret"`
		Token   temporary.Text    `json:"sts_token"`
		Expires temporary.Instant `json:"expiration"`
	}
	if temporary.Unmarshal(text, &w) != nil {
		return auth.Credentials{}, errors.New("the command must print JSON and nothing else to its standard output")
	}
	var err error
	switch {
	case w.ID == "":
		err = missing("access_key_id")
	case w.Secret == "":
		err = missing("access_key_secret")
	case w.Mode == "StsToken" && w.Token == "":
		err = missing("sts_token")
	}
	if err != nil {
		return auth.Credentials{}, fmt.Errorf("the output of the command is incomplete: %w", err)
	}
	return auth.Credentials{
		AccessKeyID: string(w.ID), AccessKeySecret: string(w.Secret), SecurityToken: string(w.Token), Expires: time.Time(w.Expires),
	}, nil
}
