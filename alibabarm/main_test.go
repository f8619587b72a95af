package alibabarm_test

import (
	"flag"
	"runtime/debug"
	"testing"
)

// TestMain lets more garbage gather before it is collected: the tests make much of it and keep
// little, so that the collector would take a third of their time. Benchmarks run as programs do.
func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() == "" {
		debug.SetGCPercent(400)
	}
	m.Run()
}
