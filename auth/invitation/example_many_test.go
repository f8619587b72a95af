package invitation_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// Many invited accounts accept at the same time, a few at once. An account that fails does
// not stop the others.
func ExampleService_AcceptFrom_manyAccounts() {
	ctx, trust := context.Background(), invitation.Trust{InviterIDs: []string{"1001"}}
	accounts := func(yield func(pagination.Source[invitation.Outcome]) bool) {
		for _, name := range []string{"payments", "staging"} {
			var c exampleCloud // a program makes a client with the account's credentials
			c.add("2002", invitation.StatusPending)
			accept := func(ctx context.Context) iter.Seq2[invitation.Outcome, error] {
				return c.service().AcceptFrom(ctx, trust)
			}
			if !yield(pagination.Source[invitation.Outcome]{Name: name, Items: accept}) {
				return
			}
		}
	}
	for sourced, err := range pagination.MergeSourced(ctx, 32, accounts) {
		if failed, ok := errors.AsType[*pagination.SourceError](err); ok {
			fmt.Println(failed.Name, "failed:", failed.Err)
			continue
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(sourced.Source, sourced.Item.Result)
	}
	// Unordered output:
	// payments accepted
	// staging accepted
}

// Wait for all invitations of a list, for a day at most. Those that are left then come with
// their last state.
func ExampleService_WaitAll() {
	var c exampleCloud
	c.add("2002", invitation.StatusAccepted)
	c.add("3003", invitation.StatusDeclined)
	ctx, cancel := context.WithTimeout(context.Background(), 24*time.Hour)
	defer cancel()
	in := invitation.WaitInput{Want: invitation.StatusAccepted, Progress: func(p invitation.WaitProgress) {
		fmt.Printf("%d of %d have ended, the next reading is in %v\n", p.Done, p.Total, p.Pause)
	}}
	for w, err := range c.service().WaitAll(ctx, []string{"h-1", "h-2"}, in) {
		if err != nil {
			fmt.Println("stopped:", err)
			return
		}
		fmt.Println(w.ID, w.Invitation.Status, w.Err)
	}
	// Output:
	// h-1 accepted <nil>
	// h-2 declined example: WaitAll: the invitation is declined, not accepted
	// 2 of 2 have ended, the next reading is in 0s
}

// Watch continues where the run before ended, and yields what happened meanwhile.
func ExampleService_Watch() {
	var c exampleCloud
	before := []invitation.Invitation{c.add("2002", invitation.StatusPending), c.add("3003", invitation.StatusPending)}
	c.invitations[0].Status = invitation.StatusAccepted
	for change, err := range c.service().Watch(context.Background(), invitation.WatchInput{Since: before}) {
		if err != nil {
			fmt.Println("this reading failed, and the next one goes on:", err)
			continue
		}
		fmt.Println(change.Invitation().Target.Entity, change.Kind)
		break // a program goes on until ctx ends
	}
	// Output: 2002 accepted
}

func ExampleChanges() {
	var c exampleCloud
	c.add("2002", invitation.StatusPending)
	c.add("3003", invitation.StatusExpired)
	before := append([]invitation.Invitation(nil), c.invitations...)
	c.invitations[0].Status = invitation.StatusDeclined
	c.add("3003", invitation.StatusPending)
	c.add("4004", invitation.StatusPending)
	for _, change := range invitation.Changes(before, c.invitations) {
		fmt.Println(change.Invitation().ID, change.Kind)
	}
	// Output:
	// h-1 declined
	// h-3 renewed
	// h-4 new
}

// A program decides what to do about each kind of change.
func ExampleChangeKind() {
	for _, kind := range []invitation.ChangeKind{
		invitation.ChangeNew, invitation.ChangeRenewed, invitation.ChangeAccepted, invitation.ChangeDeclined,
		invitation.ChangeCancelled, invitation.ChangeExpired, invitation.ChangeStatus, invitation.ChangeGone,
	} {
		switch kind {
		case invitation.ChangeNew, invitation.ChangeRenewed:
			fmt.Println(kind, "- remind the account's owner")
		case invitation.ChangeAccepted:
			fmt.Println(kind, "- set the account up")
		case invitation.ChangeDeclined, invitation.ChangeCancelled, invitation.ChangeExpired:
			fmt.Println(kind, "- ask the owner, and invite once more")
		case invitation.ChangeStatus, invitation.ChangeGone:
			fmt.Println(kind, "- have a look")
		}
	}
	// Output:
	// new - remind the account's owner
	// renewed - remind the account's owner
	// accepted - set the account up
	// declined - ask the owner, and invite once more
	// cancelled - ask the owner, and invite once more
	// expired - ask the owner, and invite once more
	// status - have a look
	// gone - have a look
}

// Before the first invitation, find out what the credentials allow.
func ExampleService_Check() {
	inviters, _, _ := organizations()
	for _, inviter := range inviters {
		id, err := inviter.Check(context.Background())
		if err != nil {
			fmt.Println(id, err)
			continue
		}
		fmt.Println(id.Cloud, id.Role, id.Access(invitation.ReadSent), id.Missing())
	}
	// Output:
	// huawei management allowed []
	// alibaba management allowed []
}
