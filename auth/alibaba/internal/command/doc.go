// Package command runs the command of a CLI profile of mode External, and reads the
// credentials that it prints: without a shell, with bounds of time and output, and killed
// when nobody waits for it any more.
package command
