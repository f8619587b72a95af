package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
)

// A state is what the .cursor file holds: how much of the file is good, and how far
// each list is in it.
type state struct {
	Version  int              `json:"version"`
	Received bool             `json:"received"`
	Bytes    int64            `json:"bytes"`
	Places   map[string]place `json:"clouds"`
}

const (
	stateVersion = 1
	maxState     = 1 << 20 // bytes: cursors are short
)

func statePath(path string) string { return path + ".cursor" }

func newState(o options) state {
	s := state{Version: stateVersion, Received: o.received, Places: map[string]place{}}
	for _, c := range o.clouds {
		s.Places[c.Name] = place{}
	}
	return s
}

// readState gives what an earlier run left, or begins, which it does only where there
// is no file that could be lost.
func readState(o options) (state, error) {
	text, err := ownfile.Read(statePath(o.path), maxState)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return begin(o)
	case errors.Is(err, ownfile.ErrNotOwn):
		return state{}, cli.Misuse("-o: %w", err)
	case err != nil:
		return state{}, err
	}
	var s state
	if err := json.Unmarshal(text, &s); err != nil || s.Version != stateVersion || s.Bytes < 0 {
		return s, fmt.Errorf("%s is no place to continue at: remove it and %s to begin anew", statePath(o.path), o.path)
	}
	return s, s.fit(o)
}

func begin(o options) (state, error) {
	switch _, err := ownfile.Check(o.path); {
	case err == nil:
		return state{}, cli.Misuse("-o %s: it is there, and complete if this program wrote it: remove it, or give another name", o.path)
	case !errors.Is(err, fs.ErrNotExist):
		return state{}, cli.Misuse("-o: %w", err)
	}
	s := newState(o)
	if err := s.save(o.path); err != nil {
		return s, cli.Misuse("-o: %w", err)
	}
	return s, nil
}

// fit reports flags that are not those of the run that began.
func (s state) fit(o options) error {
	same := s.Received == o.received && len(s.Places) == len(o.clouds)
	for _, c := range o.clouds {
		_, ok := s.Places[c.Name]
		same = same && ok
	}
	if !same {
		return cli.Misuse("-o %s was begun with another -cloud or -received: give the same flags, or another name", o.path)
	}
	return nil
}

// save makes the state that of the file at path, all of it or nothing.
func (s state) save(path string) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return ownfile.Replace(statePath(path), append(text, '\n'))
}
