//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package ownfile

import (
	"io/fs"
	"os"
)

const openFlags = 0

// ownership knows nothing here: the permissions of the folder decide who can put a file into it.
func ownership(fs.FileInfo) string { return "" }

// Lock does nothing on this system.
func Lock(*os.File) error { return nil }
