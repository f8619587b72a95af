package alibaba

import (
	"errors"
	"sync"

	"github.com/orghandshakes/handshakes-go/auth"
)

// underWay has only the look-ups that are under way.
var underWay lookups

// lookups makes one look-up at a time for each key, for any number of callers.
type lookups struct {
	mu      sync.Mutex
	running map[any]*lookup
}

// A lookup is one call of a credential. All is set before done is closed.
type lookup struct {
	done chan struct{}
	keys auth.Credentials
	err  error
	old  bool // it began before its keys were rejected
}

// join gives the look-up for key that is under way, or begins one with ask. One that is
// not useful began before its keys were rejected: wait for its end and join again.
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
		defer ls.end(key, l) // also where the credential ends the goroutine
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

// outdate makes nobody join the look-up for key any more.
func (ls *lookups) outdate(key any) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if l := ls.running[key]; l != nil {
		l.old = true
	}
}

// isOld reports whether the look-up for key began before its keys were rejected.
func (ls *lookups) isOld(key any) bool {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l := ls.running[key]
	return l != nil && l.old
}
