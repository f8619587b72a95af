//go:build !race

// Bytes are counted alike with the race detector, but in many times the time.

package alibabarm_test

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

// fullBody is nearly what a client reads at most.
const fullBody = 31 << 20

// A shape is a body that has one thing over and over.
type shape struct{ head, unit, tail string }

func (s shape) reader(size int) io.Reader {
	n := (size - len(s.head) - len(s.tail)) / len(s.unit)
	units := strings.Repeat(s.unit, 1+(64<<10)/len(s.unit)) // one by one would take long
	return io.MultiReader(strings.NewReader(s.head), &unitReader{unit: units, left: n * len(s.unit)}, strings.NewReader(s.tail))
}

// unitReader gives a text again and again, without having it more than once.
type unitReader struct {
	unit     string
	at, left int
}

func (r *unitReader) Read(p []byte) (n int, err error) {
	for n < len(p) && r.left > 0 {
		m := copy(p[n:min(len(p), n+r.left)], r.unit[r.at:])
		r.at = (r.at + m) % len(r.unit)
		r.left -= m
		n += m
	}
	if r.left == 0 {
		err = io.EOF
	}
	return n, err
}

// ask sends one request to a service that answers with the shape and tells what came.
func (s shape) ask(tb testing.TB, size, status int, call func(*alibabarm.Client) error) error {
	tb.Helper()
	client, err := alibabarm.NewClient(auth.Static("AKEXAMPLE00000000001", "secret", ""), once, alibabarm.WithTransport(roundTrip(
		func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, ContentLength: -1, Body: io.NopCloser(s.reader(size))}, nil
		})))
	require.NoError(tb, err)
	return call(client)
}

// asked are the kinds of answers that a shape can stand for.
var asked = map[string]struct {
	status int
	shapes map[string]shape
	call   func(*alibabarm.Client) error
}{
	"list": {200, lists, func(c *alibabarm.Client) error {
		for _, err := range c.ListHandshakesForResourceDirectory().All(context.Background()) {
			return err // of the first page: all pages are the same one
		}
		return nil
	}},
	"single": {200, singles, func(c *alibabarm.Client) error {
		_, err := c.GetHandshake(context.Background(), "h-1")
		return err
	}},
	"refusal": {400, refusals, func(c *alibabarm.Client) error {
		_, err := c.GetHandshake(context.Background(), "h-1")
		return err
	}},
}

// TestMemoryOfAnswers counts all that is allocated, so that it does not matter when the
// garbage collector runs: no more than that can be in use at once. What a body of 31 MiB
// may take by that, 92 MiB, is less than three times its length.
func TestMemoryOfAnswers(t *testing.T) { // not parallel: it counts bytes
	if underRace {
		t.Skip("a plain run counts the same bytes, and one goroutine has no races")
	}
	for kind, answers := range asked {
		for name, s := range answers.shapes {
			name = kind + " of " + name
			sizes := []int{4 << 20}
			if _, ok := atFullSize[name]; ok {
				sizes = append(sizes, fullBody)
			}
			for _, size := range sizes {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				err := s.ask(t, size, answers.status, answers.call)
				runtime.ReadMemStats(&after)
				assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(2*size+30<<20), name)
				if size == fullBody {
					assert.Equal(t, atFullSize[name], err == nil, "%s: %v", name, err)
				}
			}
		}
	}
}

// BenchmarkPeakHeap reads answers of 31 MiB and reports how much memory the program used
// at most, all of the body included.
func BenchmarkPeakHeap(b *testing.B) {
	for kind, answers := range asked {
		for name, s := range answers.shapes {
			b.Run(kind+" of "+name, func(b *testing.B) {
				for b.Loop() {
					peak := paginationtest.PeakHeap(func() { _ = s.ask(b, fullBody, answers.status, answers.call) })
					b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
				}
			})
		}
	}
}
