package auth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	spyID     = "AKIDcanary0123456789"
	spySecret = "canary-secret-that-nobody-may-see"
	spyToken  = "canary-token-that-nobody-may-see"
)

// A step responds to one request of a script.
type step func(req *http.Request) (*http.Response, error)

// A memory is a service without sockets. It responds by a script and repeats the last step for
// ever. It keeps each request and its time.
type memory struct {
	script []step

	mu       sync.Mutex
	start    time.Time
	requests []*http.Request
	bodies   []string
	at       []time.Duration
}

func serving(script ...step) *memory { return &memory{script: script, start: time.Now()} }

func (m *memory) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
		_ = req.Body.Close()
	}
	m.mu.Lock()
	next := m.script[min(len(m.requests), len(m.script)-1)]
	m.requests = append(m.requests, req)
	m.bodies = append(m.bodies, string(body))
	m.at = append(m.at, time.Since(m.start))
	m.mu.Unlock()
	return next(req)
}

// waits returns the times between the requests.
func (m *memory) waits() []time.Duration {
	var waits []time.Duration
	for i := 1; i < len(m.at); i++ {
		waits = append(waits, m.at[i]-m.at[i-1])
	}
	return waits
}

// status returns a response with the body "status <code>" and headers given in pairs.
func status(code int, header ...string) step {
	return respondWith(code, http.StatusText(code), header...)
}

func respondWith(code int, body string, header ...string) step {
	return func(*http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{StatusCode: code, Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}, nil
	}
}

func fails(err error) step {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// hangs responds only when the context of the request ends.
func hangs(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, context.Cause(req.Context())
}

// cut states a longer body than it sends.
func cut(*http.Request) (*http.Response, error) {
	body := io.MultiReader(strings.NewReader(`{"handshakes":`), brokenReader{io.ErrUnexpectedEOF})
	return &http.Response{StatusCode: 200, Body: io.NopCloser(body), ContentLength: 100}, nil
}

type brokenReader struct{ err error }

func (f brokenReader) Read([]byte) (int, error) { return 0, f.err }

// drips sends a byte a second until the request's context ends.
func drips(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: io.NopCloser(drip{req.Context()}), ContentLength: -1}, nil
}

type drip struct{ ctx context.Context }

func (d drip) Read(p []byte) (int, error) {
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	select {
	case <-d.ctx.Done():
		return 0, context.Cause(d.ctx)
	case <-timer.C:
		p[0] = '.'
		return 1, nil
	}
}

// A refusedCall is the error of the services in these tests.
type refusedCall struct {
	status, attempts int
	wait             time.Duration
}

func (e *refusedCall) Error() string { return "service: refused" }

func (e *refusedCall) Is(target error) bool {
	return target == ErrThrottled && e.status == http.StatusTooManyRequests ||
		target == ErrUnavailable && e.status >= 500
}

// byStatus is the classification of these tests. The header Verdict overrides the status.
func byStatus(_ Call, r *Response) Decision {
	wait, _ := RetryAfter(r.Header, time.Now())
	d := Decision{Fatal, wait, &refusedCall{r.StatusCode, r.Attempts, wait}}
	switch {
	case r.StatusCode < 300:
		return Decision{}
	case r.Header.Get("Verdict") == "skew":
		d.Verdict = ClockSkew
	case r.Header.Get("Verdict") == "stale":
		d.Verdict = StaleCredentials
	case r.Header.Get("Verdict") == "unauthenticated":
		d.Verdict = Unauthenticated
	case r.StatusCode == http.StatusTooManyRequests:
		d.Verdict = Throttled
	case r.StatusCode == http.StatusServiceUnavailable:
		d.Verdict = Refused
	case r.StatusCode >= 500:
		d.Verdict = Ambiguous
	}
	return d
}

// testConfig returns a configuration whose backoff is not random.
func testConfig(base http.RoundTripper) Config {
	return Config{
		Base:     base,
		Endpoint: "https://service.example.com",
		Provider: Static(spyID, spySecret, spyToken),
		Signer:   stubSigner{},
		Classify: byStatus,
		Jitter:   func(ceiling time.Duration) time.Duration { return ceiling },
	}
}

func testClient(t testing.TB, base http.RoundTripper, changes ...func(*Config)) *Client {
	t.Helper()
	config := testConfig(base)
	for _, change := range changes {
		change(&config)
	}
	c, err := NewClient(config)
	require.NoError(t, err)
	return c
}

func read(t testing.TB, target string) Call {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, target, nil)
	require.NoError(t, err)
	return Call{Op: "ListHandshakes", Safe: true, Request: req}
}

func write(t testing.TB, target, body string) Call {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, target, strings.NewReader(body))
	require.NoError(t, err)
	return Call{Op: "InviteAccount", Request: req}
}

var errReset = errors.New("read: connection reset by peer")
