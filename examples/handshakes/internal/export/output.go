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
)

// An output is stdout, or a file that can be continued. It adds a page to a file in two steps,
// and each step leaves a good file and a state that belongs to it. First, it writes and syncs the
// lines. Then it adds a line to the journal: the state, with the new length of the file. If the
// program is killed in between, the next run cuts off the lines that no state covers, and fetches
// them again.
type output struct {
	exporter
	received bool
	path     string // "": stdout
	w        io.Writer
	file     *os.File // nil: stdout
	journal  *os.File // each line is a [state], and the last one counts; its lock is that of the export
	state    state
	items    int             // written, also by earlier runs
	seen     map[string]bool // the IDs in the file, of lists that are read again
	broken   bool            // nothing more can be written
	show     func(string)
}

// A point is where the program can be killed.
type point string

const (
	begun   point = "begun"   // there is a state, and perhaps no file
	written point = "written" // but the state not saved
	saved   point = "saved"   // the state
	done    point = "done"    // everything is written, and the journal still has to go
)

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
	o.reached(begun)
	if err := ownfile.Lock(o.journal); err != nil {
		return fmt.Errorf("%s: %w; wait for it, or give another name", o.path, err)
	}
	first := newState(o.received, clients)
	if err := o.readState(first); err != nil {
		return err
	}
	o.file, err = ownfile.Open(o.path)
	if errors.Is(err, fs.ErrNotExist) && o.state.Bytes == 0 && maps.Equal(o.state.Places, first.Places) {
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

// restore cuts off what the state does not cover, and reads the rest. It leaves the file at its
// end.
func (o *output) restore() error {
	info, err := o.file.Stat()
	if err != nil {
		return err
	}
	if info.Size() < o.state.Bytes {
		return o.spoilt("is too short")
	}
	if err := o.file.Truncate(o.state.Bytes); err != nil {
		return err
	}
	if err := o.readLines(); err != nil {
		return o.spoilt("was changed: %w", err)
	}
	return nil
}

// spoilt returns the error of a file that is not what the journal says.
func (o *output) spoilt(format string, args ...any) error {
	return fmt.Errorf("%s cannot be continued, because it %w; to begin anew, remove it and %s",
		o.path, fmt.Errorf(format, args...), o.journalPath())
}

// readLines reads the file from its beginning to its end.
func (o *output) readLines() error {
	if _, err := o.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	o.items, o.seen = 0, map[string]bool{}
	for d := json.NewDecoder(o.file); ; o.items++ {
		var line struct{ Cloud, ID string }
		if err := d.Decode(&line); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if _, ok := o.state.Places[line.Cloud]; !ok {
			return errors.New("it has an invitation of another cloud")
		}
		if line.Cloud == clouds.AlibabaName {
			o.seen[line.ID] = true
		}
	}
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
	o.show(cloud + ": " + count(o.items))
	return nil
}

// record syncs what was written, and adds the new state to the journal.
func (o *output) record(length int, cloud string, at place) error {
	if err := o.file.Sync(); err != nil {
		return err
	}
	o.reached(written)
	o.state.Bytes += int64(length)
	o.state.Places[cloud] = at
	if err := o.saveState(); err != nil {
		return err
	}
	o.reached(saved)
	return nil
}

// finish ends an export that is complete: it needs no journal any more.
func (o *output) finish() error {
	if o.file == nil {
		return nil
	}
	o.reached(done)
	o.close() // an open file cannot be removed on Windows
	return os.Remove(o.journalPath())
}

// close releases the files, whose content is synced.
func (o *output) close() {
	_ = o.file.Close()
	_ = o.journal.Close()
}
