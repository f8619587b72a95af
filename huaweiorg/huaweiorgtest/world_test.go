package huaweiorgtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

const (
	sentPath     = "/v1/organizations/handshakes"
	receivedPath = "/v1/received-handshakes"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(patientRun{m}) }

// A patientRun gives goroutines time to end, which they may need on a busy machine.
type patientRun struct{ *testing.M }

func (p patientRun) Run() int {
	code := p.M.Run()
	for deadline := time.Now().Add(20 * time.Second); goleak.Find() != nil && time.Now().Before(deadline); {
	}
	return code
}

// fixed is a clock that does not move.
func fixed() time.Time { return time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC) }

// newService returns a service with a management account and n pending invitations.
func newService(n int, opts ...huaweiorgtest.Option) (*huaweiorgtest.Service, huaweiorgtest.Account) {
	s := huaweiorgtest.New(append([]huaweiorgtest.Option{huaweiorgtest.WithClock(fixed)}, opts...)...)
	a := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	s.Seed(make([]huaweiorg.Handshake, n)...)
	return s, a
}

// send signs a request without the client, so that these tests do not depend on it.
func send(s *huaweiorgtest.Service, keys auth.Credentials, target string, tamper ...func(*http.Request)) (*http.Response, error) {
	return sendVia(s.RoundTripper(), "https://organizations.myhuaweicloud.com"+target, keys, s.Now(), tamper...)
}

func sendVia(rt http.RoundTripper, url string, keys auth.Credentials, now time.Time, tamper ...func(*http.Request)) (*http.Response, error) {
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	if err := (huawei.Signer{}).Sign(req, nil, keys, now); err != nil {
		return nil, err
	}
	for _, f := range tamper {
		f(req)
	}
	return rt.RoundTrip(req)
}

type wireResponse struct {
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

func (a wireResponse) ids() []string {
	ids := []string{}
	for _, h := range a.Handshakes {
		ids = append(ids, h.ID)
	}
	return ids
}

func read(t *testing.T, resp *http.Response, err error) wireResponse {
	t.Helper()
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	a := wireResponse{status: resp.StatusCode, header: resp.Header, body: string(body)}
	if strings.HasPrefix(a.body, "{") {
		require.NoError(t, json.Unmarshal(body, &a))
	}
	return a
}

func get(t *testing.T, s *huaweiorgtest.Service, keys auth.Credentials, target string, tamper ...func(*http.Request)) wireResponse {
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

// An outcome is the response to an operation on one invitation.
type outcome struct {
	wireResponse
	Handshake struct{ ID, Status, Notes string }
}

// post signs and sends a write. An empty body sends none.
func post(t *testing.T, s *huaweiorgtest.Service, a huaweiorgtest.Account, path, body string) outcome {
	return do(t, s, http.MethodPost, a, path, body)
}

func show(t *testing.T, s *huaweiorgtest.Service, a huaweiorgtest.Account, id string) outcome {
	return do(t, s, http.MethodGet, a, sentPath+"/"+id, "")
}

func do(t *testing.T, s *huaweiorgtest.Service, method string, a huaweiorgtest.Account, path, body string) outcome {
	t.Helper()
	resp, err := try(s, method, a.Credentials, path, body)
	out := outcome{wireResponse: read(t, resp, err)}
	if out.status == http.StatusOK {
		require.NoError(t, json.Unmarshal([]byte(out.body), &out))
	}
	return out
}

func try(s *huaweiorgtest.Service, method string, keys auth.Credentials, path, body string) (*http.Response, error) {
	req, err := http.NewRequest(method, "https://organizations.myhuaweicloud.com"+path, bytes.NewReader([]byte(body)))
	if err != nil {
		return nil, err
	}
	if err := (huawei.Signer{}).Sign(req, []byte(body), keys, s.Now()); err != nil {
		return nil, err
	}
	return s.RoundTripper().RoundTrip(req)
}

const invitePath = "/v1/organizations/accounts/invite"

func inviteOf(entity string) string {
	return `{"target":{"type":"account","entity":"` + entity + `"},"notes":"n"}`
}

// party returns a service with an inviter and an invitee.
func party(opts ...huaweiorgtest.Option) (s *huaweiorgtest.Service, root, guest huaweiorgtest.Account) {
	s, root = newService(0, opts...)
	return s, root, s.AddAccount(huaweiorgtest.Account{Name: "guest"})
}

// walk reads a list page by page, and returns the IDs and the markers.
func walk(t *testing.T, s *huaweiorgtest.Service, a huaweiorgtest.Account, path string, limit int) (ids, markers []string) {
	t.Helper()
	query := url.Values{"limit": {fmt.Sprint(limit)}}
	for {
		page := get(t, s, a.Credentials, path+"?"+query.Encode())
		require.Equal(t, http.StatusOK, page.status)
		require.LessOrEqual(t, len(page.Handshakes), limit)
		require.Equal(t, len(page.Handshakes), page.PageInfo.CurrentCount)
		ids = append(ids, page.ids()...)
		if page.PageInfo.NextMarker == nil {
			return ids, markers
		}
		require.Len(t, page.Handshakes, limit, "only the last page may be short")
		markers = append(markers, *page.PageInfo.NextMarker)
		query.Set("marker", *page.PageInfo.NextMarker)
	}
}

// page requests the page at a marker, "" for the first.
func page(t *testing.T, s *huaweiorgtest.Service, a huaweiorgtest.Account, marker string) wireResponse {
	t.Helper()
	query := "?limit=2"
	if marker != "" {
		query += "&marker=" + url.QueryEscape(marker)
	}
	got := get(t, s, a.Credentials, sentPath+query)
	require.Equal(t, http.StatusOK, got.status)
	return got
}

const day = 24 * time.Hour

// start serves over a socket, and returns a transport with its own pool.
func start(t *testing.T, s *huaweiorgtest.Service) *http.Transport {
	t.Helper()
	_, err := s.Start()
	require.NoError(t, err)
	pool := &http.Transport{}
	t.Cleanup(func() {
		pool.CloseIdleConnections()
		assert.NoError(t, s.Close())
	})
	return pool
}
