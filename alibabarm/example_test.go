package alibabarm_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// inMemory is a stand-in for the service. It responds with two pages, or with a refusal.
func inMemory(refuse bool) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		status, body := 200, `{"TotalCount":2,"PageNumber":1,"PageSize":1,"Handshakes":{"Handshake":[{"HandshakeId":"h-0001","Status":"Accepted","TargetType":"Account","TargetEntity":"1190022334455667"}]}}`
		switch {
		case refuse:
			status, body = 403, `{"Code":"NoPermission","Message":"Not authorized."}`
		case req.URL.Query().Get("PageNumber") == "2":
			body = `{"TotalCount":2,"PageNumber":2,"PageSize":1,"Handshakes":{"Handshake":[{"HandshakeId":"h-0002","Status":"Pending","TargetType":"Email","TargetEntity":"dev@example.org"}]}}`
		case req.URL.Query().Get("PageNumber") != "1":
			body = `{"TotalCount":2,"PageSize":1}`
		}
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	})
}

func Example() {
	ctx := context.Background()
	// In a program: alibabarm.NewClient(alibabarm.DefaultProvider())
	client, err := alibabarm.NewClient(auth.Static("key", "secret", ""), alibabarm.WithTransport(inMemory(false)))
	if err != nil {
		fmt.Println(err)
		return
	}
	for h, err := range client.ListHandshakesForResourceDirectory().All(ctx) {
		if err != nil {
			fmt.Println("the list is not complete:", err)
			return
		}
		fmt.Println(h.ID, h.Status, h.TargetEntity)
	}
	// Output:
	// h-0001 Accepted 1190022334455667
	// h-0002 Pending dev@example.org
}

func ExampleClient_ListHandshakesForAccount() {
	client, err := alibabarm.NewClient(auth.Static("key", "secret", ""), alibabarm.WithTransport(inMemory(false)))
	if err != nil {
		fmt.Println(err)
		return
	}
	pager := client.ListHandshakesForAccount(pagination.WithPageSize(100), pagination.WithLimit(1))
	items, err := pager.Collect(context.Background())
	fmt.Println(len(items), err)
	// Output: 1 <nil>
}

// If err is not nil, h is the zero Handshake. This loop is incorrect: it uses h before it
// checks err.
func ExampleClient_ListHandshakesForResourceDirectory_incorrect() {
	client, err := alibabarm.NewClient(auth.Static("key", "secret", ""), alibabarm.WithTransport(inMemory(true)))
	if err != nil {
		fmt.Println(err)
		return
	}
	for h, err := range client.ListHandshakesForResourceDirectory().All(context.Background()) {
		fmt.Printf("invitation %q is %q\n", h.ID, h.Status) // wrong: this invitation does not exist
		if err != nil {
			fmt.Println("permission denied:", errors.Is(err, alibabarm.ErrPermission))
		}
	}
	// Output:
	// invitation "" is ""
	// permission denied: true
}

func ExampleError() {
	client, err := alibabarm.NewClient(auth.Static("key", "secret", ""), alibabarm.WithTransport(inMemory(true)))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.ListHandshakesForResourceDirectory().Collect(context.Background())
	e, ok := errors.AsType[*alibabarm.Error](err)
	if !ok {
		fmt.Println("the service did not refuse it:", err)
		return
	}
	fmt.Println(e.Op, e.StatusCode, e.Code)
	// Output: ListHandshakesForResourceDirectory 403 NoPermission
}
