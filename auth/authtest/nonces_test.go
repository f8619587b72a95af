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
	t.Run("refuses a copy until its time is over", func(t *testing.T) {
		t.Parallel()
		var n Nonces
		require.True(t, n.Use("key", "nonce", at(0), at(window)))
		assert.False(t, n.Use("key", "nonce", at(0), at(window)))
		assert.True(t, n.Use("other", "nonce", at(0), at(window)), "another key has its own")
		assert.True(t, n.Use("key", "other", at(0), at(window)))
		assert.True(t, n.Use("keyno", "nce", at(0), at(window)))
		assert.False(t, n.Use("key", "nonce", at(window), at(2*window)), "the last moment")
		assert.True(t, n.Use("key", "nonce", at(window+1), at(2*window)))
		assert.False(t, n.Use("key", "nonce", at(2*window), at(3*window)), "from then on")
	})
	t.Run("keeps one that is used again behind one that lasts longer", func(t *testing.T) {
		t.Parallel()
		var n Nonces
		require.True(t, n.Use("key", "long", at(0), at(2*window)))
		require.True(t, n.Use("key", "short", at(0), at(window)))
		require.True(t, n.Use("key", "short", at(window+1), at(3*window)))
		require.True(t, n.Use("key", "next", at(2*window+1), at(3*window)), "which forgets the first two")
		assert.False(t, n.Use("key", "short", at(2*window+2), at(3*window)))
	})
	t.Run("forgets what had its time", func(t *testing.T) {
		t.Parallel()
		var n Nonces
		for i := range 100_000 {
			now := at(time.Duration(i) * time.Second)
			require.True(t, n.Use("key", strconv.Itoa(i), now, now.Add(window)))
			if len(n.until) > 901 || n.used.len() > 901 {
				require.Failf(t, "too many", "%d and %d are remembered", len(n.until), n.used.len())
			}
		}
		assert.Len(t, n.until, 901)
		assert.LessOrEqual(t, cap(n.used.items), 4*901)
	})
	t.Run("does not grow where the clock stands still, and knows the last ones", func(t *testing.T) {
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
	t.Run("takes an end that is over", func(t *testing.T) {
		t.Parallel()
		var n Nonces
		assert.True(t, n.Use("key", "nonce", at(0), at(-1)))
		assert.True(t, n.Use("key", "nonce", at(0), at(-1)))
		assert.Empty(t, n.until)
	})
}
