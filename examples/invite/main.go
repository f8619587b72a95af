// Invite invites accounts to your resource directory. Its arguments, or the words of standard
// input, are their IDs or e-mail addresses. It prints a plan; with -apply, it sends. You can run
// it again with the same list, tomorrow or after a crash: it invites nobody twice.
//
//	go run ./examples/invite -offline 1482310095517701 ops@example.test
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"iter"
	"log"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func main() {
	log.SetFlags(0)
	note := flag.String("note", "Please join", "the `message` to the owners of the accounts")
	apply := flag.Bool("apply", false, "send the invitations")
	offline := flag.Bool("offline", false, "invite to a made-up resource directory in memory")
	flag.Parse()
	client, err := open(*offline)
	inputs := read(flag.Args(), *note)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends the program at once
	var opts []alibabarm.BulkOption
	if !*apply {
		opts = append(opts, alibabarm.DryRun())
	}
	if err == nil {
		err = report(client.InviteAll(ctx, slices.Values(inputs), opts...))
	}
	if err != nil {
		log.Fatal(err)
	}
}

// report prints the outcome of each target. The error counts the targets that are not invited.
func report(outcomes iter.Seq2[alibabarm.Outcome, error]) error {
	var failed, total int
	for o, err := range outcomes {
		if err != nil {
			return err // the remaining targets have no outcome
		}
		total++
		if o.Failure() != nil {
			failed++
		}
		why := o.Reason
		if o.Err != nil {
			why = o.Err.Error()
		}
		if _, err := fmt.Printf("%q %s %s\n", o.Target.Entity, o.Result, why); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d are not invited", failed, total)
	}
	return nil
}

// read returns an invitation for each target. Without targets, it reads them from standard input.
func read(targets []string, note string) (inputs []alibabarm.InviteAccountInput) {
	if len(targets) == 0 {
		text, err := io.ReadAll(os.Stdin)
		if targets = strings.Fields(string(text)); err != nil || len(targets) == 0 {
			log.Printf("give IDs or e-mail addresses as arguments or on standard input: %v", cmp.Or(err, io.EOF))
			os.Exit(2)
		}
	}
	for _, target := range targets {
		kind := alibabarm.TargetTypeAccount
		if strings.Contains(target, "@") {
			kind = alibabarm.TargetTypeEmail
		}
		inputs = append(inputs, alibabarm.InviteAccountInput{TargetEntity: target, TargetType: kind, Note: note})
	}
	return inputs
}

// open returns a client. Offline, its directory is in memory and has sent one invitation.
func open(offline bool) (*alibabarm.Client, error) {
	if !offline {
		return alibabarm.NewClient(alibabarm.DefaultProvider())
	}
	service := alibabarmtest.New()
	root := service.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	service.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeEmail, TargetEntity: "ops@example.test"})
	return service.NewClient(root)
}
