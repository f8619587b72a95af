package command

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// resultLife is how long a Runner keeps the result of a command for the next search.
const resultLife = time.Minute

// ErrRunning means that the command did not end before the deadline of the caller. The command
// continues, and the next call waits for it.
var ErrRunning = fmt.Errorf("the command has not ended yet: the next call waits for it: %w", auth.ErrUnavailable)

// A Runner runs each command once for any number of callers. The zero Runner is ready to use.
type Runner struct {
	// Run runs one command. nil: as a process of this machine.
	Run func(context.Context, string) (auth.Credentials, error)

	mu      sync.Mutex
	started map[string]*started
}

// A started command has its result in the fields after done, which are set before done is
// closed. The mutex of the Runner guards the other fields.
type started struct {
	cancel  context.CancelFunc
	waiters int

	done  chan struct{}
	ended time.Time
	keys  auth.Credentials
	err   error
}

// Credentials waits for the command until shortly before the deadline of ctx, which leaves time
// to report [ErrRunning]. The command then continues up to its own limit, and the next search
// joins it, so a command may take longer than one search. If the last caller that waits
// cancels, the command is killed.
func (c *Runner) Credentials(ctx context.Context, command string) (auth.Credentials, error) {
	limited, cancel := beforeEnd(ctx)
	defer cancel()
	s := c.join(command)
	select {
	case <-s.done:
	case <-limited.Done():
	}
	c.leave(command, s, passed(limited))
	switch end := auth.EndOf(ctx); {
	case s.isDone():
		return s.keys, s.err
	case end != nil:
		return auth.Credentials{}, end
	}
	return auth.Credentials{}, ErrRunning
}

// beforeEnd returns a context that ends shortly before the deadline of ctx.
func beforeEnd(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline.Add(-min(time.Second, time.Until(deadline)/4)))
}

// passed reports whether the deadline of ctx has passed. The error of ctx does not show that: a
// parent that ends at the same time may have cancelled it first.
func passed(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ok && !time.Now().Before(deadline)
}

func (c *Runner) join(command string) *started {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.started[command]
	if s == nil || s.isOld() {
		s = c.start(command)
	}
	s.waiters++
	return s
}

// isOld reports whether the result has waited too long for the next search.
func (s *started) isOld() bool { return s.isDone() && time.Since(s.ended) > resultLife }

func (s *started) isDone() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

func (c *Runner) start(command string) *started {
	run := c.Run
	if run == nil {
		run = runCommand
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &started{cancel: cancel, done: make(chan struct{}), err: errors.New("the command ended without a result")}
	if c.started == nil {
		c.started = map[string]*started{}
	}
	c.started[command] = s
	go func() {
		defer cancel()
		defer close(s.done)
		defer func() {
			if recover() != nil {
				s.err = errors.New("the command's runner panicked")
			}
			s.ended = time.Now()
		}()
		s.keys, s.err = run(ctx, command)
	}()
	return s
}

func (c *Runner) leave(command string, s *started, passed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.waiters--
	if !s.isDone() && (s.waiters > 0 || passed) {
		return
	}
	s.cancel()
	if c.started[command] == s {
		delete(c.started, command)
	}
}
