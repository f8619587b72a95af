//go:build race

package huawei

// underRace reports whether the race detector is on. It makes tests many times slower, so tests
// with many inputs take fewer of them.
const underRace = true
