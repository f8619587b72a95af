//go:build race

package auth

// The race detector also finds who reads a body while it is overwritten.
func init() { overwrites = true }
