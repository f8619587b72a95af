package alibabarmtest_test

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	sentOp     = alibabarmtest.ListHandshakesForResourceDirectory
	receivedOp = alibabarmtest.ListHandshakesForAccount

	version2020, host2020 = "2020-03-31", "resourcemanager.aliyuncs.com"
	version2022, host2022 = "2022-04-19", "resourcedirectory.aliyuncs.com"
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
func newService(n int, opts ...alibabarmtest.Option) (*alibabarmtest.Service, alibabarmtest.Account) {
	s := alibabarmtest.New(append([]alibabarmtest.Option{alibabarmtest.WithClock(fixed)}, opts...)...)
	a := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	s.Seed(make([]alibabarm.Handshake, n)...)
	return s, a
}

// A request is what is signed. Left out: POST to the host of version 2020-03-31.
type request struct {
	op, query                                  string
	method, base, version, form, accept, nonce string
}

func sent(query string) request     { return request{op: sentOp, query: query} }
func received(query string) request { return request{op: receivedOp, query: query} }

// send signs a request by hand, so that these tests do not rest on the client.
func send(s *alibabarmtest.Service, keys auth.Credentials, r request, tamper ...func(*http.Request)) (*http.Response, error) {
	return sendVia(s.RoundTripper(), keys, s.Now(), r, tamper...)
}

func sendVia(rt http.RoundTripper, keys auth.Credentials, now time.Time, r request, tamper ...func(*http.Request)) (*http.Response, error) {
	url := cmp.Or(r.base, "https://"+host2020) + "/?" + r.query
	req, err := http.NewRequest(cmp.Or(r.method, http.MethodPost), url, strings.NewReader(r.form))
	if err != nil {
		return nil, err
	}
	set := func(name, value string) {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	set("X-Acs-Action", r.op)
	set("X-Acs-Version", cmp.Or(r.version, version2020))
	set("Accept", r.accept)
	if r.form != "" {
		set("Content-Type", "application/x-www-form-urlencoded")
	}
	signer := auth.AlibabaSigner{}
	if r.nonce != "" {
		signer.Nonce = func() string { return r.nonce }
	}
	if err := signer.Sign(req, []byte(r.form), keys, now); err != nil {
		return nil, err
	}
	for _, f := range tamper {
		f(req)
	}
	return rt.RoundTrip(req)
}

// An answer is read from JSON and XML alike.
type answer struct {
	status     int
	header     http.Header
	body       string
	XMLName    xml.Name `json:"-"`
	RequestID  string   `json:"RequestId" xml:"RequestId"`
	HostID     string   `json:"HostId" xml:"HostId"`
	Code       string
	Message    string
	Recommend  string
	PageNumber int
	PageSize   int
	TotalCount int
	Handshakes struct {
		Handshake []struct {
			ID     string `json:"HandshakeId" xml:"HandshakeId"`
			Status string
			Note   string
		}
	}
}

func (a answer) ids() []string {
	ids := []string{}
	for _, h := range a.Handshakes.Handshake {
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
	switch {
	case strings.HasPrefix(a.body, "{"):
		require.NoError(t, json.Unmarshal(body, &a))
	case strings.HasPrefix(a.body, "<?xml"):
		require.NoError(t, xml.Unmarshal(body, &a))
	}
	return a
}

func get(t *testing.T, s *alibabarmtest.Service, keys auth.Credentials, r request, tamper ...func(*http.Request)) answer {
	t.Helper()
	resp, err := send(s, keys, r, tamper...)
	return read(t, resp, err)
}

func idsOf(hs []alibabarm.Handshake) []string {
	ids := []string{}
	for _, h := range hs {
		ids = append(ids, h.ID)
	}
	return ids
}

const upperUUID = "^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$"

func TestEveryAnswerHasADateAndARequestID(t *testing.T) {
	t.Parallel()
	var ids [2][]string
	for i := range ids {
		s, a := newService(1)
		for _, r := range []request{sent(""), received(""), sent("PageSize=0"), {op: "Nothing"}} {
			got := get(t, s, a.Credentials, r)
			assert.Equal(t, "Sat, 01 Mar 2025 10:00:00 GMT", got.header.Get("Date"), r)
			assert.Equal(t, "application/json;charset=utf-8", got.header.Get("Content-Type"), r)
			assert.Regexp(t, upperUUID, got.RequestID, r)
			assert.Equal(t, got.RequestID, got.header.Get("X-Acs-Request-Id"), r)
			assert.Regexp(t, "^[0-9a-f]{32}$", got.header.Get("X-Acs-Trace-Id"), r)
			assert.NotContains(t, ids[i], got.RequestID, r)
			ids[i] = append(ids[i], got.RequestID)
		}
	}
	assert.Equal(t, ids[0], ids[1], "made up the same each time")
}

func TestEachHostServesItsOwnVersion(t *testing.T) {
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
		"gateway.example.test":                     {version2020: 200, version2022: 200, "2014-05-26": 400},
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

func TestUnknownActionsPathsAndMethodsAreRefused(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	for name, tc := range map[string]struct {
		r      request
		tamper func(*http.Request)
		status int
		code   string
	}{
		"an action of another product": {request{op: "RunInstances"}, nil, 404, "InvalidAction.NotFound"},
		"an action in lower case":      {request{op: "listhandshakesforaccount"}, nil, 404, "InvalidAction.NotFound"},
		"no action":                    {request{}, nil, 404, "InvalidAction.NotFound"},
		"another path":                 {sent(""), func(r *http.Request) { r.URL.Path = "/v1" }, 404, "InvalidAction.NotFound"},
		"another method":               {request{op: sentOp, method: http.MethodPut}, nil, 400, "UnsupportedHTTPMethod"},
		"no version":                   {sent(""), func(r *http.Request) { r.Header.Del("X-Acs-Version") }, 400, "InvalidVersion"},
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

func TestParametersComeInTheQueryOrTheForm(t *testing.T) {
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
	assert.Equal(t, "IncompleteSignature", got.Code, "the content type was signed")
}

func TestATooLongBodyIsRefused(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	got := get(t, s, a.Credentials, sent(""), func(r *http.Request) {
		r.Body = io.NopCloser(strings.NewReader(strings.Repeat("x", 10<<20+1)))
	})
	assert.Equal(t, http.StatusRequestEntityTooLarge, got.status)
	assert.NotEmpty(t, got.Code)
}

func TestAnotherSeedMakesUpOtherThings(t *testing.T) {
	t.Parallel()
	one, a := newService(1)
	two, b := newService(1, alibabarmtest.WithSeed(2))
	assert.NotEqual(t, a.ID, b.ID)
	assert.NotEqual(t, a.ResourceDirectoryID, b.ResourceDirectoryID)
	assert.NotEqual(t, a.Credentials.AccessKeySecret, b.Credentials.AccessKeySecret)
	assert.NotEqual(t, one.Handshakes(), two.Handshakes())
}
