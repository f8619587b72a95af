package invitation_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// organizations are one of each cloud, in memory, with an account to invite. In a program
// the clients come from huaweiorg.NewClient and alibabarm.NewClient.
func organizations() (inviters, invitees []invitation.Service, accounts []string) {
	hw := huaweiorgtest.New()
	hwRoot := hw.AddAccount(huaweiorgtest.Account{ID: "5f0e1d2c3b4a69788796a5b4c3d2e1f0", Role: huaweiorgtest.Management})
	hwGuest := hw.AddAccount(huaweiorgtest.Account{ID: "1a2b3c4d5e6f70811223344556677889"})
	ali := alibabarmtest.New()
	aliRoot := ali.AddAccount(alibabarmtest.Account{ID: "1482310095517701", Role: alibabarmtest.Management})
	aliGuest := ali.AddAccount(alibabarmtest.Account{ID: "1190022334455667"})

	huawei, err := hw.NewClient(hwRoot)
	alibaba, err2 := ali.NewClient(aliRoot)
	if err := errors.Join(err, err2); err != nil {
		panic(err)
	}
	return []invitation.Service{huawei.Invitations(), alibaba.Invitations()},
		[]invitation.Service{
			huawei.With(huaweiorg.WithCredentials(hwGuest.Provider())).Invitations(),
			alibaba.With(alibabarm.WithCredentials(aliGuest.Provider())).Invitations(),
		}, []string{hwGuest.ID, aliGuest.ID}
}

// One loop serves both clouds: it invites, accepts, and lists the invitations.
func Example() {
	ctx := context.Background()
	inviters, invitees, accounts := organizations()
	for n, inviter := range inviters {
		target := invitation.Target{Type: invitation.TargetTypeAccount, Entity: accounts[n]}
		sent, err := inviter.Invite(ctx, invitation.Input{Target: target, Note: "Please join"})
		if err != nil {
			fmt.Println(inviter.Name(), err)
			continue
		}
		if _, err := invitees[n].Accept(ctx, sent.ID); err != nil {
			fmt.Println(inviter.Name(), err)
		}
	}
	for _, inviter := range inviters {
		for i, err := range inviter.Sent(ctx) {
			if err != nil {
				fmt.Println(inviter.Name(), err)
				break
			}
			fmt.Println(i.Cloud, i.Target.Entity, i.Status)
		}
	}
	// Output:
	// huawei 1a2b3c4d5e6f70811223344556677889 accepted
	// alibaba 1190022334455667 accepted
}

// Both the inviter and the invited account see the current state.
func ExampleService_Get() {
	ctx := context.Background()
	inviters, invitees, accounts := organizations()
	for n, inviter := range inviters {
		target := invitation.Target{Type: invitation.TargetTypeAccount, Entity: accounts[n]}
		if _, err := inviter.Invite(ctx, invitation.Input{Target: target}); err != nil {
			fmt.Println(err)
			return
		}
		for received, err := range invitees[n].Received(ctx) {
			if err != nil {
				fmt.Println(err)
				return
			}
			now, err := invitees[n].Get(ctx, received.ID)
			fmt.Println(now.Cloud, now.Status, err)
		}
		_, err := inviter.Get(ctx, "h-mistyped")
		fmt.Println(errors.Is(err, auth.ErrNotFound))
	}
	// Output:
	// huawei pending <nil>
	// true
	// alibaba pending <nil>
	// true
}

// A program that was killed after it accepted, and before it wrote that down, accepts once
// more.
func ExampleService_Accept() {
	var c exampleCloud
	c.add("2002", invitation.StatusPending)
	for range 2 {
		i, err := c.service().Accept(context.Background(), "h-1")
		fmt.Println(i.Status, err)
	}
	// Output:
	// accepted <nil>
	// accepted <nil>
}

func ExampleService_Members() {
	var c exampleCloud // it cannot list members
	for _, err := range c.service().Members(context.Background()) {
		fmt.Println(errors.Is(err, errors.ErrUnsupported))
	}
	// Output: true
}

// A table holds the invitations of both clouds. Only JSON has the cloud's own fields.
func ExampleInvitation_CSVRecord() {
	w := csv.NewWriter(os.Stdout)
	rows := [][]string{invitation.CSVHeader(), (&exampleCloud{}).add("2002", invitation.StatusPending).CSVRecord()}
	if err := w.WriteAll(rows); err != nil {
		fmt.Println(err)
	}
	// Output:
	// cloud,id,status,target_type,target,organization_id,inviter_id,inviter_name,note,created_at,updated_at,expires_at
	// example,h-1,pending,account,2002,o-1,1001,,,2026-11-02T09:00:00Z,,2026-11-03T09:00:00Z
}

func ExampleInvitation_json() {
	text, err := json.Marshal((&exampleCloud{}).add("2002", invitation.StatusPending))
	fmt.Println(string(text), err)
	// Output:
	// {"cloud":"example","id":"h-1","status":"pending","target":{"type":"account","entity":"2002"},"organization_id":"o-1","inviter_id":"1001","inviter_name":"","note":"","created_at":"2026-11-02T09:00:00Z","expires_at":"2026-11-03T09:00:00Z"} <nil>
}

// A client package takes the dates of a list from the response of its first page.
func ExampleReading_See() {
	var r invitation.Reading
	r.See(&auth.Response{Header: map[string][]string{"Date": {"Mon, 02 Nov 2026 09:00:00 GMT"}}})
	fmt.Println(r.Date)
	// Output: 2026-11-02 09:00:00 +0000 UTC
}
