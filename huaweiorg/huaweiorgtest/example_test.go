package huaweiorgtest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// The service has two accounts and one invitation. Both accounts see it.
func Example() {
	s := huaweiorgtest.New()
	inviter := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	invitee := s.AddAccount(huaweiorgtest.Account{Name: "acme-sandbox"})
	s.Seed(huaweiorg.Handshake{
		Notes:  "Please join by Friday",
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: invitee.ID},
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
	for h, err := range sender.ListHandshakes().All(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("sent:", h.Status, h.Notes)
	}
	for h, err := range receiver.ListReceivedHandshakes().All(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("received:", h.Status, "from", h.ManagementAccountName)
	}
	// Output:
	// sent: pending Please join by Friday
	// received: pending from acme_root
}

// pending is the code under test. It counts the open invitations.
func pending(ctx context.Context, c *huaweiorg.Client) (n int, err error) {
	for h, err := range c.ListHandshakes(pagination.WithPageSize(2)).All(ctx) {
		if err != nil {
			return 0, err
		}
		if h.Status == huaweiorg.StatusPending {
			n++
		}
	}
	return n, nil
}

// The second page fails, and then time passes. A test would also check Unused, which returns
// the faults that did not apply to any request.
func ExampleService_Inject() {
	s := huaweiorgtest.New()
	inviter := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.Seed(make([]huaweiorg.Handshake, 3)...)
	s.Inject(huaweiorgtest.Fault{
		Op:   huaweiorgtest.ListHandshakes,
		Skip: 1,
		Kind: huaweiorgtest.Refuse(403, "Organizations.1007", "Policy denies 'organizations:handshakes:list'."),
	})
	client, err := s.NewClient(inviter)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	_, err = pending(ctx, client)
	fmt.Println("denied:", errors.Is(err, huaweiorg.ErrPermission), "left:", len(s.Unused()))
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
	s := huaweiorgtest.New()
	inviter := s.AddAccount(huaweiorgtest.Account{ID: "5f0e1d2c3b4a69788796a5b4c3d2e1f0", Role: huaweiorgtest.Management})
	s.Seed(make([]huaweiorg.Handshake, 3)...)
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
		fmt.Println(r.Op, r.AccountID, "limit", r.Query.Get("limit"), "marker", r.Query.Has("marker"), r.Status)
	}
	// Output:
	// ListHandshakes 5f0e1d2c3b4a69788796a5b4c3d2e1f0 limit 2 marker false 200
	// ListHandshakes 5f0e1d2c3b4a69788796a5b4c3d2e1f0 limit 2 marker true 200
}
