package alibabarmtest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRequest(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	get(t, s, a.Credentials, sent("PageSize=7"))
	got := get(t, s, a.Credentials, request{op: sentOp, version: version2022, base: "https://" + host2022, form: "PageSize=7"})
	requests := s.Requests()
	require.Len(t, requests, 2)
	first, second := requests[0], requests[1]
	assert.Equal(t, []string{version2020, host2020, http.MethodPost, sentOp}, []string{first.Version, first.Host, first.Method, first.Header.Get("X-Acs-Action")})
	assert.Nil(t, first.Form)
	assert.Equal(t, []string{version2022, host2022, "7", "PageSize=7"}, []string{second.Version, second.Host, second.Form.Get("PageSize"), string(second.Body)})
	assert.Regexp(t, "^[0-9a-f]{32}$", got.header.Get("X-Acs-Trace-Id"))
}
