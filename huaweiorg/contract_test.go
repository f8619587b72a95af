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

// patient leaves a failed page to the pager, and allows hours for a response.
var patient = huaweiorg.WithRetry(auth.Retry{MaxRetries: -1, AttemptTimeout: 24 * time.Hour})

// These tests are not parallel. The kit looks at the stacks of all goroutines often, and
// parallel tests have thousands of them.

func TestListHandshakes_Contract(t *testing.T) {
	paginationtest.TestPager(t, contractKit(handshakeWire("/v1/organizations/handshakes"), (*huaweiorg.Client).ListHandshakes, numbered))
}

func TestListReceivedHandshakes_Contract(t *testing.T) {
	if huaweiorg.UnderRace {
		t.Skip("the other list covers the races of both")
	}
	paginationtest.TestPager(t, contractKit(handshakeWire("/v1/received-handshakes"), (*huaweiorg.Client).ListReceivedHandshakes, numbered))
}

func TestListAccounts_Contract(t *testing.T) {
	if huaweiorg.UnderRace {
		t.Skip("the list of sent invitations covers the races of all lists")
	}
	wire := contractWire{path: "/v1/organizations/accounts", container: "accounts", row: `{"id":"h-%016d"}`}
	paginationtest.TestPager(t, contractKit(wire, (*huaweiorg.Client).ListAccounts, func(numbers []int) []huaweiorg.Account {
		all := make([]huaweiorg.Account, len(numbers))
		for i, n := range numbers {
			all[i] = huaweiorg.Account{ID: fmt.Sprintf("h-%016d", n)}
		}
		return all
	}))
}

// contractKit returns a client of a service that can have every fault. The wire writes its
// responses.
func contractKit[T any](wire contractWire, list func(*huaweiorg.Client, ...pagination.Option) *pagination.Pager[T], numbered func([]int) []T) paginationtest.Kit[T] {
	return paginationtest.Kit[T]{
		New: func(t testing.TB, items int, f paginationtest.Fault, opts ...pagination.Option) paginationtest.Subject[T] {
			wire := wire
			wire.Service = paginationtest.NewService(items, f)
			return paginationtest.Subject[T]{
				Pager:    list(newClient(t, wire, patient), opts...),
				Want:     numbered(wire.Want()),
				Fetches:  wire.Fetches,
				InFlight: wire.InFlight,
				Failure:  huaweiorg.ErrPermission,
			}
		},
		Key:    idOf[T],
		Faults: paginationtest.MarkerKinds(),
	}
}

// idOf returns the ID of an invitation or account.
func idOf[T any](item T) string {
	switch item := any(item).(type) {
	case huaweiorg.Handshake:
		return item.ID
	case huaweiorg.Account:
		return item.ID
	default:
		return ""
	}
}

// A contractWire writes the responses of a service that lists numbers, in the cloud's format.
type contractWire struct {
	*paginationtest.Service
	path, container string
	row             string // the pattern of a row, with the number
}

func handshakeWire(path string) contractWire {
	return contractWire{path: path, container: "handshakes", row: `{"id":"h-%016[1]d","notes":"invitation %[1]d"}`}
}

// rawMarker lists characters that a marker may contain and a query must escape.
const rawMarker = "a+/=&b%20 "

func (w contractWire) RoundTrip(req *http.Request) (*http.Response, error) {
	query := req.URL.Query()
	marker, whole := strings.CutPrefix(query.Get("marker"), rawMarker)
	limit, err := strconv.Atoi(query.Get("limit"))
	if err != nil || req.Method != http.MethodGet || req.URL.Path != w.path || whole != query.Has("marker") {
		return contractResponse(req, http.StatusBadRequest, `{"error_code":"Organizations.1001","error_msg":"bad request"}`)
	}
	page, err := w.Marker(req.Context(), marker, limit)
	switch {
	case errors.Is(err, paginationtest.ErrRefused):
		return contractResponse(req, http.StatusForbidden, `{"error_code":"Organizations.1007","error_msg":"denied"}`)
	case err != nil:
		return nil, err
	}
	var rows []string
	for _, n := range page.Items {
		rows = append(rows, fmt.Sprintf(w.row, n))
	}
	next := "null"
	if page.Next != "" {
		next = strconv.Quote(rawMarker + page.Next)
	}
	return contractResponse(req, http.StatusOK, fmt.Sprintf(`{%q:[%s],"page_info":{"next_marker":%s,"current_count":%d}}`,
		w.container, strings.Join(rows, ","), next, len(rows)))
}

func contractResponse(req *http.Request, status int, body string) (*http.Response, error) {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

// numbered returns an invitation for each number. The invitations have few fields, because
// there are very many.
func numbered(numbers []int) []huaweiorg.Handshake {
	all := make([]huaweiorg.Handshake, len(numbers))
	for i, n := range numbers {
		all[i] = huaweiorg.Handshake{ID: fmt.Sprintf("h-%016d", n), Notes: fmt.Sprint("invitation ", n)}
	}
	return all
}
