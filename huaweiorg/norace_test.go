//go:build !race

package huaweiorg

const UnderRace = false
