//go:build !unix

package ownfile

import "io/fs"

// openFlags: there are none that help here.
const openFlags = 0

// ownership is not known here: the permissions of the directory decide who can put a
// file into it.
func ownership(fs.FileInfo) string { return "" }
