// Package ownfile creates and opens files of personal data. It opens only regular files of the
// user's own: no symbolic link, no pipe, no device, no file of another user, and no file with a
// second name. Only the user can read what it writes.
package ownfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// private is the mode of every file: its owner can read and write it.
const private fs.FileMode = 0o600

// ErrNotOwn means that a path does not lead to a regular file of the user's own.
var ErrNotOwn = errors.New("not a regular file of your own; choose another path")

// ErrLocked means that another program has locked the file; see [Lock].
var ErrLocked = errors.New("another program is writing this file")

// Create creates a file for reading and writing. If the path exists, even as a link to nothing,
// the error is [fs.ErrExist].
func Create(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL|openFlags, private)
}

// Open opens a file for reading and writing. Any other kind of file than a regular one of the
// user's own is [ErrNotOwn]. If other users can read or write the file, Open takes those
// permissions away.
func Open(path string) (*os.File, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if reason := foreign(info); reason != "" {
		return nil, fmt.Errorf("%s %s: %w", path, reason, ErrNotOwn)
	}
	f, err := os.OpenFile(path, os.O_RDWR|openFlags, 0)
	if err != nil {
		return nil, err
	}
	if err := secure(f, info); err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return f, nil
}

// foreign says why a file is not a regular one of the user's own. It returns "" if it is.
func foreign(info fs.FileInfo) string {
	if !info.Mode().IsRegular() {
		return "is not a regular file"
	}
	return ownership(info)
}

// secure makes an open file private. The file must be the one that was checked, because another
// one can have taken its place before it was opened.
func secure(f *os.File, checked fs.FileInfo) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(checked, info) {
		return fmt.Errorf("%s was replaced while it was opened: %w", f.Name(), ErrNotOwn)
	}
	return f.Chmod(private)
}
