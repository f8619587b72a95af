//go:build !race

package alibabarm_test

const underRace = false
