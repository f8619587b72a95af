//go:build race

package huaweiorg_test

// stormWrites is how many writes the random test makes.
const stormWrites = 1000

// underRace tells that the race detector watches. It makes tests many times slower, so
// that what a plain run asserts for each of many inputs is done for fewer of them.
const underRace = true
