package alibabarm_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

const (
	root     = alibabarm.Endpoint + "/"
	sent     = "ListHandshakesForResourceDirectory"
	received = "ListHandshakesForAccount"
)

var once = alibabarm.WithRetry(auth.Retry{MaxRetries: -1})

// newMock answers nothing but what is registered: all else fails the test.
func newMock(t testing.TB) *httpmock.MockTransport {
	m := httpmock.NewMockTransport()
	m.RegisterNoResponder(func(req *http.Request) (*http.Response, error) {
		t.Errorf("unexpected request: %s %s", req.Method, req.URL)
		return nil, errors.New("unexpected request")
	})
	return m
}

func newClient(t testing.TB, m http.RoundTripper, opts ...alibabarm.Option) *alibabarm.Client {
	t.Helper()
	c, err := alibabarm.NewClient(auth.Static("AK", "SK", ""), append([]alibabarm.Option{alibabarm.WithTransport(m)}, opts...)...)
	require.NoError(t, err)
	return c
}

func body(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return string(b)
}

// page is the query of one page.
func page(number, size int) string { return fmt.Sprintf("PageNumber=%d&PageSize=%d", number, size) }

// respond answers with a status, a body and headers, given as name and value.
func respond(status int, body string, header ...string) httpmock.Responder {
	return func(req *http.Request) (*http.Response, error) {
		resp := httpmock.NewStringResponse(status, body)
		resp.Header.Set("X-Acs-Request-Id", "rid-1")
		for i := 0; i+1 < len(header); i += 2 {
			resp.Header.Set(header[i], header[i+1])
		}
		return resp, nil
	}
}

func ids(items []alibabarm.Handshake) []string {
	var ids []string
	for _, h := range items {
		ids = append(ids, h.ID)
	}
	return ids
}

func TestClient_PageNumbers(t *testing.T) {
	t.Parallel()
	type list = func(*alibabarm.Client, ...pagination.Option) *pagination.Pager[alibabarm.Handshake]
	for name, c := range map[string]struct {
		action, endpoint string
		version          alibabarm.Version
		list             list
	}{
		"sent, 2020": {
			action: sent, endpoint: alibabarm.Endpoint, version: alibabarm.Version20200331,
			list: (*alibabarm.Client).ListHandshakesForResourceDirectory,
		},
		"received, 2020": {
			action: received, endpoint: alibabarm.Endpoint, version: alibabarm.Version20200331,
			list: (*alibabarm.Client).ListHandshakesForAccount,
		},
		"sent, 2022": {
			action: sent, endpoint: alibabarm.EndpointDirectory, version: alibabarm.Version20220419,
			list: (*alibabarm.Client).ListHandshakesForResourceDirectory,
		},
		"received, 2022": {
			action: received, endpoint: alibabarm.EndpointDirectory, version: alibabarm.Version20220419,
			list: (*alibabarm.Client).ListHandshakesForAccount,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t)
			var raw []string
			seen := func(next httpmock.Responder) httpmock.Responder {
				return func(req *http.Request) (*http.Response, error) {
					raw = append(raw, req.URL.RawQuery)
					assert.True(t, strings.HasPrefix(req.Header.Get("Authorization"), "ACS3-HMAC-SHA256 Credential=AK,SignedHeaders="))
					assert.Equal(t, c.action, req.Header.Get("X-Acs-Action"))
					assert.Equal(t, string(c.version), req.Header.Get("X-Acs-Version"))
					assert.Equal(t, "application/json", req.Header.Get("Accept"))
					assert.Len(t, req.Header.Get("X-Acs-Signature-Nonce"), 32)
					assert.Empty(t, req.Header.Get("Content-Type"))
					assert.Nil(t, req.Body)
					return next(req)
				}
			}
			m.RegisterResponderWithQuery("POST", c.endpoint+"/", page(1, 2), seen(respond(200, body(t, "F01.json"))))
			m.RegisterResponderWithQuery("POST", c.endpoint+"/", page(2, 2), seen(respond(200, body(t, "F02.json"))))

			items, err := c.list(newClient(t, m, alibabarm.WithVersion(c.version)), pagination.WithPageSize(2)).Collect(t.Context())
			require.NoError(t, err)
			assert.Equal(t, []string{"h-Aa11Bb22Cc33Dd44", "h-Ee55Ff66Gg77Hh88", "h-Ii99Jj00Kk11Ll22"}, ids(items))
			assert.Equal(t, []string{page(1, 2), page(2, 2)}, raw)
		})
	}
}

func TestClient_PageSize(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"F03.json", "F04.json", "F05.json", "F16a.xml", "F16b.xml"} {
		m := newMock(t)
		m.RegisterResponderWithQuery("POST", root, page(1, 100), respond(200, body(t, name)))
		items, err := newClient(t, m).ListHandshakesForAccount().Collect(t.Context())
		require.NoError(t, err, name)
		assert.Empty(t, items, name)
		assert.Equal(t, 1, m.GetTotalCallCount(), name)
	}
}

func TestListHandshakesForAccount_XML(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", root, page(1, 10), respond(200, body(t, "F15.xml")))
	items, err := newClient(t, m).ListHandshakesForAccount(pagination.WithPageSize(10)).Collect(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"h-Aa11Bb22Cc33Dd44", "h-Qq77Rr88Ss99Tt00"}, ids(items))
}

func TestListHandshakesForResourceDirectory_ShiftedPage(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", root, page(1, 2), respond(200, body(t, "F01.json")))
	m.RegisterResponderWithQuery("POST", root, page(2, 2), respond(200, body(t, "F08.json")))
	m.RegisterResponderWithQuery("POST", root, page(3, 2), respond(200, `{"TotalCount":4,"PageNumber":3,"PageSize":2}`))
	items, err := newClient(t, m).ListHandshakesForResourceDirectory(pagination.WithPageSize(2), pagination.WithRescan(0)).Collect(t.Context())
	require.ErrorIs(t, err, pagination.ErrDrift, "what came twice shows that the list moved")
	assert.Equal(t, []string{"h-Aa11Bb22Cc33Dd44", "h-Ee55Ff66Gg77Hh88", "h-Ii99Jj00Kk11Ll22"}, ids(items))
}

func TestListHandshakesForResourceDirectory_PageBeyondTheEnd(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", root, page(1, 2), respond(200, strings.Replace(body(t, "F01.json"), `"TotalCount":3`, `"TotalCount":2`, 1)))
	m.RegisterResponderWithQuery("POST", root, page(2, 2), respond(200, body(t, "F07.json")))
	items, err := newClient(t, m).ListHandshakesForAccount(pagination.WithPageSize(2), pagination.WithRescan(0), pagination.WithMaxPages(5)).Collect(t.Context())
	assert.Len(t, items, 2)
	assert.ErrorIs(t, err, pagination.ErrDrift, "the total grew, and nothing is there for it")
}

func TestListHandshakesForAccount_RequestID(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", root, page(1, 2), respond(200, body(t, "F01.json")))
	m.RegisterResponderWithQuery("POST", root, page(2, 2), respond(200, `{"Handshakes":{}}`))
	pager := newClient(t, m).ListHandshakesForAccount(pagination.WithPageSize(2))
	first, err := pager.Page(t.Context(), "")
	require.NoError(t, err)
	assert.Equal(t, "6C1B5E0A-2F64-5B7D-9A11-0D4E8F3C7A21", first.RequestID)
	assert.Equal(t, 3, first.Total)
	next, err := pager.Page(t.Context(), first.Next())
	require.NoError(t, err)
	assert.Equal(t, "rid-1", next.RequestID, "the header's where the body has none")
	assert.Equal(t, -1, next.Total, "the service did not say")
}

func TestListHandshakesForAccount_Resume(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", root, page(1, 2), respond(200, body(t, "F01.json")))
	m.RegisterResponderWithQuery("POST", root, page(2, 2), respond(403, body(t, "F21.json")))
	pager := newClient(t, m).ListHandshakesForAccount(pagination.WithPageSize(2))
	items, err := pager.Collect(t.Context())
	assert.Equal(t, []string{"h-Aa11Bb22Cc33Dd44", "h-Ee55Ff66Gg77Hh88"}, ids(items))
	require.ErrorIs(t, err, alibabarm.ErrPermission)
	api, ok := errors.AsType[*alibabarm.Error](err)
	require.True(t, ok)
	assert.Equal(t, received, api.Op)
	assert.Equal(t, "9C14", api.RequestID)

	walk, ok := errors.AsType[*pagination.Error](err)
	require.True(t, ok)
	assert.Same(t, api, walk.Err, "nothing is put in front of what names its operation itself")
	m.RegisterResponderWithQuery("POST", root, page(2, 2), respond(200, body(t, "F02.json")))
	items, err = pager.With(pagination.From(walk.Cursor)).Collect(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"h-Ii99Jj00Kk11Ll22"}, ids(items))
}

func TestClient_ListHandshakesForAccount_unreadable(t *testing.T) {
	t.Parallel()
	const (
		unreadable = 5 // attempts
		refused    = 1 // by a code that is known
	)
	for name, c := range map[string]struct {
		answer, id string
	}{
		"F33 HTML":                     {answer: body(t, "F33.html"), id: "rid-1"},
		"F14 no payload":               {answer: body(t, "F14.json"), id: "7B93"},
		"F12 a single answer":          {answer: body(t, "F12.json"), id: "5D10A7E2-90C4-5B1E-A7F3-61E2B0C9D455"},
		"F31 an error with a 200":      {answer: body(t, "F31.json"), id: "9C25"},
		"F29 an XML error with a 200":  {answer: body(t, "F29.xml"), id: "9C23"},
		"F34 a cut list":               {answer: body(t, "F34.json"), id: "rid-1"},
		"F35 a code that is no string": {answer: body(t, "F35.json"), id: "12345"},
		"an empty body":                {id: "rid-1"},
		"a list, then garbage":         {answer: body(t, "F03.json") + "x", id: "rid-1"},
	} {
		t.Run("is retried and then an error: "+name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				attempts, want := unreadable, alibabarm.ErrUnavailable
				if name == "F29 an XML error with a 200" {
					attempts, want = refused, alibabarm.ErrInvalid
				}
				m := newMock(t)
				m.RegisterResponderWithQuery("POST", root, page(1, 100), respond(200, c.answer))
				items, err := newClient(t, m).ListHandshakesForAccount().Collect(t.Context())
				assert.Empty(t, items)
				api, ok := errors.AsType[*alibabarm.Error](err)
				require.True(t, ok)
				assert.Equal(t, 200, api.StatusCode)
				assert.Equal(t, c.id, api.RequestID)
				assert.Equal(t, attempts, api.Attempts)
				assert.ErrorIs(t, err, want)
				assert.Equal(t, attempts, m.GetTotalCallCount())
			})
		})
		t.Run("is retried until it is whole: "+name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newMock(t)
				m.RegisterResponderWithQuery("POST", root, page(1, 100), respond(200, c.answer).Then(respond(200, body(t, "F03.json"))))
				_, err := newClient(t, m).ListHandshakesForAccount().Collect(t.Context())
				assert.Equal(t, name != "F29 an XML error with a 200", err == nil, "%v", err)
			})
		})
	}
}

func TestNewClient_Invalid(t *testing.T) {
	t.Parallel()
	for name, opt := range map[string]alibabarm.Option{
		"no endpoint":             alibabarm.WithEndpoint(""),
		"an endpoint that is not": alibabarm.WithEndpoint("resourcemanager"),
		"plain http":              alibabarm.WithEndpoint("http://resourcemanager.aliyuncs.com"),
		"a password in the URL":   alibabarm.WithEndpoint("https://user:hunter2@resourcemanager.aliyuncs.com"),
		"no version":              alibabarm.WithVersion(""),
		"an unknown version":      alibabarm.WithVersion("hunter2"),
		"no provider":             alibabarm.WithCredentials(nil),
		"a negative bound":        alibabarm.WithMaxResponseBytes(-1),
		"a header in the agent":   alibabarm.WithUserAgent("a\r\nX-Evil: 1"),
		"a negative wait":         alibabarm.WithRetry(auth.Retry{MinWait: -1}),
		"a negative settle time":  alibabarm.WithRetry(auth.Retry{SettleTime: -1}),
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
		require.ErrorIs(t, err, alibabarm.ErrInvalid, "a later good option does not hide it: %s", name)
	}
	_, err := alibabarm.NewClient(nil)
	require.ErrorIs(t, err, alibabarm.ErrInvalid)
}

func TestListHandshakesForAccount_Invalid(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	c := newClient(t, m)
	foreign := cursorOf(t, c)
	for name, opt := range map[string]pagination.Option{
		"page size 0":   pagination.WithPageSize(0),
		"page size -1":  pagination.WithPageSize(-1),
		"page size 101": pagination.WithPageSize(101),
	} {
		_, err := c.ListHandshakesForAccount(opt).Collect(t.Context())
		assert.ErrorIs(t, err, pagination.ErrBadOption, name)
	}
	for name, pager := range map[string]*pagination.Pager[alibabarm.Handshake]{
		"a cut cursor":               c.ListHandshakesForAccount(pagination.From(foreign[:len(foreign)-1])),
		"a cursor of the other list": c.ListHandshakesForResourceDirectory(pagination.From(foreign)),
		"of the other version":       c.With(alibabarm.WithVersion(alibabarm.Version20220419)).ListHandshakesForAccount(pagination.From(foreign)),
		"of another account":         c.With(alibabarm.WithCredentials(auth.Static("AK2", "SK", ""))).ListHandshakesForAccount(pagination.From(foreign)),
		"of another endpoint":        c.With(alibabarm.WithEndpoint("https://rm.example.com")).ListHandshakesForAccount(pagination.From(foreign)),
		"of the other version, same endpoint": c.With(alibabarm.WithVersion(alibabarm.Version20220419), alibabarm.WithEndpoint(alibabarm.Endpoint)).
			ListHandshakesForAccount(pagination.From(foreign)),
		"not a cursor": c.ListHandshakesForAccount(pagination.From("Zm9v")),
	} {
		_, err := pager.Collect(t.Context())
		assert.ErrorIs(t, err, pagination.ErrBadCursor, name)
	}
	_, err := c.With(alibabarm.WithCredentials(auth.Static("", "", ""))).ListHandshakesForAccount().Collect(t.Context())
	assert.ErrorIs(t, err, alibabarm.ErrNoCredentials)
	assert.Zero(t, m.GetTotalCallCount())
}

// cursorOf returns the cursor behind the first page of c's received list.
func cursorOf(t *testing.T, c *alibabarm.Client) pagination.Cursor {
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", root, page(1, 2), respond(200, body(t, "F01.json")))
	first, err := c.With(alibabarm.WithTransport(m)).ListHandshakesForAccount(pagination.WithPageSize(2)).Page(t.Context(), "")
	require.NoError(t, err)
	require.NotEmpty(t, first.Next())
	return first.Next()
}

// target is where a client sends its calls, and the version that it names.
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
		"the default":       {want: alibabarm.Endpoint + " 2020-03-31"},
		"the first version": {first: []alibabarm.Option{version(v2020)}, want: alibabarm.Endpoint + " 2020-03-31"},
		"the second":        {first: []alibabarm.Option{version(v2022)}, want: alibabarm.EndpointDirectory + " 2022-04-19"},
		"the second, international": {
			first: []alibabarm.Option{version(v2022), endpoint(alibabarm.EndpointInternational)},
			want:  alibabarm.EndpointInternational + " 2022-04-19",
		},
		"the endpoint first": {first: []alibabarm.Option{endpoint(own), version(v2022)}, want: own + " 2022-04-19"},
		"the version later":  {then: []alibabarm.Option{version(v2022)}, want: alibabarm.EndpointDirectory + " 2022-04-19"},
		"the version later, back": {
			first: []alibabarm.Option{version(v2022)}, then: []alibabarm.Option{version(v2020)},
			want: alibabarm.Endpoint + " 2020-03-31",
		},
		"a later version keeps an endpoint": {
			first: []alibabarm.Option{endpoint(own)}, then: []alibabarm.Option{version(v2022)}, want: own + " 2022-04-19",
		},
		"a later endpoint keeps a version": {
			first: []alibabarm.Option{version(v2022)}, then: []alibabarm.Option{endpoint(own)}, want: own + " 2022-04-19",
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
		nil, // an option that is not there changes nothing
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
	answers := 0
	c := newClient(t, m, once, alibabarm.WithResponse(func(context.Context, alibabarm.ResponseInfo) { answers++ }))
	late := c.With(alibabarm.WithClock(func() time.Time { return time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC) }))
	_, err := late.ListHandshakesForAccount().Collect(t.Context())
	require.ErrorIs(t, err, alibabarm.ErrThrottled)
	api, ok := errors.AsType[*alibabarm.Error](err)
	require.True(t, ok)
	assert.Equal(t, time.Minute, api.RetryAfter, "by the new clock")
	assert.Equal(t, 1, answers, "the observer is still told")
	assert.Equal(t, 1, m.GetTotalCallCount())
}

func TestWithResponse(t *testing.T) {
	t.Parallel()
	type key struct{}
	var got []alibabarm.ResponseInfo
	observe := alibabarm.WithResponse(func(ctx context.Context, info alibabarm.ResponseInfo) {
		assert.Equal(t, "mine", ctx.Value(key{}))
		got = append(got, info)
	})
	ctx := context.WithValue(t.Context(), key{}, "mine")
	list := func(answer httpmock.Responder) {
		m := newMock(t)
		m.RegisterResponderWithQuery("POST", root, page(1, 100), answer)
		_, _ = newClient(t, m, once, observe).ListHandshakesForAccount().Collect(ctx)
	}
	list(respond(200, body(t, "F03.json")))
	list(respond(200, body(t, "F16a.xml")))
	list(respond(200, `{"Handshakes":{}}`))
	list(respond(200, body(t, "F33.html")))
	list(respond(404, body(t, "F20.json")))
	list(respond(502, body(t, "F30.html"), "X-Acs-Request-Id", "9C24"))
	list(httpmock.NewErrorResponder(errors.New("connection reset")))
	assert.Equal(t, []alibabarm.ResponseInfo{
		{Op: received, RequestID: "1F2A", StatusCode: 200, Attempts: 1},
		{Op: received, RequestID: "8A02", StatusCode: 200, Attempts: 1},
		{Op: received, RequestID: "rid-1", StatusCode: 200, Attempts: 1},
		{Op: received, RequestID: "rid-1", StatusCode: 200, Attempts: 1},
		{Op: received, RequestID: "9C13", StatusCode: 404, Attempts: 1},
		{Op: received, RequestID: "9C24", StatusCode: 502, Attempts: 1},
	}, got, "a call without an answer is not reported")
}

func TestClient_Retries(t *testing.T) {
	t.Parallel()
	cut := func(*http.Request) (*http.Response, error) {
		resp := httpmock.NewStringResponse(200, "")
		resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"Handshakes":{`), errReader{}))
		return resp, nil
	}
	for name, c := range map[string]struct {
		first    httpmock.Responder
		attempts int
		least    time.Duration
	}{
		"F30 a 502 of a proxy":      {first: respond(502, body(t, "F30.html")), attempts: 2},
		"F31 a 503":                 {first: respond(503, body(t, "F31.json")), attempts: 2},
		"F32 an empty 503":          {first: respond(503, ""), attempts: 2},
		"F23 throttling with a 400": {first: respond(400, body(t, "F23.json")), attempts: 2},
		"F23 with the window's end": {
			first:    respond(400, body(t, "F23.json"), "X-Ratelimit-User-Api", "Limit:20,Remain:0,TimeLeft:850,Reset:1709280000"),
			attempts: 2, least: 850 * time.Millisecond,
		},
		"F23 with Retry-After": {
			first: respond(429, body(t, "F23.json"), "Retry-After", "90"), attempts: 2, least: 90 * time.Second,
		},
		"F24 a concurrent change":         {first: respond(429, body(t, "F24.json")), attempts: 2},
		"F25 a nonce seen before":         {first: respond(400, body(t, "F25a.json")), attempts: 2},
		"F25 a wrong clock":               {first: respond(400, body(t, "F25b.json"), "Date", "Mon, 03 Feb 2025 04:05:36 GMT"), attempts: 2},
		"a reset":                         {first: httpmock.NewErrorResponder(errors.New("connection reset")), attempts: 2},
		"a cut body":                      {first: cut, attempts: 2},
		"F25 is not: the clock is right":  {first: respond(400, body(t, "F25b.json")), attempts: 1},
		"F18 is not: a conflict":          {first: respond(409, body(t, "F18.json")), attempts: 1},
		"F19 is not: no such invitation":  {first: respond(404, body(t, "F19.json")), attempts: 1},
		"F20 is not: no such key":         {first: respond(404, body(t, "F20.json")), attempts: 1},
		"F21 is not: no permission":       {first: respond(403, body(t, "F21.json")), attempts: 1},
		"F22 is not: no permission":       {first: respond(403, body(t, "F22.json")), attempts: 1},
		"F26 is not: a wrong signature":   {first: respond(400, body(t, "F26.json")), attempts: 1},
		"F27 is not: the same keys again": {first: respond(400, body(t, "F27.json")), attempts: 1},
		"F28 is not: a conflict":          {first: respond(409, body(t, "F28.json")), attempts: 1},
		"F28 is not: a quota": {
			first:    respond(409, strings.Replace(body(t, "F28.json"), "EntityAlreadyExists.Handshake", "LimitExceeded.InvitationRate", 1)),
			attempts: 1,
		},
		"F29 is not: a missing parameter": {first: respond(400, body(t, "F29.xml")), attempts: 1},
		"a redirect is not":               {first: respond(307, "", "Location", "https://elsewhere.example.com/"), attempts: 1},
		"an hour for a policy is not":     {first: respond(409, `{"Code":"Throttling.EnableControlPolicy"}`), attempts: 1},
		"a wait that nobody takes is not": {
			first: respond(400, body(t, "F23.json"), "X-Ratelimit-User", "TimeLeft:99999999999999999999"), attempts: 1,
		},
		"a token of another key's is not":   {first: respond(400, `{"Code":"InvalidSecurityToken.MismatchWithAccessKey"}`), attempts: 1},
		"another 404, as of a proxy, isn't": {first: respond(404, "<html>not here</html>"), attempts: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newMock(t)
				m.RegisterResponderWithQuery("POST", root, page(1, 10), c.first.Then(respond(200, body(t, "F09.json"))))
				start := time.Now()
				items, err := newClient(t, m).ListHandshakesForAccount(pagination.WithPageSize(10)).Collect(t.Context())
				assert.Equal(t, c.attempts, m.GetTotalCallCount())
				assert.Equal(t, c.attempts == 2, err == nil, "%v", err)
				assert.Len(t, items, c.attempts-1)
				assert.GreaterOrEqual(t, time.Since(start), c.least)
			})
		})
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestClient_StaleCredentials(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		p := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
			asked++
			return auth.Credentials{AccessKeyID: fmt.Sprint("STS.", asked), AccessKeySecret: "S", SecurityToken: "T"}, nil
		})
		m := newMock(t)
		m.RegisterResponderWithQuery("POST", root, page(1, 100), func(req *http.Request) (*http.Response, error) {
			if strings.Contains(req.Header.Get("Authorization"), "STS.1,") {
				return respond(400, body(t, "F27.json"))(req)
			}
			return respond(200, body(t, "F04.json"))(req)
		})
		_, err := newClient(t, m, alibabarm.WithCredentials(p)).ListHandshakesForAccount().Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 2, asked)
		assert.Equal(t, 2, m.GetTotalCallCount())
	})
}

func TestClient_Nonces(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		nonces := map[string]bool{}
		m := newMock(t)
		m.RegisterResponderWithQuery("POST", root, page(1, 100), func(req *http.Request) (*http.Response, error) {
			nonces[req.Header.Get("X-Acs-Signature-Nonce")+" "+req.Header.Get("Authorization")] = true
			return respond(503, "")(req)
		})
		_, err := newClient(t, m).ListHandshakesForAccount().Collect(t.Context())
		require.ErrorIs(t, err, alibabarm.ErrUnavailable)
		assert.Len(t, nonces, 5)
		assert.Equal(t, 5, m.GetTotalCallCount())
	})
}

func TestListHandshakesForAccount_Cancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("the user left")
		m := newMock(t)
		m.RegisterResponderWithQuery("POST", root, page(1, 100), func(req *http.Request) (*http.Response, error) {
			cancel(why)
			<-req.Context().Done()
			return nil, req.Context().Err()
		})
		_, err := newClient(t, m).ListHandshakesForAccount().Collect(ctx)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, why)
		assert.NotErrorIs(t, err, alibabarm.ErrUnavailable)
		assert.Equal(t, 1, m.GetTotalCallCount())
	})
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
