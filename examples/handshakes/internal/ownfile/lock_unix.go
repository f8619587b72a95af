//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package ownfile

import (
	"errors"
	"os"
	"syscall"
)

// Lock keeps other programs that call Lock out of the file until it is closed, at the latest
// when the process ends. If another one has it, the error is [ErrLocked]. Elsewhere than on
// Linux, macOS and the BSDs, Lock does nothing.
func Lock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrLocked
	}
	return err
}
