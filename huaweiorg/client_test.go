package huaweiorg_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestNewClient_Invalid(t *testing.T) {
	t.Parallel()
	const host = "organizations.myhuaweicloud.com"
	for name, opt := range map[string]huaweiorg.Option{
		"no endpoint":            huaweiorg.WithEndpoint(""),
		"no scheme":              huaweiorg.WithEndpoint("organizations"),
		"plain http":             huaweiorg.WithEndpoint("http://" + host),
		"a password in the URL":  huaweiorg.WithEndpoint("https://user:hunter2@" + host),
		"no provider":            huaweiorg.WithCredentials(nil),
		"a negative limit":       huaweiorg.WithMaxResponseBytes(-1),
		"a header in the agent":  huaweiorg.WithUserAgent("a\r\nX-Evil: 1"),
		"a negative wait":        huaweiorg.WithRetry(auth.Retry{MinWait: -1}),
		"a negative settle time": huaweiorg.WithRetry(auth.Retry{SettleTime: -1}),
	} {
		_, err := huaweiorg.NewClient(auth.Static("AK", "SK", ""), opt)
		require.ErrorIs(t, err, huaweiorg.ErrInvalid, name)
		assert.True(t, strings.HasPrefix(err.Error(), "huaweiorg: NewClient: "), name)
		assert.NotContains(t, err.Error(), "hunter2")

		m := newMock(t)
		c := newClient(t, m).With(opt)
		_, err = c.ListHandshakes().Collect(t.Context())
		require.ErrorIs(t, err, huaweiorg.ErrInvalid, "With: %s", name)
		_, err = c.With(huaweiorg.WithUserAgent("good")).ListReceivedHandshakes().Collect(t.Context())
		require.ErrorIs(t, err, huaweiorg.ErrInvalid, "a valid option later does not hide it: %s", name)
	}
	_, err := huaweiorg.NewClient(nil)
	require.ErrorIs(t, err, huaweiorg.ErrInvalid)
}

func TestWithCredentials(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	var callers []string
	m.RegisterResponderWithQuery("GET", received, "limit=2000", func(req *http.Request) (*http.Response, error) {
		access, _, _ := strings.Cut(req.Header.Get("Authorization"), ",")
		callers = append(callers, access+" "+req.Header.Get("X-Domain-Id"))
		return httpmock.NewStringResponse(200, body(t, "F06.json")), nil
	})
	c := newClient(t, m)
	other := c.With(huaweiorg.WithCredentials(auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		return auth.Credentials{AccessKeyID: "AK2", AccessKeySecret: "SK2", AccountID: "d2"}, nil
	})))
	for _, c := range []*huaweiorg.Client{c, other, c} {
		_, err := c.ListReceivedHandshakes().Collect(t.Context())
		require.NoError(t, err)
	}
	assert.Equal(t, []string{"SDK-HMAC-SHA256 Access=AK ", "SDK-HMAC-SHA256 Access=AK2 d2", "SDK-HMAC-SHA256 Access=AK "}, callers)
}

type counter int

func (c *counter) Wait(context.Context) error { *c++; return nil }

func TestOption(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("GET", "https://localhost:8443/prefix/v1/received-handshakes", "limit=2000", func(req *http.Request) (*http.Response, error) {
		assert.Equal(t, "20240102T030405Z", req.Header.Get("X-Sdk-Date"))
		assert.True(t, strings.HasPrefix(req.Header.Get("User-Agent"), "inventory/1.2 handshakes-go/"))
		assert.Equal(t, "application/json", req.Header.Get("Accept"))
		return httpmock.NewStringResponse(200, body(t, "F06.json")), nil
	})
	var waits counter
	c := newClient(t, m,
		nil, // NewClient ignores a nil option
		huaweiorg.WithEndpoint("https://localhost:8443/prefix/"),
		huaweiorg.WithUserAgent("inventory/1.2"),
		huaweiorg.WithLimiter(&waits),
		huaweiorg.WithClock(func() time.Time { return time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC) }))
	_, err := c.ListReceivedHandshakes().Collect(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, 1, waits)

	_, err = c.With(huaweiorg.WithMaxResponseBytes(10)).ListReceivedHandshakes().Collect(t.Context())
	require.ErrorIs(t, err, huaweiorg.ErrTooLarge)
	assert.EqualValues(t, 2, waits, "the limiter is shared")
}

func TestClient_With(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("GET", sent, "limit=2000", respond(429, body(t, "F23.json"), "Retry-After", "Wed, 01 Jan 2025 00:01:00 GMT"))
	calls := 0
	c := newClient(t, m, once, huaweiorg.WithObserver(func(context.Context, auth.CallInfo) { calls++ }))
	late := c.With(huaweiorg.WithClock(func() time.Time { return time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC) }))
	_, err := late.ListHandshakes().Collect(t.Context())
	require.ErrorIs(t, err, huaweiorg.ErrThrottled)
	api, ok := errors.AsType[*huaweiorg.Error](err)
	require.True(t, ok)
	assert.Equal(t, time.Minute, api.RetryAfter, "Retry-After is measured with the new clock")
	assert.Equal(t, 1, calls, "the new client keeps the observer")
	assert.Equal(t, 1, m.GetTotalCallCount())
}

func TestWithObserver(t *testing.T) {
	t.Parallel()
	type key struct{}
	var got []auth.CallInfo
	observe := huaweiorg.WithObserver(func(ctx context.Context, info auth.CallInfo) {
		assert.Equal(t, "mine", ctx.Value(key{}))
		got = append(got, auth.CallInfo{Op: info.Op, RequestID: info.RequestID, StatusCode: info.StatusCode, Attempts: info.Attempts})
	})
	ctx := context.WithValue(t.Context(), key{}, "mine")
	list := func(response httpmock.Responder) {
		m := newMock(t)
		m.RegisterResponderWithQuery("GET", sent, "limit=2000", response)
		_, _ = newClient(t, m, once, observe).ListHandshakes().Collect(ctx)
	}
	list(respond(200, body(t, "F01.json")))
	list(respond(200, body(t, "F16.json")))
	list(respond(401, body(t, "F17.json")))
	list(respond(404, body(t, "F24.json"), "X-Request-Id", ""))
	list(httpmock.NewErrorResponder(errors.New("connection reset")))
	assert.Equal(t, []auth.CallInfo{
		{Op: "ListHandshakes", RequestID: "rid-1", StatusCode: 200, Attempts: 1},
		{Op: "ListHandshakes", RequestID: "rid-1", StatusCode: 200, Attempts: 1},
		{Op: "ListHandshakes", RequestID: "rid-1", StatusCode: 401, Attempts: 1},
		{Op: "ListHandshakes", RequestID: "b2d4f6a8c0e1325476980badcfe13579", StatusCode: 404,
			Attempts: 1},
		{Op: "ListHandshakes", Attempts: 1},
	}, got)
}

func TestClient_Retries(t *testing.T) {
	t.Parallel()
	cut := func(*http.Request) (*http.Response, error) {
		resp := httpmock.NewStringResponse(200, "")
		resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"handshakes":[`), errReader{}))
		return resp, nil
	}
	for name, c := range map[string]struct {
		first    httpmock.Responder
		attempts int
		least    time.Duration
	}{
		"F29 a 502":               {first: respond(502, body(t, "F29.html")), attempts: 2},
		"F27 a 500":               {first: respond(500, body(t, "F27.json")), attempts: 2},
		"F18 a concurrent change": {first: respond(409, body(t, "F18.json")), attempts: 2},
		"F23 throttling":          {first: respond(429, body(t, "F23.json")), attempts: 2},
		"F23 with Retry-After": {
			first: respond(429, body(t, "F23.json"), "Retry-After", "90"), attempts: 2,
			least: 90 * time.Second},
		"a reset": {
			first: httpmock.NewErrorResponder(errors.New("connection reset")), attempts: 2},
		"a truncated body":                 {first: cut, attempts: 2},
		"F17 no retry: a wrong role":       {first: respond(401, body(t, "F17.json")), attempts: 1},
		"F20 no retry: no membership":      {first: respond(401, body(t, "F20.json")), attempts: 1},
		"F22 no retry: a wrong access key": {first: respond(401, body(t, "F22.json")), attempts: 1},
		"F25 no retry: no authentication":  {first: respond(401, body(t, "F25.json")), attempts: 1},
		"F19 no retry: no permission":      {first: respond(403, body(t, "F19.json")), attempts: 1},
		"F21 no retry: a conflict":         {first: respond(400, body(t, "F21.json")), attempts: 1},
		"F24 no retry: a wrong path":       {first: respond(404, body(t, "F24.json")), attempts: 1},
		"no retry: a redirect": {
			first: respond(307, "", "Location", "https://elsewhere.example.com/"), attempts: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newMock(t)
				m.RegisterResponderWithQuery("GET", sent, "limit=2000", c.first.Then(respond(200, body(t, "F01.json"))))
				start := time.Now()
				items, err := newClient(t, m).ListHandshakes().Collect(t.Context())
				assert.Equal(t, c.attempts, m.GetTotalCallCount())
				assert.Equal(t, c.attempts == 2, err == nil, "%v", err)
				assert.Len(t, items, c.attempts-1)
				assert.GreaterOrEqual(t, time.Since(start), c.least)
			})
		})
	}
}

func TestClient_TransportError(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("GET", received, "limit=2000", httpmock.NewErrorResponder(errors.New("connection reset")))
	_, err := newClient(t, m, once).ListReceivedHandshakes().Collect(t.Context())
	require.ErrorIs(t, err, huaweiorg.ErrUnavailable)
	_, ok := errors.AsType[*auth.TransportError](err)
	assert.True(t, ok)
	walk, ok := errors.AsType[*pagination.Error](err)
	require.True(t, ok)
	assert.True(t, strings.HasPrefix(walk.Err.Error(), "huaweiorg: ListReceivedHandshakes: "))
}
