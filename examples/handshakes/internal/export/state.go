package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A state says how much of the file is good, and how far each list is in it. It is a line of the
// journal, the file with .cursor at the end of its name.
type state struct {
	Version  int              `json:"version"`
	Received bool             `json:"received"`
	Bytes    int64            `json:"bytes"`
	Places   map[string]place `json:"clouds"`
}

// A place is how far a list has been exported. Page numbers lead to no exact place: there, the
// cursor only shows whether a later run lists for the same account.
type place struct {
	Cursor pagination.Cursor `json:"cursor,omitempty"` // "": at the beginning, or done
	Done   bool              `json:"done,omitempty"`
}

const (
	stateVersion = 2
	maxState     = 64 << 10 // bytes of two states: cursors are short
)

func newState(received bool, clients []clouds.Client) state {
	s := state{Version: stateVersion, Received: received, Places: map[string]place{}}
	for _, c := range clients {
		s.Places[c.Cloud.Name] = place{}
	}
	return s
}

func (o *output) journalPath() string { return o.path + ".cursor" }

// saveState adds a line to the journal. The file is synced before, and an older state is good, too,
// so that the journal needs no sync.
func (o *output) saveState() error {
	text, err := json.Marshal(o.state)
	if err != nil {
		return err
	}
	_, err = o.journal.Write(append(text, '\n'))
	return err
}

// readState reads the last line of the journal that is complete, and leaves the journal behind
// it. The earlier run must have had the same flags. An empty journal gets the first state.
func (o *output) readState(first state) error {
	size, err := o.journal.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if size == 0 {
		o.state = first
		return o.saveState()
	}
	tail := make([]byte, min(size, maxState))
	if _, err := o.journal.ReadAt(tail, size-int64(len(tail))); err != nil {
		return err
	}
	end := bytes.LastIndexByte(tail, '\n') + 1
	text := bytes.TrimSuffix(tail[:end], []byte("\n"))
	var s state
	err = json.Unmarshal(text[bytes.LastIndexByte(text, '\n')+1:], &s)
	switch {
	case err != nil || s.Version != stateVersion || s.Bytes < 0:
		return fmt.Errorf("%s is not a state of this version; to begin anew, remove it and %s", o.journalPath(), o.path)
	case s.Received != first.Received || !maps.EqualFunc(s.Places, first.Places, func(place, place) bool { return true }):
		return cli.Misuse("-o %s was begun with another -cloud or -received: give the same flags, or another name", o.path)
	}
	o.state = s
	at := size - int64(len(tail)-end)
	if err := o.journal.Truncate(at); err != nil {
		return err
	}
	_, err = o.journal.Seek(at, io.SeekStart)
	return err
}
