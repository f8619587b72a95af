package alibabarm

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestClassifier_wait(t *testing.T) {
	t.Parallel()
	const limits = "Limit:20,Remain:0,TimeLeft:850,Reset:1709280000"
	for name, c := range map[string]struct {
		header []string
		want   time.Duration
	}{
		"the header of one API": {header: []string{"X-Ratelimit-User-Api", limits},
			want: 850 * time.Millisecond},
		"the header of all APIs": {header: []string{"X-Ratelimit-User", "TimeLeft:2000"},
			want: 2 * time.Second},
		"the longer of both headers": {
			header: []string{"X-Ratelimit-User-Api", limits, "X-Ratelimit-User", "TimeLeft:2000"},
			want:   2 * time.Second},
		"the longer of both headers, first": {
			header: []string{"X-Ratelimit-User-Api", "TimeLeft:3000", "X-Ratelimit-User",
				"TimeLeft:2000"}, want: 3 * time.Second},
		"Retry-After in seconds": {header: []string{"Retry-After", "3"}, want: 3 * time.Second},
		"Retry-After as a date": {
			header: []string{"Retry-After", "Mon, 03 Feb 2025 04:05:36 GMT"},
			want:   30 * time.Second},
		"a longer Retry-After": {
			header: []string{"Retry-After", "3", "X-Ratelimit-User-Api", limits},
			want:   3 * time.Second},
		"a longer window": {
			header: []string{"Retry-After", "1", "X-Ratelimit-User-Api", "TimeLeft:90000"},
			want:   90 * time.Second},
		"no readable header": {
			header: []string{"Retry-After", "soon", "X-Ratelimit-User-Api", "TimeLeft:-1"},
			want:   0},
	} {
		d, e := classifyAt(t, responseOf(400, fixture(t, "F23.json"), c.header...))
		assert.Equal(t, auth.Throttled, d.Verdict, name)
		assert.Equal(t, c.want, d.Wait, name)
		assert.Equal(t, c.want, e.RetryAfter, name)
	}
	d, e := classifyAt(t, responseOf(503, fixture(t, "F31.json"), "X-Ratelimit-User-Api", limits))
	assert.Zero(t, d.Wait, "the client waits for the window only if the call was throttled")
	assert.Zero(t, e.RetryAfter)
	d, _ = classifyAt(t, responseOf(503, fixture(t, "F31.json"), "Retry-After", "7"))
	assert.Equal(t, 7*time.Second, d.Wait)
}

func TestTimeLeft(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{
		"":                                       0,
		"TimeLeft":                               0,
		"TimeLeft:":                              0,
		"TimeLeft:0":                             0,
		"TimeLeft:1":                             time.Millisecond,
		"timeleft: 1 ":                           time.Millisecond,
		"Limit:1, Remain:0, TimeLeft:5":          5 * time.Millisecond,
		"TimeLeft:1,TimeLeft:3,TimeLeft:2":       3 * time.Millisecond,
		"TimeLeft:+1":                            0,
		"TimeLeft:-5":                            0,
		"TimeLeft:1.5":                           0,
		"TimeLeft:1e3":                           0,
		"TimeLeft:0x10":                          0,
		"TimeLeft:１":                             0,
		"TimeLeft:1:2":                           0,
		"NoTimeLeft:7":                           0,
		"TimeLeft:86400000":                      24 * time.Hour,
		"TimeLeft:86400001":                      24 * time.Hour,
		"TimeLeft:9223372036854775807":           24 * time.Hour,
		"TimeLeft:99999999999999999999999999999": 24 * time.Hour,
		"Reset:1709280000,TimeLeft:850,Limit:junk": 850 * time.Millisecond,
	} {
		assert.Equal(t, want, timeLeft(http.Header{"X-Ratelimit-User": {value}}), "%q", value)
		assert.Equal(t, want, timeLeft(http.Header{"X-Ratelimit-User-Api": {"TimeLeft:0", value}}), "%q", value)
	}
}

func FuzzTimeLeft(f *testing.F) {
	for _, value := range []string{"", "TimeLeft:850", "Limit:20,Remain:0,TimeLeft:850,Reset:1709280000", "TimeLeft:99999999999999999999", "TimeLeft:-1,TimeLeft:2"} {
		f.Add(value, value)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		one, other := timeLeft(http.Header{"X-Ratelimit-User": {a}}), timeLeft(http.Header{"X-Ratelimit-User-Api": {b}})
		both := timeLeft(http.Header{"X-Ratelimit-User": {a}, "X-Ratelimit-User-Api": {b}})
		require.Equal(t, max(one, other), both)
		require.GreaterOrEqual(t, both, time.Duration(0))
		require.LessOrEqual(t, both, longestTimeLeft)
		require.Zero(t, both%time.Millisecond)
	})
}
