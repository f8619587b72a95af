package export

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"maps"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
)

// progress is how far a list has been exported, and what is in the file.
type progress struct {
	place
	items    int
	exported exported // of a list that is read again
}

// exported are the invitations in the file. An ID tells invitations apart. Those without
// one are told apart by their lines, and equal lines are counted: the list may really
// have that many.
type exported struct {
	ids   map[string]bool
	lines map[string]int
}

func newExported() exported { return exported{ids: map[string]bool{}, lines: map[string]int{}} }

func (e exported) clone() exported { return exported{ids: e.ids, lines: maps.Clone(e.lines)} }

func (e exported) add(id string, line []byte) {
	if id != "" {
		e.ids[id] = true
		return
	}
	e.lines[string(line)]++
}

// take reports whether an invitation is in the file. A line without an ID is taken once
// for each time that it is there.
func (e exported) take(r invitation.Invitation) bool {
	if r.ID != "" {
		return e.ids[r.ID]
	}
	line, err := lines([]invitation.Invitation{r})
	if err != nil || e.lines[string(line)] == 0 {
		return false // an error comes again when the row is written
	}
	e.lines[string(line)]--
	return true
}

// without leaves out what is in the file.
func (e exported) without(rows []invitation.Invitation) []invitation.Invitation {
	var out []invitation.Invitation
	for _, r := range rows {
		if !e.take(r) {
			out = append(out, r)
		}
	}
	return out
}

// readProgress reads the file, line by line.
func readProgress(r io.Reader, s state) (map[string]progress, error) {
	out := map[string]progress{}
	for cloud, at := range s.Places {
		out[cloud] = progress{place: at, exported: newExported()}
	}
	for b := bufio.NewReader(r); ; {
		line, err := b.ReadBytes('\n')
		switch {
		case errors.Is(err, io.EOF) && len(line) == 0:
			return out, nil
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		}
		if err := addLine(out, line); err != nil {
			return nil, err
		}
	}
}

func addLine(all map[string]progress, text []byte) error {
	var line struct {
		Cloud string `json:"cloud"`
		ID    string `json:"id"`
	}
	if err := json.Unmarshal(text, &line); err != nil {
		return err
	}
	p, ok := all[line.Cloud]
	if !ok {
		return errors.New("there is a line of no cloud that is exported")
	}
	p.items++
	if line.Cloud == clouds.AlibabaName {
		p.exported.add(line.ID, text)
	}
	all[line.Cloud] = p
	return nil
}
