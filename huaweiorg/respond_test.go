package huaweiorg_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// An operation is a method that takes the ID of an invitation.
type operation struct {
	name, method, base, verb string
	call                     func(*huaweiorg.Client, context.Context, string) (*huaweiorg.Handshake, error)
	end                      string // the status after success
}

var operations = []operation{
	{name: "ShowHandshake", method: "GET", base: sent, call: (*huaweiorg.Client).ShowHandshake,
		end: "pending"},
	{name: "AcceptHandshake", method: "POST", base: received, verb: "/accept",
		call: (*huaweiorg.Client).AcceptHandshake, end: "accepted"},
	{name: "DeclineHandshake", method: "POST", base: received, verb: "/decline",
		call: (*huaweiorg.Client).DeclineHandshake, end: "declined"},
	{name: "CancelHandshake", method: "POST", base: sent, verb: "/cancel",
		call: (*huaweiorg.Client).CancelHandshake, end: "cancelled"},
}

// path returns the path of a request as the client escaped it.
func path(req *http.Request) string { return req.URL.EscapedPath() }

func TestClient_RequestsOnOne(t *testing.T) {
	t.Parallel()
	for _, op := range operations {
		for id, segment := range map[string]string{
			"h-0k3v7m2q9x4c8b1n": "h-0k3v7m2q9x4c8b1n",
			"../a":               "..%2Fa",
			"a?b#c d%2e":         "a%3Fb%23c%20d%252e",
			"你":                  "%E4%BD%A0",
			"...":                "...",
		} {
			var seen bool
			c := newClient(t, roundTripper(func(req *http.Request) (*http.Response, error) {
				seen = true
				assert.Equal(t, op.method, req.Method, op.name)
				assert.Equal(t, strings.TrimPrefix(op.base, huaweiorg.Endpoint)+"/"+segment+op.verb, path(req), op.name)
				assert.Empty(t, req.URL.RawQuery)
				assert.Zero(t, req.ContentLength)
				assert.Empty(t, req.Header.Get("Content-Type"))
				if req.Body != nil {
					sent, err := io.ReadAll(req.Body)
					assert.NoError(t, err)
					assert.Empty(t, sent)
				}
				response := strings.NewReplacer("ID", strings.ReplaceAll(id, `"`, `\"`), "END", op.end).Replace(`{"handshake":{"id":"ID","status":"END"}}`)
				return httpmock.NewStringResponse(200, response), nil
			}))
			h, err := op.call(c, t.Context(), id)
			require.NoError(t, err, "%s %q", op.name, id)
			assert.Equal(t, id, h.ID)
			assert.True(t, seen)
		}
	}
}

func TestClient_InvalidID(t *testing.T) {
	t.Parallel()
	c := newClient(t, newMock(t))
	wait := operation{name: "WaitHandshake", call: func(c *huaweiorg.Client, ctx context.Context, id string) (*huaweiorg.Handshake, error) {
		return c.WaitHandshake(ctx, id, huaweiorg.WaitInput{Received: true})
	}}
	for _, op := range append(operations, wait) {
		for _, id := range []string{"", ".", ".."} {
			_, err := op.call(c, t.Context(), id)
			require.ErrorIs(t, err, huaweiorg.ErrInvalid, op.name)
			assert.True(t, strings.HasPrefix(err.Error(), "huaweiorg: "+op.name+": "))
		}
	}
}

func TestClient_With_invalid(t *testing.T) {
	t.Parallel()
	c := newClient(t, newMock(t)).With(huaweiorg.WithEndpoint(""))
	for _, op := range operations {
		_, err := op.call(c, t.Context(), "h-1")
		require.ErrorIs(t, err, huaweiorg.ErrInvalid, op.name)
		assert.NotErrorIs(t, err, huaweiorg.ErrOutcomeUnknown)
	}
	_, err := c.InviteAccount(t.Context(), guestInput())
	require.ErrorIs(t, err, huaweiorg.ErrInvalid)
	for o, err := range c.AcceptFrom(t.Context(), trusted()) {
		require.ErrorIs(t, err, huaweiorg.ErrInvalid)
		assert.Empty(t, o)
	}
}

func TestClient_ShowHandshake_unreadable(t *testing.T) {
	t.Parallel()
	for name, response := range map[string]string{
		"F16 an empty object": body(t, "F16.json"),
		"an empty body":       "",
		"a list":              body(t, "F01.json"),
		"F29 HTML":            body(t, "F29.html"),
		"another handshake":   body(t, "F15.json"),
		"no ID":               `{"handshake":{"status":"pending"}}`,
	} {
		t.Run("is retried, then an error: "+name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newMock(t)
				m.RegisterResponder("GET", sent+"/h-1", respond(200, response))
				h, err := newClient(t, m).ShowHandshake(t.Context(), "h-1")
				assert.Nil(t, h)
				e, ok := err.(*huaweiorg.Error)
				require.True(t, ok)
				assert.Equal(t, "ShowHandshake", e.Op)
				assert.Equal(t, 200, e.StatusCode)
				assert.ErrorIs(t, err, huaweiorg.ErrUnavailable)
				assert.Equal(t, 5, m.GetTotalCallCount())
			})
		})
	}
}
