package alibabarm_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

// patient leaves a failed page to the pager, and allows hours for a response.
var patient = alibabarm.WithRetry(auth.Retry{MaxRetries: -1, AttemptTimeout: 24 * time.Hour})

// The two lists differ only in the action: one shows the older version and XML, the other the
// newer version and JSON.
//
// These tests are not parallel. The kit looks at the stacks of all goroutines often, and
// parallel tests have thousands of them.

func TestListHandshakesForAccount_Contract(t *testing.T) {
	if underRace {
		t.Skip("the other list covers the races of both")
	}
	paginationtest.TestPager(t, contractKit(contractWire{action: received, version: alibabarm.Version20200331, format: inXML},
		(*alibabarm.Client).ListHandshakesForAccount, numbered))
}

func TestListHandshakesForResourceDirectory_Contract(t *testing.T) {
	paginationtest.TestPager(t, contractKit(contractWire{action: sent, version: alibabarm.Version20220419, format: inJSON},
		(*alibabarm.Client).ListHandshakesForResourceDirectory, numbered))
}

// TestListAccounts_Contract covers both ways in which the versions page the members.
func TestListAccounts_Contract(t *testing.T) {
	if underRace {
		t.Skip("the list of sent invitations covers the races of all lists")
	}
	for name, w := range map[string]contractWire{
		"by number": {action: "ListAccounts", version: alibabarm.Version20200331,
			format: accountsInXML},
		"by token": {action: "ListAccounts", version: alibabarm.Version20220419,
			format: accountsInJSON},
	} {
		t.Run(name, func(t *testing.T) {
			if os.Getenv("STORM_WRITES") == "" && w.version == alibabarm.Version20200331 {
				t.Skip("the lists of invitations cover pages by number; .ci/run also runs this one")
			}
			kit := contractKit(w, (*alibabarm.Client).ListAccounts, numberedAccounts)
			if w.version == alibabarm.Version20220419 {
				kit.Faults = paginationtest.MarkerKinds()
			}
			paginationtest.TestPager(t, kit)
		})
	}
}

// contractKit returns a client of a service that can have every fault. The wire writes its
// responses.
func contractKit[T any](w contractWire, list func(*alibabarm.Client, ...pagination.Option) *pagination.Pager[T], numbered func([]int) []T) paginationtest.Kit[T] {
	return paginationtest.Kit[T]{
		New: func(t testing.TB, items int, f paginationtest.Fault, opts ...pagination.Option) paginationtest.Subject[T] {
			w := w
			w.Service = paginationtest.NewService(items, f)
			return paginationtest.Subject[T]{
				Pager:    list(newClient(t, w, patient, alibabarm.WithVersion(w.version)), opts...),
				Want:     numbered(w.Want()),
				Fetches:  w.Fetches,
				InFlight: w.InFlight,
				Failure:  alibabarm.ErrPermission,
			}
		},
		Key:    idOf[T],
		Faults: paginationtest.NumberKinds(),
	}
}

// idOf returns the ID of an invitation or account.
func idOf[T any](item T) string {
	switch item := any(item).(type) {
	case alibabarm.Handshake:
		return item.ID
	case alibabarm.Account:
		return item.ID
	default:
		return ""
	}
}

func numberedAccounts(numbers []int) []alibabarm.Account {
	all := make([]alibabarm.Account, len(numbers))
	for i, n := range numbers {
		all[i] = alibabarm.Account{ID: fmt.Sprintf("h-%016d", n)}
	}
	return all
}

// numbered returns an invitation for each number. The invitations have one field, because there
// are very many.
func numbered(numbers []int) []alibabarm.Handshake {
	all := make([]alibabarm.Handshake, len(numbers))
	for i, n := range numbers {
		all[i] = alibabarm.Handshake{ID: fmt.Sprintf("h-%016d", n)}
	}
	return all
}

// A contractWire writes the responses of a service that lists numbers, in the cloud's format.
type contractWire struct {
	*paginationtest.Service
	action  string
	version alibabarm.Version
	format  wireFormat
}

// A wireFormat has patterns: page contains the number, size, total and rows, or, by token, the
// token and rows.
type wireFormat struct{ page, row, between, refusal, noPage string }

var (
	inJSON = wireFormat{
		page:    `{"RequestId":"r","PageNumber":%d,"PageSize":%d,"TotalCount":%d,"Handshakes":{"Handshake":[%s]}}`,
		row:     `{"HandshakeId":"%s"}`,
		between: ",",
		refusal: `{"RequestId":"r","Code":"NoPermission","Message":"denied"}`,
		noPage:  `{"RequestId":"r","Code":"InvalidParameter.PageNumber","Message":"out of range"}`,
	}
	inXML = wireFormat{
		page: `<ListResponse><RequestId>r</RequestId><PageNumber>%d</PageNumber><PageSize>%d</PageSize>` +
			`<TotalCount>%d</TotalCount><Handshakes>%s</Handshakes></ListResponse>`,
		row:     `<Handshake><HandshakeId>%s</HandshakeId></Handshake>`,
		refusal: `<Error><RequestId>r</RequestId><Code>NoPermission</Code><Message>denied</Message></Error>`,
		noPage:  `<Error><RequestId>r</RequestId><Code>InvalidParameter</Code><Message>out of range</Message></Error>`,
	}
	accountsInXML = wireFormat{
		page: `<ListResponse><RequestId>r</RequestId><PageNumber>%d</PageNumber><PageSize>%d</PageSize>` +
			`<TotalCount>%d</TotalCount><Accounts>%s</Accounts></ListResponse>`,
		row:     `<Account><AccountId>%s</AccountId></Account>`,
		refusal: inXML.refusal,
		noPage:  inXML.noPage,
	}
	accountsInJSON = wireFormat{
		page:    `{"RequestId":"r","NextToken":%s,"Accounts":{"Account":[%s]}}`,
		row:     `{"AccountId":"%s"}`,
		between: ",",
		refusal: inJSON.refusal,
	}
)

// rawToken lists characters that a token may contain and a query must escape.
const rawToken = "a+/=&b%20 "

func (w contractWire) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Query().Has("MaxResults") {
		return w.byToken(req)
	}
	number, err := strconv.Atoi(req.URL.Query().Get("PageNumber"))
	size, bad := strconv.Atoi(req.URL.Query().Get("PageSize"))
	header := req.Header
	if err != nil || bad != nil || header.Get("X-Acs-Action") != w.action || header.Get("X-Acs-Version") != string(w.version) {
		return contractResponse(req, http.StatusBadRequest, `{"RequestId":"r","Code":"InvalidParameter","Message":"bad request"}`)
	}
	page, err := w.Number(req.Context(), number, size)
	switch {
	case errors.Is(err, pagination.ErrNoSuchPage):
		return contractResponse(req, http.StatusBadRequest, w.format.noPage)
	case errors.Is(err, paginationtest.ErrRefused):
		return contractResponse(req, http.StatusForbidden, w.format.refusal)
	case err != nil:
		return nil, err
	}
	return contractResponse(req, http.StatusOK, fmt.Sprintf(w.format.page, page.Number, page.Size, page.Total, w.rows(page.Items)))
}

// byToken responds to a request with a token.
func (w contractWire) byToken(req *http.Request) (*http.Response, error) {
	query := req.URL.Query()
	token, whole := strings.CutPrefix(query.Get("NextToken"), rawToken)
	size, err := strconv.Atoi(query.Get("MaxResults"))
	if err != nil || whole != query.Has("NextToken") || query.Has("PageNumber") || req.Header.Get("X-Acs-Version") != string(w.version) {
		return contractResponse(req, http.StatusBadRequest, `{"RequestId":"r","Code":"InvalidParameter","Message":"bad request"}`)
	}
	page, err := w.Marker(req.Context(), token, size)
	switch {
	case errors.Is(err, paginationtest.ErrRefused):
		return contractResponse(req, http.StatusForbidden, w.format.refusal)
	case err != nil:
		return nil, err
	}
	next := "null"
	if page.Next != "" {
		next = strconv.Quote(rawToken + page.Next)
	}
	return contractResponse(req, http.StatusOK, fmt.Sprintf(w.format.page, next, w.rows(page.Items)))
}

// rows writes the rows of a page.
func (w contractWire) rows(numbers []int) string {
	var rows []string
	for _, n := range numbers {
		rows = append(rows, fmt.Sprintf(w.format.row, fmt.Sprintf("h-%016d", n)))
	}
	return strings.Join(rows, w.format.between)
}

func contractResponse(req *http.Request, status int, body string) (*http.Response, error) {
	return &http.Response{
		StatusCode: status, Header: http.Header{}, Request: req,
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}
