//go:build race

package huaweiorg

// UnderRace reports whether the race detector is on. It makes tests many times slower, so tests
// then check fewer of many inputs.
const UnderRace = true
