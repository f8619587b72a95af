package huaweiorg_test

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

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// csvInputs returns the inputs of a CSV file, one account ID a row. Its end can be a
// failure: *failed then says which.
func csvInputs(file io.Reader, failed *error) iter.Seq[huaweiorg.InviteAccountInput] {
	return func(yield func(huaweiorg.InviteAccountInput) bool) {
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

// Reading the inputs can fail. The rows before the failure are invited, and the error is
// there after the loop.
func ExampleClient_InviteAll_csv() {
	inviter, _, _ := company()
	file := strings.NewReader("1a2b3c4d5e6f70811223344556677889\n2b3c4d5e6f7081122334455667788990,\"?\"\n")
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
	// 1a2b3c4d5e6f70811223344556677889 created
	// the file is not complete: record on line 2: wrong number of fields
}

// A program that runs again and again reads each list once, and gives both to the verb.
func ExampleWithSent() {
	inviter, _, id := company()
	ctx := context.Background()
	sent, err := inviter.ListHandshakes().Collect(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	members, err := inviter.ListAccounts().Collect(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	wanted := slices.Values([]huaweiorg.InviteAccountInput{invitation(id)})
	for o, err := range inviter.InviteAll(ctx, wanted, huaweiorg.WithSent(sent), huaweiorg.KnownMembers(members)) {
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
	known := huaweiorg.KnownMembers([]huaweiorg.Account{{ID: id}})
	for o, err := range inviter.InviteAll(context.Background(), slices.Values([]huaweiorg.InviteAccountInput{invitation(id)}), known) {
		if err != nil {
			fmt.Println("stopped:", err)
			return
		}
		fmt.Println(o.Result, o.MemberID)
	}
	// Output:
	// already member 1a2b3c4d5e6f70811223344556677889
}

func ExampleDailyQuota() {
	inviter, _, id := company()
	list := []huaweiorg.InviteAccountInput{invitation(id), invitation("2b3c4d5e6f7081122334455667788990")}
	var first huaweiorg.Handshake
	for o, err := range inviter.InviteAll(context.Background(), slices.Values(list), huaweiorg.DailyQuota(1)) {
		switch {
		case err != nil:
			fmt.Println("stopped:", err)
			return
		case o.Result == huaweiorg.ResultCreated:
			first = o.Handshake
			fmt.Println(o.Result)
		case o.Result == huaweiorg.ResultQuotaReached:
			fmt.Println(o.Result, "until", o.RetryAt.Sub(first.CreatedAt), "after the first one")
		}
	}
	// Output:
	// created
	// quota reached until 24h0m0s after the first one
}

func ExampleOutcome_MarshalJSON() {
	target := huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: "1a2b3c4d5e6f70811223344556677889"}
	o := huaweiorg.Outcome{Target: target, Result: huaweiorg.ResultFailed, Err: huaweiorg.ErrUnavailable}
	if err := json.NewEncoder(os.Stdout).Encode(o); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"target":{"type":"account","entity":"1a2b3c4d5e6f70811223344556677889"},"result":"failed","error":"service unavailable"}
}

func ExampleOutcome_LogValue() {
	target := huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: "1a2b3c4d5e6f70811223344556677889"}
	o := huaweiorg.Outcome{Target: target, Result: huaweiorg.ResultFailed, Err: huaweiorg.ErrUnavailable}
	fmt.Println(o.LogValue())
	// Output:
	// [target_type=account target=1a2b3c4d5e6f70811223344556677889 result=failed error=service unavailable]
}
