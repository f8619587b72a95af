package ownfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A Draft is a new private file with a temporary name. [Draft.Publish] gives it its own name, so
// that nobody takes half a file for a complete one. A killed program leaves a file whose name ends
// in .draft.
type Draft struct {
	*os.File
	path string
}

// NewDraft creates a draft of the file at path, in the same folder. If the path exists, even as a
// link to nothing, the error is [fs.ErrExist].
func NewDraft(path string) (*Draft, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.draft") // private and exclusive
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		e.Path = path // the user does not know the temporary name
	}
	if err != nil {
		return nil, err
	}
	return &Draft{f, path}, nil
}

// Publish gives the complete draft its name. If the path exists by now, the error is
// [fs.ErrExist]. After an error, there is no file.
func (d *Draft) Publish() error {
	defer d.Discard()
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return err
	}
	reserved, err := Create(d.path) // a rename alone would replace a file
	if err != nil {
		return err
	}
	if err := errors.Join(reserved.Close(), os.Rename(d.Name(), d.path)); err != nil {
		return errors.Join(err, os.Remove(d.path))
	}
	return nil
}

// Discard removes the draft. It does nothing after Publish, so that it can be deferred.
func (d *Draft) Discard() {
	_ = d.Close()
	_ = os.Remove(d.Name())
}
