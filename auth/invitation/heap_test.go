//go:build !race

// Bytes are counted alike with the race detector, but in many times the time.

package invitation_test

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

// fullBody is nearly what a client reads at most.
const fullBody = 31 << 20

func (s shape) reader(size int) io.Reader {
	n := (size - len(s.head) - len(s.tail)) / len(s.unit)
	units := strings.Repeat(s.unit, 1+(64<<10)/len(s.unit)) // one by one would take long
	return io.MultiReader(strings.NewReader(s.head), &unitReader{unit: units, left: n * len(s.unit)}, strings.NewReader(s.tail))
}

// unitReader repeats a text without holding it more than once.
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

// ask sends one request to a service that responds with the shape, and returns the error.
func (s shape) ask(tb testing.TB, c *cloud, size int, of call, status int) error {
	respond := func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, ContentLength: -1, Body: io.NopCloser(s.reader(size))}, nil
	}
	tb.Helper()
	w := c.new(tb, worldSettings{})
	client := w.client(c.root, clientSettings{retry: once, transport: roundTripper(respond), provider: auth.Static("AKEXAMPLE00000000001", "secret", "")})
	if of.op == opGet {
		return of.do(context.Background(), client, "h-1")
	}
	for _, err := range client.all(context.Background(), false) {
		return err // of the first page: all pages are the same one
	}
	return nil
}

// A shapeRow is a kind of response, and what a shape in it can stand for.
type shapeRow struct {
	name   string
	of     call
	status int
	shapes map[string]shape
}

func shapeRows(c *cloud) []shapeRow {
	list, get := calls[0], calls[1]
	return []shapeRow{
		{name: "list", of: list, status: 200, shapes: c.shapes.lists},
		{name: "single", of: get, status: 200, shapes: c.shapes.singles},
		{name: "refusal", of: get, status: 400, shapes: c.shapes.refusals},
	}
}

// TestCloud_Memory counts all that is allocated, so that it does not matter when the
// garbage collector runs: no more than that can be in use at once. What a body of 31 MiB
// may take by that, 92 MiB, is less than three times its length.
func TestCloud_Memory(t *testing.T) { // not parallel: it counts bytes
	for _, c := range clouds() {
		if c.resembles {
			continue
		}
		t.Run(c.name+"/stays in proportion to the response", func(t *testing.T) {
			for _, row := range shapeRows(c) {
				for name, s := range row.shapes {
					name = row.name + " of " + name
					sizes := []int{1 << 20}
					if fullStrength {
						sizes = append(sizes, 4<<20)
					}
					if _, ok := c.shapes.atFullSize[name]; ok {
						sizes = append(sizes, fullBody)
					}
					for _, size := range sizes {
						var before, after runtime.MemStats
						runtime.ReadMemStats(&before)
						err := s.ask(t, c, size, row.of, row.status)
						runtime.ReadMemStats(&after)
						assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(min(13*size, 2*size+30<<20)), name)
						if size == fullBody {
							assert.Equal(t, c.shapes.atFullSize[name], err == nil, "%s: %v", name, err)
						}
					}
				}
			}
		})
	}
}

// BenchmarkCloud_Memory reads responses of 31 MiB and reports how much memory the program
// used at most, all of the body included.
func BenchmarkCloud_Memory(b *testing.B) {
	for _, c := range clouds() {
		for _, row := range shapeRows(c) {
			for name, s := range row.shapes {
				b.Run(c.name+"/"+row.name+" of "+name, func(b *testing.B) {
					for b.Loop() {
						peak := paginationtest.PeakHeap(func() { _ = s.ask(b, c, fullBody, row.of, row.status) })
						b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
					}
				})
			}
		}
	}
}
