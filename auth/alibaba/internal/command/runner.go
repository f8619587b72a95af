package command

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// resultLife is how long the result of a command waits for the search that comes back for
// it.
const resultLife = time.Minute

// ErrRunning is the error of a command that has not ended before the deadline of a caller.
// It goes on, and the next call waits for it.
var ErrRunning = fmt.Errorf("the command has not ended yet: the next call waits for it: %w", auth.ErrUnavailable)

// A Runner runs commands, each once for any number of callers. The zero Runner is ready.
type Runner struct {
	// Run runs one command. nil: as a process of this machine.
	Run func(context.Context, string) (auth.Credentials, error)

	mu      sync.Mutex
	started map[string]*started
}

// A started command. The fields after done are set before it is closed; the mutex of
// Runner guards the others.
type started struct {
	cancel  context.CancelFunc
	waiters int

	done  chan struct{}
	ended time.Time
	keys  auth.Credentials
	err   error
}

// Credentials waits for the command until shortly before the deadline of ctx, so that there
// is time to say so. Then the command goes on to its own limit, and the next search joins
// it: a command has more time than one search. If the last one who waits cancels, the
// command is killed.
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

// beforeEnd leaves a part of the time of ctx.
func beforeEnd(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline.Add(-min(time.Second, time.Until(deadline)/4)))
}

// passed reports whether the deadline of ctx did: its end may have been called a cancel.
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

// isOld holds for a result that nobody came back for in time.
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
	s := &started{cancel: cancel, done: make(chan struct{}), err: errors.New("the command was given up")}
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
