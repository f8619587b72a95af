package authtest_test

import (
	"io"
	"net/http"
	"path"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(patient{m}) }

// A patient run gives goroutines time to end on a busy machine.
type patient struct{ *testing.M }

func (p patient) Run() int {
	code := p.M.Run()
	for deadline := time.Now().Add(20 * time.Second); goleak.Find() != nil && time.Now().Before(deadline); {
	}
	return code
}

// A service lists two shelves. The last part of the path is the operation, a header names the
// caller, and no request is signed.
type service struct {
	server authtest.Server
	faults authtest.Faults

	mu      sync.Mutex
	bodies  []string // the bodies of the received requests
	applied int      // how often the service performed the operation
	encode  func(*authtest.Reply)
}

const completeBody = `{"page":{"total":2},"shelves":[{"name":"<A> & B"},{"name":"C"}]}`

func newService(faults ...authtest.Kind) *service {
	s := &service{}
	s.server.Respond = s.respond
	s.inject(faults...)
	return s
}

// inject applies these kinds to the next requests, one each.
func (s *service) inject(kinds ...authtest.Kind) {
	for _, k := range kinds {
		s.faults.Inject(authtest.Fault{Kind: k})
	}
}

func (s *service) respond(r *http.Request, body []byte) authtest.Reply {
	kind, _ := s.faults.Take(path.Base(r.URL.Path), r.Header.Get("X-Account"))
	out := kind.Run(r.Context(), s.list)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !out.Unseen {
		s.bodies = append(s.bodies, string(body))
	}
	return out
}

func (s *service) list() authtest.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.applied++
	type shelf struct {
		Name string `json:"name"`
	}
	out := authtest.JSON(http.StatusOK, map[string]any{
		"page": map[string]int{"total": 2}, "shelves": []shelf{{"<A> & B"}, {"C"}},
	})
	out.Encode = s.encode
	return out
}

func (s *service) times() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.applied
}

func (s *service) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bodies
}

func request(t testing.TB, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	return req
}

const listURL = "https://shelves.example.test/v1/List"

// send lists the shelves in memory.
func (s *service) send(t testing.TB) (*http.Response, error) {
	t.Helper()
	return s.server.RoundTrip(request(t, listURL))
}

type wireResponse struct {
	status int
	header http.Header
	body   string
}

func (s *service) get(t testing.TB) wireResponse {
	t.Helper()
	resp, err := s.send(t)
	return read(t, resp, err)
}

func read(t testing.TB, resp *http.Response, err error) wireResponse {
	t.Helper()
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return wireResponse{resp.StatusCode, resp.Header, string(body)}
}
