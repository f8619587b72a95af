package huaweiorgtest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// refuse is a fault that can be told from others by its status.
func refuse(status int) huaweiorgtest.Kind { return huaweiorgtest.Refuse(status, "X", "y") }

func statuses(t *testing.T, s *huaweiorgtest.Service, a huaweiorgtest.Account, target string, n int) []int {
	t.Helper()
	var out []int
	for range n {
		out = append(out, get(t, s, a.Credentials, target).status)
	}
	return out
}

func TestFaultsMatchOperationAndAccount(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	b := s.AddAccount(huaweiorgtest.Account{})
	s.Inject(
		huaweiorgtest.Fault{Op: huaweiorgtest.ListReceivedHandshakes, Kind: refuse(500)},
		huaweiorgtest.Fault{AccountID: b.ID, Kind: refuse(501)},
	)
	assert.Equal(t, []int{200}, statuses(t, s, a, sentPath, 1))
	assert.Equal(t, []int{500, 200}, statuses(t, s, a, receivedPath, 2))
	assert.Equal(t, []int{501, 200}, statuses(t, s, b, receivedPath, 2))
}

func TestAnswersInPlaceOfTheService(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		kind        huaweiorgtest.Kind
		status      int
		contentType string
		header      [2]string
		body        string // with %s for the request ID
		gateway     bool
	}{
		"a refusal of the service": {
			kind:   huaweiorgtest.Refuse(409, "Organizations.1003", "Concurrent modification.", "Retry-After: 2"),
			status: 409, contentType: "application/json", header: [2]string{"Retry-After", "2"},
			body: `{"error_code":"Organizations.1003","error_msg":"Concurrent modification."}`,
		},
		"a refusal of the gateway has the request ID": {
			kind: huaweiorgtest.Refuse(503, "APIGW.0613", "x"), status: 503, contentType: "application/json", gateway: true,
		},
		"throttling with a time to wait": {
			kind: huaweiorgtest.Throttled("2"), status: 429, contentType: "application/json",
			header: [2]string{"Retry-After", "2"}, gateway: true,
		},
		"throttling without": {
			kind: huaweiorgtest.Throttled(""), status: 429, contentType: "application/json",
			header: [2]string{"Retry-After", ""}, gateway: true,
		},
		"the page of a load balancer": {
			kind: huaweiorgtest.BadGateway(), status: 502, contentType: "text/html",
			body: "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>",
		},
		"a redirect": {
			kind: huaweiorgtest.Redirect(307, "https://evil.example.test/v1"), status: 307, contentType: "application/json",
			header: [2]string{"Location", "https://evil.example.test/v1"},
		},
		"anything": {
			kind: huaweiorgtest.Raw(200, "null", "Content-Type: text/plain", "Date: never"), status: 200, contentType: "text/plain",
			header: [2]string{"Date", "never"}, body: "null",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, a := newService(1)
			s.Inject(huaweiorgtest.Fault{Kind: tc.kind})
			got := get(t, s, a.Credentials, sentPath)
			assert.Equal(t, tc.status, got.status)
			assert.Equal(t, tc.contentType, got.header.Get("Content-Type"))
			assert.NotEmpty(t, got.header.Get("X-Request-Id"))
			if tc.header[0] != "" {
				assert.Equal(t, tc.header[1], got.header.Get(tc.header[0]))
			}
			if tc.gateway {
				assert.Equal(t, got.header.Get("X-Request-Id"), got.RequestID)
				assert.NotEmpty(t, got.ErrorCode)
			} else {
				assert.Equal(t, tc.body, got.body)
			}
			assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath).status)
		})
	}
}

func TestAHookRunsBetweenPages(t *testing.T) {
	t.Parallel()
	s, a := newService(4)
	ids := idsOf(s.Handshakes())
	var added []huaweiorg.Handshake
	s.Inject(huaweiorgtest.Fault{Skip: 1, Kind: huaweiorgtest.Hook(func() {
		s.Remove(ids[3])
		added = s.Seed(huaweiorg.Handshake{})
	})})
	got, _ := walk(t, s, a, sentPath, 2)
	require.Len(t, added, 1)
	assert.Equal(t, []string{ids[0], ids[1], ids[2], added[0].ID}, got)
}

func TestKindsCanBeJoined(t *testing.T) {
	t.Parallel()
	s, a := newService(2)
	hooked := false
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Together(
		huaweiorgtest.Hook(func() { hooked = true }),
		huaweiorgtest.Kind{},
		huaweiorgtest.SetField("handshakes", nil),
		huaweiorgtest.SetField("page_info", nil),
	)})
	assert.JSONEq(t, `{"handshakes":null,"page_info":null}`, get(t, s, a.Credentials, sentPath).body)
	assert.True(t, hooked)
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Together()})
	assert.Len(t, get(t, s, a.Credentials, sentPath).Handshakes, 2)
}
