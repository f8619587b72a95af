package huawei

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// No program may print these.
const (
	canaryKey     = "CANARYACCESSKEY00001"
	canarySecret  = "CanarySecret/0123456789abcdefghij"
	canaryToken   = "CanaryToken+/=0123456789abcdefghij"
	canaryIDToken = "eyJhbGciOiJSUzI1NiIs.CanaryIDTokenPayload0123456789.CanaryIDTokenSignature"
)

// assertNoCanary prints v in every way and finds no secret.
func assertNoCanary(t testing.TB, values ...any) {
	t.Helper()
	var out bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&out, nil))
	for _, v := range values {
		fmt.Fprintf(&out, "%v %+v %#v %s %q\n", v, v, v, v, v)
		logger.Info("value", "v", v)
		_ = json.NewEncoder(&out).Encode(v)
		if err, ok := v.(error); ok {
			for ; err != nil; err = errors.Unwrap(err) {
				fmt.Fprintf(&out, "%v %+v %#v\n", err, err, err)
			}
		}
	}
	printed := strings.ToLower(out.String())
	for _, piece := range []string{canaryKey, "canarysecret", "canarytoken", "canaryidtoken", "eyjhbgcioijsuzi1niis"} {
		assert.NotContains(t, printed, strings.ToLower(piece))
	}
}

// A reply is the response of a service in memory. With an err there is no response, and a reply
// that hangs ends with the context.
type reply struct {
	status int
	body   string
	header http.Header
	err    error
	hangs  bool
}

func ok(body string) reply { return reply{status: http.StatusOK, body: body} }

// A service is in memory. It returns the replies for each method and path in turn, and repeats
// the last. A request without a reply fails the test.
type service struct {
	t       testing.TB
	replies map[string][]reply

	mu       sync.Mutex
	requests []sentRequest
}

type sentRequest struct {
	what, host string // what is the method and the path
	header     http.Header
	body       string
}

func newService(t testing.TB, replies map[string][]reply) *service {
	return &service{t: t, replies: replies}
}

func (s *service) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
		_ = req.Body.Close()
	}
	what := req.Method + " " + req.URL.Path
	s.mu.Lock()
	s.requests = append(s.requests, sentRequest{what, req.URL.Host, req.Header.Clone(), string(body)})
	queue := s.replies[what]
	if len(queue) > 1 {
		s.replies[what] = queue[1:]
	}
	s.mu.Unlock()
	if len(queue) == 0 {
		assert.Fail(s.t, "unexpected request", "%s to %s", what, req.URL.Host)
		return nil, errors.New("unexpected request")
	}
	r := queue[0]
	if r.hangs {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	if r.err != nil {
		return nil, r.err
	}
	header := r.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: r.status, Header: header, Body: io.NopCloser(strings.NewReader(r.body)), ContentLength: -1, Request: req}, nil
}

func (s *service) sent() []sentRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]sentRequest(nil), s.requests...)
}

func (s *service) whats() (whats []string) {
	for _, r := range s.sent() {
		whats = append(whats, r.what)
	}
	return whats
}

// env returns the variables of a test instead of those of the process.
func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// assertKeys checks the credentials of a fixture.
func assertKeys(t testing.TB, c auth.Credentials, n string, token string, expires time.Time) {
	t.Helper()
	assert.Equal(t, "TMPAKEXAMPLE0000000"+n, c.AccessKeyID)
	assert.Equal(t, "TmpSecretExample/00000000000000000000000"+n, c.AccessKeySecret)
	assert.Equal(t, token, c.SecurityToken)
	assert.Equal(t, expires, c.Expires)
}

// f31Expires is the expiry in fixture F31.
var f31Expires = time.Date(2025, 2, 3, 10, 5, 6, 123_000_000, time.UTC)

// f25 is the response of IAM to an access key or a token that it does not know.
const f25 = `{"error":{"code":401,"message":"Please authenticate first.","title":"Unauthorized"}}`

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}

func ask(t testing.TB, p auth.Provider) auth.Credentials {
	t.Helper()
	c, err := p.Credentials(context.Background())
	require.NoError(t, err)
	return c
}

// newClient returns a client that signs with the credentials of p.
func newClient(t testing.TB, p auth.Provider, base http.RoundTripper) *auth.Client {
	t.Helper()
	c, err := auth.NewClient(auth.Config{Base: base, Endpoint: "https://organizations.myhuaweicloud.com", Provider: p, Signer: Signer{}, Classify: classifier(hint{})})
	require.NoError(t, err)
	return c
}

func call(t testing.TB, c *auth.Client) error {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, "/", nil)
	require.NoError(t, err)
	_, err = c.Do(t.Context(), auth.Call{Op: "ListHandshakes", Safe: true, Request: req})
	return err
}
