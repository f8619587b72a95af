// Many-accounts lists the invitations that the accounts of your organization have received. One
// access key is enough: the program assumes an agency in each account, eight at a time.
//
//	go run ./examples/many-accounts -offline
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func main() {
	log.SetFlags(0)
	agency := flag.String("agency", "OrganizationAccountAccessAgency", "the `name` of the agency in each account")
	offline := flag.Bool("offline", false, "read a made-up organization in memory")
	if flag.Parse(); flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends the program at once

	// Without the cache, the program would look for the access key once for each account.
	key := auth.Cache(huaweiorg.DefaultProvider(), 0)
	client, err := huaweiorg.NewClient(key)
	var sts http.RoundTripper // nil: the network
	if *offline {
		client, key, sts, err = inMemory()
	}
	if err == nil {
		err = report(ctx, client, func(account string) auth.Provider {
			return huaweiorg.AssumeAgency(key, huaweiorg.AssumeInput{
				AgencyURN:   "iam::" + account + ":agency:" + *agency,
				SessionName: "many-accounts",
				Transport:   sts,
			})
		})
	}
	if err != nil {
		log.Fatal(err)
	}
}

// report prints what each account has received. A failing account does not stop the others;
// the error names it.
func report(ctx context.Context, client *huaweiorg.Client, assume func(account string) auth.Provider) error {
	accounts, err := client.ListAccounts().Collect(ctx)
	if err != nil {
		return err
	}
	var sources []pagination.Source[huaweiorg.Handshake]
	for _, account := range accounts {
		member := client.With(huaweiorg.WithCredentials(assume(account.ID)))
		sources = append(sources, pagination.Source[huaweiorg.Handshake]{Name: account.ID, Items: member.ListReceivedHandshakes().All})
	}
	var failed []error
	for received, err := range pagination.MergeSourced(ctx, 8, slices.Values(sources)) {
		if err == nil {
			h := received.Item
			// %q, because a stranger chose the name.
			_, err = fmt.Printf("%s  %-9s  invited by %s %q\n", received.Source, h.Status, h.ManagementAccountID, h.ManagementAccountName)
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// inMemory makes an organization of four accounts. Nobody may assume an agency in the first.
func inMemory() (*huaweiorg.Client, auth.Provider, http.RoundTripper, error) {
	service := huaweiorgtest.New()
	root := service.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	for _, name := range []string{"payments-prod", "data-staging", "tienda-prod", "logistics-dr"} {
		member := service.AddAccount(huaweiorgtest.Account{Name: name, Role: huaweiorgtest.Member})
		service.Seed(service.BelievableReceived(member, 2)...)
		service.SetTrust(member.ID, "", huaweiorgtest.Trust{Nobody: name == "payments-prod"})
	}
	client, err := service.NewClient(root)
	return client, root.Provider(), service.RoundTripper(), err
}
