package huaweiorg_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

type listHandshakes = func(*huaweiorg.Client, ...pagination.Option) *pagination.Pager[huaweiorg.Handshake]

// patient leaves a failed page to the pager, and lets an answer take hours.
var patient = huaweiorg.WithRetry(auth.Retry{MaxRetries: -1, AttemptTimeout: 24 * time.Hour})

// Neither is parallel: the kit looks at the stacks of all goroutines, over and over, and
// among parallel tests there are thousands.

func TestListHandshakes_Contract(t *testing.T) {
	paginationtest.TestPager(t, contractKit("/v1/organizations/handshakes", (*huaweiorg.Client).ListHandshakes))
}

func TestListReceivedHandshakes_Contract(t *testing.T) {
	if huaweiorg.UnderRace {
		t.Skip("one of the two lists shows the races of both")
	}
	paginationtest.TestPager(t, contractKit("/v1/received-handshakes", (*huaweiorg.Client).ListReceivedHandshakes))
}

// contractKit is a client over a service that has every fault, and is found at path.
func contractKit(path string, list listHandshakes) paginationtest.Kit[huaweiorg.Handshake] {
	return paginationtest.Kit[huaweiorg.Handshake]{
		New: func(t testing.TB, items int, f paginationtest.Fault, opts ...pagination.Option) paginationtest.Subject[huaweiorg.Handshake] {
			s := paginationtest.NewService(items, f)
			return paginationtest.Subject[huaweiorg.Handshake]{
				Pager:    list(newClient(t, contractWire{s, path}, patient), opts...),
				Want:     numbered(s.Want()),
				Fetches:  s.Fetches,
				InFlight: s.InFlight,
				Failure:  huaweiorg.ErrPermission,
			}
		},
		Key:    handshakeID,
		Faults: paginationtest.MarkerKinds(),
	}
}

func handshakeID(h huaweiorg.Handshake) string { return h.ID }

// A contractWire speaks the cloud's format for a service that lists numbers.
type contractWire struct {
	*paginationtest.Service
	path string
}

// rawMarker is what a marker may hold and a query may not.
const rawMarker = "a+/=&b%20 "

func (w contractWire) RoundTrip(req *http.Request) (*http.Response, error) {
	query := req.URL.Query()
	marker, whole := strings.CutPrefix(query.Get("marker"), rawMarker)
	limit, err := strconv.Atoi(query.Get("limit"))
	if err != nil || req.Method != http.MethodGet || req.URL.Path != w.path || whole != query.Has("marker") {
		return contractAnswer(req, http.StatusBadRequest, `{"error_code":"Organizations.1001","error_msg":"bad request"}`)
	}
	page, err := w.Marker(req.Context(), marker, limit)
	switch {
	case errors.Is(err, paginationtest.ErrRefused):
		return contractAnswer(req, http.StatusForbidden, `{"error_code":"Organizations.1007","error_msg":"denied"}`)
	case err != nil:
		return nil, err
	}
	var rows []string
	for _, h := range numbered(page.Items) {
		rows = append(rows, fmt.Sprintf(`{"id":%q,"notes":%q}`, h.ID, h.Notes))
	}
	next := "null"
	if page.Next != "" {
		next = strconv.Quote(rawMarker + page.Next)
	}
	return contractAnswer(req, http.StatusOK, fmt.Sprintf(`{"handshakes":[%s],"page_info":{"next_marker":%s,"current_count":%d}}`,
		strings.Join(rows, ","), next, len(rows)))
}

func contractAnswer(req *http.Request, status int, body string) (*http.Response, error) {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

// numbered makes an invitation of each number. It has few fields: there are very many.
func numbered(numbers []int) []huaweiorg.Handshake {
	all := make([]huaweiorg.Handshake, len(numbers))
	for i, n := range numbers {
		all[i] = huaweiorg.Handshake{ID: fmt.Sprintf("h-%016d", n), Notes: fmt.Sprint("invitation ", n)}
	}
	return all
}
