package huaweiorgtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A stage is a service with an account of each role.
type stage struct {
	t *testing.T
	*huaweiorgtest.Service
	root, guest, member, delegated, elsewhere huaweiorgtest.Account
}

func newStage(t *testing.T, opts ...huaweiorgtest.Option) stage {
	t.Helper()
	s, root, guest := party(opts...)
	return stage{
		t: t, Service: s, root: root, guest: guest,
		member:    s.AddAccount(huaweiorgtest.Account{Name: "member", Role: huaweiorgtest.Member}),
		delegated: s.AddAccount(huaweiorgtest.Account{Name: "delegated", Role: huaweiorgtest.DelegatedAdministrator}),
		elsewhere: s.AddAccount(huaweiorgtest.Account{Name: "elsewhere", Role: huaweiorgtest.Management}),
	}
}

func (x stage) get(a huaweiorgtest.Account, path string) outcome {
	return do(x.t, x.Service, http.MethodGet, a, path, "")
}

// post sends a write. A write that takes an account out has an empty response.
func (x stage) post(a huaweiorgtest.Account, path, body string) outcome {
	x.t.Helper()
	resp, err := try(x.Service, http.MethodPost, a.Credentials, path, body)
	return outcome{wireResponse: read(x.t, resp, err)}
}

func (x stage) invite(entity string) outcome { return x.post(x.root, invitePath, inviteOf(entity)) }

// inviteMany sends n invitations to accounts that do not exist.
func (x stage) inviteMany(n int) {
	for i := range n {
		require.Equal(x.t, http.StatusOK, x.invite(fmt.Sprint("many", i)).status)
	}
}

// open returns the path of a pending invitation of guest, as root reads it, or of one that has
// ended.
func (x stage) open(status ...huaweiorg.Status) string { return sentPath + "/" + x.openID(status...) }

func (x stage) openID(status ...huaweiorg.Status) string {
	h := huaweiorg.Handshake{Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: x.guest.ID}}
	if len(status) > 0 {
		h.Status = status[0]
	}
	return x.Seed(h)[0].ID
}

// accept makes guest join.
func (x stage) accept() outcome {
	return x.post(x.guest, receivedPath+"/"+x.openID()+"/accept", "")
}

func (x stage) remove(a huaweiorgtest.Account) outcome {
	return x.post(x.root, "/v1/organizations/accounts/"+a.ID+"/remove", "")
}

func (x stage) leave(a huaweiorgtest.Account) outcome {
	return x.post(a, "/v1/organizations/leave", "")
}

// guestID returns the ID of guest.
func guestID() string {
	_, _, guest := party()
	return guest.ID
}

func (x stage) inviteWith(notes string, tags int) outcome {
	list := strings.TrimSuffix(strings.Repeat(`{"key":"k","value":""},`, tags), ",")
	return x.post(x.root, invitePath, `{"target":{"type":"account","entity":"a"},"notes":"`+notes+`","tags":[`+list+`]}`)
}

// addMembers adds n accounts that were created in the organization, besides the two of the
// stage.
func (x stage) addMembers(n int) (all []huaweiorgtest.Account) {
	for range n {
		all = append(all, x.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Member}))
	}
	return all
}

func (x stage) removeMany(n int) {
	for _, a := range x.addMembers(n) {
		require.Equal(x.t, http.StatusOK, x.remove(a).status)
	}
}

func (x stage) close(a huaweiorgtest.Account) {
	a.Status = huaweiorg.AccountStatusPendingClosure
	x.AddAccount(a)
}
