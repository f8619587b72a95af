package invitation_test

import (
	"runtime/debug"
	"testing"
)

// TestMain lets more garbage gather before it is collected: the tests make much of it and keep
// little, so that the collector would take a third of their time.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}
