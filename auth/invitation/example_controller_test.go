package invitation_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// reconcile is one pass of a controller: it invites the desired accounts that are not
// members, and cancels all other invitations. It reads each list once. If the daily quota
// is used up and it is known until when, that is no error: again is when to come back.
func reconcile(ctx context.Context, s invitation.Service, desired []invitation.Target) (again time.Time, _ error) {
	// An account that joins between the two lists is pending in the first one. In the
	// opposite order, it would have accepted and not be a member, as if it had left.
	sent, err := pagination.Collect(s.Sent(ctx))
	if err != nil {
		return again, err
	}
	members, err := pagination.Collect(s.Members(ctx))
	if err != nil {
		return again, err
	}
	var inputs []invitation.Input
	for _, target := range desired {
		inputs = append(inputs, invitation.Input{Target: target, Note: "Please join"})
	}
	var failed []error
	for o, err := range s.InviteAll(ctx, slices.Values(inputs), invitation.WithSent(sent), invitation.KnownMembers(members), invitation.Reinvite(invitation.StatusExpired)) {
		if !o.RetryAt.IsZero() {
			again = o.RetryAt
			continue
		}
		failed = append(failed, cmp.Or(err, o.Failure()))
	}
	surplus := func(i invitation.Invitation) bool { return !slices.Contains(desired, i.Target) }
	for o, err := range s.CancelPending(ctx, surplus, invitation.WithSent(sent)) {
		failed = append(failed, cmp.Or(err, o.Failure()))
	}
	return again, errors.Join(failed...)
}

// A controller compares a desired list with members and invitations. A pass reads each list
// once and sends one request for each change, so that a pass without one is two requests.
func Example_controller() {
	hw, ali := huaweiorgtest.New(), alibabarmtest.New()
	huawei, err := hw.NewClient(hw.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
	alibaba, err2 := ali.NewClient(ali.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err := errors.Join(err, err2); err != nil {
		fmt.Println(err)
		return
	}
	// Each cloud has a member, an invitation that has expired, and one that nobody wants.
	hwIDs := []string{hw.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Member}).ID, hw.AddAccount(huaweiorgtest.Account{}).ID}
	hw.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: "account", Entity: hwIDs[1]}, Status: huaweiorg.StatusExpired}, huaweiorg.Handshake{})
	aliIDs := []string{ali.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member}).ID, ali.AddAccount(alibabarmtest.Account{}).ID}
	ali.Seed(alibabarm.Handshake{TargetType: "Account", TargetEntity: aliIDs[1], Status: alibabarm.StatusExpired}, alibabarm.Handshake{})

	for _, c := range []struct {
		service  invitation.Service
		ids      []string
		requests func() int
	}{
		{service: huawei.Invitations(), ids: hwIDs, requests: func() int { return len(hw.Requests()) }},
		{service: alibaba.Invitations(), ids: aliIDs, requests: func() int { return len(ali.Requests()) }},
	} {
		var desired []invitation.Target
		for _, id := range c.ids {
			desired = append(desired, invitation.Target{Type: invitation.TargetTypeAccount, Entity: id})
		}
		for range 2 {
			before := c.requests()
			again, err := reconcile(context.Background(), c.service, desired)
			fmt.Println(c.service.Name(), c.requests()-before, "requests", again.IsZero(), err)
		}
	}
	// Output:
	// huawei 4 requests true <nil>
	// huawei 2 requests true <nil>
	// alibaba 4 requests true <nil>
	// alibaba 2 requests true <nil>
}
