package authtest_test

import (
	"fmt"
	"net/http"
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
