package audit

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAudit_writePage_Contrast(t *testing.T) {
	t.Parallel()
	light := colours(style[:strings.Index(style, "@media")])
	dark := colours(mediaOf(t, "screen and (prefers-color-scheme: dark)") + "}")
	var coloured []string
	for _, m := range regexp.MustCompile(`rect\[data-state="([a-z]+)"\] \{ fill: var\(--([a-z]+)\)`).FindAllStringSubmatch(style, -1) {
		assert.Equal(t, m[1], m[2])
		coloured = append(coloured, m[1])
	}
	assert.ElementsMatch(t, []string{"accepted", "pending", "expiring", "expired", "declined", "cancelled"}, coloured)
	for scheme, c := range map[string]map[string]string{"light": light, "dark": dark} {
		assert.Len(t, c, len(light), scheme)
		for _, name := range append(coloured, "other", "unexpected") {
			require.Contains(t, c, name, scheme)
			assert.GreaterOrEqual(t, contrast(t, c[name], c["card"]), 3.0, "%s: %s", scheme, name)
		}
		for _, text := range []string{"text", "soft", "link", "unexpected"} {
			for _, ground := range []string{"page", "card", "mark", "warn"} {
				assert.GreaterOrEqual(t, contrast(t, c[text], c[ground]), 4.5, "%s: %s on %s", scheme, text, ground)
			}
		}
	}
	assert.InDelta(t, 21, contrast(t, "#000000", "#ffffff"), 0.01)
}

func colours(rules string) map[string]string {
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(rules, -1) {
		out[m[1]] = m[2]
	}
	return out
}

// contrast is the ratio that WCAG 2 defines.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	luminance := func(colour string) (l float64) {
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
			require.NoError(t, err)
			if c := float64(n) / 255; c <= 0.04045 {
				l += weight * c / 12.92
			} else {
				l += weight * math.Pow((c+0.055)/1.055, 2.4)
			}
		}
		return l
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
