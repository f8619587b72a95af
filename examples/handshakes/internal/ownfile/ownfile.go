// Package ownfile reads and writes files of personal data. It opens only regular files
// of the user's own: never a symbolic link, a pipe, a device, a file of another user or
// one with a second name. Nobody else can read what it writes.
package ownfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// private is the mode of every file: its owner reads and writes it.
const private fs.FileMode = 0o600

// ErrNotOwn is what the errors of this package match if something else than a regular
// file of the user's own stands at the path.
var ErrNotOwn = errors.New("not a regular file of your own; choose another path")

// ErrLocked means that another program has locked the file; see [Lock].
var ErrLocked = errors.New("another program is writing this file")

// Create makes a new file for writing. A file that exists is an error that matches
// [fs.ErrExist], also where it is a link to nothing.
func Create(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL|openFlags, private)
}

// Open opens a file for reading and writing. If other users can read or write the file,
// Open takes those permissions away.
func Open(path string) (*os.File, error) {
	before, err := Check(path)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|openFlags, 0)
	if err != nil {
		return nil, err
	}
	if err := secure(f, before); err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return f, nil
}

// secure checks the open file again, as another one can have taken its place since
// before was read, and makes it private.
func secure(f *os.File, before fs.FileInfo) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(before, info) {
		return fmt.Errorf("%s was replaced while it was opened: %w", f.Name(), ErrNotOwn)
	}
	if err := check(f.Name(), info); err != nil {
		return err
	}
	if info.Mode().Perm()&^private == 0 {
		return nil
	}
	return f.Chmod(private)
}

// Read returns the content of a file that Open takes. More than limit bytes are an error.
func Read(path string, limit int64) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		return nil, fmt.Errorf("%s is longer than %d bytes", path, limit)
	}
	return text, err
}

// Check tells what the file at path is, or that it is none of the user's own. It does not
// follow a link, and it opens nothing.
func Check(path string) (fs.FileInfo, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	return info, check(path, info)
}

func check(path string, info fs.FileInfo) error {
	reason := kind(info.Mode())
	if reason == "" {
		reason = ownership(info)
	}
	if reason == "" {
		return nil
	}
	return fmt.Errorf("%s %s: %w", path, reason, ErrNotOwn)
}

// kind says what a file is that is not regular.
func kind(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return ""
	case mode.IsDir():
		return "is a directory"
	case mode&fs.ModeSymlink != 0:
		return "is a symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "is a pipe"
	case mode&fs.ModeSocket != 0:
		return "is a socket"
	case mode&fs.ModeDevice != 0:
		return "is a device"
	}
	return "is not a regular file"
}
