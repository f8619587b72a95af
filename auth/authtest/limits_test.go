//go:build !race

// The race detector finds nothing here, because these tests have one goroutine. They fill
// what a service keeps, which would take it ten times as long.

package authtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestRequests_All_returnsFewerIfTheyAreLarge(t *testing.T) {
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
}

func TestAccounts_IssueSession_forgetsTheOldest(t *testing.T) {
	t.Parallel()
	a := membersOf("1")
	issue := func() string {
		return a.IssueSession(1, testForm, authtest.Session{AccountID: "1", Role: "r"}, time.Time{}).AccessKeyID
	}
	first, second := issue(), issue()
	for range authtest.MaxTemporaryKeys - 1 {
		issue()
	}
	for id, kept := range map[string]bool{first: false, second: true, "KEY1": true} {
		_, ok := a.Key(id)
		assert.Equal(t, kept, ok, id)
	}
	_, ok := a.Session(first)
	assert.False(t, ok)
}
