package authtest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestSeed(t *testing.T) {
	t.Parallel()
	seed := authtest.Seed(1)
	assert.Equal(t, seed.Hex("account", 3), seed.Hex("account", 3))
	assert.Equal(t, seed.Text("abc", 9, "x"), seed.Text("abc", 9, "x"))
	assert.Regexp(t, "^[0-9a-f]{32}$", seed.Hex("account", 3))
	assert.Regexp(t, "^[abc]{9}$", seed.Text("abc", 9, "x"))
	different := map[string]bool{}
	for _, text := range []string{
		seed.Hex("account", 3), seed.Hex("account", 4), seed.Hex("account", "3"), seed.Hex("account", uint64(3)),
		seed.Hex("account3"), authtest.Seed(2).Hex("account", 3), seed.Hex(),
	} {
		different[text] = true
	}
	assert.Len(t, different, 7)
}

func TestRand(t *testing.T) {
	t.Parallel()
	r := authtest.Seed(1).Rand("draws")
	words := map[string]bool{}
	for range 100 {
		words[r.OneOf([]string{"a", "b", "c"})] = true
		d := r.Between(time.Minute, time.Hour)
		assert.GreaterOrEqual(t, d, time.Minute)
		assert.Less(t, d, time.Hour)
		assert.Equal(t, d.Truncate(time.Second), d)
	}
	assert.Len(t, words, 3)
	assert.Equal(t, time.Minute, r.Between(time.Minute, time.Second))
}
