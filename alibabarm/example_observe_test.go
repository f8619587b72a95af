package alibabarm_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// troubled returns a service that fails once, and a client that does not wait long.
func troubled(opts ...alibabarm.Option) (*alibabarmtest.Service, *alibabarm.Client, error) {
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.Seed(s.Believable(3)...)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.BadGateway()})
	quick := alibabarm.WithRetry(auth.Retry{MinWait: time.Nanosecond, MaxWait: time.Nanosecond})
	client, err := s.NewClient(root, append([]alibabarm.Option{quick}, opts...)...)
	return s, client, err
}

// A tracer starts a span for each attempt. With OpenTelemetry, use otelhttp.NewTransport
// instead.
type tracer struct{ base http.RoundTripper }

func (t tracer) RoundTrip(req *http.Request) (*http.Response, error) {
	fmt.Println("begin", req.Method, req.Header.Get("X-Acs-Action")) // span := start(req.Context(), …)
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		fmt.Println("end", err)
		return nil, err
	}
	fmt.Println("end", resp.StatusCode)
	return resp, nil
}

// The client calls the transport once for each attempt, so each attempt has a span. In a
// program, the base is an *http.Transport: a clone of http.DefaultTransport, with
// MaxConnsPerHost and MaxIdleConnsPerHost of 64.
func ExampleWithTransport() {
	service, client, err := troubled()
	if err != nil {
		fmt.Println(err)
		return
	}
	traced := client.With(alibabarm.WithTransport(tracer{service.RoundTripper()}))
	items, err := traced.ListHandshakesForResourceDirectory().Collect(context.Background())
	fmt.Println(len(items), err)
	// Output:
	// begin POST ListHandshakesForResourceDirectory
	// end 502
	// begin POST ListHandshakesForResourceDirectory
	// end 200
	// 3 <nil>
}

// An observer gets the result of each call: for metrics, and for the request IDs that the
// vendor's support asks for.
func ExampleWithObserver() {
	_, client, err := troubled(alibabarm.WithObserver(func(_ context.Context, info auth.CallInfo) {
		fmt.Println(info.Op, info.StatusCode, info.Attempts, info.RequestID != "", info.Duration > 0, info.Err)
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	items, err := client.ListHandshakesForResourceDirectory(pagination.WithPageSize(2)).Collect(context.Background())
	fmt.Println(len(items), err)
	// Output:
	// ListHandshakesForResourceDirectory 200 2 true true <nil>
	// ListHandshakesForResourceDirectory 200 1 true true <nil>
	// 3 <nil>
}

// The client logs a record for each attempt, and a warning for each retry.
func ExampleWithLogger() {
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			switch a.Key { // their values differ each time
			case slog.TimeKey, "duration", "wait", "request_id":
				return slog.Attr{}
			}
			return a
		},
	}))
	_, client, err := troubled(alibabarm.WithLogger(logger))
	if err != nil {
		fmt.Println(err)
		return
	}
	items, err := client.ListHandshakesForResourceDirectory().Collect(context.Background())
	fmt.Println(len(items), err)
	// Output:
	// level=DEBUG msg=attempt op=ListHandshakesForResourceDirectory attempt=1 status=502
	// level=WARN msg=retry op=ListHandshakesForResourceDirectory attempt=1 reason=ambiguous
	// level=DEBUG msg=attempt op=ListHandshakesForResourceDirectory attempt=2 status=200
	// 3 <nil>
}

// A turnstile allows one attempt at a time.
type turnstile struct{ passed int }

func (t *turnstile) Wait(context.Context) error { t.passed++; return nil }

// One limiter serves the complete program, because clients from With share it. In a program,
// use rate.NewLimiter(3, 10) of golang.org/x/time/rate.
func ExampleWithLimiter() {
	limiter := new(turnstile)
	_, client, err := troubled(alibabarm.WithLimiter(limiter))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.ListHandshakesForResourceDirectory().Collect(context.Background())
	fmt.Println(limiter.passed, err)
	_, err = client.With(alibabarm.WithUserAgent("inventory/1.2")).ListHandshakesForResourceDirectory().Collect(context.Background())
	fmt.Println(limiter.passed, err)
	// Output:
	// 2 <nil>
	// 3 <nil>
}
