package huaweiorgtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestPage(t *testing.T) {
	t.Parallel()
	s, a := newService(2001)
	for query, want := range map[string]int{"": 200, "?limit=1": 1, "?limit=2000": 2000} {
		page := get(t, s, a.Credentials, sentPath+query)
		assert.Len(t, page.Handshakes, want, query)
		assert.NotNil(t, page.PageInfo.NextMarker, query)
	}
}

func TestMarker(t *testing.T) {
	t.Parallel()
	s, a := newService(200)
	_, markers := walk(t, s, a, sentPath, 1)
	seen := map[string]bool{}
	for _, m := range markers {
		assert.Regexp(t, `^[A-Za-z0-9+/=\-_]{4,400}$`, m)
		assert.Contains(t, m, "=")
		assert.False(t, seen[m])
		seen[m] = true
	}
	all := strings.Join(markers, "")
	assert.Contains(t, all, "+")
	assert.Contains(t, all, "/")
}

func TestMarker_changing_list(t *testing.T) {
	t.Parallel()
	s, a := newService(6)
	ids := idsOf(s.Handshakes())
	marker := *get(t, s, a.Credentials, sentPath+"?limit=3").PageInfo.NextMarker
	s.Remove(ids[2]) // the last row of that page
	s.Remove(ids[0])
	s.Remove(ids[3])
	added := s.Seed(huaweiorg.Handshake{})[0]
	got := get(t, s, a.Credentials, sentPath+"?marker="+url.QueryEscape(marker))
	assert.Equal(t, []string{ids[4], ids[5], added.ID}, got.ids())

	for _, h := range s.Handshakes() {
		s.Remove(h.ID)
	}
	got = get(t, s, a.Credentials, sentPath+"?marker="+url.QueryEscape(marker))
	assert.Equal(t, http.StatusOK, got.status)
	assert.Empty(t, got.ids())
	assert.Nil(t, got.PageInfo.NextMarker)
}

func TestPosition(t *testing.T) {
	t.Parallel()
	s, a := newService(3)
	marker := *get(t, s, a.Credentials, sentPath+"?limit=1").PageInfo.NextMarker
	other := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.DelegatedAdministrator})
	require.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath+"?marker="+url.QueryEscape(marker)).status)
	for name, target := range map[string]string{
		"a limit of zero":            sentPath + "?limit=0",
		"a negative limit":           sentPath + "?limit=-1",
		"a limit above the maximum":  sentPath + "?limit=2001",
		"a limit in words":           sentPath + "?limit=ten",
		"an empty limit":             sentPath + "?limit=",
		"an empty marker":            sentPath + "?marker=",
		"an invented marker":         sentPath + "?marker=cGFnZTI",
		"a truncated marker":         sentPath + "?marker=" + url.QueryEscape(marker[:24]),
		"a marker of another list":   receivedPath + "?marker=" + url.QueryEscape(marker),
		"a marker with a line break": sentPath + "?marker=" + url.QueryEscape(marker+"\n"),
	} {
		got := get(t, s, a.Credentials, target)
		assert.Equal(t, http.StatusBadRequest, got.status, name)
		assert.Regexp(t, `^Organizations\.9`, got.ErrorCode, name)
	}
	got := get(t, s, other.Credentials, sentPath+"?marker="+url.QueryEscape(marker))
	assert.Equal(t, http.StatusBadRequest, got.status, "a marker of another account")
	for i := range marker {
		edited := []byte(marker)
		edited[i] = 'A' + (edited[i]-'A'+1)%26
		got := get(t, s, a.Credentials, sentPath+"?marker="+url.QueryEscape(string(edited)))
		assert.Equal(t, http.StatusBadRequest, got.status, "a marker changed at byte %d", i)
	}
}

func FuzzList(f *testing.F) {
	s, a := newService(5)
	for _, seed := range []string{"", "cGFnZTI", "a+b", "=", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="} {
		f.Add("10", seed)
	}
	f.Add("0", "")
	f.Add("\x00", "")
	f.Fuzz(func(t *testing.T, limit, marker string) {
		query := url.Values{"limit": {limit}, "marker": {marker}}
		got := get(t, s, a.Credentials, sentPath+"?"+query.Encode())
		assert.Equal(t, http.StatusBadRequest, got.status, "the service did not issue this marker")
	})
}
