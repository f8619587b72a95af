package alibabarmtest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// list lists three invitations of a service with a fault. The client does not retry, and
// accepts at most 1 MiB.
func list(ctx context.Context, fault alibabarmtest.Fault, opts ...pagination.Option) ([]alibabarm.Handshake, error) {
	s := alibabarmtest.New()
	inviter := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.Seed(make([]alibabarm.Handshake, 3)...)
	s.Inject(fault)
	client, err := s.NewClient(inviter,
		alibabarm.WithRetry(auth.Retry{MaxRetries: -1}), alibabarm.WithMaxResponseBytes(1<<20))
	if err != nil {
		return nil, err
	}
	return client.ListHandshakesForResourceDirectory(opts...).Collect(ctx)
}

// condition returns the name of the first condition that an error matches.
func condition(err error) string {
	for _, c := range []error{
		alibabarm.ErrThrottled, alibabarm.ErrUnauthenticated, alibabarm.ErrTooLarge, alibabarm.ErrUnavailable,
		pagination.ErrNoProgress, pagination.ErrDrift, context.Canceled,
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
	for _, kind := range []alibabarmtest.Kind{
		{}, // lets one request pass

		// The gateway refuses.
		alibabarmtest.Throttled("2000"),
		alibabarmtest.ConcurrentCall(),
		alibabarmtest.StaleToken(),
		alibabarmtest.WrongKeys(),
		alibabarmtest.UnknownKey(),
		alibabarmtest.NonceUsed(),
		alibabarmtest.Unavailable(),

		// A proxy responds instead of the service.
		alibabarmtest.BadGateway(),
		alibabarmtest.Redirect(302, "https://login.example.test/"),
		alibabarmtest.Raw(200, "Welcome to the Wi-Fi", "Content-Type: text/html"),

		// The connection breaks.
		alibabarmtest.NoConnection(),
		alibabarmtest.Reset(),
		alibabarmtest.CutBody(100),
		alibabarmtest.ResetBody(100),

		// The body is not complete or not valid.
		alibabarmtest.TruncateBody(100),
		alibabarmtest.AppendBody("}"),
		alibabarmtest.Huge(2 << 20),
	} {
		got, err := list(context.Background(), alibabarmtest.Fault{Kind: kind})
		fmt.Printf("%s: %d, %s\n", kind, len(got), condition(err))
	}
	// Output:
	// pass: 3, no error
	// throttled: 0, throttled
	// refuse with 429 ConcurrentCallNotSupported: 0, another error
	// stale token: 0, not authenticated
	// wrong keys: 0, not authenticated
	// unknown key: 0, not authenticated
	// nonce used: 0, service unavailable
	// refuse with 503 ServiceUnavailable: 0, service unavailable
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
	_, err := list(ctx, alibabarmtest.Fault{Kind: alibabarmtest.Together(alibabarmtest.Hook(cancel), alibabarmtest.Hang())})
	fmt.Println(condition(err))
	// Output: context canceled
}

// Delay makes a service slow to respond, and Drip makes it slow to end.
func ExampleTogether() {
	slow := alibabarmtest.Together(alibabarmtest.Delay(time.Millisecond), alibabarmtest.Drip(time.Microsecond))
	got, err := list(context.Background(), alibabarmtest.Fault{Kind: slow})
	fmt.Println(slow)
	fmt.Println(len(got), err)
	// Output:
	// delay of 1ms + a byte each 1µs
	// 3 <nil>
}

// Lists can fail in these ways, in pages of two. A second pass finds what a page lacked once.
func ExampleOnPage() {
	const always = alibabarmtest.Always
	for _, fault := range []alibabarmtest.Fault{
		{Times: always, Kind: alibabarmtest.ClampSize(1)},
		{Times: always, Kind: alibabarmtest.Together(alibabarmtest.ClampSize(1), alibabarmtest.EchoAsked())},
		{Times: always, Kind: alibabarmtest.ClampNumber()},
		{Times: always, Kind: alibabarmtest.IgnoreNumber()},
		{Times: always, Kind: alibabarmtest.PageTotal()},
		{Times: always, Kind: alibabarmtest.ChangingTotal(1)},
		{Times: always, Kind: alibabarmtest.DropField("TotalCount")},
		{Times: 1, Kind: alibabarmtest.ShortPage(1)},
		{Times: 2, Kind: alibabarmtest.OnPage(2, alibabarmtest.EmptyPage())},
	} {
		got, err := list(context.Background(), fault, pagination.WithPageSize(2))
		fmt.Printf("%s: %d, %s\n", fault.Kind, len(got), condition(err))
	}
	// Output:
	// page size clamped to 1: 3, no error
	// page size clamped to 1 + echo as asked: 3, no error
	// page number clamped: 3, no error
	// page number ignored: 2, the service makes no progress
	// total of the page: 3, no error
	// total changing by 1: 3, the list changed while it was read
	// drop TotalCount: 3, no error
	// page cut to 1: 3, no error
	// on page 2: empty page: 3, no error
}

// A test can change a field, or remove it, in XML too.
func ExampleSetField() {
	got, err := list(context.Background(), alibabarmtest.Fault{Kind: alibabarmtest.Together(
		alibabarmtest.XML(),
		alibabarmtest.SetField("Handshakes.Handshake.0.Status", "Suspended"),
		alibabarmtest.DropField("Handshakes.Handshake.1.TargetEntity"),
	)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%q is final: %t\n", got[0].Status, got[0].Status.Final())
	fmt.Printf("target: %q\n", got[1].TargetEntity)
	// Output:
	// "Suspended" is final: false
	// target: ""
}
