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
	"path/filepath"
)

// private is the mode of every file: its owner reads and writes it.
const private fs.FileMode = 0o600

// ErrNotOwn is what the errors of this package match if something else than a regular
// file of the user's own stands at the path.
var ErrNotOwn = errors.New("not a regular file of your own; choose another path")

// Create makes a new file for writing. A file that exists is an error that matches
// [fs.ErrExist], also where it is a link to nothing.
func Create(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, private)
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

// Replace makes text the content of the file at path: all of it, or none if Replace
// fails or the program is killed. What a killed program leaves is a file with .new at the
// end of its name, which the next Replace removes.
func Replace(path string, text []byte) error {
	if _, err := Check(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := createOver(path + ".new")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// createOver creates a file where an earlier run may have left one.
func createOver(path string) (*os.File, error) {
	switch _, err := Check(path); {
	case err == nil:
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	return Create(path)
}

// syncFolder keeps the rename even if the machine fails. Not every system can do that;
// there, the earlier content may come back.
func syncFolder(path string) {
	if d, err := os.Open(path); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
