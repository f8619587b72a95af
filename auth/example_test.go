package auth_test

import (
	"fmt"
	"net/http"
	"os"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// The client signs everything that it sends to one host.
func ExampleTransport() {
	client := &http.Client{Transport: &auth.Transport{
		Provider: auth.Static(os.Getenv("MY_ACCESS_KEY"), os.Getenv("MY_SECRET_KEY"), ""),
		Signer:   huawei.Signer{},
		Host:     "organizations.myhuaweicloud.com",
	}}
	resp, err := client.Get("https://organizations.myhuaweicloud.com/v1/organizations")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	fmt.Println(resp.Status)
}
