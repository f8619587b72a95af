// Metrics prints the number of invitations by status, and how the calls ended, for the textfile
// collector of Prometheus. In a server, the same observer feeds a CounterVec.
//
//	go run ./examples/metrics -offline
package main

import (
	"context"
	"errors"
	"expvar"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// values are the numbers by name and labels. An expvar.Map is safe for concurrent use.
var values expvar.Map

// observe returns an observer for the client of a cloud. It sees each call once, when it ends.
func observe(cloud string) func(context.Context, auth.CallInfo) {
	return func(_ context.Context, call auth.CallInfo) {
		labels := fmt.Sprintf("{cloud=%q,op=%q,result=%q}", cloud, call.Op, result(call.Err))
		values.Add("handshakes_calls_total"+labels, 1)
		values.Add("handshakes_attempts_total"+labels, int64(call.Attempts))
		values.AddFloat("handshakes_seconds_total"+labels, call.Duration.Seconds())
	}
}

// result returns one of a few words, because each word makes a time series of its own.
func result(err error) string {
	for name, condition := range map[string]error{
		"denied": auth.ErrPermission, "throttled": auth.ErrThrottled, "unavailable": auth.ErrUnavailable,
	} {
		if errors.Is(err, condition) {
			return name
		}
	}
	if err != nil {
		return "other"
	}
	return "ok"
}

// count adds the invitations of a cloud by status, after it has read all of them.
func count(ctx context.Context, service invitation.Service) error {
	sent, err := pagination.Collect(service.Sent(ctx))
	if err != nil {
		return err
	}
	for _, i := range sent {
		status := i.StatusAt(time.Now())
		if status != invitation.StatusPending && !status.Final() {
			status = "other" // the client does not know this status
		}
		values.Add(fmt.Sprintf("handshakes_invitations{cloud=%q,status=%q}", i.Cloud, status), 1)
	}
	return nil
}

func main() {
	log.SetFlags(0)
	offline := flag.Bool("offline", false, "measure made-up organizations in memory")
	if flag.Parse(); flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends the program at once
	hwObserver, aliObserver := huaweiorg.WithObserver(observe("huawei")), alibabarm.WithObserver(observe("alibaba"))
	hw, err := huaweiorg.NewClient(huaweiorg.DefaultProvider(), hwObserver)
	ali, err2 := alibabarm.NewClient(alibabarm.DefaultProvider(), aliObserver)
	if *offline {
		h, a := huaweiorgtest.New(), alibabarmtest.New()
		hw, err = h.NewClient(h.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}), hwObserver)
		ali, err2 = a.NewClient(a.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}), aliObserver)
		h.Seed(h.Believable(300)...)
		a.Seed(a.Believable(240)...)
	}
	err = errors.Join(err, err2, count(ctx, hw.Invitations()), count(ctx, ali.Invitations()))
	var text strings.Builder
	values.Do(func(v expvar.KeyValue) { fmt.Fprintln(&text, v.Key, v.Value) })
	_, err2 = fmt.Print(text.String())
	if err := errors.Join(err, err2); err != nil {
		log.Fatal(err)
	}
}
