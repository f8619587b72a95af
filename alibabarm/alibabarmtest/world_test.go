package alibabarmtest_test

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

const (
	sentOp     = alibabarmtest.ListHandshakesForResourceDirectory
	receivedOp = alibabarmtest.ListHandshakesForAccount

	version2020, host2020 = "2020-03-31", "resourcemanager.aliyuncs.com"
	version2022, host2022 = "2022-04-19", "resourcedirectory.aliyuncs.com"
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
func newService(n int, opts ...alibabarmtest.Option) (*alibabarmtest.Service, alibabarmtest.Account) {
	s := alibabarmtest.New(append([]alibabarmtest.Option{alibabarmtest.WithClock(fixed)}, opts...)...)
	a := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	s.Seed(make([]alibabarm.Handshake, n)...)
	return s, a
}

// A request is what send signs. The default is a POST to the host of version 2020-03-31.
type request struct {
	op, query                                  string
	method, base, version, form, accept, nonce string
}

func sent(query string) request     { return request{op: sentOp, query: query} }
func received(query string) request { return request{op: receivedOp, query: query} }

// send signs a request without the client, so that these tests do not depend on it.
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
	signer := alibaba.Signer{}
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

// A wireResponse is a response in JSON or XML.
type wireResponse struct {
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

func (a wireResponse) ids() []string {
	ids := []string{}
	for _, h := range a.Handshakes.Handshake {
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
	switch {
	case strings.HasPrefix(a.body, "{"):
		require.NoError(t, json.Unmarshal(body, &a))
	case strings.HasPrefix(a.body, "<?xml"):
		require.NoError(t, xml.Unmarshal(body, &a))
	}
	return a
}

func get(t *testing.T, s *alibabarmtest.Service, keys auth.Credentials, r request, tamper ...func(*http.Request)) wireResponse {
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

const (
	inviteOp  = alibabarmtest.InviteAccountToResourceDirectory
	getOp     = alibabarmtest.GetHandshake
	acceptOp  = alibabarmtest.AcceptHandshake
	declineOp = alibabarmtest.DeclineHandshake
	cancelOp  = alibabarmtest.CancelHandshake
)

// An outcome is the response to an operation on one invitation.
type outcome struct {
	wireResponse
	Handshake          shown
	AccessDeniedDetail map[string]string
}

type shown struct {
	ID                     string `json:"HandshakeId" xml:"HandshakeId"`
	Status                 string
	TargetEntity           string
	MasterAccountRealName  string
	InvitedAccountRealName string
}

// An edge is a version of the API at one of its hosts.
type edge struct{ version, base string }

var edges = []edge{{version: version2020, base: "https://" + host2020}, {version: version2022, base: "https://" + host2022}}

// post signs and sends a write whose parameters are a form.
func (e edge) post(t *testing.T, s *alibabarmtest.Service, a alibabarmtest.Account, op, form string) outcome {
	return do(t, s, a, request{op: op, version: e.version, base: e.base, form: form})
}

// send sends an operation on one invitation, whose ID is in the query.
func (e edge) send(t *testing.T, s *alibabarmtest.Service, a alibabarmtest.Account, op, id string) outcome {
	return do(t, s, a, request{op: op, version: e.version, base: e.base, query: "HandshakeId=" + url.QueryEscape(id)})
}

func do(t *testing.T, s *alibabarmtest.Service, a alibabarmtest.Account, r request) outcome {
	t.Helper()
	resp, err := send(s, a.Credentials, r)
	out := outcome{wireResponse: read(t, resp, err)}
	if strings.HasPrefix(out.body, "{") {
		require.NoError(t, json.Unmarshal([]byte(out.body), &out))
	} else {
		var doc struct{ Handshake shown }
		require.NoError(t, xml.Unmarshal([]byte(out.body), &doc))
		out.Handshake = doc.Handshake
	}
	return out
}

func inviteOf(entity string) string {
	return url.Values{"TargetEntity": {entity}, "TargetType": {"Account"}, "Note": {"n"}}.Encode()
}

// party returns a service with an inviter and an invitee.
func party(opts ...alibabarmtest.Option) (s *alibabarmtest.Service, root, guest alibabarmtest.Account) {
	s, root = newService(0, opts...)
	return s, root, s.AddAccount(alibabarmtest.Account{ID: "1190022334455667", Name: "guest", Email: "ops@guest.test"})
}

func to(a alibabarmtest.Account, status alibabarm.Status) alibabarm.Handshake {
	return alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: a.ID, Status: status}
}

// walk reads the sent list until a page is not full, and returns the IDs.
func walk(t *testing.T, s *alibabarmtest.Service, a alibabarmtest.Account, size int) (ids []string) {
	t.Helper()
	for number := 1; ; number++ {
		page := get(t, s, a.Credentials, sent(fmt.Sprintf("PageNumber=%d&PageSize=%d", number, size)))
		require.Equal(t, http.StatusOK, page.status)
		require.Equal(t, []int{number, size}, []int{page.PageNumber, page.PageSize})
		ids = append(ids, page.ids()...)
		if len(page.ids()) < size {
			return ids
		}
	}
}

// page requests a page of two rows.
func page(t *testing.T, s *alibabarmtest.Service, a alibabarmtest.Account, number int) wireResponse {
	t.Helper()
	got := get(t, s, a.Credentials, sent(fmt.Sprintf("PageNumber=%d&PageSize=2", number)))
	require.Equal(t, http.StatusOK, got.status)
	return got
}

func always(kind alibabarmtest.Kind) alibabarmtest.Fault {
	return alibabarmtest.Fault{Times: alibabarmtest.Always, Kind: kind}
}

const day = 24 * time.Hour
