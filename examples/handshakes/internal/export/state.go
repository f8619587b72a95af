package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A state is what the .cursor file holds: how much of the file is good, and how far
// each list is in it.
type state struct {
	Version  int              `json:"version"`
	Received bool             `json:"received"`
	Bytes    int64            `json:"bytes"`
	Places   map[string]place `json:"clouds"`
}

// A place is how far a list has been exported. Where page numbers lead to no exact place, the
// cursor only shows whether a later run lists for the same account.
type place struct {
	Cursor pagination.Cursor `json:"cursor,omitempty"` // "": at the beginning, or done
	Done   bool              `json:"done,omitempty"`
}

const (
	stateVersion = 2
	maxState     = 1 << 20 // bytes: cursors are short
)

func newState(o options) state {
	s := state{Version: stateVersion, Received: o.received, Places: map[string]place{}}
	for _, c := range o.clouds {
		s.Places[c.Name] = place{}
	}
	return s
}

func (s state) text() []byte {
	text, _ := json.Marshal(s) // strings and numbers have no error
	return append(text, '\n')
}

func (o options) statePath() string { return o.path + ".cursor" }

// begin makes the state of a new export if there is none, which it does only where there is
// no file that could be lost.
func (o options) begin() error {
	_, err := ownfile.Check(o.statePath())
	if errors.Is(err, fs.ErrNotExist) {
		switch _, err = ownfile.Check(o.path); {
		case err == nil:
			return cli.Misuse("-o %s: it is there, and complete if this program wrote it: remove it, or give another name", o.path)
		case errors.Is(err, fs.ErrNotExist):
			err = ownfile.WriteNew(o.statePath(), newState(o).text())
			if e, ok := errors.AsType[*fs.PathError](err); ok {
				e.Path = o.path // as the user wrote it
			}
		}
	}
	if err != nil && !errors.Is(err, fs.ErrExist) { // then another export began: the lock decides
		return cli.Misuse("-o: %w", err)
	}
	return nil
}

// readState reads what an earlier run left, which must have had the same flags.
func (o *output) readState() error {
	text, err := ownfile.Read(o.statePath(), maxState)
	if err != nil {
		return err
	}
	var s state
	err = json.Unmarshal(text, &s)
	switch {
	case err == nil && s.Version > 0 && s.Version < stateVersion:
		return fmt.Errorf("%s has the lines of an earlier version, which cannot be continued: remove it and %s to begin anew",
			o.path, o.statePath())
	case err != nil || s.Version != stateVersion || s.Bytes < 0:
		return fmt.Errorf("%s is no place to continue at: remove it and %s to begin anew", o.statePath(), o.path)
	}
	if s.Received != o.received || !maps.EqualFunc(s.Places, newState(o.options).Places, func(place, place) bool { return true }) {
		return cli.Misuse("-o %s was begun with another -cloud or -received: give the same flags, or another name", o.path)
	}
	o.state = s
	return nil
}
