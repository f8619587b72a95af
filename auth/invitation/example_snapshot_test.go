package invitation_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A snapshotTable stands for a table of a database: for each cloud, the rows of the last
// complete list, one JSON document each.
type snapshotTable map[string][]json.RawMessage

func (t snapshotTable) load(cloud string) ([]invitation.Invitation, error) {
	rows := make([]invitation.Invitation, len(t[cloud]))
	for n, document := range t[cloud] {
		if err := json.Unmarshal(document, &rows[n]); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (t snapshotTable) replace(cloud string, rows []invitation.Invitation) error {
	documents := make([]json.RawMessage, len(rows))
	for n, i := range rows {
		var err error
		if documents[n], err = json.Marshal(i); err != nil {
			return err
		}
	}
	t[cloud] = documents
	return nil
}

// update reports what has changed since the rows of the table, and then replaces them. A
// list that is not complete changes nothing: what it lacks would seem to be gone.
func (t snapshotTable) update(ctx context.Context, s invitation.Service, report func(invitation.Change)) error {
	today, err := pagination.Collect(s.Sent(ctx))
	if err != nil {
		return err
	}
	yesterday, err := t.load(s.Name())
	if err != nil {
		return err
	}
	for _, change := range invitation.Changes(yesterday, today) {
		report(change) // before the table changes: after a crash, it comes twice and is not lost
	}
	return t.replace(s.Name(), today)
}

// A snapshot of both clouds in a database, and what has changed from day to day.
func Example_snapshot() {
	hw, ali := huaweiorgtest.New(), alibabarmtest.New()
	huawei, err := hw.NewClient(hw.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
	alibaba, err2 := ali.NewClient(ali.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err := errors.Join(err, err2); err != nil {
		fmt.Println(err)
		return
	}
	table := snapshotTable{}
	day := func(name string) {
		fmt.Println(name)
		for _, s := range []invitation.Service{huawei.Invitations(), alibaba.Invitations()} {
			report := func(c invitation.Change) { fmt.Println(" ", c.Kind, c.Invitation().Cloud, c.Invitation().ID) }
			if err := table.update(context.Background(), s, report); err != nil {
				fmt.Println(" ", s.Name(), "denied:", errors.Is(err, auth.ErrPermission))
			}
		}
	}
	hw.Seed(huaweiorg.Handshake{ID: "h-1"}, huaweiorg.Handshake{ID: "h-2"})
	ali.Seed(alibabarm.Handshake{ID: "h-3"})
	day("Monday")
	hw.Update("h-1", func(h *huaweiorg.Handshake) { h.Status = huaweiorg.StatusAccepted })
	hw.Remove("h-2")
	ali.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Refuse(403, "NoPermission", "denied")})
	day("Tuesday")
	ali.Update("h-3", func(h *alibabarm.Handshake) { h.Status = alibabarm.StatusDeclined })
	day("Wednesday")
	// Output:
	// Monday
	//   new huawei h-1
	//   new huawei h-2
	//   new alibaba h-3
	// Tuesday
	//   accepted huawei h-1
	//   gone huawei h-2
	//   alibaba denied: true
	// Wednesday
	//   declined alibaba h-3
}
