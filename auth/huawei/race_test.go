//go:build race

package huawei

// underRace reports that the race detector watches. It makes tests many times slower, so
// that what a plain run asserts for each of many inputs is done for fewer of them.
const underRace = true
