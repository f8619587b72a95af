package alibabarm_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

// csvInputs returns the inputs of a CSV file, one account ID a row. If it fails to read the
// file, it ends early and sets *failed.
func csvInputs(file io.Reader, failed *error) iter.Seq[alibabarm.InviteAccountInput] {
	return func(yield func(alibabarm.InviteAccountInput) bool) {
		rows := csv.NewReader(file)
		rows.FieldsPerRecord = 1
		for {
			row, err := rows.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				*failed = err
				return
			}
			if !yield(invitation(row[0])) {
				return
			}
		}
	}
}

// Reading the inputs can fail. The verb invites the rows before the failure, and the program
// checks the error after the loop.
func ExampleClient_InviteAll_csv() {
	inviter, _, _ := company()
	file := strings.NewReader("1190022334455667\n1190022334455668,\"?\"\n")
	var failed error
	for o, err := range inviter.InviteAll(context.Background(), csvInputs(file, &failed)) {
		if err != nil {
			fmt.Println("stopped:", err)
			return
		}
		fmt.Println(o.Target.Entity, o.Result)
	}
	if failed != nil {
		fmt.Println("the file is not complete:", failed)
	}
	// Output:
	// 1190022334455667 created
	// the file is not complete: record on line 2: wrong number of fields
}

// A program that runs often reads each list once, and passes both to the verb.
func ExampleWithSent() {
	inviter, _, id := company()
	ctx := context.Background()
	sent, err := inviter.ListHandshakesForResourceDirectory().Collect(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	members, err := inviter.ListAccounts().Collect(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	wanted := slices.Values([]alibabarm.InviteAccountInput{invitation(id)})
	for o, err := range inviter.InviteAll(ctx, wanted, alibabarm.WithSent(sent), alibabarm.KnownMembers(members)) {
		if err != nil {
			fmt.Println("stopped:", err)
			return
		}
		fmt.Println(o.Result)
	}
	// Output:
	// created
}

func ExampleKnownMembers() {
	inviter, _, id := company()
	known := alibabarm.KnownMembers([]alibabarm.Account{{ID: id}})
	for o, err := range inviter.InviteAll(context.Background(), slices.Values([]alibabarm.InviteAccountInput{invitation(id)}), known) {
		if err != nil {
			fmt.Println("stopped:", err)
			return
		}
		fmt.Println(o.Result, o.MemberID)
	}
	// Output:
	// already member 1190022334455667
}

func ExampleDailyQuota() {
	inviter, _, id := company()
	list := []alibabarm.InviteAccountInput{invitation(id), invitation("1190022334455668")}
	var first alibabarm.Handshake
	for o, err := range inviter.InviteAll(context.Background(), slices.Values(list), alibabarm.DailyQuota(1)) {
		switch {
		case err != nil:
			fmt.Println("stopped:", err)
			return
		case o.Result == alibabarm.ResultCreated:
			first = o.Handshake
			fmt.Println(o.Result)
		case o.Result == alibabarm.ResultQuotaReached:
			fmt.Println(o.Result, "until", o.RetryAt.Sub(first.CreateTime), "after the first one")
		}
	}
	// Output:
	// created
	// quota reached until 24h0m0s after the first one
}

func ExampleOutcome_MarshalJSON() {
	target := alibabarm.Target{Type: alibabarm.TargetTypeAccount, Entity: "1190022334455667"}
	o := alibabarm.Outcome{Target: target, Result: alibabarm.ResultFailed, Err: alibabarm.ErrUnavailable}
	if err := json.NewEncoder(os.Stdout).Encode(o); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"target":{"type":"Account","entity":"1190022334455667"},"result":"failed","error":"service unavailable"}
}

func ExampleOutcome_LogValue() {
	target := alibabarm.Target{Type: alibabarm.TargetTypeAccount, Entity: "1190022334455667"}
	o := alibabarm.Outcome{Target: target, Result: alibabarm.ResultFailed, Err: alibabarm.ErrUnavailable}
	fmt.Println(o.LogValue())
	// Output:
	// [target_type=account target=1190022334455667 result=failed error=service unavailable]
}

func ExampleClient_InviteAll() {
	inviter, _, id := company()
	ctx := context.Background()
	list := []alibabarm.InviteAccountInput{invitation(id), invitation("1190022334455668"), {}}
	for range 2 { // a second call with the same list is safe, after a crash or tomorrow
		for o, err := range inviter.InviteAll(ctx, slices.Values(list)) {
			if err != nil {
				fmt.Println("stopped:", err)
				return
			}
			fmt.Printf("%q %s\n", o.Target.Entity, o.Result)
		}
	}
	// Output:
	// "1190022334455667" created
	// "1190022334455668" created
	// "" invalid
	// "1190022334455667" already pending
	// "1190022334455668" already pending
	// "" invalid
}

func ExampleClient_AcceptFrom() {
	inviter, invitee, id := company()
	ctx := context.Background()
	if _, err := inviter.InviteAccountToResourceDirectory(ctx, invitation(id)); err != nil {
		fmt.Println(err)
		return
	}
	for _, account := range []string{"somebody else", "1482310095517701"} {
		trust := alibabarm.Trust{MasterAccountIDs: []string{account}}
		for o, err := range invitee.AcceptFrom(ctx, trust) {
			if err != nil {
				fmt.Println("stopped:", err)
				return
			}
			fmt.Println(o.Result)
		}
	}
	// Output:
	// untrusted
	// accepted
}

func ExampleClient_CancelPending() {
	inviter, _, id := company()
	ctx := context.Background()
	if _, err := inviter.InviteAccountToResourceDirectory(ctx, invitation(id)); err != nil {
		fmt.Println(err)
		return
	}
	match := func(h alibabarm.Handshake) bool { return h.TargetEntity == id }
	for _, opts := range [][]alibabarm.BulkOption{{alibabarm.DryRun()}, nil} {
		for o, err := range inviter.CancelPending(ctx, match, opts...) {
			if err != nil {
				fmt.Println("stopped:", err)
				return
			}
			fmt.Println(o.Result)
		}
	}
	// Output:
	// planned
	// cancelled
}

func ExampleClient_ResendExpired() {
	inviter, _, id := company()
	ctx := context.Background()
	input := func(h alibabarm.Handshake) (alibabarm.InviteAccountInput, bool) {
		in := invitation(id) // the service does not return the tags
		in.TargetEntity, in.TargetType = h.TargetEntity, h.TargetType
		return in, true
	}
	n := 0
	for o, err := range inviter.ResendExpired(ctx, input) {
		if err != nil {
			fmt.Println("stopped:", err)
			return
		}
		fmt.Println(o.Target.Entity, o.Result)
		n++
	}
	fmt.Println(n, "had expired")
	// Output: 0 had expired
}

func ExampleReinvite() {
	inviter, invitee, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccountToResourceDirectory(ctx, invitation(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := invitee.DeclineHandshake(ctx, h.ID); err != nil {
		fmt.Println(err)
		return
	}
	list := []alibabarm.InviteAccountInput{invitation(id)}
	for _, opts := range [][]alibabarm.BulkOption{nil, {alibabarm.Reinvite(alibabarm.StatusDeclined)}} {
		for o, err := range inviter.InviteAll(ctx, slices.Values(list), opts...) {
			if err != nil {
				fmt.Println("stopped:", err)
				return
			}
			fmt.Println(o.Result, o.Reason)
		}
	}
	// Output:
	// skipped the last invitation is declined
	// created
}

func ExampleWithProgress() {
	inviter, _, id := company()
	list := []alibabarm.InviteAccountInput{invitation(id), invitation(id)}
	progress := alibabarm.WithProgress(func(p alibabarm.Progress) { fmt.Println(p.Done, "of", len(list), "done,", p.Changed, "sent") })
	for _, err := range inviter.InviteAll(context.Background(), slices.Values(list), progress) {
		if err != nil {
			fmt.Println("stopped:", err)
		}
	}
	// Output:
	// 1 of 2 done, 1 sent
	// 2 of 2 done, 1 sent
}

func ExampleDryRun() {
	inviter, _, id := company()
	list := []alibabarm.InviteAccountInput{invitation(id)}
	for o, err := range inviter.InviteAll(context.Background(), slices.Values(list), alibabarm.DryRun()) {
		if err != nil {
			fmt.Println("stopped:", err)
			return
		}
		fmt.Println(o.Result)
	}
	// Output: planned
}
