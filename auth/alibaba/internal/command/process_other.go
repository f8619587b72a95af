//go:build !unix

package command

import "os/exec"

// killGroup does nothing here: the end of the context kills the command alone.
func killGroup(*exec.Cmd) {}
