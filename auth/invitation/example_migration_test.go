package invitation_test

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A migration moves the accounts of a CSV file into an organization. It can be killed and
// run again with the same file, also tomorrow for the rest of a quota.
type migration struct {
	inviter invitation.Service
	// account returns a service that calls with the credentials of an account.
	account func(id string) (invitation.Service, error)
}

// run takes a file with an account ID in the first column. Its error says what is left to do.
func (m migration) run(ctx context.Context, file io.Reader) error {
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return err // nothing was sent
	}
	var inputs []invitation.Input
	for _, row := range rows {
		inputs = append(inputs, invitation.Input{Target: invitation.Target{Type: invitation.TargetTypeAccount, Entity: row[0]}, Note: "Please join"})
	}
	failed, accepted := []error{}, []string{}
	for r, err := range pagination.Each(ctx, 8, m.inviter.InviteAll(ctx, slices.Values(inputs)), m.accept) {
		failed = append(failed, cmp.Or(err, r.Err))
		if r.Value.ID != "" {
			accepted = append(accepted, r.Value.ID)
		}
	}
	for w, err := range m.inviter.WaitAll(ctx, accepted, invitation.WaitInput{Want: invitation.StatusAccepted}) {
		failed = append(failed, cmp.Or(err, w.Err))
	}
	return errors.Join(failed...)
}

// accept accepts the invitation of an outcome as the account that was invited.
func (m migration) accept(ctx context.Context, o invitation.Outcome) (accepted invitation.Invitation, _ error) {
	switch {
	case o.Failure() != nil, o.Result == invitation.ResultAlreadyMember:
		return accepted, o.Failure()
	case o.Invitation.ID == "":
		return accepted, fmt.Errorf("%s: the invitation is too new to be seen: run again in a minute", o.Target.Entity)
	}
	s, err := m.account(o.Target.Entity)
	if err == nil {
		// The account may not see a new invitation for a while.
		_, err = s.Wait(ctx, o.Invitation.ID, invitation.WaitInput{Want: invitation.StatusPending, Received: true})
	}
	if err == nil || errors.Is(err, auth.ErrNotPending) {
		accepted, err = s.Accept(ctx, o.Invitation.ID)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", o.Target.Entity, err)
	}
	return accepted, err
}

// Accounts of a CSV file join an organization. The first run is killed while they accept.
func Example_migration() {
	service := huaweiorgtest.New()
	client, err := service.NewClient(service.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	file, guests := "", map[string]auth.Provider{}
	for range 9 {
		guest := service.AddAccount(huaweiorgtest.Account{})
		file += guest.ID + ",a remark\n"
		guests[guest.ID] = guest.Provider()
	}
	m := migration{client.Invitations(), func(id string) (invitation.Service, error) {
		return client.With(huaweiorg.WithCredentials(guests[id])).Invitations(), nil
	}}
	ctx, kill := context.WithCancel(context.Background())
	service.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.AcceptHandshake, Skip: 3, Kind: huaweiorgtest.Hook(kill)})
	fmt.Println(errors.Is(m.run(ctx, strings.NewReader(file)), context.Canceled))
	fmt.Println(m.run(context.Background(), strings.NewReader(file)))
	members, err := client.ListAccounts().Collect(context.Background())
	fmt.Println(len(members), "members,", len(service.Handshakes()), "invitations", err)
	// Output:
	// true
	// <nil>
	// 9 members, 9 invitations <nil>
}
