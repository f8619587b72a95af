package alibaba

import (
	"errors"
	"sync"

	"github.com/orghandshakes/handshakes-go/auth"
)

// underWay holds only the look-ups that have not ended.
var underWay lookups

// lookups runs one look-up at a time for each key, for any number of callers.
type lookups struct {
	mu      sync.Mutex
	running map[any]*lookup
}

// A lookup is one call of a credential. Its results are set before done is closed.
type lookup struct {
	done chan struct{}
	keys auth.Credentials
	err  error
	old  bool // it began before its credentials were rejected
}

// join returns the look-up for key that is under way, or begins one with ask. If it is not
// useful, it began before its credentials were rejected: the caller waits for its end and joins
// again.
func (ls *lookups) join(key any, ask func() (auth.Credentials, error)) (l *lookup, useful bool) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if l = ls.running[key]; l != nil {
		return l, !l.old
	}
	l = &lookup{done: make(chan struct{}), err: errors.New("alibaba: the credential ended its goroutine")}
	if ls.running == nil {
		ls.running = map[any]*lookup{}
	}
	ls.running[key] = l
	go func() {
		defer ls.end(key, l) // runs also if the credential ends the goroutine
		l.keys, l.err = ask()
	}()
	return l, true
}

func (ls *lookups) end(key any, l *lookup) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	delete(ls.running, key)
	close(l.done)
}

// outdate keeps further callers from joining the look-up for key.
func (ls *lookups) outdate(key any) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if l := ls.running[key]; l != nil {
		l.old = true
	}
}

// isOld reports whether the look-up for key began before its credentials were rejected.
func (ls *lookups) isOld(key any) bool {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l := ls.running[key]
	return l != nil && l.old
}
