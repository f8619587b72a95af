package auth

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReadBounded(t *testing.T) {
	t.Parallel()
	const limit = 3 << 20
	for name, c := range map[string]struct {
		size   int
		length int64
		want   error
	}{
		"nothing":                      {},
		"nothing, of unknown length":   {length: -1},
		"a byte":                       {size: 1, length: 1},
		"a chunk":                      {size: len(chunk{}), length: -1},
		"a byte more than a chunk":     {size: len(chunk{}) + 1, length: -1},
		"a megabyte":                   {size: 1 << 20, length: 1 << 20},
		"the limit":                    {size: limit, length: limit},
		"the limit, of unknown length": {size: limit, length: -1},
		"a byte over the limit":        {size: limit + 1, length: limit + 1, want: ErrTooLarge},
		"a byte over the limit, of unknown length": {
			size: limit + 1, length: -1, want: ErrTooLarge,
		},
		"a stated length over the limit": {
			size: 10, length: limit + 1, want: ErrTooLarge,
		},
		"less than stated": {
			size: 10, length: 11, want: io.ErrUnexpectedEOF,
		},
		"more than stated":                   {size: 12, length: 11},
		"a megabyte more than stated":        {size: 1<<20 + 11, length: 11},
		"a length that a service left unset": {size: 10},
	} {
		for how, wrap := range map[string]func(io.Reader) io.Reader{
			"in one read":                  func(r io.Reader) io.Reader { return r },
			"in many reads":                iotest.HalfReader,
			"with io.EOF in the last read": iotest.DataErrReader,
		} {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				want := bytes.Repeat([]byte("0123456789abcdef\n"), c.size/17+1)[:c.size]
				for into, take := range map[string]func(int) []byte{"a buffer of the caller": newBuffer, "a lent buffer": lend} {
					body := &closing{Reader: wrap(bytes.NewReader(want))}
					got, err := readBounded(&http.Response{StatusCode: 200, Body: body, ContentLength: c.length}, limit, take)
					assert.True(t, body.closed)
					if c.want != nil {
						require.ErrorIs(t, err, c.want, into)
						assert.Nil(t, got, into)
						continue
					}
					require.NoError(t, err, into)
					assert.True(t, bytes.Equal(want, got), into)
					assert.NotNil(t, got, into)
				}
			})
		}
	}
}

func TestReadChunks_cut(t *testing.T) {
	t.Parallel()
	for _, cause := range []error{io.ErrUnexpectedEOF, errReset} {
		for _, size := range []int{0, 1, len(chunk{}) - 1, len(chunk{}), 3 * len(chunk{})} {
			r := io.MultiReader(bytes.NewReader(make([]byte, size)), brokenReader{cause})
			_, err := readChunks(r, 1<<20, newBuffer)
			assert.ErrorIs(t, err, cause, size)
		}
	}
}

// counting never ends, and counts the bytes that were read.
type counting struct{ taken int64 }

func (c *counting) Read(p []byte) (int, error) { c.taken += int64(len(p)); return len(p), nil }

// once is a body that reports a read after its end or after Close.
type once struct {
	io.Reader
	over, again bool
}

func (b *once) Read(p []byte) (int, error) {
	b.again = b.again || b.over
	return b.Reader.Read(p)
}

func (b *once) Close() error { b.over = true; return nil }

func TestClient_Do_closedBody(t *testing.T) {
	t.Parallel()
	for name, length := range map[string]int{"a refusal that is read completely": 5, "a refusal that is too large": 5000} {
		body := &once{Reader: strings.NewReader(strings.Repeat("x", length))}
		refusal := func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 503, Body: body, ContentLength: -1}, nil
		}
		client := testClient(t, serving(refusal, status(200)), func(c *Config) {
			c.MaxResponseBytes, c.Retry.MinWait = 1000, 1
		})
		_, _ = client.Do(t.Context(), read(t, "/"))
		assert.True(t, body.over, name)
		assert.False(t, body.again, name)
	}
}

func TestReadChunks_limit(t *testing.T) {
	t.Parallel()
	endless := new(counting)
	_, err := readChunks(endless, 5<<20, newBuffer)
	require.ErrorIs(t, err, ErrTooLarge)
	assert.EqualValues(t, 5<<20+1, endless.taken)
}

func TestReadChunks_anyLimit(t *testing.T) {
	t.Parallel()
	for _, bound := range []int64{10, math.MaxInt64 - 1, math.MaxInt64} {
		body, err := readChunks(strings.NewReader("0123456789"), bound, newBuffer)
		require.NoError(t, err)
		assert.Equal(t, "0123456789", string(body))
	}
}

// A stated length is only a claim, so the reader allocates no more than 4 MiB before as many
// bytes have arrived.
func TestReadBounded_announcedLength(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	resp := &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("x")), ContentLength: 1 << 40}
	_, err := readBounded(resp, 1<<50, newBuffer)
	runtime.ReadMemStats(&after)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
}

// The next response must not overwrite a buffer that a caller still holds.
func TestReadChunks_reuse(t *testing.T) {
	t.Parallel()
	var bodies [][]byte
	for i := range 10 {
		body, err := readChunks(bytes.NewReader(bytes.Repeat([]byte{byte(i)}, 1000)), 1<<20, newBuffer)
		require.NoError(t, err)
		bodies = append(bodies, body)
	}
	for i, body := range bodies {
		assert.Equal(t, bytes.Repeat([]byte{byte(i)}, 1000), body)
	}
}
