package pagejson

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDaysBefore(t *testing.T) {
	t.Parallel()
	for year := range int64(10_000) {
		for month := int64(1); month <= 12; month++ {
			want := time.Date(int(year), time.Month(month), 1, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
			require.Equal(t, want, daysBefore(year, month), "%d-%d", year, month)
		}
	}
}

func BenchmarkParseTime(b *testing.B) {
	text := []byte("2025-02-03T04:05:06Z")
	b.Run("ParseTime", func(b *testing.B) {
		for b.Loop() {
			ParseTime(text)
		}
	})
	b.Run("time.Date", func(b *testing.B) {
		for b.Loop() {
			time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)
		}
	})
}
