// Tests shows how to test your own code: main_test.go tests the function remind with an
// organization in memory, in simulated time, with refusals and lost connections.
//
//	go test ./examples/tests
//	go run ./examples/tests -offline
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func main() {
	log.SetFlags(0)
	within := flag.Duration("within", 72*time.Hour, "remind of what expires within this time")
	offline := flag.Bool("offline", false, "look at a made-up organization in memory")
	if flag.Parse(); flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends the program at once
	client, err := huaweiorg.NewClient(huaweiorg.DefaultProvider())
	if *offline {
		service := huaweiorgtest.New()
		client, err = service.NewClient(service.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
		service.Seed(service.Believable(300)...)
	}
	var due []string
	if err == nil {
		due, err = remind(ctx, client.Invitations(), time.Now().Add(*within))
	}
	if err == nil {
		_, err = fmt.Printf("remind %d accounts: %q\n", len(due), due)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// remind returns the targets of the invitations that are pending and expire before a time. If it
// cannot read them all, it returns an error and no target.
func remind(ctx context.Context, service invitation.Service, before time.Time) (due []string, _ error) {
	for i, err := range service.Sent(ctx) {
		if err != nil {
			return nil, err
		}
		if i.StatusAt(time.Now()) == invitation.StatusPending && i.Expires.Before(before) {
			due = append(due, i.Target.Entity)
		}
	}
	return due, nil
}
