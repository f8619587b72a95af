//go:build race

package examples_test

// underRace reports whether the race detector watches. It does not see the programs that tests
// build and run.
const underRace = true
