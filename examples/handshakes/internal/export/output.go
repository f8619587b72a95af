package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	jsonout "github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
)

// An output is stdout, or a file that can be continued. A page is added to a file in two
// steps, and each leaves a good file and a state that belongs to it: the lines are written
// and synced; then the state, with the length that the file has now, replaces the old one.
// What stands behind that length when the program starts was written and not recorded. It
// is cut off, and fetched again.
type output struct {
	options
	w       io.Writer
	file    *os.File // nil: stdout
	state   state
	items   int  // written, also by earlier runs
	seen    seen // in the file, of lists that are read again
	broken  bool // nothing more can be written
	show    func(string)
	reached func(point)
}

// A point is where the program can be killed.
type point string

const (
	begun   point = "begun"   // there is a state, and perhaps no file
	written point = "written" // but the state not saved
	saved   point = "saved"   // the state
	done    point = "done"    // everything is written, and the state still has to end
)

// open opens the file, which holds e-mail addresses, and brings it to what its state says.
// Except for the first state, only the holder of the file's lock writes it.
func (o *output) open() error {
	if err := o.begin(); err != nil {
		return err
	}
	o.reached(begun)
	f, err := ownfile.Open(o.path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := o.readState(); err != nil {
			return err
		}
		if o.state.Bytes > 0 || !maps.Equal(o.state.Places, newState(o.options).Places) {
			return o.tooShort()
		}
		f, err = ownfile.Create(o.path)
	}
	if err != nil {
		return cli.Misuse("-o: %w", err)
	}
	o.file, o.w = f, f
	if err := o.restore(); err != nil {
		_ = f.Close() // nothing was written
		return err
	}
	return nil
}

func (o *output) tooShort() error {
	return fmt.Errorf("%s is shorter than %s says, so that it cannot be continued: remove both to begin anew",
		o.path, o.statePath())
}

// restore takes the state of the file, and reads what is in it.
func (o *output) restore() error {
	if err := ownfile.Lock(o.file); err != nil {
		return fmt.Errorf("%s: %w; wait for it, or give another name", o.path, err)
	}
	if err := ownfile.Sweep(o.statePath()); err != nil {
		return err
	}
	if err := o.readState(); err != nil {
		return err
	}
	info, err := o.file.Stat()
	if err != nil {
		return err
	}
	if info.Size() < o.state.Bytes {
		return o.tooShort()
	}
	if err := o.file.Truncate(o.state.Bytes); err != nil {
		return err
	}
	if err := o.readLines(o.file); err != nil { // it leaves the file at its end
		return fmt.Errorf("%s was changed, so that it cannot be continued: remove it and %s to begin anew: %w",
			o.path, o.statePath(), err)
	}
	return nil
}

// append writes the invitations of a page, and the place to continue at behind it.
func (o *output) append(rows []invitation.Invitation, cloud string, at place) (err error) {
	defer func() { o.broken = err != nil }()
	text, err := lines(rows)
	if err != nil {
		return err
	}
	if _, err := o.w.Write(text); err != nil {
		return err
	}
	if o.file != nil {
		if err := o.record(len(text), cloud, at); err != nil {
			return err
		}
	}
	o.items += len(rows)
	o.show(cloud + ": " + count(o.items))
	return nil
}

// record makes what was written part of the export.
func (o *output) record(length int, cloud string, at place) error {
	if err := o.file.Sync(); err != nil {
		return err
	}
	o.reached(written)
	o.state.Bytes += int64(length)
	o.state.Places[cloud] = at
	if err := ownfile.Replace(o.statePath(), o.state.text()); err != nil {
		return err
	}
	o.reached(saved)
	return nil
}

// finish ends an export that is complete: it needs no state any more. The file stays locked
// until the state is gone.
func (o *output) finish() error {
	if o.file == nil {
		return nil
	}
	o.reached(done)
	return errors.Join(os.Remove(o.statePath()), o.file.Close())
}

func lines(rows []invitation.Invitation) ([]byte, error) {
	var b bytes.Buffer
	for _, r := range rows {
		if err := jsonout.Line(&b, r); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}
