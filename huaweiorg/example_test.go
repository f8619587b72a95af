package huaweiorg_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// inMemory is a stand-in for the service. It responds with two pages, or with a refusal.
func inMemory(refuse bool) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		status, body := 200, `{"handshakes":[{"id":"h-0001","status":"accepted","target":{"type":"account","entity":"acme-build"}}],"page_info":{"next_marker":"cGFnZTI="}}`
		switch {
		case refuse:
			status, body = 403, `{"error_code":"Organizations.1007","error_msg":"Policy denies 'organizations:handshakes:list'."}`
		case req.URL.Query().Get("marker") != "":
			body = `{"handshakes":[{"id":"h-0002","status":"pending","target":{"type":"name","entity":"acme-sandbox"}}],"page_info":{"next_marker":null}}`
		}
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	})
}

func Example() {
	ctx := context.Background()
	// In a program: huaweiorg.NewClient(huaweiorg.DefaultProvider())
	client, err := huaweiorg.NewClient(auth.Static("key", "secret", ""), huaweiorg.WithTransport(inMemory(false)))
	if err != nil {
		fmt.Println(err)
		return
	}
	for h, err := range client.ListHandshakes().All(ctx) {
		if err != nil {
			fmt.Println("the list is not complete:", err)
			return
		}
		fmt.Println(h.ID, h.Status, h.Target.Entity)
	}
	// Output:
	// h-0001 accepted acme-build
	// h-0002 pending acme-sandbox
}

func ExampleClient_ListReceivedHandshakes() {
	client, err := huaweiorg.NewClient(auth.Static("key", "secret", ""), huaweiorg.WithTransport(inMemory(false)))
	if err != nil {
		fmt.Println(err)
		return
	}
	pager := client.ListReceivedHandshakes(pagination.WithPageSize(100), pagination.WithLimit(1))
	items, err := pager.Collect(context.Background())
	fmt.Println(len(items), err)
	// Output: 1 <nil>
}

// If err is not nil, h is the zero Handshake. This loop is incorrect: it uses h before it
// checks err.
func ExampleClient_ListHandshakes_incorrect() {
	client, err := huaweiorg.NewClient(auth.Static("key", "secret", ""), huaweiorg.WithTransport(inMemory(true)))
	if err != nil {
		fmt.Println(err)
		return
	}
	for h, err := range client.ListHandshakes().All(context.Background()) {
		fmt.Printf("invitation %q is %q\n", h.ID, h.Status) // wrong: this invitation does not exist
		if err != nil {
			fmt.Println("permission denied:", errors.Is(err, huaweiorg.ErrPermission))
		}
	}
	// Output:
	// invitation "" is ""
	// permission denied: true
}

func ExampleError() {
	client, err := huaweiorg.NewClient(auth.Static("key", "secret", ""), huaweiorg.WithTransport(inMemory(true)))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.ListHandshakes().Collect(context.Background())
	e, ok := errors.AsType[*huaweiorg.Error](err)
	if !ok {
		fmt.Println("the service did not refuse it:", err)
		return
	}
	fmt.Println(e.Op, e.StatusCode, e.Code)
	// Output: ListHandshakes 403 Organizations.1007
}
