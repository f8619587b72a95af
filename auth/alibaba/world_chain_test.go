package alibaba

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba/internal/command"
)

// No error may show these.
const (
	secretKey   = "canary-secret/0123456789"
	secretToken = "canary-token+/=0123456789"
)

// A machine is the environment of a test's chain.
type machine struct {
	env     map[string]string
	files   map[string]string // by their paths in the home directory
	web     map[string][]reply
	command func(context.Context, string) (auth.Credentials, error)
}

// A reply is the response of a host. With an err there is no response, and a reply that hangs
// ends with the context.
type reply struct {
	status int
	body   string
	err    error
	hangs  bool
	panics string
}

func ok(body string) reply { return reply{status: http.StatusOK, body: body} }

// refusedConnection is the error of net for a host on which nothing listens.
func refusedConnection(host string) error {
	return &net.OpError{Op: "dial", Net: "tcp", Addr: address(host), Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}

type address string

func (address) Network() string  { return "tcp" }
func (a address) String() string { return string(a) }

// A web has all hosts in memory. It returns the replies for each method, host and path in turn,
// and repeats the last. Any other request finds no host.
type web struct {
	t       testing.TB
	replies map[string][]reply

	mu       sync.Mutex
	requests []webRequest
}

type webRequest struct {
	what, body string
	header     http.Header
}

func (w *web) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
		_ = req.Body.Close()
	}
	what := req.Method + " " + req.URL.Host + req.URL.Path
	w.mu.Lock()
	w.requests = append(w.requests, webRequest{what: what, body: string(body), header: req.Header.Clone()})
	queue := w.replies[what]
	if len(queue) > 1 {
		w.replies[what] = queue[1:]
	}
	w.mu.Unlock()
	if len(queue) == 0 {
		return nil, refusedConnection(req.URL.Host)
	}
	switch r := queue[0]; {
	case r.panics != "":
		panic(r.panics)
	case r.hangs:
		<-req.Context().Done()
		return nil, req.Context().Err()
	case r.err != nil:
		return nil, r.err
	default:
		return &http.Response{StatusCode: r.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(r.body)), ContentLength: -1, Request: req}, nil
	}
}

// whats returns the requests, except those that find no metadata service.
func (w *web) whats() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	whats := []string{}
	for _, r := range w.requests {
		if r.what != putToken || len(w.replies[putToken]) > 0 {
			whats = append(whats, r.what)
		}
	}
	return whats
}

func (m machine) chain(t testing.TB) (*providerChain, *web) {
	t.Helper()
	home := t.TempDir()
	for name, text := range m.files {
		write(t, filepath.Join(home, name), text)
	}
	w := &web{t: t, replies: map[string][]reply{}}
	for what, queue := range m.web {
		w.replies[what] = queue
	}
	return &providerChain{
		services: services{getenv: func(name string) string { return strings.ReplaceAll(m.env[name], "HOME", home) }, link: w},
		home:     func() (string, error) { return home, nil },
		metadata: w, uri: w,
		commands: &command.Runner{Run: m.command},
	}, w
}

func write(t testing.TB, path, text string) {
	t.Helper()
	require.NoError(t, errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)))
}

// These are the requests of the places.
const (
	postSTS   = "POST sts.aliyuncs.com/"
	putToken  = "PUT 100.100.100.200/latest/api/token"
	getRole   = "GET 100.100.100.200/latest/meta-data/ram/security-credentials/"
	getKeys   = "GET 100.100.100.200/latest/meta-data/ram/security-credentials/inviter"
	getURI    = "GET keys.example.com/path"
	postSSO   = "POST sso.example.com/cloud-credentials"
	postOAuth = "POST oauth.aliyun.com/v1/exchange"
)

const (
	configPath      = ".aliyun/config.json"
	credentialsPath = ".alibabacloud/credentials"
	tokenPath       = "oidc-token"
	testRole        = "acs:ram::1234567890123456:role/inviter"
	testOIDC        = "acs:ram::1234567890123456:oidc-provider/idp"
)

// stsKeys returns a response of STS with a session.
func stsKeys(id string) string {
	return `{"RequestId":"R","Credentials":` + keysJSON(id) + `}`
}

// keysJSON returns temporary credentials in the form of the metadata service, a URI and
// CloudSSO.
func keysJSON(id string) string {
	return fmt.Sprintf(`{"Code":"Success","AccessKeyId":%q,"AccessKeySecret":%q,"SecurityToken":%q,"Expiration":"2099-01-02T03:04:05Z"}`, id, secretKey, secretToken)
}

var testExpiry = time.Date(2099, 1, 2, 3, 4, 5, 0, time.UTC)

// config returns a file of the aliyun command with one profile, the current one.
func config(settings map[string]any) string {
	p := map[string]any{"name": "work", "region_id": "cn-hangzhou", "output_format": "json", "retry_count": 2}
	for name, value := range settings {
		p[name] = value
	}
	return configOf("work", p)
}

func configOf(current string, profiles ...map[string]any) string {
	text, err := json.MarshalIndent(map[string]any{"current": current, "profiles": profiles, "meta_path": "/opt/meta"}, "", "\t")
	if err != nil {
		panic(err)
	}
	return string(text)
}

// assertNoSecret prints an error in every way and finds no secret.
func assertNoSecret(t testing.TB, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		printed := strings.ToLower(fmt.Sprintf("%v %+v %#v %q", err, err, err, err))
		assert.NotContains(t, printed, "canary-secret")
		assert.NotContains(t, printed, "canary-token")
	}
}
