//go:build race

package alibabarm_test

// stormWrites is how many writes the random test makes.
const stormWrites = 1000
