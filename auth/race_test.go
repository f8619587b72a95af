//go:build race

package auth_test

// underRace reports whether the race detector watches. It makes tests many times slower, so
// they try fewer inputs.
const underRace = true
