package auth

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const ms = time.Millisecond

var (
	errDial        = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	errName        = &net.DNSError{Err: "no such host", Name: "service.example.com", IsNotFound: true}
	errCertificate = &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
)

// TestClient_Do_faults is the fault matrix: which requests of a read and a write the service
// sees, when it sees them, and how the call ends.
func TestClient_Do_faults(t *testing.T) {
	t.Parallel()
	backoff := []time.Duration{200 * ms, 400 * ms, 800 * ms, 1600 * ms}
	afterTimeout := []time.Duration{30*time.Second + 200*ms, 30*time.Second + 400*ms, 30*time.Second + 800*ms, 30*time.Second + 1600*ms}
	reset := fails(&net.OpError{Op: "read", Err: syscall.ECONNRESET})
	for _, c := range []struct {
		name        string
		script      []step
		read, write []time.Duration // the waits between the requests
		readFails   error
		writeFails  error
	}{
		{name: "an accepted response", script: []step{status(200)}},
		{
			name:   "a connection that is refused for ever",
			script: []step{fails(errDial)}, read: backoff, write: backoff,
			readFails: ErrUnavailable, writeFails: ErrUnavailable,
		},
		{
			name:   "a connection that is refused twice",
			script: []step{fails(errDial), fails(errDial), status(200)}, read: backoff[:2],
			write: backoff[:2],
		},
		{
			name:   "a name that is not found once",
			script: []step{fails(errName), status(200)}, read: backoff[:1], write: backoff[:1],
		},
		{
			name:   "a certificate that is not trusted",
			script: []step{fails(errCertificate)}, readFails: errCertificate,
			writeFails: errCertificate,
		},
		{
			name:   "a reset before the response",
			script: []step{reset, status(200)}, read: backoff[:1], writeFails: ErrUnavailable,
		},
		{
			name:   "a reset without a known type",
			script: []step{fails(errReset), status(200)}, read: backoff[:1],
			writeFails: ErrUnavailable,
		},
		{
			name:   "a cut body",
			script: []step{cut, cut, status(200)}, read: backoff[:2], writeFails: ErrUnavailable,
		},
		{
			name:   "a hang",
			script: []step{hangs}, read: afterTimeout, readFails: ErrUnavailable,
			writeFails: ErrUnavailable,
		},
		{
			name:   "a slow drip",
			script: []step{drips}, read: afterTimeout, readFails: ErrUnavailable,
			writeFails: ErrUnavailable,
		},
		{
			name:   "503 for ever",
			script: []step{status(503)}, read: backoff, write: backoff,
			readFails: ErrUnavailable, writeFails: ErrUnavailable,
		},
		{
			name:   "503 that asks for 7 s",
			script: []step{status(503, "Retry-After", "7"), status(200)},
			read:   []time.Duration{14 * time.Second}, write: []time.Duration{14 * time.Second},
		},
		{
			name:   "503 that asks for less than the backoff",
			script: []step{status(503, "Retry-After", "0"), status(200)}, read: backoff[:1],
			write: backoff[:1],
		},
		{
			name:   "503 that asks for a year",
			script: []step{status(503, "Retry-After", "31536000")}, readFails: ErrUnavailable,
			writeFails: ErrUnavailable,
		},
		{
			name:   "502",
			script: []step{status(502), status(200)}, read: backoff[:1],
			writeFails: ErrUnavailable,
		},
		{
			name:   "throttled without a wait",
			script: []step{status(429), status(429), status(200)}, read: backoff[:2],
			write: backoff[:2],
		},
		{
			name:   "throttled for a minute",
			script: []step{status(429, "Retry-After", "60"), status(200)},
			read:   []time.Duration{70 * time.Second}, write: []time.Duration{70 * time.Second},
		},
		{
			name: "throttled for less than MinWait",
			script: []step{
				status(429, "Retry-After", "Sat, 01 Jan 2000 00:00:00 GMT"), status(200),
			},
			read: backoff[:1], write: backoff[:1],
		},
		{
			name:   "throttled for five minutes, then for two",
			script: []step{status(429, "Retry-After", "300"), status(429, "Retry-After", "120")},
			read:   []time.Duration{310 * time.Second}, write: []time.Duration{310 * time.Second},
			readFails: ErrThrottled, writeFails: ErrThrottled,
		},
		{
			name:   "throttled for a year",
			script: []step{status(429, "Retry-After", "31536000")}, readFails: ErrThrottled,
			writeFails: ErrThrottled,
		},
		{
			name:   "throttled for longer than a Duration",
			script: []step{status(429, "Retry-After", "99999999999")}, readFails: ErrThrottled,
			writeFails: ErrThrottled,
		},
		{name: "throttling does not count as a failure", script: []step{
			status(503), status(429), status(503), status(429), status(503), status(429),
			status(503),
			status(200),
		}, read: []time.Duration{
			200 * ms, 200 * ms, 400 * ms, 400 * ms, 800 * ms, 800 * ms, 1600 * ms,
		}, write: []time.Duration{
			200 * ms, 200 * ms, 400 * ms, 400 * ms, 800 * ms, 800 * ms, 1600 * ms,
		}},
		{
			name:   "404",
			script: []step{status(404)}, readFails: new(refusedCall),
			writeFails: new(refusedCall),
		},
		{
			name:   "401",
			script: []step{status(401)}, readFails: new(refusedCall),
			writeFails: new(refusedCall),
		},
		{
			name:      "a redirect",
			script:    []step{status(302, "Location", "https://other.example.com/")},
			readFails: new(refusedCall), writeFails: new(refusedCall),
		},
		{
			name:   "a redirect to a malformed URL",
			script: []step{status(302, "Location", ":%zz")}, readFails: new(refusedCall),
			writeFails: new(refusedCall),
		},
		{
			name:   "a rejected date that is right",
			script: []step{status(401, "Verdict", "skew")}, readFails: new(refusedCall),
			writeFails: new(refusedCall),
		},
		{
			name:   "stale keys without newer ones",
			script: []step{status(401, "Verdict", "stale")}, readFails: new(refusedCall),
			writeFails: new(refusedCall),
		},
		{
			name:   "a response that is too large",
			script: []step{respondWith(200, string(make([]byte, 1001)))}, readFails: ErrTooLarge,
			writeFails: ErrTooLarge,
		},
	} {
		for _, way := range []struct {
			name string
			call Call
			want []time.Duration
			err  error
		}{
			{name: "read", call: read(t, "/v1/x?a=b"), want: c.read, err: c.readFails},
			{name: "write", call: write(t, "/v1/x", "body"), want: c.write, err: c.writeFails},
		} {
			t.Run(c.name+"/"+way.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					service := serving(c.script...)
					client := testClient(t, service, func(c *Config) { c.MaxResponseBytes = 1000 })
					resp, err := client.Do(t.Context(), way.call)
					assert.Equal(t, way.want, service.waits())
					assertOutcome(t, resp, err, way.err, len(service.requests))
				})
			})
		}
	}
}

func assertOutcome(t *testing.T, resp *Response, err, want error, requests int) {
	t.Helper()
	if want == nil {
		require.NoError(t, err)
		assert.Equal(t, requests, resp.Attempts)
		return
	}
	if _, ok := want.(*refusedCall); ok {
		require.ErrorAs(t, err, new(*refusedCall))
	} else {
		require.ErrorIs(t, err, want)
	}
	assert.NotErrorIs(t, err, context.DeadlineExceeded, "the error is no deadline of the caller")
	if refused, ok := errors.AsType[*refusedCall](err); ok {
		assert.Equal(t, requests, refused.attempts)
		require.NotNil(t, resp, "the call returns the response with its error")
		assert.Equal(t, refused.status, resp.StatusCode)
	}
	if fault, ok := errors.AsType[*TransportError](err); ok {
		assert.Equal(t, requests, fault.Attempts)
	}
}

func TestTransportError_Sent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		step    step
		sent    bool
		timeout bool
	}{
		"a refused dial": {step: fails(errDial)},
		"a dial beneath a URL error": {
			step: fails(&url.Error{Op: "Get", URL: "https://x/?who=a@b.example", Err: errDial}),
		},
		"an unknown name": {step: fails(errName)},
		"a certificate":   {step: fails(errCertificate)},
		"a reset": {
			step: fails(&net.OpError{Op: "read", Err: syscall.ECONNRESET}), sent: true,
		},
		"a write that failed": {
			step: fails(&net.OpError{Op: "write", Err: syscall.EPIPE}), sent: true,
		},
		"a TLS alert in the middle": {step: fails(tls.AlertError(80)), sent: true},
		"a deadline that is not the caller's": {
			step: fails(context.DeadlineExceeded), sent: true, timeout: true,
		},
		"a hang":     {step: hangs, sent: true, timeout: true},
		"a cut body": {step: cut, sent: true},
		"a dial error within the body": {step: func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: brokenBody{errDial}, ContentLength: 5}, nil
		}, sent: true},
		"a response and an error": {step: func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: http.NoBody}, errReset
		}, sent: true},
		"neither": {
			step: func(*http.Request) (*http.Response, error) { return nil, nil }, sent: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := testClient(t, serving(c.step), func(c *Config) { c.Retry.MaxRetries = -1 })
				_, err := client.Do(t.Context(), read(t, "/v1/x?who=a@b.example"))
				fault, ok := errors.AsType[*TransportError](err)
				require.True(t, ok, "%v", err)
				assert.Equal(t, c.sent, fault.Sent)
				assert.Equal(t, c.timeout, fault.Timeout())
				assert.Equal(t, name == "a certificate", fault.Permanent)
				assert.Equal(t, !fault.Permanent, errors.Is(err, ErrUnavailable))
				assert.NotErrorIs(t, err, context.DeadlineExceeded)
				assert.NotErrorAs(t, err, new(*url.Error))
				assert.NotContains(t, err.Error(), "a@b.example")
			})
		})
	}
}

type brokenBody struct{ err error }

func (f brokenBody) Read([]byte) (int, error) { return 0, f.err }
func (f brokenBody) Close() error             { return nil }
