package huaweiorgtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

const (
	sentPath     = "/v1/organizations/handshakes"
	receivedPath = "/v1/received-handshakes"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(patient{m}) }

// A patient run gives goroutines the time that they may need on a busy machine to end.
type patient struct{ *testing.M }

func (p patient) Run() int {
	code := p.M.Run()
	for deadline := time.Now().Add(20 * time.Second); goleak.Find() != nil && time.Now().Before(deadline); {
	}
	return code
}

// fixed is a clock that stands still.
func fixed() time.Time { return time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC) }

// newService has a management account with n pending invitations.
func newService(n int, opts ...huaweiorgtest.Option) (*huaweiorgtest.Service, huaweiorgtest.Account) {
	s := huaweiorgtest.New(append([]huaweiorgtest.Option{huaweiorgtest.WithClock(fixed)}, opts...)...)
	a := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	s.Seed(make([]huaweiorg.Handshake, n)...)
	return s, a
}

// send signs a request by hand, so that these tests do not rest on the client.
func send(s *huaweiorgtest.Service, keys auth.Credentials, target string, tamper ...func(*http.Request)) (*http.Response, error) {
	return sendVia(s.RoundTripper(), "https://organizations.myhuaweicloud.com"+target, keys, s.Now(), tamper...)
}

func sendVia(rt http.RoundTripper, url string, keys auth.Credentials, now time.Time, tamper ...func(*http.Request)) (*http.Response, error) {
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	if err := (auth.HuaweiSigner{}).Sign(req, nil, keys, now); err != nil {
		return nil, err
	}
	for _, f := range tamper {
		f(req)
	}
	return rt.RoundTrip(req)
}

type answer struct {
	status     int
	header     http.Header
	body       string
	ErrorCode  string `json:"error_code"`
	ErrorMsg   string `json:"error_msg"`
	RequestID  string `json:"request_id"`
	Handshakes []struct {
		ID     string `json:"id"`
		Status string `json:"status"`
	} `json:"handshakes"`
	PageInfo struct {
		NextMarker   *string `json:"next_marker"`
		CurrentCount int     `json:"current_count"`
	} `json:"page_info"`
}

func (a answer) ids() []string {
	ids := []string{}
	for _, h := range a.Handshakes {
		ids = append(ids, h.ID)
	}
	return ids
}

func read(t *testing.T, resp *http.Response, err error) answer {
	t.Helper()
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	a := answer{status: resp.StatusCode, header: resp.Header, body: string(body)}
	if strings.HasPrefix(a.body, "{") {
		require.NoError(t, json.Unmarshal(body, &a))
	}
	return a
}

func get(t *testing.T, s *huaweiorgtest.Service, keys auth.Credentials, target string, tamper ...func(*http.Request)) answer {
	t.Helper()
	resp, err := send(s, keys, target, tamper...)
	return read(t, resp, err)
}

func idsOf(hs []huaweiorg.Handshake) []string {
	ids := []string{}
	for _, h := range hs {
		ids = append(ids, h.ID)
	}
	return ids
}

func TestEveryAnswerHasADateAndARequestID(t *testing.T) {
	t.Parallel()
	var ids [2][]string
	for i := range ids {
		s, a := newService(1)
		for _, target := range []string{sentPath, receivedPath, sentPath + "?limit=0", "/v1/nothing"} {
			got := get(t, s, a.Credentials, target)
			assert.Equal(t, "Sat, 01 Mar 2025 10:00:00 GMT", got.header.Get("Date"), target)
			assert.Equal(t, "application/json", got.header.Get("Content-Type"), target)
			assert.Regexp(t, "^[0-9a-f]{32}$", got.header.Get("X-Request-Id"), target)
			assert.NotContains(t, ids[i], got.header.Get("X-Request-Id"), target)
			ids[i] = append(ids[i], got.header.Get("X-Request-Id"))
		}
	}
	assert.Equal(t, ids[0], ids[1], "made up the same each time")
}

func TestUnknownPathsAndMethodsAreRefusedByTheGateway(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	for _, target := range []string{"/", "/v1/handshakes", sentPath + "/", receivedPath + "/h-0", "/v1//received-handshakes"} {
		got := get(t, s, a.Credentials, target)
		assert.Equal(t, http.StatusNotFound, got.status, target)
		assert.Equal(t, "APIGW.0101", got.ErrorCode, target)
		assert.Equal(t, got.header.Get("X-Request-Id"), got.RequestID, target)
	}
	got := get(t, s, a.Credentials, sentPath, func(r *http.Request) { r.Method = http.MethodPost })
	assert.Equal(t, "APIGW.0101", got.ErrorCode)
}

func TestATooLongBodyIsRefused(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	got := get(t, s, a.Credentials, sentPath, func(r *http.Request) {
		r.Body = io.NopCloser(strings.NewReader(strings.Repeat("x", 12<<20+1)))
	})
	assert.Equal(t, http.StatusRequestEntityTooLarge, got.status)
	assert.Equal(t, "APIGW.0201", got.ErrorCode)
}

func TestAnotherSeedMakesUpOtherThings(t *testing.T) {
	t.Parallel()
	one, a := newService(1)
	two, b := newService(1, huaweiorgtest.WithSeed(2))
	assert.NotEqual(t, a.ID, b.ID)
	assert.NotEqual(t, a.OrganizationID, b.OrganizationID)
	assert.NotEqual(t, a.Credentials.AccessKeySecret, b.Credentials.AccessKeySecret)
	assert.NotEqual(t, one.Handshakes(), two.Handshakes())
}
