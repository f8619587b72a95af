package alibaba_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A stsReply is one response of an [sts].
type stsReply struct {
	status int
	body   string
	header http.Header
}

// An sts is STS in memory. It returns its replies in turn, and repeats the last.
type sts struct {
	t testing.TB

	mu       sync.Mutex
	replies  []stsReply
	requests []stsRequest
}

type stsRequest struct {
	what, query string // what is the method and the URL without its query
	header      http.Header
	form        url.Values
}

// newSTS returns an STS that repeats one session if there are no replies.
func newSTS(t testing.TB, replies ...stsReply) *sts {
	if replies == nil {
		replies = []stsReply{{status: http.StatusOK, body: session(
			"STS.1", "2099-01-02T03:04:05Z",
		)}}
	}
	return &sts{t: t, replies: replies}
}

// session returns a response of STS with a session.
func session(id, expires string) string {
	return fmt.Sprintf(`{"RequestId":"R","AssumedRoleUser":{"Arn":"a"},"Credentials":{"AccessKeyId":%q,"AccessKeySecret":"secret","SecurityToken":"token","Expiration":%q}}`, id, expires)
}

func (s *sts) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	assert.NoError(s.t, err)
	_ = req.Body.Close()
	form, err := url.ParseQuery(string(body))
	assert.NoError(s.t, err)
	where := *req.URL
	where.RawQuery = ""
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, stsRequest{req.Method + " " + where.String(), req.URL.RawQuery, req.Header.Clone(), form})
	r := s.replies[0]
	if len(s.replies) > 1 {
		s.replies = s.replies[1:]
	}
	header := r.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: r.status, Header: header, Body: io.NopCloser(strings.NewReader(r.body)), ContentLength: -1, Request: req}, nil
}

func (s *sts) sent() []stsRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]stsRequest(nil), s.requests...)
}

func ask(t testing.TB, p auth.Provider) auth.Credentials {
	t.Helper()
	keys, err := p.Credentials(t.Context())
	require.NoError(t, err)
	return keys
}
