//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package ownfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// openFlags are for a path that changed after it was checked: they do not follow a link, and do
// not wait for the other end of a pipe.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// ownership says why a regular file is not the user's alone.
func ownership(info fs.FileInfo) string {
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !ok:
		return "has an unknown owner"
	case int64(stat.Uid) != int64(os.Geteuid()):
		return "belongs to another user"
	case stat.Nlink != 1:
		return "is known by several names (a hard link)"
	}
	return ""
}

// Lock keeps other programs that call Lock out of the file until it is closed, at the latest when
// the process ends. It is an error if another program has the lock. Lock does nothing on other
// systems than Linux, macOS and the BSDs.
func Lock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errors.New("another program is writing this file")
	}
	return err
}
