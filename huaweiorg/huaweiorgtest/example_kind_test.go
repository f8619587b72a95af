package huaweiorgtest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// list lists three invitations of a service with a fault. The client does not retry, and
// accepts at most 1 MiB.
func list(ctx context.Context, fault huaweiorgtest.Fault, opts ...pagination.Option) ([]huaweiorg.Handshake, error) {
	s := huaweiorgtest.New()
	inviter := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.Seed(make([]huaweiorg.Handshake, 3)...)
	s.Inject(fault)
	client, err := s.NewClient(inviter,
		huaweiorg.WithRetry(auth.Retry{MaxRetries: -1}), huaweiorg.WithMaxResponseBytes(1<<20))
	if err != nil {
		return nil, err
	}
	return client.ListHandshakes(opts...).Collect(ctx)
}

// condition returns the name of the first condition that an error matches.
func condition(err error) string {
	for _, c := range []error{
		huaweiorg.ErrThrottled, huaweiorg.ErrUnauthenticated, huaweiorg.ErrTooLarge, huaweiorg.ErrUnavailable,
		pagination.ErrLoop, context.Canceled,
	} {
		if errors.Is(err, c) {
			return c.Error()
		}
	}
	if err != nil {
		return "another error"
	}
	return "no error"
}

// Each kind of fault leads to a condition of the client.
func ExampleKind() {
	for _, kind := range []huaweiorgtest.Kind{
		{}, // lets one request pass

		// The gateway refuses.
		huaweiorgtest.Throttled("2"),
		huaweiorgtest.StaleToken(),
		huaweiorgtest.WrongKeys(),
		huaweiorgtest.UnavailableIAM(),

		// A proxy responds instead of the service.
		huaweiorgtest.Unavailable(),
		huaweiorgtest.BadGateway(),
		huaweiorgtest.Redirect(302, "https://login.example.test/"),
		huaweiorgtest.Raw(200, "Welcome to the Wi-Fi", "Content-Type: text/html"),

		// The connection breaks.
		huaweiorgtest.NoConnection(),
		huaweiorgtest.Reset(),
		huaweiorgtest.CutBody(100),
		huaweiorgtest.ResetBody(100),

		// The body is not complete or not valid.
		huaweiorgtest.TruncateBody(100),
		huaweiorgtest.AppendBody("}"),
		huaweiorgtest.Huge(2 << 20),
	} {
		got, err := list(context.Background(), huaweiorgtest.Fault{Kind: kind})
		fmt.Printf("%s: %d, %s\n", kind, len(got), condition(err))
	}
	// Output:
	// pass: 3, no error
	// refuse with 429 APIGW.0308: 0, throttled
	// refuse with 401 APIGW.0307: 0, not authenticated
	// wrong keys: 0, not authenticated
	// refuse with 503 APIGW.0613: 0, service unavailable
	// service unavailable: 0, service unavailable
	// bad gateway: 0, service unavailable
	// redirect with 302: 0, another error
	// raw 200: 0, service unavailable
	// no connection: 0, service unavailable
	// reset: 0, service unavailable
	// cut body after 100 bytes: 0, service unavailable
	// reset body after 100 bytes: 0, service unavailable
	// only 100 bytes of the body: 0, service unavailable
	// more behind the body: 0, service unavailable
	// a body of 2097152 bytes: 0, response too large
}

// Kinds that wait obey the context of the request. Here the caller's context ends.
func ExampleHang() {
	ctx, cancel := context.WithCancel(context.Background())
	_, err := list(ctx, huaweiorgtest.Fault{Kind: huaweiorgtest.Together(huaweiorgtest.Hook(cancel), huaweiorgtest.Hang())})
	fmt.Println(condition(err))
	// Output: context canceled
}

// Delay makes a service slow to respond, and Drip makes it slow to end.
func ExampleTogether() {
	slow := huaweiorgtest.Together(huaweiorgtest.Delay(time.Millisecond), huaweiorgtest.Drip(time.Microsecond))
	got, err := list(context.Background(), huaweiorgtest.Fault{Kind: slow})
	fmt.Println(slow)
	fmt.Println(len(got), err)
	// Output:
	// delay of 1ms + a byte each 1µs
	// 3 <nil>
}

// Lists can fail in these ways, in pages of two.
func ExampleRepeatMarker() {
	for _, fault := range []huaweiorgtest.Fault{
		{Kind: huaweiorgtest.EmptyPage()},
		{Kind: huaweiorgtest.RepeatMarker(1), Times: huaweiorgtest.Always},
		{Kind: huaweiorgtest.DropField("page_info")}, // the client takes it for the last page
	} {
		got, err := list(context.Background(), fault, pagination.WithPageSize(2))
		fmt.Printf("%s: %d, %s\n", fault.Kind, len(got), condition(err))
	}
	// Output:
	// empty page: 3, no error
	// marker repeated after 1: 4, the service repeats a marker
	// drop page_info: 2, no error
}

// A test can change a field, or remove it.
func ExampleSetField() {
	got, err := list(context.Background(), huaweiorgtest.Fault{Kind: huaweiorgtest.Together(
		huaweiorgtest.SetField("handshakes.0.status", "suspended"),
		huaweiorgtest.DropField("handshakes.1.target"),
	)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%q is final: %t\n", got[0].Status, got[0].Status.Final())
	fmt.Printf("target: %q\n", got[1].Target.Entity)
	// Output:
	// "suspended" is final: false
	// target: ""
}
