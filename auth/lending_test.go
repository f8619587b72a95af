package auth

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestGiveBack(t *testing.T) {
	t.Parallel()
	t.Run("overwrites the complete buffer in tests", func(t *testing.T) {
		lent := append(lend(8), "all text"...)
		giveBack(lent[:3])
		assert.Equal(t, "########", string(lent))
	})
	t.Run("accepts an empty buffer and one that is too large, and keeps neither", func(t *testing.T) {
		giveBack(nil)
		giveBack(make([]byte, 2*maxLent))
		for range 100 {
			assert.LessOrEqual(t, cap(lend(1)), maxLent+maxLent/8)
		}
	})
}

func TestLend(t *testing.T) {
	t.Parallel()
	giveBack(make([]byte, 100))
	for _, size := range []int{0, 1, 100, 101, maxLent + 1} {
		buffer := lend(size)
		assert.Empty(t, buffer)
		assert.GreaterOrEqual(t, cap(buffer), size)
	}
}
