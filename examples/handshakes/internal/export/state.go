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
	stateVersion = 2
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

// begin makes the place of a new export if there is none, which it does only where there is
// no file that could be lost.
func begin(o options) error {
	switch _, err := ownfile.Check(statePath(o.path)); {
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return cli.Misuse("-o: %w", err)
	}
	switch _, err := ownfile.Check(o.path); {
	case err == nil:
		return cli.Misuse("-o %s: it is there, and complete if this program wrote it: remove it, or give another name", o.path)
	case !errors.Is(err, fs.ErrNotExist):
		return cli.Misuse("-o: %w", err)
	}
	text, err := json.Marshal(newState(o))
	if err != nil {
		return err
	}
	err = ownfile.WriteNew(statePath(o.path), append(text, '\n'))
	if err != nil && !errors.Is(err, fs.ErrExist) { // then another export began: the lock decides
		return cli.Misuse("-o: %w", err)
	}
	return nil
}

// readState gives what an earlier run left.
func readState(o options) (state, error) {
	text, err := ownfile.Read(statePath(o.path), maxState)
	if err != nil {
		return state{}, err
	}
	var s state
	err = json.Unmarshal(text, &s)
	switch {
	case err == nil && s.Version > 0 && s.Version < stateVersion:
		return s, fmt.Errorf("%s has the lines of an earlier version, which cannot be continued: remove it and %s to begin anew",
			o.path, statePath(o.path))
	case err != nil || s.Version != stateVersion || s.Bytes < 0:
		return s, fmt.Errorf("%s is no place to continue at: remove it and %s to begin anew", statePath(o.path), o.path)
	}
	return s, s.fit(o)
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
