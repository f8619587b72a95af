package authtest

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNonces_Use(t *testing.T) {
	t.Parallel()
	start := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	at := func(d time.Duration) time.Time { return start.Add(d) }
	const window = 15 * time.Minute
	t.Run("refuses a copy until the nonce expires", func(t *testing.T) {
		t.Parallel()
		var n Nonces
		require.True(t, n.Use("key", "nonce", at(0), at(window)))
		assert.False(t, n.Use("key", "nonce", at(0), at(window)))
		assert.True(t, n.Use("other", "nonce", at(0), at(window)), "each access key has nonces of its own")
		assert.True(t, n.Use("key", "other", at(0), at(window)))
		assert.True(t, n.Use("keyno", "nce", at(0), at(window)))
		assert.False(t, n.Use("key", "nonce", at(window), at(2*window)), "refuses a copy at the last moment")
		assert.True(t, n.Use("key", "nonce", at(window+1), at(2*window)))
		assert.False(t, n.Use("key", "nonce", at(2*window), at(3*window)), "refuses copies again after the second use")
	})
	t.Run("keeps a nonce that is used again after one that lasts longer", func(t *testing.T) {
		t.Parallel()
		var n Nonces
		require.True(t, n.Use("key", "long", at(0), at(2*window)))
		require.True(t, n.Use("key", "short", at(0), at(window)))
		require.True(t, n.Use("key", "short", at(window+1), at(3*window)))
		require.True(t, n.Use("key", "next", at(2*window+1), at(3*window)), "this call forgets the first two nonces")
		assert.False(t, n.Use("key", "short", at(2*window+2), at(3*window)))
	})
	t.Run("forgets expired nonces", func(t *testing.T) {
		t.Parallel()
		var n Nonces
		for i := range 100_000 {
			now := at(time.Duration(i) * time.Second)
			require.True(t, n.Use("key", strconv.Itoa(i), now, now.Add(window)))
			if len(n.until) > 901 || n.used.len() > 901 {
				require.Failf(t, "too many", "Nonces remembers %d and %d", len(n.until), n.used.len())
			}
		}
		assert.Len(t, n.until, 901)
		assert.LessOrEqual(t, cap(n.used.items), 4*901)
	})
	t.Run("does not grow while the clock stands still, and knows the latest nonces", func(t *testing.T) {
		t.Parallel()
		var n Nonces
		const uses = 2*MaxNonces + 7
		for i := range uses {
			n.Use("key", strconv.Itoa(i), at(0), at(window))
		}
		assert.Len(t, n.until, MaxNonces)
		assert.Equal(t, MaxNonces, n.used.len())
		for i := uses - MaxNonces; i < uses; i += 999 {
			require.False(t, n.Use("key", strconv.Itoa(i), at(window), at(2*window)), i)
		}
	})
	t.Run("accepts a time that has passed", func(t *testing.T) {
		t.Parallel()
		var n Nonces
		assert.True(t, n.Use("key", "nonce", at(0), at(-1)))
		assert.True(t, n.Use("key", "nonce", at(0), at(-1)))
		assert.Empty(t, n.until)
	})
}
