package huaweiorg_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// Do performs any operation of the service, with the signature, retries and errors of the
// client.
func ExampleClient_Do() {
	_, client, err := troubled()
	if err != nil {
		fmt.Println(err)
		return
	}
	req, err := http.NewRequest(http.MethodGet, "/v1/organizations/handshakes?limit=1", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp, err := client.Do(context.Background(), auth.Call{Op: "ListHandshakes", Safe: true, Request: req})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(resp.StatusCode, resp.Attempts, len(resp.Body) > 0)
	// Output: 200 2 true
}

// With the access key of another account, the client sends nothing.
func ExampleWithAccount() {
	service, client, err := troubled(huaweiorg.WithAccount("account-1"))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.ListHandshakes().Collect(context.Background())
	fmt.Println(errors.Is(err, huaweiorg.ErrInvalid), len(service.Requests()))
	// Output: true 0
}

// A program that does not need the service for a while closes its connections.
func ExampleClient_CloseIdleConnections() {
	_, client, err := troubled()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.CloseIdleConnections()
	items, err := client.ListHandshakes().Collect(context.Background())
	fmt.Println(len(items), err)
	// Output: 3 <nil>
}
