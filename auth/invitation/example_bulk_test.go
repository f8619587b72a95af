package invitation_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A program that runs again and again reads each list once, and gives both to the verb.
func ExampleWithSent() {
	var c exampleCloud
	sent := []invitation.Invitation{c.add("2002", invitation.StatusPending), c.add("2003", invitation.StatusAccepted)}
	members := []invitation.Member{{ID: "2004"}}
	show(c.service().InviteAll(context.Background(), inputs("2002", "2003", "2004", "2005"), invitation.WithSent(sent), invitation.KnownMembers(members)))
	// Output:
	// 2002: already pending [h-1]
	// 2003: skipped [h-2]
	// 2004: already member []
	// 2005: created [h-3]
}

func ExampleKnownMembers() {
	var c exampleCloud
	known := invitation.KnownMembers([]invitation.Member{{ID: "2002"}})
	show(c.service().InviteAll(context.Background(), inputs("2002", "2003"), known))
	// Output:
	// 2002: already member []
	// 2003: created [h-1]
}

func ExampleDailyQuota() {
	var c exampleCloud
	for o, err := range c.service().InviteAll(context.Background(), inputs("2002", "2003"), invitation.DailyQuota(1)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s (%s)\n", o.Result, o.Reason)
	}
	// Output:
	// created ()
	// quota reached (not sent: the daily quota of 1 is used up; retry at 2026-11-03T09:00:00Z)
}

func ExampleOutcome_MarshalJSON() {
	o := invitation.Outcome{Target: account("2002"), Result: invitation.ResultQuotaReached, RetryAt: now.Add(24 * time.Hour), Err: auth.ErrQuota}
	if err := json.NewEncoder(os.Stdout).Encode(o); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"target":{"type":"account","entity":"2002"},"result":"quota reached","retry_at":"2026-11-03T09:00:00Z","error":"quota used up"}
}

func ExampleOutcome_LogValue() {
	o := invitation.Outcome{Target: account("2002"), Result: invitation.ResultFailed, Err: auth.ErrUnavailable}
	fmt.Println(o.LogValue())
	// Output:
	// [target_type=account target=2002 result=failed error=service unavailable]
}
