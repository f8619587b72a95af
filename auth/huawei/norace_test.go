//go:build !race

package huawei

const underRace = false
