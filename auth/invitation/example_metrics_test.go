package invitation_test

import (
	"context"
	"errors"
	"expvar"
	"fmt"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// callMetrics are a counter by cloud, operation and condition, and a histogram of the
// durations. With Prometheus they are a CounterVec and a HistogramVec.
type callMetrics struct{ calls, seconds expvar.Map }

// observe returns the observer of a client.
func (m *callMetrics) observe(cloud string) func(context.Context, auth.CallInfo) {
	return func(_ context.Context, call auth.CallInfo) {
		m.calls.Add(cloud+" "+call.Op+": "+conditionName(call.Err), 1)
		for _, limit := range []float64{0.1, 0.5, 1, 5, 30, 360} { // as Prometheus has it, each holds the ones before
			if call.Duration.Seconds() <= limit {
				m.seconds.Add(fmt.Sprintf("%s le %v", cloud, limit), 1)
			}
		}
		m.seconds.Add(cloud+" le +Inf", 1)
		m.seconds.AddFloat(cloud+" sum", call.Duration.Seconds())
	}
}

// conditionNames are the labels of the counter. The first that matches counts, so that
// the finer condition comes before the coarse one.
var conditionNames = []struct {
	condition error
	name      string
}{
	{condition: auth.ErrOutcomeUnknown, name: "unknown"},
	{condition: context.Canceled, name: "cancelled"},
	{condition: context.DeadlineExceeded, name: "deadline"},
	{condition: auth.ErrThrottled, name: "throttled"},
	{condition: auth.ErrQuota, name: "quota"},
	{condition: auth.ErrPermission, name: "denied"},
	{condition: auth.ErrUnauthenticated, name: "unauthenticated"},
	{condition: auth.ErrNoCredentials, name: "unauthenticated"},
	{condition: auth.ErrNotFound, name: "not found"},
	{condition: auth.ErrConflict, name: "conflict"},
	{condition: auth.ErrInvalid, name: "invalid"},
	{condition: auth.ErrUnavailable, name: "unavailable"},
}

func conditionName(err error) string {
	if err == nil {
		return "ok"
	}
	for _, c := range conditionNames {
		if errors.Is(err, c.condition) {
			return c.name
		}
	}
	return "other"
}

// Metrics of both clouds: what the calls came to, whatever went wrong, and how long they
// took with all their waits and retries.
func Example_metrics() {
	ctx, m := context.Background(), new(callMetrics)
	hw, ali := huaweiorgtest.New(), alibabarmtest.New()
	huawei, err := hw.NewClient(hw.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}), huaweiorg.WithObserver(m.observe("huawei")))
	alibaba, err2 := ali.NewClient(ali.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}), alibabarm.WithObserver(m.observe("alibaba")))
	if err := errors.Join(err, err2); err != nil {
		fmt.Println(err)
		return
	}
	hw.Inject(
		huaweiorgtest.Fault{Kind: huaweiorgtest.Throttled("3600")},
		huaweiorgtest.Fault{Kind: huaweiorgtest.Refuse(403, "Organizations.1007", "denied")},
	)
	ali.Inject(alibabarmtest.Fault{Skip: 1, Kind: alibabarmtest.Refuse(403, "NoPermission", "denied")})
	for range 3 {
		for _, service := range []invitation.Service{huawei.Invitations(), alibaba.Invitations()} {
			for _, err := range service.Sent(ctx) {
				if err != nil {
					fmt.Println(conditionName(err))
				}
			}
		}
	}
	fmt.Println(&m.calls)
	fmt.Println(m.seconds.Get("huawei le +Inf"), m.seconds.Get("alibaba le +Inf"))
	// Output:
	// throttled
	// denied
	// denied
	// {"alibaba ListHandshakesForResourceDirectory: denied": 1, "alibaba ListHandshakesForResourceDirectory: ok": 2, "huawei ListHandshakes: denied": 1, "huawei ListHandshakes: ok": 1, "huawei ListHandshakes: throttled": 1}
	// 3 3
}
