package alibabarmtest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// The service has two accounts and one invitation. Both accounts see it.
func Example() {
	s := alibabarmtest.New()
	inviter := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	invitee := s.AddAccount(alibabarmtest.Account{Name: "acme-sandbox"})
	s.Seed(alibabarm.Handshake{
		Note:         "Please join by Friday",
		TargetType:   alibabarm.TargetTypeAccount,
		TargetEntity: invitee.ID,
	})

	ctx := context.Background()
	sender, err := s.NewClient(inviter)
	if err != nil {
		fmt.Println(err)
		return
	}
	receiver, err := s.NewClient(invitee)
	if err != nil {
		fmt.Println(err)
		return
	}
	for h, err := range sender.ListHandshakesForResourceDirectory().All(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("sent:", h.Status, h.Note)
	}
	for h, err := range receiver.ListHandshakesForAccount().All(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("received:", h.Status, "from", h.MasterAccountName)
	}
	// Output:
	// sent: Pending Please join by Friday
	// received: Pending from acme-root
}

// pending is the code under test. It counts the open invitations.
func pending(ctx context.Context, c *alibabarm.Client) (n int, err error) {
	for h, err := range c.ListHandshakesForResourceDirectory(pagination.WithPageSize(2)).All(ctx) {
		if err != nil {
			return 0, err
		}
		if h.Status == alibabarm.StatusPending {
			n++
		}
	}
	return n, nil
}

// The second page fails, and then time passes. A test would also check Unused, which returns
// the faults that did not apply to any request.
func ExampleService_Inject() {
	s := alibabarmtest.New()
	inviter := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.Seed(make([]alibabarm.Handshake, 3)...)
	s.Inject(alibabarmtest.Fault{
		Op:   alibabarmtest.ListHandshakesForResourceDirectory,
		Skip: 1,
		Kind: alibabarmtest.Refuse(403, "NoPermission", "Not authorized to do resourcemanager:ListHandshakesForResourceDirectory."),
	})
	client, err := s.NewClient(inviter)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	_, err = pending(ctx, client)
	fmt.Println("denied:", errors.Is(err, alibabarm.ErrPermission), "left:", len(s.Unused()))
	n, err := pending(ctx, client)
	fmt.Println("now:", n, err)
	s.Advance(15 * 24 * time.Hour)
	n, err = pending(ctx, client)
	fmt.Println("in 15 days:", n, err)
	// Output:
	// denied: true left: 0
	// now: 3 <nil>
	// in 15 days: 0 <nil>
}

// Requests returns what the program sent, and as which account.
func ExampleService_Requests() {
	s := alibabarmtest.New()
	inviter := s.AddAccount(alibabarmtest.Account{ID: "1482310095517701", Role: alibabarmtest.Management})
	s.Seed(make([]alibabarm.Handshake, 3)...)
	client, err := s.NewClient(inviter)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := pending(context.Background(), client); err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range s.Requests() {
		fmt.Println(r.Op, r.Version, "by", r.AccountID, "page", r.Query.Get("PageNumber"), "of", r.Query.Get("PageSize"), r.Status)
	}
	// Output:
	// ListHandshakesForResourceDirectory 2020-03-31 by 1482310095517701 page 1 of 2 200
	// ListHandshakesForResourceDirectory 2020-03-31 by 1482310095517701 page 2 of 2 200
}
