package authtest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestRequests_All(t *testing.T) {
	t.Parallel()
	t.Run("returns copies", func(t *testing.T) {
		t.Parallel()
		var s authtest.Requests
		s.Begin(received(t))
		r := s.All()[0]
		r.Query["limit"][0], r.Form["note"][0], r.Header["X-Note"][0], r.Body[0] = "8", "x", "x", 'x'
		assert.Equal(t, *received(t), s.All()[0])
	})
	t.Run("returns the latest 10,000 requests", func(t *testing.T) {
		t.Parallel()
		var s authtest.Requests
		for range authtest.MaxRecent + 20 {
			s.Begin(&authtest.Request{Op: "first"})
		}
		s.Begin(&authtest.Request{Op: "last"})
		all := s.All()
		require.Len(t, all, 10_000)
		assert.Equal(t, []string{"first", "last"}, []string{all[0].Op, all[9_999].Op})
	})
	t.Run("returns fewer requests if they are large", func(t *testing.T) {
		t.Parallel()
		var s authtest.Requests
		count := func() int { return len(s.All()) }
		large := func(bytes int) *authtest.Request { return &authtest.Request{Body: make([]byte, bytes)} }
		const eighth = authtest.MaxRecentBytes / 8
		for range 20 {
			s.Begin(large(eighth))
		}
		require.Equal(t, 8, count())
		dropped := large(eighth)
		s.Begin(dropped)
		s.End(dropped, "", "", authtest.Reply{Unseen: true})
		require.Equal(t, 7, count())
		s.Begin(&authtest.Request{Query: url.Values{"q": {strings.Repeat("x", eighth-1)}}})
		require.Equal(t, 8, count(), "the new request replaces the one that counts as never arrived")
		s.Begin(&authtest.Request{Header: http.Header{"X": {"y"}}})
		require.Equal(t, 8, count(), "two bytes too many")
		s.Begin(large(2 * authtest.MaxRecentBytes))
		require.Equal(t, 1, count(), "the record keeps the last request")
		s.Begin(large(1))
		require.Equal(t, 1, count())
		for range authtest.MaxRecent + 5 {
			s.Begin(large(1))
		}
		require.Equal(t, authtest.MaxRecent, count(), "the record subtracts dropped requests from its size")
		s.Begin(large(authtest.MaxRecentBytes - authtest.MaxRecent + 1))
		require.Equal(t, authtest.MaxRecent, count())
	})
}

func TestRequests_End(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		out  authtest.Reply
		want string
	}{
		"keeps the status": {out: authtest.Reply{Status: 404}, want: "[Op 1001 404]"},
		"keeps no status if the connection was broken": {
			out: authtest.Reply{Status: 200, Err: http.ErrAbortHandler}, want: "[Op 1001 0]",
		},
		"forgets a request that never arrived": {
			out: authtest.Reply{Err: http.ErrAbortHandler, Unseen: true}, want: "[]",
		},
		"keeps the hint": {
			out:  authtest.Reply{Status: 401, Hint: "not signed"},
			want: "[Op 1001 401 not signed]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s authtest.Requests
			r := &authtest.Request{}
			s.Begin(r)
			s.End(r, "Op", "1001", c.out)
			var got []string
			for _, r := range s.All() {
				got = append(got, strings.TrimSpace(fmt.Sprint(r.Op, " ", r.AccountID, " ", r.Status, " ", r.Hint)))
			}
			assert.Equal(t, c.want, "["+strings.Join(got, ",")+"]")
		})
	}
}
