package invitation_test

import (
	"context"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// A call is one of the three kinds of operation, performed once.
type call struct {
	name, op string
	do       func(ctx context.Context, c client, id string) error
}

var calls = []call{
	{name: "list", op: opSent, do: func(ctx context.Context, c client, _ string) error {
		_, err := c.list(ctx, false)
		return err
	}},
	{name: "get", op: opGet, do: func(ctx context.Context, c client, id string) error {
		_, err := c.get(ctx, id)
		return err
	}},
	{name: "write", op: opCancel, do: func(ctx context.Context, c client, id string) error {
		_, err := c.cancel(ctx, id)
		return err
	}},
}

// memberCalls read the members of the organization, and the organization.
var memberCalls = []call{
	{name: "list of members", op: opMembers, do: func(ctx context.Context, c client, _ string) error {
		_, err := c.members(ctx)
		return err
	}},
	{name: "organization", op: opOrganization, do: func(ctx context.Context, c client, _ string) error {
		_, err := c.organization(ctx)
		return err
	}},
}

// injectAlone makes the requests of a call fail, and those that would read the state of a
// write back. What remains is the outcome of the write itself.
func injectAlone(w world, of call, kind authtest.Kind, times int) {
	w.inject(fault{op: of.op, times: times, kind: kind})
	if of.op == opCancel {
		denyReads(w)
	}
}

func denyReads(w world) {
	for _, op := range []string{opSent, opReceived, opGet} {
		w.inject(fault{op: op, times: always, kind: kind(w, "denied")})
	}
}

// countOf counts the requests of a call.
func countOf(w world, of call) int { return count(w, of.op) }
