// Wait waits until invitations are accepted: those whose IDs are the arguments, or else all that
// are pending. Each look reads one list, however many invitations there are.
//
//	go run ./examples/wait -offline -every 100ms
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func main() {
	log.SetFlags(0)
	limit := flag.Duration("for", 24*time.Hour, "wait for this long at most")
	pause := flag.Duration("every", 0, "the pause between two looks; 0 begins with 5 s and grows to 1 min")
	offline := flag.Bool("offline", false, "wait for a made-up resource directory in memory")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends the program at once
	ctx, cancel := context.WithTimeout(ctx, *limit)
	defer cancel()
	client, err := open(*offline)
	if err == nil {
		err = wait(ctx, client.Invitations(), flag.Args(), *pause)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// wait prints each invitation when it ends. The error counts those that were not accepted.
func wait(ctx context.Context, service invitation.Service, ids []string, pause time.Duration) error {
	if len(ids) == 0 {
		for i, err := range service.Sent(ctx) {
			if err != nil {
				return err
			}
			if i.StatusAt(time.Now()) == invitation.StatusPending {
				ids = append(ids, i.ID)
			}
		}
	}
	in := invitation.WaitInput{Want: invitation.StatusAccepted, Interval: pause, Progress: progress}
	failed := 0
	for w, err := range service.WaitAll(ctx, ids, in) {
		if err != nil { // the deadline, for example; by now, every invitation is printed
			return fmt.Errorf("%d of %d are not accepted: %w", failed, len(ids), err)
		}
		if w.Err != nil {
			failed++
		}
		if _, err := fmt.Printf("%s %q %s\n", w.ID, w.Invitation.Target.Entity, w.Invitation.Status); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d are not accepted", failed, len(ids))
	}
	return nil
}

// progress logs how many invitations have ended, and when the next look is.
func progress(p invitation.WaitProgress) {
	switch {
	case p.Err != nil:
		log.Printf("could not look, next look in %v: %v", p.Pause, p.Err)
	case p.Pause > 0:
		log.Printf("%d of %d have ended, next look in %v", p.Done, p.Total, p.Pause)
	}
}

// open returns a client. Offline, its directory is in memory. While the program waits, one of its
// two invitations is accepted and the other one is declined.
func open(offline bool) (*alibabarm.Client, error) {
	if !offline {
		return alibabarm.NewClient(alibabarm.DefaultProvider())
	}
	service := alibabarmtest.New()
	root := service.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	seeded := service.Seed(make([]alibabarm.Handshake, 2)...)
	for n, status := range []alibabarm.Status{alibabarm.StatusAccepted, alibabarm.StatusDeclined} {
		service.Inject(alibabarmtest.Fault{Skip: 1, Kind: alibabarmtest.Hook(func() {
			service.Update(seeded[n].ID, func(h *alibabarm.Handshake) { h.Status = status })
		})})
	}
	return service.NewClient(root)
}
