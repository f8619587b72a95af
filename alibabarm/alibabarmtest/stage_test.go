package alibabarmtest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// A stage is a service with an account of each role, called through one version of the API.
type stage struct {
	t *testing.T
	*alibabarmtest.Service
	edge                           edge
	root, guest, member, elsewhere alibabarmtest.Account
}

func newStage(t *testing.T, e edge, opts ...alibabarmtest.Option) stage {
	t.Helper()
	s, root, guest := party(opts...)
	return stage{
		t: t, Service: s, edge: e, root: root, guest: guest,
		member:    s.AddAccount(alibabarmtest.Account{Name: "member", Role: alibabarmtest.Member, JoinMethod: alibabarm.JoinMethodInvited}),
		elsewhere: s.AddAccount(alibabarmtest.Account{Name: "elsewhere", Role: alibabarmtest.Management}),
	}
}

// call sends an operation whose parameters are in the query.
func (x stage) call(a alibabarmtest.Account, op string, parameters ...string) outcome {
	query := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		query.Set(parameters[i], parameters[i+1])
	}
	return do(x.t, x.Service, a, request{op: op, version: x.edge.version, base: x.edge.base, query: query.Encode()})
}

func (x stage) invite(entity string) outcome {
	return x.edge.post(x.t, x.Service, x.root, inviteOp, inviteOf(entity))
}

// inviteMany sends n invitations to accounts that do not exist.
func (x stage) inviteMany(n int) {
	for i := range n {
		require.Equal(x.t, http.StatusOK, x.invite(fmt.Sprint(3000+i)).status)
	}
}

// open returns the ID of a pending invitation of guest, or of one that has ended.
func (x stage) open(status ...alibabarm.Status) string {
	return x.Seed(to(x.guest, append(status, alibabarm.StatusPending)[0]))[0].ID
}

func (x stage) on(a alibabarmtest.Account, op, id string) outcome {
	return x.call(a, op, "HandshakeId", id)
}

// accept makes guest join.
func (x stage) accept() outcome { return x.on(x.guest, acceptOp, x.open()) }

func (x stage) remove(a alibabarmtest.Account) outcome {
	return x.call(x.root, alibabarmtest.RemoveCloudAccount, "AccountId", a.ID)
}

func (x stage) addMembers(n int) {
	for range n {
		x.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
	}
}

// endAll ends all pending invitations.
func (x stage) endAll(status alibabarm.Status) {
	for _, h := range x.Handshakes() {
		x.Update(h.ID, func(h *alibabarm.Handshake) { h.Status = status })
	}
}

func (x stage) inviteWith(note string, tags int) outcome {
	parameters := []string{"TargetEntity", "3000", "TargetType", "Account", "Note", note}
	for i := range tags {
		parameters = append(parameters, fmt.Sprintf("Tag.%d.Key", i+1), fmt.Sprint("k", i))
	}
	values := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		values.Set(parameters[i], parameters[i+1])
	}
	return x.edge.post(x.t, x.Service, x.root, inviteOp, values.Encode())
}

func (x stage) newer() bool { return x.edge.version == version2022 }

func long(n int) string { return strings.Repeat("ü", n) }
