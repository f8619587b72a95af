package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	jsonout "github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// An output is stdout, or a file that can be continued. It adds a page to a file in two steps,
// and each step leaves a good file and a state that belongs to it. First, it writes and syncs the
// lines. Then it adds the state to the journal, with the new length of the file. If the program is
// killed in between, the next run cuts off the lines that no state covers, and fetches them again.
type output struct {
	exporter
	state
	path    string // "": stdout
	w       io.Writer
	file    *os.File        // nil: stdout
	journal *os.File        // its lock is that of the export
	items   int             // written, also by earlier runs
	seen    map[string]bool // the IDs in the file, of lists that are read again
	broken  bool            // nothing more can be written
	show    func(string)
}

// open opens the file and its journal, and brings the file to what the journal says. It creates
// both if neither exists. The journal comes first, since a file without one is complete.
func (o *output) open(clients []clouds.Client) (err error) {
	o.journal, err = ownfile.Open(o.journalPath())
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(o.path); err == nil {
			return cli.Misuse("-o: %s is there already, and is complete if this command wrote it; remove it, or give another name", o.path)
		}
		o.journal, err = ownfile.Create(o.journalPath())
	}
	if err != nil {
		return cli.Misuse("-o: %w", err)
	}
	o.reached("begun")
	if err := ownfile.Lock(o.journal); err != nil {
		return fmt.Errorf("%s: %w; wait for it, or give another name", o.path, err)
	}
	first := state{Version: stateVersion, Received: o.Received, Places: map[string]place{}}
	for _, c := range clients {
		first.Places[c.Cloud.Name] = place{}
	}
	if err := o.readState(first); err != nil {
		return err
	}
	o.file, err = ownfile.Open(o.path)
	if errors.Is(err, fs.ErrNotExist) && o.Bytes == 0 && maps.Equal(o.Places, first.Places) {
		o.file, err = ownfile.Create(o.path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return o.spoilt("is missing")
	case err != nil:
		return cli.Misuse("-o: %w", err)
	}
	o.w = o.file
	return o.restore()
}

// restore reads what the state covers, and cuts off the rest.
func (o *output) restore() error {
	if size, err := o.file.Seek(0, io.SeekEnd); err != nil || size < o.Bytes {
		return o.spoilt("is too short")
	}
	o.items, o.seen = 0, map[string]bool{}
	for d := json.NewDecoder(io.NewSectionReader(o.file, 0, o.Bytes)); ; o.items++ {
		var line struct{ Cloud, ID string }
		if err := d.Decode(&line); errors.Is(err, io.EOF) {
			break
		} else if _, ok := o.Places[line.Cloud]; err != nil || !ok {
			return o.spoilt("was changed")
		}
		if line.Cloud == clouds.AlibabaName {
			o.seen[line.ID] = true
		}
	}
	return cut(o.file, o.Bytes)
}

// cut cuts off what is behind this place, where the next write begins.
func cut(f *os.File, at int64) error {
	_, err := f.Seek(at, io.SeekStart)
	return errors.Join(err, f.Truncate(at))
}

// spoilt returns the error of a file that is not what the journal says.
func (o *output) spoilt(why string) error {
	return fmt.Errorf("%s cannot be continued, because it %s; to begin anew, remove it and %s", o.path, why, o.journalPath())
}

// append writes the invitations of a page, and the place to continue at behind it.
func (o *output) append(rows []invitation.Invitation, cloud string, at place) (err error) {
	defer func() { o.broken = err != nil }()
	var text bytes.Buffer
	for _, r := range rows {
		if err := jsonout.Line(&text, r); err != nil {
			return err
		}
	}
	length := text.Len()
	if _, err := text.WriteTo(o.w); err != nil {
		return err
	}
	if o.file != nil {
		if err := o.record(length, cloud, at); err != nil {
			return err
		}
	}
	o.items += len(rows)
	o.show(cloud + ": " + cli.Count(o.items, "invitation"))
	return nil
}

// record syncs what was written, and adds the new state to the journal. The journal needs no sync,
// because an older state is good, too.
func (o *output) record(length int, cloud string, at place) error {
	if err := o.file.Sync(); err != nil {
		return err
	}
	o.reached("written")
	o.Bytes += int64(length)
	o.Places[cloud] = at
	if err := json.NewEncoder(o.journal).Encode(o.state); err != nil {
		return err
	}
	o.reached("saved")
	return nil
}

// finish ends an export that is complete: its file needs no journal any more.
func (o *output) finish() error {
	o.reached("done")
	o.close() // an open file cannot be removed on Windows
	return os.Remove(o.journalPath())
}

// close releases the files, whose content is synced.
func (o *output) close() {
	_ = o.file.Close()
	_ = o.journal.Close()
}

// A state says how much of the file is good, and how far each list is in it. The journal has one
// state after the other, and the last one counts.
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

func (o *output) journalPath() string { return o.path + ".cursor" }

// readState reads the last state of the journal that is complete, and cuts off the rest. The
// earlier run must have had the same flags. An empty journal gets the first state.
func (o *output) readState(first state) error {
	end := int64(0)
	for d := json.NewDecoder(io.LimitReader(o.journal, maxJournal)); ; end = d.InputOffset() {
		var s state
		err := d.Decode(&s)
		if errors.Is(err, io.EOF) && end == 0 {
			o.state = first
			return json.NewEncoder(o.journal).Encode(o.state)
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
