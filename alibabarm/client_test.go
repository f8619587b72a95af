package alibabarm_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestNewClient_Invalid(t *testing.T) {
	t.Parallel()
	const host = "resourcemanager.aliyuncs.com"
	for name, opt := range map[string]alibabarm.Option{
		"no endpoint":            alibabarm.WithEndpoint(""),
		"no scheme":              alibabarm.WithEndpoint("resourcemanager"),
		"plain http":             alibabarm.WithEndpoint("http://" + host),
		"a password in the URL":  alibabarm.WithEndpoint("https://user:hunter2@" + host),
		"no version":             alibabarm.WithVersion(""),
		"an unknown version":     alibabarm.WithVersion("hunter2"),
		"no provider":            alibabarm.WithCredentials(nil),
		"a negative limit":       alibabarm.WithMaxResponseBytes(-1),
		"a header in the agent":  alibabarm.WithUserAgent("a\r\nX-Evil: 1"),
		"a negative wait":        alibabarm.WithRetry(auth.Retry{MinWait: -1}),
		"a negative settle time": alibabarm.WithRetry(auth.Retry{SettleTime: -1}),
	} {
		_, err := alibabarm.NewClient(auth.Static("AK", "SK", ""), opt)
		require.ErrorIs(t, err, alibabarm.ErrInvalid, name)
		assert.True(t, strings.HasPrefix(err.Error(), "alibabarm: NewClient: "), name)
		assert.NotContains(t, err.Error(), "hunter2")

		m := newMock(t)
		c := newClient(t, m).With(opt)
		_, err = c.ListHandshakesForAccount().Collect(t.Context())
		require.ErrorIs(t, err, alibabarm.ErrInvalid, "With: %s", name)
		_, err = c.With(alibabarm.WithUserAgent("good")).ListHandshakesForResourceDirectory().Collect(t.Context())
		require.ErrorIs(t, err, alibabarm.ErrInvalid, "a valid option later does not hide it: %s", name)
	}
	_, err := alibabarm.NewClient(nil)
	require.ErrorIs(t, err, alibabarm.ErrInvalid)
}

// target returns where a client sends its calls, and the version that they name.
func target(t *testing.T, c *alibabarm.Client) string {
	var got string
	watch := roundTripper(func(req *http.Request) (*http.Response, error) {
		got = req.URL.Scheme + "://" + req.URL.Host + " " + req.Header.Get("X-Acs-Version")
		return httpmock.NewStringResponse(200, `{"Handshakes":{}}`), nil
	})
	_, err := c.With(alibabarm.WithTransport(watch)).ListHandshakesForAccount().Collect(t.Context())
	require.NoError(t, err)
	return got
}

func TestWithVersion_Endpoint(t *testing.T) {
	t.Parallel()
	const (
		v2020, v2022 = alibabarm.Version20200331, alibabarm.Version20220419
		own          = "https://rm.example.com"
	)
	version, endpoint := alibabarm.WithVersion, alibabarm.WithEndpoint
	for name, c := range map[string]struct {
		first, then []alibabarm.Option
		want        string
	}{
		"the default": {want: alibabarm.Endpoint + " 2020-03-31"},
		"the first version": {first: []alibabarm.Option{version(v2020)},
			want: alibabarm.Endpoint + " 2020-03-31"},
		"the second": {first: []alibabarm.Option{version(v2022)},
			want: alibabarm.EndpointDirectory + " 2022-04-19"},
		"the second, international": {
			first: []alibabarm.Option{version(v2022), endpoint(alibabarm.EndpointInternational)},
			want:  alibabarm.EndpointInternational + " 2022-04-19",
		},
		"the endpoint first": {first: []alibabarm.Option{endpoint(own), version(v2022)},
			want: own + " 2022-04-19"},
		"the version later": {then: []alibabarm.Option{version(v2022)},
			want: alibabarm.EndpointDirectory + " 2022-04-19"},
		"the version later, back": {
			first: []alibabarm.Option{version(v2022)}, then: []alibabarm.Option{version(v2020)},
			want: alibabarm.Endpoint + " 2020-03-31",
		},
		"a later version keeps an endpoint": {
			first: []alibabarm.Option{endpoint(own)}, then: []alibabarm.Option{version(v2022)},
			want: own + " 2022-04-19",
		},
		"a later endpoint keeps a version": {
			first: []alibabarm.Option{version(v2022)}, then: []alibabarm.Option{endpoint(own)},
			want: own + " 2022-04-19",
		},
	} {
		assert.Equal(t, c.want, target(t, newClient(t, newMock(t), c.first...).With(c.then...)), name)
	}
}

func TestWithCredentials(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	var callers []string
	m.RegisterResponderWithQuery("POST", root, page(1, 100), func(req *http.Request) (*http.Response, error) {
		credential, _, _ := strings.Cut(req.Header.Get("Authorization"), ",")
		callers = append(callers, credential+" "+req.Header.Get("X-Acs-Security-Token"))
		return httpmock.NewStringResponse(200, body(t, "F04.json")), nil
	})
	c := newClient(t, m)
	other := c.With(alibabarm.WithCredentials(auth.Static("AK2", "SK2", "T2")))
	for _, c := range []*alibabarm.Client{c, other, c} {
		_, err := c.ListHandshakesForAccount().Collect(t.Context())
		require.NoError(t, err)
	}
	assert.Equal(t, []string{"ACS3-HMAC-SHA256 Credential=AK ", "ACS3-HMAC-SHA256 Credential=AK2 T2", "ACS3-HMAC-SHA256 Credential=AK "}, callers)
}

type counter int

func (c *counter) Wait(context.Context) error { *c++; return nil }

func TestOption(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", "https://localhost:8443/prefix/", page(1, 100), func(req *http.Request) (*http.Response, error) {
		assert.Equal(t, "2024-01-02T03:04:05Z", req.Header.Get("X-Acs-Date"))
		assert.True(t, strings.HasPrefix(req.Header.Get("User-Agent"), "inventory/1.2 handshakes-go/"))
		return httpmock.NewStringResponse(200, body(t, "F04.json")), nil
	})
	var waits counter
	c := newClient(t, m,
		nil, // NewClient ignores a nil option
		alibabarm.WithEndpoint("https://localhost:8443/prefix/"),
		alibabarm.WithUserAgent("inventory/1.2"),
		alibabarm.WithLimiter(&waits),
		alibabarm.WithClock(func() time.Time { return time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC) }))
	_, err := c.ListHandshakesForAccount().Collect(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, 1, waits)

	_, err = c.With(alibabarm.WithMaxResponseBytes(10)).ListHandshakesForAccount().Collect(t.Context())
	require.ErrorIs(t, err, alibabarm.ErrTooLarge)
	assert.EqualValues(t, 2, waits, "the limiter is shared")
}

func TestClient_With(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", root, page(1, 100), respond(400, body(t, "F23.json"), "Retry-After", "Wed, 01 Jan 2025 00:01:00 GMT"))
	calls := 0
	c := newClient(t, m, once, alibabarm.WithObserver(func(context.Context, auth.CallInfo) { calls++ }))
	late := c.With(alibabarm.WithClock(func() time.Time { return time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC) }))
	_, err := late.ListHandshakesForAccount().Collect(t.Context())
	require.ErrorIs(t, err, alibabarm.ErrThrottled)
	api, ok := errors.AsType[*alibabarm.Error](err)
	require.True(t, ok)
	assert.Equal(t, time.Minute, api.RetryAfter, "Retry-After is measured with the new clock")
	assert.Equal(t, 1, calls, "the new client keeps the observer")
	assert.Equal(t, 1, m.GetTotalCallCount())
}

func TestWithObserver(t *testing.T) {
	t.Parallel()
	type key struct{}
	var got []auth.CallInfo
	observe := alibabarm.WithObserver(func(ctx context.Context, info auth.CallInfo) {
		assert.Equal(t, "mine", ctx.Value(key{}))
		got = append(got, auth.CallInfo{Op: info.Op, RequestID: info.RequestID, StatusCode: info.StatusCode, Attempts: info.Attempts})
	})
	ctx := context.WithValue(t.Context(), key{}, "mine")
	list := func(response httpmock.Responder) {
		m := newMock(t)
		m.RegisterResponderWithQuery("POST", root, page(1, 100), response)
		_, _ = newClient(t, m, once, observe).ListHandshakesForAccount().Collect(ctx)
	}
	list(respond(200, body(t, "F03.json")))
	list(respond(200, body(t, "F16a.xml")))
	list(respond(200, `{"Handshakes":{}}`))
	list(respond(200, body(t, "F33.html")))
	list(respond(404, body(t, "F20.json")))
	list(respond(502, body(t, "F30.html"), "X-Acs-Request-Id", "9C24"))
	list(httpmock.NewErrorResponder(errors.New("connection reset")))
	assert.Equal(t, []auth.CallInfo{
		{Op: received, RequestID: "1F2A", StatusCode: 200, Attempts: 1},
		{Op: received, RequestID: "8A02", StatusCode: 200, Attempts: 1},
		{Op: received, RequestID: "rid-1", StatusCode: 200, Attempts: 1},
		{Op: received, RequestID: "rid-1", StatusCode: 200, Attempts: 1},
		{Op: received, RequestID: "9C13", StatusCode: 404, Attempts: 1},
		{Op: received, RequestID: "9C24", StatusCode: 502, Attempts: 1},
		{Op: received, Attempts: 1},
	}, got)
}

func TestClient_TransportError(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", root, page(1, 100), httpmock.NewErrorResponder(errors.New("connection reset")))
	_, err := newClient(t, m, once).ListHandshakesForAccount().Collect(t.Context())
	require.ErrorIs(t, err, alibabarm.ErrUnavailable)
	_, ok := errors.AsType[*auth.TransportError](err)
	assert.True(t, ok)
	walk, ok := errors.AsType[*pagination.Error](err)
	require.True(t, ok)
	assert.True(t, strings.HasPrefix(walk.Err.Error(), "alibabarm: ListHandshakesForAccount: "))
}
