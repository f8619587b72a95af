package auth_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// newClient returns a client of a service in memory. It does not wait between two attempts.
func newClient(service *authtest.Server) (*auth.Client, error) {
	return auth.NewClient(auth.Config{
		Base:     service,
		Endpoint: "https://iam.example.test",
		Provider: auth.Static("AKIDEXAMPLE0006", "a secret", ""),
		Signer:   huawei.Signer{},
		Classify: classify,
		Jitter:   func(time.Duration) time.Duration { return 0 },
	})
}

// classify classifies the responses of this service.
func classify(call auth.Call, r *auth.Response) auth.Decision {
	switch {
	case r.StatusCode < 300:
		return auth.Decision{}
	case r.StatusCode >= 500:
		return auth.Decision{Verdict: auth.Ambiguous, Err: fmt.Errorf("%s: %w", call.Op, auth.ErrUnavailable)}
	default:
		return auth.Decision{Verdict: auth.Fatal, Err: fmt.Errorf("%s: %s", call.Op, r.Excerpt(string(r.Body), 100))}
	}
}

// Some responses do not show what the service did. The client resends a read then, but never a
// write.
func ExampleClient_Do() {
	asked := 0
	client, err := newClient(&authtest.Server{Respond: func(*http.Request, []byte) authtest.Reply {
		if asked++; asked%2 == 1 {
			return authtest.Reply{Status: http.StatusServiceUnavailable}
		}
		return authtest.JSON(http.StatusOK, map[string]string{"name": "eu-west-101"})
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	for _, call := range []struct {
		method, op string
		safe       bool
	}{
		{method: http.MethodGet, op: "ShowProject", safe: true},
		{method: http.MethodPost, op: "CreateProject"},
	} {
		req, err := http.NewRequest(call.method, "/v3/project", nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		resp, err := client.Do(ctx, auth.Call{Op: call.op, Safe: call.safe, Request: req})
		fmt.Println(resp.Attempts, resp.StatusCode, string(resp.Body), err)
	}
	// Output:
	// 2 200 {"name":"eu-west-101"} <nil>
	// 1 503  CreateProject: service unavailable
}

// The copy never retries.
func ExampleClient_With() {
	client, err := newClient(&authtest.Server{Respond: func(*http.Request, []byte) authtest.Reply {
		return authtest.Reply{Status: http.StatusServiceUnavailable}
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	once, err := client.With(func(c *auth.Config) { c.Retry.MaxRetries = -1 })
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range []*auth.Client{client, once} {
		req, err := http.NewRequest(http.MethodGet, "/v3/projects", nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		resp, err := c.Do(context.Background(), auth.Call{Op: "ListProjects", Safe: true, Request: req})
		fmt.Println(resp.Attempts, errors.Is(err, auth.ErrUnavailable))
	}
	// Output:
	// 5 true
	// 1 true
}

// Credentials shows which account a client signs for.
func ExampleClient_Credentials() {
	client, err := newClient(&authtest.Server{})
	if err != nil {
		fmt.Println(err)
		return
	}
	credentials, err := client.Credentials(context.Background())
	fmt.Println(credentials.AccessKeyID, err)
	// Output:
	// AKIDEXAMPLE0006 <nil>
}

// A provider may know why its credentials are refused.
func ExampleClient_Hint() {
	client, err := auth.NewClient(auth.Config{
		Endpoint: "https://service.example.com",
		Provider: knowing{auth.Static("AKIDEXAMPLE", "secret", "")},
		Signer:   huawei.Signer{},
		Classify: classify,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(client.Hint())
	// Output: the account of the access key is not known
}

type knowing struct{ auth.Provider }

func (knowing) Hint() string { return "the account of the access key is not known" }

// Scope distinguishes the lists of two services.
func ExampleClient_Scope() {
	client, err := newClient(&authtest.Server{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(client.Scope())
	// Output: https://iam.example.test
}

// If a refusal repeats what the client signed, the error leaves that out.
func ExampleResponse_Excerpt() {
	client, err := newClient(&authtest.Server{Respond: func(r *http.Request, _ []byte) authtest.Reply {
		return authtest.Reply{Status: 401, Body: []byte("Not accepted, " + r.Header.Get("Authorization"))}
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	req, err := http.NewRequest(http.MethodGet, "/v3/projects", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Do(context.Background(), auth.Call{Op: "ListProjects", Safe: true, Request: req})
	fmt.Println(err)
	// Output: ListProjects: Not accepted [echo of the request left out]
}

// The client reads a response of up to a megabyte within five seconds, however slowly it
// arrives.
func ExampleReadBody() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	resp := &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("pending")), ContentLength: -1}
	body, err := auth.ReadBody(ctx, resp, 1<<20)
	fmt.Println(string(body), err)
	// Output: pending <nil>
}
