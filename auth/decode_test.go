package auth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// In all tests of this package, the client overwrites a body when it is given back.
func init() { overwrites = true }

// respondingWith returns a transport whose responses have a body and state a length, which may
// be wrong.
func respondingWith(body string, length int64) http.RoundTripper {
	return serving(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: length}, nil
	})
}

func TestClient_Decode_loan(t *testing.T) {
	t.Parallel()
	for _, length := range []int64{17, -1} {
		var lent []byte
		var seen []string
		observed := 0
		client := testClient(t, respondingWith(`{"handshakes":[]}`, length), func(c *Config) {
			c.RequestID = func(r *Response) string { seen = append(seen, string(r.Body)); return "id" }
			c.Observers = append(c.Observers, func(_ context.Context, info CallInfo) {
				observed++
				assert.Equal(t, "id", info.RequestID)
			})
		})
		call := read(t, "/")
		call.Check = func(r *Response) Decision {
			lent, seen = r.Body, append(seen, string(r.Body))
			return Decision{}
		}
		resp, err := client.Decode(t.Context(), call)
		require.NoError(t, err)
		assert.Equal(t, []string{`{"handshakes":[]}`, `{"handshakes":[]}`}, seen, "Check and RequestID see the body")
		assert.Nil(t, resp.Body)
		assert.Equal(t, 200, resp.StatusCode)
		assert.Equal(t, strings.Repeat("#", len(lent)), string(lent), "the client took the body back")
		assert.Equal(t, 1, observed)

		resp, err = client.Do(t.Context(), call)
		require.NoError(t, err)
		assert.Equal(t, `{"handshakes":[]}`, string(resp.Body), "the caller of Do keeps the body")
	}
}

func TestClient_Decode_failed(t *testing.T) {
	t.Parallel()
	refusal := errors.New("a refusal")
	var lent [][]byte
	client := testClient(t, respondingWith("refused", 7), func(c *Config) { c.Retry.MinWait = 1 })
	call := read(t, "/")
	call.Check = func(r *Response) Decision {
		assert.Equal(t, "refused", string(r.Body))
		lent = append(lent, r.Body)
		return Decision{Verdict: Ambiguous, Err: refusal}
	}
	resp, err := client.Decode(t.Context(), call)
	require.ErrorIs(t, err, refusal)
	require.NotNil(t, resp)
	assert.Nil(t, resp.Body)
	assert.Greater(t, len(lent), 1, "the client retried the call")
	for _, body := range lent {
		assert.Equal(t, "#######", string(body), "each attempt gives back its body")
	}
}

// TestClient_Decode_errors shows that a loan changes no error.
func TestClient_Decode_errors(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("0123456789", 100)
	for _, c := range []struct {
		name   string
		length int64
		limit  int64
		want   error
	}{
		{name: "as long as stated", length: 1000},
		{name: "of unknown length", length: -1},
		{name: "longer than stated", length: 10},
		{name: "with a stated length of 0", length: 0},
		{name: "shorter than stated", length: 1001, want: io.ErrUnexpectedEOF},
		{name: "much shorter than stated", length: 3 << 20, want: io.ErrUnexpectedEOF},
		{name: "as long as the limit", length: 1000, limit: 1000},
		{name: "longer than the limit", length: 1000, limit: 999, want: ErrTooLarge},
		{
			name:   "longer than the limit, of unknown length",
			length: -1, limit: 999, want: ErrTooLarge,
		},
		{name: "longer than the limit and than stated", length: 10, limit: 999, want: ErrTooLarge},
		{name: "longer than a byte more than stated", length: 998, limit: 999, want: ErrTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client := testClient(t, respondingWith(text, c.length), func(config *Config) {
				config.MaxResponseBytes, config.Retry.MaxRetries = c.limit, -1
			})
			call, got := read(t, "/"), ""
			call.Check = func(r *Response) Decision { got = string(r.Body); return Decision{} }
			_, did := client.Do(t.Context(), call)
			_, decoded := client.Decode(t.Context(), call)
			if c.want == nil {
				require.NoError(t, did)
				require.NoError(t, decoded)
				assert.Equal(t, text, got)
				return
			}
			require.ErrorIs(t, decoded, c.want)
			assert.Equal(t, did.Error(), decoded.Error())
		})
	}
}

// A transport reads a late body on, even after its context has ended.
type lateBody struct {
	wait <-chan struct{}
	text io.Reader
}

func (b lateBody) Read(p []byte) (int, error) { <-b.wait; return b.text.Read(p) }
func (lateBody) Close() error                 { return nil }

func TestClient_Decode_abandoned(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		wait := make(chan struct{})
		late := true
		client := testClient(t, serving(func(*http.Request) (*http.Response, error) {
			body := io.NopCloser(strings.NewReader("right"))
			if late {
				body = lateBody{wait, strings.NewReader("wrong")}
			}
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: body, ContentLength: 5}, nil
		}), func(c *Config) { c.Retry.MaxRetries = -1 })
		ctx, cancel := context.WithCancel(t.Context())
		go func() { synctest.Wait(); cancel() }()
		_, err := client.Decode(ctx, read(t, "/"))
		require.ErrorIs(t, err, context.Canceled)

		late = false
		call := read(t, "/")
		call.Check = func(r *Response) Decision {
			close(wait)
			synctest.Wait() // the transport has read the body that no caller waits for
			assert.Equal(t, "right", string(r.Body))
			return Decision{}
		}
		_, err = client.Decode(t.Context(), call)
		require.NoError(t, err)
	})
}

func TestClient_Decode_zeroClient(t *testing.T) {
	t.Parallel()
	_, err := new(Client).Decode(t.Context(), Call{})
	assert.ErrorIs(t, err, ErrInvalid)
}
