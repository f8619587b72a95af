package alibabarm_test

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

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

// An operation is a method that takes the ID of an invitation.
type operation struct {
	name string
	call func(*alibabarm.Client, context.Context, string) (*alibabarm.Handshake, error)
	end  string // the status after success
}

var operations = []operation{
	{name: "GetHandshake", call: (*alibabarm.Client).GetHandshake, end: "Pending"},
	{name: "AcceptHandshake", call: (*alibabarm.Client).AcceptHandshake, end: "Accepted"},
	{name: "DeclineHandshake", call: (*alibabarm.Client).DeclineHandshake, end: "Declined"},
	{name: "CancelHandshake", call: (*alibabarm.Client).CancelHandshake, end: "Cancelled"},
}

func TestClient_RequestsOnOne(t *testing.T) {
	t.Parallel()
	for _, v := range versions {
		for _, op := range operations {
			for id, query := range map[string]string{
				"h-Aa11Bb22Cc33Dd44": "h-Aa11Bb22Cc33Dd44",
				"../a":               "..%2Fa",
				"a&b=c#d %2e+*~":     "a%26b%3Dc%23d%20%252e%2B%2A~",
				"你":                  "%E4%BD%A0",
				".":                  ".",
			} {
				var seen bool
				c := newClient(t, roundTripper(func(req *http.Request) (*http.Response, error) {
					seen = true
					assert.Equal(t, "POST", req.Method, op.name)
					assert.Equal(t, "/?HandshakeId="+query, req.URL.RequestURI(), op.name)
					assert.Equal(t, op.name, req.Header.Get("X-Acs-Action"))
					assert.Equal(t, string(v), req.Header.Get("X-Acs-Version"))
					assert.Zero(t, req.ContentLength)
					assert.Empty(t, req.Header.Get("Content-Type"))
					if req.Body != nil {
						sent, err := io.ReadAll(req.Body)
						assert.NoError(t, err)
						assert.Empty(t, sent)
					}
					response := strings.NewReplacer("ID", id, "END", op.end).Replace(`{"RequestId":"1","Handshake":{"HandshakeId":"ID","Status":"END"}}`)
					return httpmock.NewStringResponse(200, response), nil
				}), alibabarm.WithVersion(v))
				h, err := op.call(c, t.Context(), id)
				require.NoError(t, err, "%s %q", op.name, id)
				assert.Equal(t, id, h.ID)
				assert.True(t, seen)
			}
		}
	}
}

func TestClient_InvalidID(t *testing.T) {
	t.Parallel()
	c := newClient(t, newMock(t))
	wait := operation{name: "WaitHandshake", call: func(c *alibabarm.Client, ctx context.Context, id string) (*alibabarm.Handshake, error) {
		return c.WaitHandshake(ctx, id, alibabarm.WaitInput{Received: true})
	}}
	for _, op := range append(operations, wait) {
		_, err := op.call(c, t.Context(), "")
		require.ErrorIs(t, err, alibabarm.ErrInvalid, op.name)
		assert.True(t, strings.HasPrefix(err.Error(), "alibabarm: "+op.name+": "))
	}
}

func TestClient_With_invalid(t *testing.T) {
	t.Parallel()
	for _, bad := range []alibabarm.Option{alibabarm.WithEndpoint(""), alibabarm.WithVersion("2019-01-01")} {
		c := newClient(t, newMock(t)).With(bad)
		for _, op := range operations {
			_, err := op.call(c, t.Context(), "h-1")
			require.ErrorIs(t, err, alibabarm.ErrInvalid, op.name)
			assert.NotErrorIs(t, err, alibabarm.ErrOutcomeUnknown)
		}
		_, err := c.InviteAccountToResourceDirectory(t.Context(), guestInput())
		require.ErrorIs(t, err, alibabarm.ErrInvalid)
		for o, err := range c.AcceptFrom(t.Context(), trusted()) {
			require.ErrorIs(t, err, alibabarm.ErrInvalid)
			assert.Empty(t, o)
		}
	}
}

func TestClient_GetHandshake_unreadable(t *testing.T) {
	t.Parallel()
	for name, response := range map[string]string{
		"F14 no payload":             body(t, "F14.json"),
		"an empty object":            "{}",
		"an empty body":              "",
		"a list":                     body(t, "F01.json"),
		"F33 HTML":                   body(t, "F33.html"),
		"another handshake":          body(t, "F10.json"),
		"F17 another handshake, XML": body(t, "F17.xml"),
		"F18 its code only":          body(t, "F18.json"),
		"no ID":                      `{"Handshake":{"Status":"Pending"}}`,
	} {
		t.Run("is retried, then an error: "+name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				attempts, want := 5, alibabarm.ErrUnavailable
				if name == "F18 its code only" { // the code says what is wrong
					attempts, want = 1, alibabarm.ErrConflict
				}
				m := newMock(t)
				m.RegisterResponder("POST", root, respond(200, response))
				h, err := newClient(t, m).GetHandshake(t.Context(), "h-1")
				assert.Nil(t, h)
				e, ok := err.(*alibabarm.Error)
				require.True(t, ok)
				assert.Equal(t, "GetHandshake", e.Op)
				assert.Equal(t, 200, e.StatusCode)
				assert.ErrorIs(t, err, want)
				assert.Equal(t, attempts, m.GetTotalCallCount())
			})
		})
	}
}
