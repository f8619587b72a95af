package alibabarm_test

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

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

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
			action: received, endpoint: alibabarm.EndpointDirectory,
			version: alibabarm.Version20220419,
			list:    (*alibabarm.Client).ListHandshakesForAccount,
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
	require.ErrorIs(t, err, pagination.ErrDrift, "a repeated row shows that the list moved")
	assert.Equal(t, []string{"h-Aa11Bb22Cc33Dd44", "h-Ee55Ff66Gg77Hh88", "h-Ii99Jj00Kk11Ll22"}, ids(items))
}

func TestListHandshakesForResourceDirectory_PageBeyondTheEnd(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", root, page(1, 2), respond(200, strings.Replace(body(t, "F01.json"), `"TotalCount":3`, `"TotalCount":2`, 1)))
	m.RegisterResponderWithQuery("POST", root, page(2, 2), respond(200, body(t, "F07.json")))
	items, err := newClient(t, m).ListHandshakesForAccount(pagination.WithPageSize(2), pagination.WithRescan(0), pagination.WithMaxPages(5)).Collect(t.Context())
	assert.Len(t, items, 2)
	assert.ErrorIs(t, err, pagination.ErrDrift, "the total grew, and the pages have no row for it")
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
	assert.Equal(t, "rid-1", next.RequestID, "the ID in the header is used if the body has none")
	assert.Equal(t, -1, next.Total, "the service reported no total")
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
	assert.Same(t, api, walk.Err, "the pager adds nothing to an error that names its operation")
	m.RegisterResponderWithQuery("POST", root, page(2, 2), respond(200, body(t, "F02.json")))
	items, err = pager.With(pagination.From(walk.Cursor)).Collect(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"h-Ii99Jj00Kk11Ll22"}, ids(items))
}

func TestClient_ListHandshakesForAccount_unreadable(t *testing.T) {
	t.Parallel()
	const (
		unreadable = 5 // attempts
		refused    = 1 // the code is known
	)
	for name, c := range map[string]struct {
		response, id string
	}{
		"F33 HTML":       {response: body(t, "F33.html"), id: "rid-1"},
		"F14 no payload": {response: body(t, "F14.json"), id: "7B93"},
		"F12 a single response": {response: body(t, "F12.json"),
			id: "5D10A7E2-90C4-5B1E-A7F3-61E2B0C9D455"},
		"F31 an error with a 200":      {response: body(t, "F31.json"), id: "9C25"},
		"F29 an XML error with a 200":  {response: body(t, "F29.xml"), id: "9C23"},
		"F34 a truncated list":         {response: body(t, "F34.json"), id: "rid-1"},
		"F35 a code that is no string": {response: body(t, "F35.json"), id: "12345"},
		"an empty body":                {id: "rid-1"},
		"a list, then garbage":         {response: body(t, "F03.json") + "x", id: "rid-1"},
	} {
		t.Run("is retried, then an error: "+name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				attempts, want := unreadable, alibabarm.ErrUnavailable
				if name == "F29 an XML error with a 200" {
					attempts, want = refused, alibabarm.ErrInvalid
				}
				m := newMock(t)
				m.RegisterResponderWithQuery("POST", root, page(1, 100), respond(200, c.response))
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
		t.Run("is retried until it is complete: "+name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newMock(t)
				m.RegisterResponderWithQuery("POST", root, page(1, 100), respond(200, c.response).Then(respond(200, body(t, "F03.json"))))
				_, err := newClient(t, m).ListHandshakesForAccount().Collect(t.Context())
				assert.Equal(t, name != "F29 an XML error with a 200", err == nil, "%v", err)
			})
		})
	}
}

func TestListHandshakesForAccount_Invalid(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	c := newClient(t, m)
	foreign := cursorOf(t, c.With(alibabarm.WithAccount("one")))
	another := auth.StaticCredentials(auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK", AccountID: "another"})
	for name, opt := range map[string]pagination.Option{
		"page size 0":   pagination.WithPageSize(0),
		"page size -1":  pagination.WithPageSize(-1),
		"page size 101": pagination.WithPageSize(101),
	} {
		_, err := c.ListHandshakesForAccount(opt).Collect(t.Context())
		assert.ErrorIs(t, err, pagination.ErrBadOption, name)
	}
	newer := c.With(alibabarm.WithVersion(alibabarm.Version20220419))
	sameEndpoint := newer.With(alibabarm.WithEndpoint(alibabarm.Endpoint))
	from, truncated := pagination.From(foreign), pagination.From(foreign[:len(foreign)-1])
	for name, pager := range map[string]*pagination.Pager[alibabarm.Handshake]{
		"a truncated cursor":            c.ListHandshakesForAccount(truncated),
		"a cursor of the other list":    c.ListHandshakesForResourceDirectory(from),
		"a cursor of the other version": newer.ListHandshakesForAccount(from),
		"a cursor of another account": c.With(alibabarm.WithCredentials(another)).
			ListHandshakesForAccount(from),
		"a cursor of another endpoint": c.With(alibabarm.WithEndpoint("https://rm.example.com")).
			ListHandshakesForAccount(from),
		"a cursor of the other version, same endpoint": sameEndpoint.ListHandshakesForAccount(from),
		"not a cursor": c.ListHandshakesForAccount(pagination.From("Zm9v")),
	} {
		_, err := pager.Collect(t.Context())
		assert.ErrorIs(t, err, pagination.ErrBadCursor, name)
	}
	_, err := c.With(alibabarm.WithCredentials(auth.Static("", "", ""))).ListHandshakesForAccount().Collect(t.Context())
	assert.ErrorIs(t, err, alibabarm.ErrNoCredentials)
	assert.Zero(t, m.GetTotalCallCount())
}

// cursorOf returns the cursor after the first page of c's received list.
func cursorOf(t *testing.T, c *alibabarm.Client) pagination.Cursor {
	m := newMock(t)
	m.RegisterResponderWithQuery("POST", root, page(1, 2), respond(200, body(t, "F01.json")))
	first, err := c.With(alibabarm.WithTransport(m)).ListHandshakesForAccount(pagination.WithPageSize(2)).Page(t.Context(), "")
	require.NoError(t, err)
	require.NotEmpty(t, first.Next())
	return first.Next()
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
