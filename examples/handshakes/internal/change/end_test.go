package change

import (
	"context"
	"fmt"
	"net/http"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestDecline(t *testing.T) {
	for _, c := range []struct {
		name, args string
		before     huaweiorg.Status
		code       int
		want       string
		after      huaweiorg.Status
	}{
		{name: "declines nothing without -apply", code: cli.Done, want: "planned", after: huaweiorg.StatusPending},
		{name: "declines with -apply", args: "-apply", code: cli.Done, want: "declined", after: huaweiorg.StatusDeclined},
		{name: "succeeds if the invitation is declined already", args: "-apply", before: huaweiorg.StatusDeclined, code: cli.Done, want: "already declined", after: huaweiorg.StatusDeclined},
		{name: "fails if the invitation is cancelled", args: "-apply", before: huaweiorg.StatusCancelled, code: cli.Failed, want: "skipped", after: huaweiorg.StatusCancelled},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, flags := serveInvited(t)
			if c.before != "" {
				s.Update("h-1", func(h *huaweiorg.Handshake) { h.Status = c.before })
			}
			got := do(t.Context(), Decline, now(), flags+"-format json h-1 "+c.args)
			assert.Equal(t, c.code, got.code, got.stderr)
			assert.Equal(t, map[string]string{"h-1": c.want}, resultsByID(t, got))
			assert.Equal(t, c.after, s.Handshakes()[0].Status)
			if c.code == cli.Failed {
				assert.Contains(t, got.stderr, string(c.before))
			}
		})
	}
}

func TestAccept_AlreadyAccepted(t *testing.T) {
	s, flags := serveInvited(t)
	s.Update("h-1", func(h *huaweiorg.Handshake) { h.Status = huaweiorg.StatusAccepted })
	got := do(t.Context(), Accept, now(), flags+"-apply -format json h-1")
	assert.Equal(t, cli.Done, got.code, got.stderr)
	assert.Equal(t, map[string]string{"h-1": "already accepted"}, resultsByID(t, got))
	assert.Zero(t, ops(s)[huaweiorgtest.AcceptHandshake])
}

func TestCancel(t *testing.T) {
	for _, c := range []struct {
		name, args string
		code       int
		want       map[string]string
		cancelled  int
		says       string
	}{
		{name: "cancels nothing without -apply", args: "h-1", want: map[string]string{"h-1": "planned"}, says: "-apply"},
		{name: "cancels one", args: "h-1 -apply", want: map[string]string{"h-1": "cancelled"}, cancelled: 1},
		{name: "succeeds if it is cancelled already", args: "h-5 -apply", want: map[string]string{"h-5": "already cancelled"}},
		{name: "fails if it is accepted", args: "h-6 -apply", code: cli.Failed, want: map[string]string{"h-6": "skipped"}, says: "accepted"},
		{name: "cancels the others if one has ended and one does not exist", args: "h-6 h-1 h-9 h-2 h-1 -apply", code: cli.Failed,
			want: map[string]string{"h-6": "skipped", "h-9": "failed", "h-1": "cancelled", "h-2": "cancelled"}, cancelled: 2, says: "2 of 4 remain"},
		{name: "plans the others if one has ended", args: "h-6 h-1", code: cli.Failed, want: map[string]string{"h-6": "skipped", "h-1": "planned"}, says: "1 of 2"},
		{name: "cancels those that are old", args: "-pending -older-than 10d -apply", want: map[string]string{"h-2": "cancelled", "h-3": "cancelled"}, cancelled: 2},
		{name: "says so if none is old enough", args: "-pending -older-than 3w -apply", want: map[string]string{}, says: "nothing to cancel"},
		{name: "plans all that are pending", args: "-pending", want: map[string]string{"h-1": "planned", "h-2": "planned", "h-3": "planned", "h-4": "planned"}},
		{name: "cancels all that are pending", args: "-pending -apply", want: map[string]string{"h-1": "cancelled", "h-2": "cancelled", "h-3": "cancelled", "h-4": "cancelled"}, cancelled: 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, flags := serveSender(t)
			got := do(t.Context(), Cancel, now(), flags+"-format json "+c.args)
			assert.Equal(t, c.code, got.code, got.stderr)
			assert.Equal(t, c.want, resultsByID(t, got))
			assert.Equal(t, c.cancelled, ops(s)[huaweiorgtest.CancelHandshake])
			assert.Contains(t, got.stderr, c.says)
		})
	}
}

func TestCancel_ReadsAllBeforeItEndsOne(t *testing.T) {
	s, flags := serveSender(t)
	s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.ShowHandshake, Skip: 1, Kind: huaweiorgtest.Refuse(http.StatusUnauthorized, "APIGW.0301", "denied")})
	got := do(t.Context(), Cancel, now(), flags+"-apply h-1 h-2")
	assert.Equal(t, cli.Failed, got.code)
	assert.Zero(t, ops(s)[huaweiorgtest.CancelHandshake])
}

func TestCancel_UnknownOutcome(t *testing.T) {
	for _, c := range []struct {
		name, args string
		want       map[string]string
		says       string
	}{
		{name: "says that it was interrupted at the only one", args: "h-1", want: map[string]string{"h-1": "unknown"}, says: "interrupted"},
		{name: "leaves the others alone", args: "h-1 h-2 h-3", want: map[string]string{"h-1": "unknown"},
			says: "3 of 3 remain; it is unknown whether 1 took effect, so look with handshakes list; handshakes show"},
		{name: "counts the last one as remaining", args: "h-6 h-1", want: map[string]string{"h-6": "skipped", "h-1": "unknown"}, says: "2 of 2 remain; it is unknown whether 1"},
		{name: "says how to continue with -pending", args: "-pending", want: map[string]string{"h-1": "unknown"},
			says: "1 of 1 remain; it is unknown whether 1 took effect, so look with handshakes list; run this again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, flags := serveSender(t)
			ctx, cancel := context.WithCancel(t.Context())
			s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.CancelHandshake,
				Kind: huaweiorgtest.AppliedThen(huaweiorgtest.Together(huaweiorgtest.Hook(cancel), huaweiorgtest.Hang()))})
			got := do(ctx, Cancel, now(), flags+"-apply -format json "+c.args)
			assert.Equal(t, cli.Interrupted, got.code, got.stderr)
			assert.Equal(t, c.want, resultsByID(t, got))
			assert.Contains(t, got.stderr, c.says)
		})
	}
}

func TestCancel_StopsWhereRowsCannotBeWritten(t *testing.T) {
	for _, failure := range []error{syscall.EPIPE, fmt.Errorf("no space left on device")} {
		t.Run(failure.Error(), func(t *testing.T) {
			s, flags := serveSender(t)
			p := now()
			p.Stdout = writer(func([]byte) (int, error) { return 0, failure })
			got := do(t.Context(), Cancel, p, flags+"-apply -format csv h-1 h-2 h-3")
			assert.Equal(t, cli.Failed, got.code)
			assert.Equal(t, 1, ops(s)[huaweiorgtest.CancelHandshake])
			assert.Contains(t, got.stderr, "2 of 3 remain")
		})
	}
}

func TestSettle_RefusedWrite(t *testing.T) {
	for _, c := range []struct {
		name, op string
		command  cli.Command
	}{
		{name: "accept", op: huaweiorgtest.AcceptHandshake, command: Accept},
		{name: "decline", op: huaweiorgtest.DeclineHandshake, command: Decline},
		{name: "cancel", op: huaweiorgtest.CancelHandshake, command: Cancel},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := serveInvited
			if c.command.Name == Cancel.Name {
				start = serveSender
			}
			s, flags := start(t)
			s.Inject(huaweiorgtest.Fault{Op: c.op, Kind: huaweiorgtest.Refuse(http.StatusForbidden, "Organizations.1007", "denied")})
			got := do(t.Context(), c.command, now(), flags+"-apply -format json h-1")
			assert.Equal(t, cli.Failed, got.code)
			assert.Equal(t, map[string]string{"h-1": "failed"}, resultsByID(t, got))
			assert.Contains(t, got.stderr, "Organizations.1007")
		})
	}
}
