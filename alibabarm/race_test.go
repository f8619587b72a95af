//go:build race

package alibabarm_test

// underRace reports whether the race detector is on. It makes tests many times slower, so tests
// then check fewer of many inputs.
const underRace = true
