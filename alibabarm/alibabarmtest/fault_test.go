package alibabarmtest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// refuse is a fault that can be told from others by its status.
func refuse(status int) alibabarmtest.Kind { return alibabarmtest.Refuse(status, "X", "y") }

func statuses(t *testing.T, s *alibabarmtest.Service, a alibabarmtest.Account, r request, n int) []int {
	t.Helper()
	var out []int
	for range n {
		out = append(out, get(t, s, a.Credentials, r).status)
	}
	return out
}

func TestFaultsMatchOperationAndAccount(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	b := s.AddAccount(alibabarmtest.Account{})
	s.Inject(
		alibabarmtest.Fault{Op: alibabarmtest.ListHandshakesForAccount, Kind: refuse(500)},
		alibabarmtest.Fault{AccountID: b.ID, Kind: refuse(501)},
	)
	assert.Equal(t, []int{200}, statuses(t, s, a, sent(""), 1))
	assert.Equal(t, []int{500, 200}, statuses(t, s, a, received(""), 2))
	assert.Equal(t, []int{501, 200}, statuses(t, s, b, received(""), 2))
}

func TestAnswersInPlaceOfTheService(t *testing.T) {
	t.Parallel()
	const asJSON = "application/json;charset=utf-8"
	for name, tc := range map[string]struct {
		kind        alibabarmtest.Kind
		status      int
		contentType string
		header      [2]string
		code        string
		body        string
	}{
		"a refusal": {
			kind:   alibabarmtest.Refuse(429, "ConcurrentCallNotSupported", "Another operation is running.", "Retry-After: 2"),
			status: 429, contentType: asJSON, header: [2]string{"Retry-After", "2"}, code: "ConcurrentCallNotSupported",
		},
		"throttling with a time to wait": {
			kind: alibabarmtest.Throttled("85000"), status: 400, contentType: asJSON, code: "Throttling.User",
			header: [2]string{"X-Ratelimit-User-Api", "Limit:20,Remain:0,TimeLeft:85000,Reset:1740823285"},
		},
		"throttling with a time that is none": {
			kind: alibabarmtest.Throttled("soon"), status: 400, contentType: asJSON, code: "Throttling.User",
			header: [2]string{"X-Ratelimit-User-Api", "Limit:20,Remain:0,TimeLeft:soon,Reset:1740823200"},
		},
		"throttling without": {
			kind: alibabarmtest.Throttled(""), status: 400, contentType: asJSON, code: "Throttling.User",
			header: [2]string{"X-Ratelimit-User-Api", ""},
		},
		"a refusal in XML": {
			kind:   alibabarmtest.Together(alibabarmtest.XML(), alibabarmtest.Refuse(503, "ServiceUnavailable", "Try <later>.")),
			status: 503, contentType: "text/xml;charset=utf-8", code: "ServiceUnavailable",
		},
		"the page of a load balancer": {
			kind: alibabarmtest.BadGateway(), status: 502, contentType: "text/html",
			body: "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>",
		},
		"a redirect": {
			kind: alibabarmtest.Redirect(307, "https://evil.example.test/"), status: 307, contentType: "application/json",
			header: [2]string{"Location", "https://evil.example.test/"},
		},
		"anything": {
			kind:   alibabarmtest.Together(alibabarmtest.XML(), alibabarmtest.Raw(200, "null", "Content-Type: text/plain", "Date: never")),
			status: 200, contentType: "text/plain", header: [2]string{"Date", "never"}, body: "null",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, a := newService(1)
			s.Inject(alibabarmtest.Fault{Kind: tc.kind})
			got := get(t, s, a.Credentials, sent(""))
			assert.Equal(t, tc.status, got.status)
			assert.Equal(t, tc.contentType, got.header.Get("Content-Type"))
			assert.NotEmpty(t, got.header.Get("X-Acs-Request-Id"))
			if tc.header[0] != "" {
				assert.Equal(t, tc.header[1], got.header.Get(tc.header[0]))
			}
			assert.Equal(t, tc.code, got.Code)
			if tc.code == "" {
				assert.Equal(t, tc.body, got.body)
			} else {
				assert.Equal(t, got.header.Get("X-Acs-Request-Id"), got.RequestID)
				assert.NotEmpty(t, got.Message)
			}
			assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sent("")).status)
		})
	}
}

func TestTheHTTPBodyOfARefusalIsTheServices(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Refuse(409, "HandshakeStatusMismatch", "Not <now>.")})
	got := get(t, s, a.Credentials, sent(""))
	assert.JSONEq(t, `{"RequestId":"`+got.header.Get("X-Acs-Request-Id")+`","HostId":"resourcemanager.aliyuncs.com",
		"Code":"HandshakeStatusMismatch","Message":"Not <now>.","Recommend":"https://troubleshoot.example.test/?q=HandshakeStatusMismatch"}`, got.body)
	assert.Contains(t, got.body, "Not <now>.", "as it is, not escaped for HTML")
}

func TestAHookRunsBetweenPages(t *testing.T) {
	t.Parallel()
	s, a := newService(4)
	ids := idsOf(s.Handshakes())
	var added []alibabarm.Handshake
	s.Inject(alibabarmtest.Fault{Skip: 1, Kind: alibabarmtest.Hook(func() {
		s.Remove(ids[3])
		added = s.Seed(alibabarm.Handshake{})
	})})
	got := walk(t, s, a, 2)
	require.Len(t, added, 1)
	assert.Equal(t, []string{ids[0], ids[1], ids[2], added[0].ID}, got)
}

func TestKindsCanBeJoined(t *testing.T) {
	t.Parallel()
	s, a := newService(2)
	hooked := false
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Together(
		alibabarmtest.Hook(func() { hooked = true }),
		alibabarmtest.Kind{},
		alibabarmtest.SetField("Handshakes", nil),
		alibabarmtest.DropField("RequestId"),
	)})
	assert.JSONEq(t, `{"Handshakes":null,"PageNumber":1,"PageSize":10,"TotalCount":2}`, get(t, s, a.Credentials, sent("")).body)
	assert.True(t, hooked)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Together()})
	assert.Len(t, get(t, s, a.Credentials, sent("")).ids(), 2)
}
