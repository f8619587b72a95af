package export

import (
	"encoding/json"
	"errors"
	"io"
	"maps"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A state says how much of the file is good, and how far each list is in it. The journal, which is
// the file with .cursor at the end of its name, has one state after the other, and the last one
// counts.
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
	maxJournal   = 64 << 20 // bytes, which are the states of many thousand pages
)

// begin returns the state of an export that has just begun.
func (o *output) begin(clients []clouds.Client) state {
	s := state{Version: stateVersion, Received: o.Received, Places: map[string]place{}}
	for _, c := range clients {
		s.Places[c.Cloud.Name] = place{}
	}
	return s
}

func (o *output) journalPath() string { return o.path + ".cursor" }

// saveState adds the state to the journal. The file is synced before, and an older state is good,
// too, so that the journal needs no sync.
func (o *output) saveState() error { return json.NewEncoder(o.journal).Encode(o.state) }

// readState reads the last state of the journal that is complete, and cuts off the rest. The
// earlier run must have had the same flags. An empty journal gets the first state.
func (o *output) readState(first state) error {
	end := int64(0)
	for d := json.NewDecoder(io.LimitReader(o.journal, maxJournal)); ; end = d.InputOffset() {
		var s state
		err := d.Decode(&s)
		if errors.Is(err, io.EOF) && end == 0 {
			o.state = first
			return o.saveState()
		}
		if err != nil {
			break
		}
		o.state = s
	}
	switch {
	case o.Version != stateVersion || o.Bytes < 0:
		return o.spoilt("was begun by another version, or its second file was edited")
	case o.Received != first.Received || !maps.EqualFunc(o.Places, first.Places, func(place, place) bool { return true }):
		return cli.Misuse("-o %s was begun with another -cloud or -received: give the same flags, or another name", o.path)
	}
	return cut(o.journal, end)
}
