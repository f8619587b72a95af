package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	jsonout "github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
)

// A file is an output that can be continued. A page is added in two steps, and each
// leaves a good file and a place that belongs to it: the lines are written and synced;
// then the place, with the length that the file has now, takes the place of the old
// one by a rename. What stands behind that length when the program starts was written
// and not recorded. It is cut off, and fetched again.
type file struct {
	*os.File
	state   state
	begunAt map[string]progress
	reached func(point)
}

// A point is where the program can be killed.
type point string

const (
	begun   point = "begun"   // there is a place, and perhaps no file
	written point = "written" // but the place not recorded
	saved   point = "saved"   // the place
	done    point = "done"    // all is, but for the end of the place's file
)

// openFile opens the file and its place. Only who holds the lock of the file reads and
// writes the place.
func openFile(o options, reached func(point)) (*file, error) {
	if err := begin(o); err != nil {
		return nil, err
	}
	reached(begun)
	f, err := openPrivate(o.path)
	if err != nil {
		return nil, cli.Misuse("-o: %w", err)
	}
	out := &file{File: f, reached: reached}
	if err := out.restore(o); err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return out, nil
}

// openPrivate opens the file, which holds e-mail addresses, or creates it.
func openPrivate(path string) (*os.File, error) {
	f, err := ownfile.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = ownfile.Create(path)
	}
	return f, err
}

func tooShort(path string) error {
	return fmt.Errorf("%s is shorter than %s says, so that it cannot be continued: remove both to begin anew",
		path, statePath(path))
}

// restore brings the file to what the place says, and reads what is in it.
func (f *file) restore(o options) error {
	if err := ownfile.Lock(f.File); err != nil {
		return fmt.Errorf("%s: %w; wait for it, or give another name", f.Name(), err)
	}
	if err := ownfile.Sweep(statePath(f.Name())); err != nil {
		return err
	}
	var err error
	if f.state, err = readState(o); err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < f.state.Bytes { // also if it is gone, and was created anew
		return tooShort(f.Name())
	}
	if err := f.Truncate(f.state.Bytes); err != nil {
		return err
	}
	if f.begunAt, err = readProgress(f, f.state); err != nil {
		return fmt.Errorf("%s was changed, so that it cannot be continued: remove it and %s to begin anew: %w",
			f.Name(), statePath(f.Name()), err)
	}
	_, err = f.Seek(f.state.Bytes, io.SeekStart)
	return err
}

func (f *file) begun(cloud string) progress { return f.begunAt[cloud] }

func (f *file) append(rows []invitation.Invitation, cloud string, at place) error {
	text, err := lines(rows)
	if err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	f.reached(written)
	f.state.Bytes += int64(len(text))
	f.state.Places[cloud] = at
	if err := f.state.save(f.Name()); err != nil {
		return err
	}
	f.reached(saved)
	return nil
}

// finish ends an export that is complete: it needs no place any more. The file stays locked
// until the place is gone.
func (f *file) finish() error {
	f.reached(done)
	return errors.Join(os.Remove(statePath(f.Name())), f.Close())
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
