package alibabarmtest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestServes(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	for host, want := range map[string]map[string]int{
		host2020:                                   {version2020: 200, version2022: 400},
		"ResourceManager.aliyuncs.com":             {version2020: 200, version2022: 400},
		"resourcemanager.vpc-proxy.aliyuncs.com":   {version2020: 200, version2022: 400},
		host2022:                                   {version2020: 400, version2022: 200},
		"resourcedirectory-intl.aliyuncs.com":      {version2020: 400, version2022: 200},
		"resourcedirectory.vpc-proxy.aliyuncs.com": {version2020: 400, version2022: 200},
		"resourcedirectorymaster.aliyuncs.com":     {version2020: 400, version2022: 400},
		"ecs.aliyuncs.com":                         {version2020: 400, version2022: 400},
		"127.0.0.1:8443":                           {version2020: 200, version2022: 200},
		"[::1]":                                    {version2020: 200, version2022: 200},
		"gateway.example.test": {version2020: 200, version2022: 200,
			"2014-05-26": 400},
	} {
		for version, status := range want {
			got := get(t, s, a.Credentials, request{op: sentOp, base: "https://" + host, version: version})
			assert.Equal(t, status, got.status, "%s on %s", version, host)
			if status != http.StatusOK {
				assert.Equal(t, "InvalidVersion", got.Code)
				assert.Equal(t, host, got.HostID)
			}
		}
	}
}

func TestRoute(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	for name, tc := range map[string]struct {
		r      request
		tamper func(*http.Request)
		status int
		code   string
	}{
		"an action of another product": {r: request{op: "RunInstances"}, status: 404,
			code: "InvalidAction.NotFound"},
		"an action in lower case": {r: request{op: "listhandshakesforaccount"}, status: 404,
			code: "InvalidAction.NotFound"},
		"no action": {r: request{}, status: 404, code: "InvalidAction.NotFound"},
		"another path": {r: sent(""), tamper: func(r *http.Request) { r.URL.Path = "/v1" },
			status: 404, code: "InvalidAction.NotFound"},
		"a wrong method": {r: request{op: sentOp, method: http.MethodPut}, status: 400,
			code: "UnsupportedHTTPMethod"},
		"no version": {r: sent(""),
			tamper: func(r *http.Request) { r.Header.Del("X-Acs-Version") }, status: 400,
			code: "InvalidVersion"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tc.tamper == nil {
				tc.tamper = func(*http.Request) {}
			}
			got := get(t, s, a.Credentials, tc.r, tc.tamper)
			assert.Equal(t, tc.status, got.status)
			assert.Equal(t, tc.code, got.Code)
			assert.NotEmpty(t, got.Message)
		})
	}
}

func TestParam(t *testing.T) {
	t.Parallel()
	s, a := newService(9)
	for name, r := range map[string]request{
		"a POST with a query": {query: "PageNumber=2&PageSize=4"},
		"a GET with a query":  {query: "PageNumber=2&PageSize=4", method: http.MethodGet},
		"a POST with a form":  {form: "PageNumber=2&PageSize=4"},
		"both":                {query: "PageNumber=2", form: "PageSize=4"},
	} {
		r.op = sentOp
		got := get(t, s, a.Credentials, r)
		assert.Equal(t, idsOf(s.Handshakes())[4:8], got.ids(), name)
		assert.Equal(t, []int{2, 4, 9}, []int{got.PageNumber, got.PageSize, got.TotalCount}, name)
	}
	got := get(t, s, a.Credentials, request{op: sentOp, form: "PageSize=4"}, func(r *http.Request) { r.Header.Del("Content-Type") })
	assert.Equal(t, "IncompleteSignature", got.Code, "the signature covers the content type")
}
