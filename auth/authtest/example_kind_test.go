package authtest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// A Shop has one shelf, and serves every caller.
type Shop struct {
	Server authtest.Server
	Faults authtest.Faults
}

func NewShop(faults ...authtest.Fault) *Shop {
	s := &Shop{}
	s.Faults.Inject(faults...)
	s.Server.Respond = func(r *http.Request, _ []byte) authtest.Reply {
		kind, _ := s.Faults.Take("List", "")
		return kind.Run(r.Context(), func() authtest.Reply {
			return authtest.JSON(http.StatusOK, map[string][]string{"shelf": {"tea", "rice"}})
		})
	}
	return s
}

// Visit prints the response to one request.
func (s *Shop) Visit(ctx context.Context) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://shop.example.test/", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp, err := s.Server.RoundTrip(req)
	if err != nil {
		fmt.Println("no response:", err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	fmt.Printf("%d %#q %v\n", resp.StatusCode, body, err)
}

// Each kind leaves a part of the response, or none.
func ExampleKind() {
	for _, kind := range []authtest.Kind{
		{}, // lets one request pass
		authtest.NoConnection(),
		authtest.Reset(),
		authtest.Raw(http.StatusTeapot, "tea only", "Content-Type: text/plain"),
		authtest.Redirect(http.StatusFound, "https://login.example.test/"),
		authtest.AppliedThen(authtest.Raw(http.StatusServiceUnavailable, "")),
		authtest.SetField("shelf.0", nil),
		authtest.DropField("shelf.0"),
		authtest.CutBody(10),
		authtest.ResetBody(10),
		authtest.TruncateBody(10),
		authtest.AppendBody("!"),
		authtest.Huge(30),
	} {
		fmt.Print(kind, ": ")
		NewShop(authtest.Fault{Kind: kind}).Visit(context.Background())
	}
	// Output:
	// pass: 200 `{"shelf":["tea","rice"]}` <nil>
	// no connection: no response: dial tcp: connection refused
	// reset: no response: read tcp: connection reset by peer
	// raw 418: 418 `tea only` <nil>
	// redirect with 302: 302 `` <nil>
	// applied, then raw 503: 503 `` <nil>
	// set shelf.0: 200 `{"shelf":[null,"rice"]}` <nil>
	// drop shelf.0: 200 `{"shelf":["rice"]}` <nil>
	// cut body after 10 bytes: 200 `{"shelf":[` unexpected EOF
	// reset body after 10 bytes: 200 `{"shelf":[` read tcp: connection reset by peer
	// only 10 bytes of the body: 200 `{"shelf":[` <nil>
	// more behind the body: 200 `{"shelf":["tea","rice"]}!` <nil>
	// a body of 30 bytes: 200 `{"shelf":["tea","rice"]}      ` <nil>
}

// One fault makes the shop slow to respond and slow to end. Another caller leaves early.
func ExampleTogether() {
	ctx, leave := context.WithCancel(context.Background())
	shop := NewShop(
		authtest.Fault{Kind: authtest.Together(authtest.Delay(time.Millisecond), authtest.Drip(time.Microsecond))},
		authtest.Fault{Kind: authtest.Together(authtest.Hook(leave), authtest.Hang())},
	)
	shop.Visit(ctx)
	shop.Visit(ctx)
	// Output:
	// 200 `{"shelf":["tea","rice"]}` <nil>
	// no response: context canceled
}

// A kind of your own works on the document before the service sends it.
func ExampleNewKind() {
	backwards := authtest.NewKind("backwards", func(_ context.Context, next func() authtest.Reply) authtest.Reply {
		out := next()
		doc, _ := out.Document().(map[string]any)
		shelf, ok := doc["shelf"].([]any)
		if !ok {
			return out
		}
		shelf[0], shelf[1] = shelf[1], shelf[0]
		out.SetDocument(doc)
		out.SetHeader("Warning: 299 - \"Mind the order\"")
		return out
	})
	NewShop(authtest.Fault{Kind: backwards}).Visit(context.Background())
	// Output: 200 `{"shelf":["rice","tea"]}` <nil>
}

// A test checks that every fault has hit its requests.
func ExampleFaults_Unused() {
	shop := NewShop(
		authtest.Fault{Op: "List", Kind: authtest.Reset()},
		authtest.Fault{Op: "List", Skip: 1, Times: 2, Kind: authtest.CutBody(10)},
	)
	shop.Visit(context.Background())
	for _, f := range shop.Faults.Unused() {
		fmt.Println("left:", f)
	}
	// Output:
	// no response: read tcp: connection reset by peer
	// left: List, skip 1, 2×: cut body after 10 bytes
}
