package alibabarmtest_test

import (
	"cmp"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// cancelStale is the code of a program. It cancels the invitations that were already pending at
// a time, and returns their IDs. The error names those that it could not cancel.
func cancelStale(ctx context.Context, client *alibabarm.Client, before time.Time) (cancelled []string, _ error) {
	var failed []error
	stale := func(h alibabarm.Handshake) bool { return h.CreateTime.Before(before) }
	for o, err := range client.CancelPending(ctx, stale) {
		if err := cmp.Or(err, o.Failure()); err != nil {
			failed = append(failed, err)
			continue
		}
		cancelled = append(cancelled, o.Handshake.ID)
	}
	return cancelled, errors.Join(failed...)
}

// TestService_Inject_cancelStale tests that program. In the bubble of synctest, waits and
// retries take no real time.
func TestService_Inject_cancelStale(t *testing.T) {
	t.Parallel()
	const list, cancel = alibabarmtest.ListHandshakesForResourceDirectory, alibabarmtest.CancelHandshake
	denied := alibabarmtest.Refuse(403, "NoPermission", "You are not authorized to do this action.")
	for _, c := range []struct {
		name      string
		faults    []alibabarmtest.Fault
		cancelled []string
		err       error
	}{
		{name: "cancels the stale invitations", cancelled: []string{"h-1", "h-2"}},
		{
			name: "waits while the service is busy", cancelled: []string{"h-1", "h-2"},
			faults: []alibabarmtest.Fault{
				{Op: list, Times: 3, Kind: alibabarmtest.Throttled("850")}},
		},
		{
			name: "cancels once if the response is lost", cancelled: []string{"h-1", "h-2"},
			faults: []alibabarmtest.Fault{
				{Op: cancel, Kind: alibabarmtest.AppliedThen(alibabarmtest.Reset())}},
		},
		{
			name: "cancels nothing without the list", err: alibabarm.ErrPermission,
			faults: []alibabarmtest.Fault{{Op: list, Kind: denied}},
		},
		{
			name: "reports what it cancelled before an error", cancelled: []string{"h-1"},
			err:    alibabarm.ErrPermission,
			faults: []alibabarmtest.Fault{{Op: cancel, Skip: 1, Kind: denied}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				service := alibabarmtest.New()
				client, err := service.NewClient(service.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
				require.NoError(t, err)
				weekAgo := time.Now().AddDate(0, 0, -7)
				service.Seed(
					alibabarm.Handshake{ID: "h-1", CreateTime: weekAgo.Add(-time.Hour)},
					alibabarm.Handshake{ID: "h-2", CreateTime: weekAgo.Add(-time.Minute)},
					alibabarm.Handshake{ID: "h-3", CreateTime: weekAgo.Add(time.Minute)},
				)
				service.Inject(c.faults...)

				cancelled, err := cancelStale(t.Context(), client, weekAgo)
				assert.ErrorIs(t, err, c.err)
				assert.Equal(t, c.cancelled, cancelled)
				var inService []string
				for _, h := range service.Handshakes() {
					if h.Status == alibabarm.StatusCancelled {
						inService = append(inService, h.ID)
					}
				}
				assert.Equal(t, c.cancelled, inService)
				assert.Empty(t, service.Unused(), "every fault applied to a request")
			})
		})
	}
}
