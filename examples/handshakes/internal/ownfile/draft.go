package ownfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// A Draft is a new private file that has a random name until [Draft.Publish] gives it its
// own. Nobody sees a file that is half written under that name. What a killed program
// leaves is a file with .draft at the end of its name; see [Sweep].
type Draft struct {
	file    *os.File
	path    string
	replace bool
}

// NewDraft makes a draft of the file at path, in the same directory. If replace is false,
// a file that exists is an error that matches [fs.ErrExist], also where it is a link to
// nothing. If replace is true, Publish replaces a regular file of the user's own. Anything
// else at path is [ErrNotOwn].
func NewDraft(path string, replace bool) (*Draft, error) {
	d := &Draft{path: path, replace: replace}
	if err := d.free(); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*"+draftSuffix) // private and exclusive
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		e.Path = path // whose directory is missing, or cannot be written to
	}
	if err != nil {
		return nil, err
	}
	d.file = f
	return d, nil
}

const draftSuffix = ".draft"

// free reports what stands at the path that the draft must not replace.
func (d *Draft) free() error {
	switch _, err := Check(d.path); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil || d.replace:
		return err
	}
	return fmt.Errorf("%s: %w", d.path, fs.ErrExist)
}

// Write adds to the draft. It is unbuffered.
func (d *Draft) Write(p []byte) (int, error) { return d.file.Write(p) }

// Publish makes the draft the file at its path: all of it, or nothing if Publish fails.
// If the path is taken meanwhile, the error is that of [NewDraft].
func (d *Draft) Publish() error {
	defer d.Discard()
	if err := errors.Join(d.file.Sync(), d.file.Close()); err != nil {
		return err
	}
	if err := d.free(); err != nil {
		return err
	}
	if err := d.name(); err != nil {
		return err
	}
	syncFolder(filepath.Dir(d.path))
	return nil
}

// name renames the draft. A new name is given by a link, which replaces nothing. Where the
// file system has no links, an exclusive file keeps the name free until the rename.
func (d *Draft) name() error {
	if d.replace {
		return os.Rename(d.file.Name(), d.path)
	}
	err := os.Link(d.file.Name(), d.path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	kept, err := Create(d.path)
	if err != nil {
		return err
	}
	if err = errors.Join(kept.Close(), os.Rename(d.file.Name(), d.path)); err != nil {
		return errors.Join(err, os.Remove(d.path))
	}
	return nil
}

// Discard removes the draft. After Publish it does nothing, so that it can be deferred.
func (d *Draft) Discard() {
	_ = d.file.Close()
	_ = os.Remove(d.file.Name())
}

// Replace makes text the content of the file at path: all of it, or none if Replace
// fails or the program is killed.
func Replace(path string, text []byte) error { return publish(path, text, true) }

// WriteNew does the same for a file that does not exist; see [NewDraft].
func WriteNew(path string, text []byte) error { return publish(path, text, false) }

func publish(path string, text []byte, replace bool) error {
	d, err := NewDraft(path, replace)
	if err != nil {
		return err
	}
	defer d.Discard()
	if _, err := d.Write(text); err != nil {
		return err
	}
	return d.Publish()
}

// Sweep removes the drafts of the file at path that killed programs left. Nobody else
// may be writing that file.
func Sweep(path string) error {
	dir, name := filepath.Split(path)
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return err
	}
	draft := regexp.MustCompile(`^` + regexp.QuoteMeta(name) + `\.[0-9]+` + regexp.QuoteMeta(draftSuffix) + `$`)
	for _, e := range entries {
		left := filepath.Join(dir, e.Name())
		if _, err := Check(left); err != nil || !draft.MatchString(e.Name()) {
			continue // also if somebody else put it there
		}
		if err := os.Remove(left); err != nil {
			return err
		}
	}
	return nil
}

// syncFolder keeps the rename even if the machine fails. Not every system can do that;
// there, the earlier content may come back.
func syncFolder(path string) {
	if d, err := os.Open(path); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
