// Both-clouds counts the invitations that your organizations have sent, by status. One loop
// serves both clouds, because each client returns an invitation.Service.
//
//	go run ./examples/both-clouds -offline
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"text/tabwriter"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// statuses are the columns. An invitation with another status counts only in the total.
var statuses = []invitation.Status{
	invitation.StatusPending, invitation.StatusAccepted, invitation.StatusDeclined,
	invitation.StatusCancelled, invitation.StatusExpired,
}

func main() {
	log.SetFlags(0)
	offline := flag.Bool("offline", false, "count in made-up organizations in memory")
	if flag.Parse(); flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends the program at once
	services, err := open(*offline)
	if err == nil {
		err = report(ctx, services)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// report prints a row for each cloud. A cloud that fails does not stop the others.
func report(ctx context.Context, services []invitation.Service) error {
	var failed []error
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "cloud\t")
	for _, status := range statuses {
		fmt.Fprintf(table, "%s\t", status)
	}
	fmt.Fprintln(table, "total\t")
	for _, service := range services {
		counts, total, err := count(ctx, service)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", service.Name(), err))
			continue
		}
		fmt.Fprintf(table, "%s\t", service.Name())
		for _, status := range statuses {
			fmt.Fprintf(table, "%d\t", counts[status])
		}
		fmt.Fprintf(table, "%d\t\n", total)
	}
	return errors.Join(append(failed, table.Flush())...)
}

// count reads a complete list. An invitation past its expiry date counts as expired, even if
// the service still reports it as pending.
func count(ctx context.Context, service invitation.Service) (counts map[invitation.Status]int, total int, _ error) {
	counts = map[invitation.Status]int{}
	for i, err := range service.Sent(ctx) {
		if err != nil {
			return nil, 0, err
		}
		counts[i.StatusAt(time.Now())]++
		total++
	}
	return counts, total, nil
}

// open returns the services of both clouds. Offline, their organizations are in memory.
func open(offline bool) ([]invitation.Service, error) {
	huawei, err := huaweiorg.NewClient(huaweiorg.DefaultProvider())
	alibaba, err2 := alibabarm.NewClient(alibabarm.DefaultProvider())
	if offline {
		hw, ali := huaweiorgtest.New(), alibabarmtest.New()
		huawei, err = hw.NewClient(hw.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
		alibaba, err2 = ali.NewClient(ali.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
		hw.Seed(hw.Believable(300)...)
		ali.Seed(ali.Believable(240)...)
	}
	return []invitation.Service{huawei.Invitations(), alibaba.Invitations()}, errors.Join(err, err2)
}
