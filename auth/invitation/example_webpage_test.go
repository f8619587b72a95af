package invitation_test

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A listPage is a web page of a list of either cloud.
type listPage struct {
	list *pagination.Pager[invitation.Invitation]
	log  *slog.Logger
}

var listTemplate = template.Must(template.New("list").Parse(
	`{{range .Items}}<li>{{.Cloud}} {{.Status}}</li>
{{end}}{{with .Next}}<a href="?at={{.}}">next</a>{{end}}`))

// ServeHTTP shows one page. The link to the next one holds its cursor, so that the server
// keeps nothing between two requests.
func (p listPage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	page, err := p.list.Page(r.Context(), pagination.Cursor(r.FormValue("at")))
	var body bytes.Buffer
	if err == nil {
		err = listTemplate.Execute(&body, page)
	}
	if err != nil {
		p.log.ErrorContext(r.Context(), "list invitations", "error", err)
		http.Error(w, http.StatusText(httpStatus(err)), httpStatus(err))
		return
	}
	if _, err := body.WriteTo(w); err != nil {
		p.log.InfoContext(r.Context(), "the visitor has left", "error", err)
	}
}

// httpStatus returns whether the visitor, the load or the service caused an error.
func httpStatus(err error) int {
	switch {
	case errors.Is(err, pagination.ErrBadCursor):
		return http.StatusBadRequest
	case errors.Is(err, auth.ErrThrottled):
		return http.StatusServiceUnavailable
	default:
		return http.StatusBadGateway
	}
}

// A web page with a cursor: one handler for both clouds. A cursor that was edited, or is
// that of another list, is the visitor's error.
func Example_webPage() {
	hw, ali := huaweiorgtest.New(), alibabarmtest.New()
	huawei, err := hw.NewClient(hw.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
	alibaba, err2 := ali.NewClient(ali.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err := errors.Join(err, err2); err != nil {
		fmt.Println(err)
		return
	}
	hw.Seed(make([]huaweiorg.Handshake, 3)...)
	ali.Seed(make([]alibabarm.Handshake, 3)...)

	size, log, mux := pagination.WithPageSize(2), slog.New(slog.DiscardHandler), http.NewServeMux()
	mux.Handle("/huawei", listPage{pagination.MapPager(huawei.ListHandshakes(size), huaweiorg.Handshake.Invitation), log})
	mux.Handle("/alibaba", listPage{pagination.MapPager(alibaba.ListHandshakesForResourceDirectory(size), alibabarm.Handshake.Invitation), log})
	limited := http.TimeoutHandler(mux, 10*time.Second, "the cloud is busy") // without it, a throttled call waits for minutes
	visit := func(url string) (next string) {
		w := httptest.NewRecorder()
		limited.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
		text, link, _ := strings.Cut(w.Body.String(), `<a href="`)
		fmt.Println(w.Code, strings.Join(strings.Fields(text), " "))
		next, _, _ = strings.Cut(link, `"`)
		return next
	}
	visit("/huawei" + visit("/huawei"))
	next := visit("/alibaba")
	visit("/alibaba" + next)
	visit("/huawei" + next)
	visit("/huawei?at=edited")
	// Output:
	// 200 <li>huawei pending</li> <li>huawei pending</li>
	// 200 <li>huawei pending</li>
	// 200 <li>alibaba pending</li> <li>alibaba pending</li>
	// 200 <li>alibaba pending</li>
	// 400 Bad Request
	// 400 Bad Request
}
