package huaweiorg_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// An accountResource manages an account of the organization, as a Terraform provider does.
type accountResource struct{ client *huaweiorg.Client }

// An accountState is what Terraform keeps of the account. Without an ID, Terraform forgets it.
type accountState struct{ ID, Account string }

// Create invites the account. After a crash, it finds the invitation that it sent.
func (r accountResource) Create(ctx context.Context, s *accountState) error {
	in := huaweiorg.InviteAccountInput{Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: s.Account}}
	ended := huaweiorg.Reinvite(huaweiorg.StatusDeclined, huaweiorg.StatusCancelled, huaweiorg.StatusExpired, huaweiorg.StatusAccepted)
	o, _, err := pagination.First(r.client.InviteAll(ctx, slices.Values([]huaweiorg.InviteAccountInput{in}), ended))
	if err = cmp.Or(err, o.Failure()); err == nil && o.Handshake.ID == "" {
		err = fmt.Errorf("the account %s has no invitation that is visible: it was created as a member, or invited a moment ago", s.Account)
	}
	if err != nil {
		return err
	}
	s.ID = o.Handshake.ID
	// Terraform reads next, and a new invitation may be invisible for a while.
	if _, err = r.client.WaitHandshake(ctx, s.ID, huaweiorg.WaitInput{Want: huaweiorg.StatusPending}); !errors.Is(err, huaweiorg.ErrNotPending) {
		return err
	}
	return nil // the account has already joined
}

// Read keeps the resource while the invitation is pending or the account is a member.
func (r accountResource) Read(ctx context.Context, s *accountState) error {
	h, err := r.client.CurrentHandshake(ctx, s.ID)
	if err == nil && h.Status == huaweiorg.StatusPending || err != nil && !errors.Is(err, huaweiorg.ErrNotFound) {
		return err
	}
	_, member, err := pagination.First(pagination.Filter(r.client.ListAccounts().All(ctx), func(a huaweiorg.Account) bool { return a.ID == s.Account }))
	if err == nil && !member {
		s.ID = ""
	}
	return err
}

// Delete cancels the invitation, or removes the account if it has joined.
func (r accountResource) Delete(ctx context.Context, s *accountState) error {
	_, err := r.client.CancelHandshake(ctx, s.ID)
	if !errors.Is(err, huaweiorg.ErrNotPending) && !errors.Is(err, huaweiorg.ErrNotFound) {
		return err
	}
	if err := r.Read(ctx, s); err != nil || s.ID == "" {
		return err
	}
	path := "/v1/organizations/accounts/" + s.Account + "/remove"
	_, err = r.client.Do(ctx, auth.Call{Op: "RemoveAccount", Request: &http.Request{Method: http.MethodPost, URL: &url.URL{Path: path}}})
	return err
}

// Import takes over an invitation by its ID. Terraform reads next.
func (r accountResource) Import(ctx context.Context, id string, s *accountState) error {
	h, err := r.client.CurrentHandshake(ctx, id)
	if err == nil {
		*s = accountState{ID: id, Account: h.Target.Entity}
	}
	return err
}

// Create, read, import and delete an account of the organization, as Terraform does.
func Example_terraform() {
	ctx, service := context.Background(), huaweiorgtest.New()
	client, err := service.NewClient(service.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
	r, state := accountResource{client}, accountState{Account: service.AddAccount(huaweiorgtest.Account{}).ID}
	show := func(step string, err error) { fmt.Println(step, state.ID != "", err) }
	show("created:", cmp.Or(err, r.Create(ctx, &state)))
	show("created after a crash:", r.Create(ctx, &state))
	service.Update(state.ID, func(h *huaweiorg.Handshake) { h.Status = huaweiorg.StatusAccepted }) // the account joins
	show("imported:", r.Import(ctx, state.ID, &state))
	service.Remove(state.ID) // the service forgets ended invitations
	show("read:", r.Read(ctx, &state))
	show("deleted:", r.Delete(ctx, &state))
	show("read:", r.Read(ctx, &state))
	// Output:
	// created: true <nil>
	// created after a crash: true <nil>
	// imported: true <nil>
	// read: true <nil>
	// deleted: true <nil>
	// read: false <nil>
}
