package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/table"
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

func openFile(o options, reached func(point)) (*file, error) {
	s, err := readState(o)
	if err != nil {
		return nil, err
	}
	reached(begun)
	f, err := openPrivate(o.path, s.Bytes)
	if err != nil {
		return nil, err
	}
	out := &file{File: f, state: s, reached: reached}
	if err := out.restore(); err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return out, nil
}

// openPrivate opens the file, which holds e-mail addresses, or creates it if nothing was
// written to it yet.
func openPrivate(path string, size int64) (*os.File, error) {
	f, err := ownfile.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		if size > 0 {
			return nil, tooShort(path)
		}
		f, err = ownfile.Create(path)
	}
	if err != nil {
		return nil, cli.Misuse("-o: %w", err)
	}
	return f, nil
}

func tooShort(path string) error {
	return fmt.Errorf("%s is shorter than %s says, so that it cannot be continued: remove both to begin anew",
		path, statePath(path))
}

// restore brings the file to what the place says, and reads what is in it.
func (f *file) restore() error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < f.state.Bytes {
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

func (f *file) append(rows []clouds.Row, cloud string, at place) error {
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

// finish ends an export that is complete: it needs no place any more.
func (f *file) finish() error {
	f.reached(done)
	if err := f.Close(); err != nil {
		return err
	}
	return os.Remove(statePath(f.Name()))
}

func lines(rows []clouds.Row) ([]byte, error) {
	var b bytes.Buffer
	for _, r := range rows {
		if err := table.Line(&b, r.Element()); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}
