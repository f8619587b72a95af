// Package ownfile creates and opens files of personal data. It opens only regular files of the
// user's own: no symbolic link, no pipe, no device, no file of another user, and no file with a
// second name. Only the user can read what it writes.
package ownfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrNotOwn means that a path does not lead to a regular file of the user's own.
var ErrNotOwn = errors.New("not a regular file of your own; choose another path")

// Create creates a file for reading and writing. If the path exists, even as a link to nothing,
// the error is [fs.ErrExist].
func Create(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL|openFlags, 0o600)
}

// Open opens a file for reading and writing. Any other kind of file than a regular one of the
// user's own is [ErrNotOwn]. If other users can read or write the file, Open takes those
// permissions away.
func Open(path string) (*os.File, error) {
	checked, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	reason := "is not a regular file"
	if checked.Mode().IsRegular() {
		reason = ownership(checked)
	}
	if reason != "" {
		return nil, fmt.Errorf("%s %s: %w", path, reason, ErrNotOwn)
	}
	f, err := os.OpenFile(path, os.O_RDWR|openFlags, 0)
	if err != nil {
		return nil, err
	}
	opened, err := f.Stat()
	if err == nil && !os.SameFile(checked, opened) {
		err = fmt.Errorf("%s was replaced while it was opened: %w", path, ErrNotOwn)
	}
	if err == nil {
		err = f.Chmod(0o600)
	}
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return f, nil
}

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
	return &Draft{f, path}, err
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
