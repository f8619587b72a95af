// Accept accepts the invitation of an organization that you trust by its ID. A name proves
// nothing, because anyone can choose it. Accept prints a plan; with -apply, it accepts.
//
//	go run ./examples/accept -offline -organization o-acme0001
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"iter"
	"log"
	"os"
	"os/signal"
	"strings"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func main() {
	log.SetFlags(0)
	organizations := flag.String("organization", "", "the `IDs` of trusted organizations, with commas between them")
	apply := flag.Bool("apply", false, "accept the invitation")
	offline := flag.Bool("offline", false, "be a made-up account in memory")
	flag.Parse()
	if *organizations == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends the program at once
	client, err := open(*offline)
	var opts []huaweiorg.BulkOption
	if !*apply {
		opts = append(opts, huaweiorg.DryRun())
	}
	if err == nil {
		trust := huaweiorg.Trust{OrganizationIDs: strings.Split(*organizations, ",")}
		err = report(client.AcceptFrom(ctx, trust, opts...))
	}
	if err != nil {
		log.Fatal(err)
	}
}

// report prints the outcome of each received invitation. It returns an error if none of them is
// accepted or planned.
func report(outcomes iter.Seq2[huaweiorg.Outcome, error]) error {
	accepted, failed := false, []error{}
	for o, err := range outcomes {
		if err != nil {
			return err
		}
		h := o.Handshake
		// %q, because a stranger chose the name.
		if _, err := fmt.Printf("%s %q %s: %s %s\n", h.OrganizationID, h.ManagementAccountName, h.Status, o.Result, o.Reason); err != nil {
			return err
		}
		accepted = accepted || o.Failure() == nil
		failed = append(failed, o.Err)
	}
	if !accepted {
		failed = append(failed, errors.New("there is no trusted invitation to accept"))
	}
	return errors.Join(failed...)
}

// open returns a client. Offline, its account is in memory, and two senders of one name invite it.
func open(offline bool) (*huaweiorg.Client, error) {
	if !offline {
		return huaweiorg.NewClient(huaweiorg.DefaultProvider())
	}
	service := huaweiorgtest.New()
	acme := service.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management, OrganizationID: "o-acme0001"})
	mallory := service.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management, OrganizationID: "o-3v1l0002"})
	invited := service.AddAccount(huaweiorgtest.Account{Name: "payments-prod"})
	for _, inviter := range []huaweiorgtest.Account{mallory, acme} {
		service.Seed(huaweiorg.Handshake{
			OrganizationID:        inviter.OrganizationID,
			ManagementAccountID:   inviter.ID,
			ManagementAccountName: inviter.Name,
			Target:                huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: invited.ID},
		})
	}
	return service.NewClient(invited)
}
