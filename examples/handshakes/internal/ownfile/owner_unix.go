//go:build unix

package ownfile

import (
	"io/fs"
	"os"
	"syscall"
)

// openFlags keep Open from following a link, and from waiting for the other end of a
// pipe, that took the file's place after it was checked.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// ownership says why a regular file is not the user's alone.
func ownership(info fs.FileInfo) string {
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !ok:
		return "is of an unknown owner"
	case int64(stat.Uid) != int64(os.Geteuid()):
		return "belongs to another user"
	case stat.Nlink != 1:
		return "is known by several names (a hard link)"
	}
	return ""
}
