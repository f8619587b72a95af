package auth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// A spanning transport prints a line where a real one would make a span for each attempt.
type spanning struct{ base http.RoundTripper }

func (s spanning) RoundTrip(req *http.Request) (*http.Response, error) {
	if op, attempt, ok := auth.AttemptFrom(req.Context()); ok {
		fmt.Println(op, "attempt", attempt)
	}
	return s.base.RoundTrip(req)
}

func ExampleAttemptFrom() {
	client, err := newClient(&authtest.Server{Respond: func(*http.Request, []byte) authtest.Reply {
		return authtest.Reply{Status: http.StatusServiceUnavailable}
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	traced, err := client.With(func(c *auth.Config) {
		c.Base, c.Retry.MaxRetries = spanning{c.Base}, 1
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	req, err := http.NewRequest(http.MethodGet, "/v3/projects", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = traced.Do(context.Background(), auth.Call{Op: "ListProjects", Safe: true, Request: req})
	fmt.Println(err)
	// Output:
	// ListProjects attempt 1
	// ListProjects attempt 2
	// ListProjects: service unavailable
}

// observed returns a client that prints what its observer sees.
func observed() (*auth.Client, error) {
	client, err := newClient(&authtest.Server{Respond: func(*http.Request, []byte) authtest.Reply {
		return authtest.JSON(http.StatusOK, map[string]string{})
	}})
	if err != nil {
		return nil, err
	}
	return client.With(func(c *auth.Config) {
		c.Observers = append(c.Observers, func(_ context.Context, info auth.CallInfo) {
			fmt.Println(info.Op, info.StatusCode, info.Attempts, info.Err)
		})
	})
}

// The observer also sees a call that the program refuses before the client sends it.
func ExampleClient_Refuse() {
	client, err := observed()
	if err != nil {
		fmt.Println(err)
		return
	}
	err = client.Refuse(context.Background(), "ShowProject", errors.New("the ID is empty"))
	fmt.Println(err)
	// Output:
	// ShowProject 0 0 the ID is empty
	// the ID is empty
}

// DoOther makes a call for which a client package has no method.
func ExampleClient_DoOther() {
	client, err := observed()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, url := range []string{"/v3/projects", "https://elsewhere.example.com/v3/projects"} {
		req, err := http.NewRequest(http.MethodGet, url, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		call := auth.Call{Op: "ListProjects", Safe: true, Request: req}
		_, err = client.DoOther(context.Background(), call, http.Header{"Accept": {"application/json"}}, "X-Sdk-")
		fmt.Println(errors.Is(err, auth.ErrInvalid))
	}
	// Output:
	// ListProjects 200 1 <nil>
	// false
	// ListProjects 0 0 the request has a host of its own, and the client calls "iam.example.test" only: give the request a path without a host: invalid request
	// true
}

// The client decodes the response while it lends the body.
func ExampleClient_Decode() {
	client, err := observed()
	if err != nil {
		fmt.Println(err)
		return
	}
	req, err := http.NewRequest(http.MethodGet, "/v3/projects", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	length := 0
	resp, err := client.Decode(context.Background(), auth.Call{
		Op: "ListProjects", Safe: true, Request: req,
		Check: func(r *auth.Response) auth.Decision {
			length = len(r.Body)
			return auth.Decision{}
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(length > 0, resp.Body == nil)
	// Output:
	// ListProjects 200 1 <nil>
	// true true
}

// An option that takes a transport refuses nil.
func ExampleRequireTransport() {
	client, err := newClient(&authtest.Server{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.With(func(c *auth.Config) { c.Base = auth.RequireTransport(nil) })
	fmt.Println(errors.Is(err, auth.ErrInvalid))
	// Output: true
}

func ExampleClient_CloseIdleConnections() {
	client, err := newClient(&authtest.Server{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.CloseIdleConnections()
	fmt.Println(client.Scope())
	// Output: https://iam.example.test
}
