package huaweiorg_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestListHandshakes_Markers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		url  string
		list func(*huaweiorg.Client, ...pagination.Option) *pagination.Pager[huaweiorg.Handshake]
	}{
		"sent":     {url: sent, list: (*huaweiorg.Client).ListHandshakes},
		"received": {url: received, list: (*huaweiorg.Client).ListReceivedHandshakes},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t)
			var raw []string
			seen := func(next httpmock.Responder) httpmock.Responder {
				return func(req *http.Request) (*http.Response, error) {
					raw = append(raw, req.URL.RawQuery)
					assert.True(t, strings.HasPrefix(req.Header.Get("Authorization"), "SDK-HMAC-SHA256 Access=AK, "))
					assert.NotEmpty(t, req.Header.Get("X-Sdk-Date"))
					return next(req)
				}
			}
			m.RegisterResponderWithQuery("GET", c.url, "limit=2000", seen(respond(200, body(t, "F02.json"))))
			m.RegisterResponderWithQuery("GET", c.url, map[string]string{"limit": "2000", "marker": "Zm9v+YmF6/cXV4=="}, seen(respond(200, body(t, "F08.json"))))
			m.RegisterResponderWithQuery("GET", c.url, "limit=2000&marker=cGFnZTI", seen(respond(200, body(t, "F03.json"))))

			items, err := c.list(newClient(t, m)).Collect(t.Context())
			require.NoError(t, err)
			assert.Equal(t, []string{"h-a1b2c3d4e5f6g7h8", "h-z9y8x7w6v5u4t3s2"}, ids(items))
			assert.Equal(t, []string{"limit=2000", "limit=2000&marker=Zm9v%2BYmF6%2FcXV4%3D%3D", "limit=2000&marker=cGFnZTI"}, raw)
		})
	}
}

func TestListHandshakes_MarkersUnchanged(t *testing.T) {
	t.Parallel()
	const marker = "aA0+/=_.-~* é&%2B\n"
	m := newMock(t)
	m.RegisterResponderWithQuery("GET", sent, "limit=7", respond(200, `{"handshakes":[],"page_info":{"next_marker":"aA0+/=_.-~* é&%2B\n"}}`))
	m.RegisterResponderWithQuery("GET", sent, map[string]string{"limit": "7", "marker": marker}, func(req *http.Request) (*http.Response, error) {
		assert.Equal(t, "limit=7&marker=aA0%2B%2F%3D_.-~%2A%20%C3%A9%26%252B%0A", req.URL.RawQuery)
		return httpmock.NewStringResponse(200, body(t, "F07.json")), nil
	})
	items, err := newClient(t, m).ListHandshakes(pagination.WithPageSize(7)).Collect(t.Context())
	require.NoError(t, err)
	assert.Empty(t, items)
	assert.Equal(t, 2, m.GetTotalCallCount())
}

func TestListHandshakes_RequestID(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("GET", sent, "limit=2000", respond(200, body(t, "F01.json")))
	page, err := newClient(t, m).ListHandshakes().Page(t.Context(), "")
	require.NoError(t, err)
	assert.Equal(t, "rid-1", page.RequestID)
	assert.Equal(t, -1, page.Total, "the service reports no total")
	assert.True(t, page.Last())
}

func TestListHandshakes_Loop(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("GET", sent, "limit=2000", respond(200, body(t, "F09.json")))
	m.RegisterResponderWithQuery("GET", sent, "limit=2000&marker=ou-7h3j9k1l5m2n8p4q", respond(200, body(t, "F09.json")))
	_, err := newClient(t, m).ListHandshakes().Collect(t.Context())
	require.ErrorIs(t, err, pagination.ErrLoop)
}

func TestListHandshakes_Resume(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	next := map[string]string{"limit": "2000", "marker": "Zm9v+YmF6/cXV4=="}
	m.RegisterResponderWithQuery("GET", sent, "limit=2000", respond(200, body(t, "F02.json")))
	m.RegisterResponderWithQuery("GET", sent, next, respond(403, body(t, "F19.json")))
	pager := newClient(t, m).ListHandshakes()
	items, err := pager.Collect(t.Context())
	assert.Equal(t, []string{"h-a1b2c3d4e5f6g7h8"}, ids(items))
	require.ErrorIs(t, err, huaweiorg.ErrPermission)
	api, ok := errors.AsType[*huaweiorg.Error](err)
	require.True(t, ok)
	assert.Equal(t, "ListHandshakes", api.Op)
	assert.Equal(t, "rid-1", api.RequestID)

	walk, ok := errors.AsType[*pagination.Error](err)
	require.True(t, ok)
	assert.Same(t, api, walk.Err, "the pager adds nothing to an error that names its operation")
	m.RegisterResponderWithQuery("GET", sent, next, respond(200, body(t, "F03.json")))
	items, err = pager.With(pagination.From(walk.Cursor)).Collect(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"h-z9y8x7w6v5u4t3s2"}, ids(items))
}

func TestClient_ListHandshakes_unreadable(t *testing.T) {
	t.Parallel()
	for name, response := range map[string]string{
		"HTML":                 body(t, "F29.html"),
		"an empty body":        "",
		"a single response":    body(t, "F15.json"),
		"F16 an empty object":  body(t, "F16.json"),
		"an error with a 200":  body(t, "F27.json"),
		"a truncated list":     body(t, "F01.json")[:200],
		"a list, then garbage": body(t, "F01.json") + "x",
	} {
		t.Run("is retried, then an error: "+name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newMock(t)
				m.RegisterResponderWithQuery("GET", sent, "limit=2000", respond(200, response))
				items, err := newClient(t, m).ListHandshakes().Collect(t.Context())
				assert.Empty(t, items)
				api, ok := errors.AsType[*huaweiorg.Error](err)
				require.True(t, ok)
				assert.Equal(t, 200, api.StatusCode)
				assert.Equal(t, "rid-1", api.RequestID)
				assert.Equal(t, 5, api.Attempts)
				assert.ErrorIs(t, err, huaweiorg.ErrUnavailable)
				assert.Equal(t, 5, m.GetTotalCallCount())
			})
		})
		t.Run("is retried until it is complete: "+name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newMock(t)
				m.RegisterResponderWithQuery("GET", sent, "limit=2000", respond(200, response).Then(respond(200, body(t, "F05.json"))))
				_, err := newClient(t, m).ListHandshakes().Collect(t.Context())
				require.NoError(t, err)
				assert.Equal(t, 2, m.GetTotalCallCount())
			})
		})
	}
}

func TestListHandshakes_Invalid(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	c := newClient(t, m)
	foreign := cursorOf(t, c.With(huaweiorg.WithAccount("one")))
	another := auth.StaticCredentials(auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK", AccountID: "another"})
	for name, opt := range map[string]pagination.Option{
		"page size 0":    pagination.WithPageSize(0),
		"page size -1":   pagination.WithPageSize(-1),
		"page size 2001": pagination.WithPageSize(2001),
	} {
		_, err := c.ListHandshakes(opt).Collect(t.Context())
		assert.ErrorIs(t, err, pagination.ErrBadOption, name)
	}
	from := pagination.From(foreign)
	for name, pager := range map[string]*pagination.Pager[huaweiorg.Handshake]{
		"a truncated cursor":         c.ListHandshakes(pagination.From(foreign[:len(foreign)-1])),
		"a cursor of the other list": c.ListReceivedHandshakes(from),
		"a cursor of another account": c.With(huaweiorg.WithCredentials(another)).
			ListHandshakes(from),
		"a cursor of another endpoint": c.With(huaweiorg.WithEndpoint("https://gw.example.com")).
			ListHandshakes(from),
		"not a cursor": c.ListHandshakes(pagination.From("Zm9v")),
	} {
		_, err := pager.Collect(t.Context())
		assert.ErrorIs(t, err, pagination.ErrBadCursor, name)
	}
	_, err := c.With(huaweiorg.WithCredentials(auth.Static("", "", ""))).ListHandshakes().Collect(t.Context())
	assert.ErrorIs(t, err, huaweiorg.ErrNoCredentials)
	assert.Zero(t, m.GetTotalCallCount())
}

// cursorOf returns the cursor after the first page of c's sent list.
func cursorOf(t *testing.T, c *huaweiorg.Client) pagination.Cursor {
	m := newMock(t)
	m.RegisterResponderWithQuery("GET", sent, "limit=2000", respond(200, body(t, "F02.json")))
	page, err := c.With(huaweiorg.WithTransport(m)).ListHandshakes().Page(t.Context(), "")
	require.NoError(t, err)
	require.NotEmpty(t, page.Next())
	return page.Next()
}

func TestListHandshakes_Cancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("the user left")
		m := newMock(t)
		m.RegisterResponderWithQuery("GET", sent, "limit=2000", func(req *http.Request) (*http.Response, error) {
			cancel(why)
			<-req.Context().Done()
			return nil, req.Context().Err()
		})
		_, err := newClient(t, m).ListHandshakes().Collect(ctx)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, why)
		assert.NotErrorIs(t, err, huaweiorg.ErrUnavailable)
		assert.Equal(t, 1, m.GetTotalCallCount())
	})
}
