// Package command runs the command of a CLI profile of mode External, and decodes the
// credentials that it prints. It uses no shell, limits time and output, and kills a command
// that no caller waits for any more.
package command
