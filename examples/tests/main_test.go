package main

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// The organization is in memory, and in the bubble of synctest a wait takes no time. The client
// waits for minutes while it is throttled, and the test ends at once.
func TestRemind(t *testing.T) {
	const list = huaweiorgtest.ListHandshakes
	for _, c := range []struct {
		name   string
		faults []huaweiorgtest.Fault
		due    []string
		err    error
	}{
		{name: "returns the targets that are pending and expire soon", due: []string{"soon"}},
		{
			name:   "waits while the service is throttled",
			faults: []huaweiorgtest.Fault{{Op: list, Times: 3, Kind: huaweiorgtest.Throttled("20")}},
			due:    []string{"soon"},
		},
		{
			name:   "retries after a lost connection",
			faults: []huaweiorgtest.Fault{{Op: list, Kind: huaweiorgtest.Reset()}},
			due:    []string{"soon"},
		},
		{
			name:   "returns only the error if it may not read the list",
			faults: []huaweiorgtest.Fault{{Op: list, Kind: huaweiorgtest.Refuse(403, "Organizations.1007", "denied by policy")}},
			err:    auth.ErrPermission,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				service := huaweiorgtest.New()
				client, err := service.NewClient(service.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
				if err != nil {
					t.Fatal(err)
				}
				now := time.Now()
				for target, expires := range map[string]time.Time{"soon": now.Add(time.Hour), "late": now.Add(100 * time.Hour), "gone": now.Add(-time.Hour)} {
					service.Seed(huaweiorg.Handshake{
						Target:    huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: target},
						ExpiredAt: expires,
					})
				}
				service.Inject(c.faults...)

				due, err := remind(t.Context(), client.Invitations(), now.Add(72*time.Hour))
				if !errors.Is(err, c.err) {
					t.Errorf("the error is %v, want %v", err, c.err)
				}
				if !slices.Equal(due, c.due) {
					t.Errorf("reminds %q, want %q", due, c.due)
				}
				if unused := service.Unused(); len(unused) > 0 {
					t.Errorf("these faults hit nothing: %v", unused)
				}
			})
		})
	}
}
