package invitation_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// An inventoryRow is an invitation of either cloud, and the account that received it.
type inventoryRow = pagination.Sourced[invitation.Invitation]

// inventory returns the invitations that are pending in the accounts, limit of them at
// most. The error names the accounts that could not be read; the rows of the others are
// there all the same.
func inventory(ctx context.Context, accounts []pagination.Source[invitation.Invitation], limit int) ([]inventoryRow, error) {
	all := pagination.MergeSourced(ctx, 16, slices.Values(accounts))
	pending := pagination.Filter(all, func(r inventoryRow) bool { return r.Item.Status == invitation.StatusPending })
	var rows []inventoryRow
	var failed []error
	for row, err := range pagination.Take(pending, limit) {
		if err != nil {
			failed = append(failed, err)
			continue
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b inventoryRow) int { return strings.Compare(a.Source, b.Source) })
	return rows, errors.Join(failed...)
}

// A table of what is pending in 200 accounts of both clouds. An account that cannot be
// read does not stop the others, and a limit ends the requests, too.
func Example_inventory() {
	ctx := context.Background()
	accounts, err := twoHundredAccounts()
	if err != nil {
		fmt.Println(err)
		return
	}
	rows, err := inventory(ctx, accounts, 1000)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ACCOUNT\tCLOUD\tFROM\tNOTE")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Source, r.Item.Cloud, r.Item.InviterName, r.Item.Note)
	}
	if err := w.Flush(); err != nil {
		fmt.Println(err)
	}
	if failed, ok := errors.AsType[*pagination.SourceError](err); ok {
		fmt.Println("could not read", failed.Name, "- permission denied:", errors.Is(failed, auth.ErrPermission))
	}
	two, err := inventory(ctx, accounts[:100], 2)
	fmt.Println(len(two), "rows", err)
	// Output:
	// ACCOUNT  CLOUD    FROM       NOTE
	// ali-003  alibaba  acme-root  Please join
	// hw-007   huawei   acme-root  Please join
	// hw-042   huawei   acme-root  Please join
	// could not read hw-099 - permission denied: true
	// 2 rows <nil>
}

// twoHundredAccounts are 100 of each cloud, in memory. Three of them have an invitation
// that is pending, and one denies to read its list.
func twoHundredAccounts() (all []pagination.Source[invitation.Invitation], _ error) {
	hw, ali := huaweiorgtest.New(), alibabarmtest.New()
	huawei, err := hw.NewClient(hw.AddAccount(huaweiorgtest.Account{Name: "acme-root", Role: huaweiorgtest.Management}))
	alibaba, err2 := ali.NewClient(ali.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management}))
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	for n := range 100 {
		hwGuest, aliGuest := hw.AddAccount(huaweiorgtest.Account{}), ali.AddAccount(alibabarmtest.Account{})
		switch n {
		case 3:
			ali.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: aliGuest.ID, Note: "Please join"})
		case 7, 42:
			hw.Seed(huaweiorg.Handshake{Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: hwGuest.ID}, Notes: "Please join"})
		case 99:
			hw.Inject(huaweiorgtest.Fault{AccountID: hwGuest.ID, Times: huaweiorgtest.Always, Kind: huaweiorgtest.Refuse(403, "Organizations.1007", "denied")})
		}
		all = append(all,
			pagination.Source[invitation.Invitation]{Name: fmt.Sprintf("hw-%03d", n), Items: huawei.With(huaweiorg.WithCredentials(hwGuest.Provider())).Invitations().Received},
			pagination.Source[invitation.Invitation]{Name: fmt.Sprintf("ali-%03d", n), Items: alibaba.With(alibabarm.WithCredentials(aliGuest.Provider())).Invitations().Received},
		)
	}
	return all, nil
}
