package huaweiorg_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

func TestShowHandshake_fixtures(t *testing.T) {
	t.Parallel()
	day := time.Date(2025, 6, 1, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, file, id string
		check          func(*testing.T, huaweiorg.Handshake)
	}{
		{name: "F10 an unknown status is kept and is not final", file: "F10.json",
			id: "h-u1n2k3n4o5w6n7s8", check: func(t *testing.T, h huaweiorg.Handshake) {
				assert.Equal(t, huaweiorg.Status("awaiting_review"), h.Status)
				assert.False(t, h.Status.Final())
			}},
		{name: "F11 an invitation without an expiry date", file: "F11.json",
			id: "h-n0e1x2p3i4r5y6a7",
			check: func(t *testing.T, h huaweiorg.Handshake) {
				assert.Zero(t, h.ExpiredAt)
				assert.Equal(t,
					huaweiorg.Target{Type: huaweiorg.TargetTypeEmail,
						Entity: "owner@example.test"}, h.Target)
			}},
		{name: "F12 all kinds of characters", file: "F12.json", id: "h-u8n7i6c5o4d3e2s1",
			check: func(t *testing.T, h huaweiorg.Handshake) {
				assert.Equal(t, "Grüße 你好 🚀\nline two\t<b>&amp;\u2028 \"q\"", h.Notes)
				assert.Equal(t, "子公司-北京", h.Target.Entity)
			}},
		{name: "F13 fractions and offsets", file: "F13.json", id: "h-t1i2m3e4s5t6a7m8",
			check: func(t *testing.T, h huaweiorg.Handshake) {
				assert.Equal(t, day.Add(123456*time.Microsecond), h.CreatedAt)
				assert.Equal(t, day, h.UpdatedAt)
				assert.Equal(t, day.Add(14*24*time.Hour+500*time.Millisecond), h.ExpiredAt)
			}},
		{name: "F14 nulls", file: "F14.json", id: "h-n1u2l3l4t5i6m7e8",
			check: func(t *testing.T, h huaweiorg.Handshake) {
				assert.Equal(t,
					huaweiorg.Handshake{ID: h.ID, Status: huaweiorg.StatusPending, CreatedAt: day},
					h)
			}},
		{name: "F15 accepted", file: "F15.json", id: "h-0k3v7m2q9x4c8b1n5z6a0d2f4g6h8j0p",
			check: func(t *testing.T, h huaweiorg.Handshake) {
				assert.Equal(t, huaweiorg.StatusAccepted, h.Status)
				assert.Equal(t, time.Date(2025, 2, 4, 0, 0, 1, 0, time.UTC), h.UpdatedAt)
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t)
			m.RegisterResponder("GET", sent+"/"+c.id, respond(200, body(t, c.file)))
			m.RegisterResponder("POST", inviteURL, respond(200, body(t, c.file)))
			shown, err := newClient(t, m).ShowHandshake(t.Context(), c.id)
			require.NoError(t, err)
			c.check(t, *shown)
			made, err := newClient(t, m).InviteAccount(t.Context(), guestInput())
			require.NoError(t, err)
			assert.Equal(t, shown, made, "every operation decodes it the same way")
		})
	}
}

func TestAcceptHandshake_everyEnd(t *testing.T) {
	t.Parallel()
	const id = "h-0k3v7m2q9x4c8b1n5z6a0d2f4g6h8j0p"
	for _, op := range operations[1:] {
		m := newMock(t)
		m.RegisterResponder("POST", op.base+"/"+id+op.verb, respond(200, strings.Replace(body(t, "F15.json"), "accepted", op.end, 1)))
		h, err := op.call(newClient(t, m), t.Context(), id)
		require.NoError(t, err, op.name)
		assert.Equal(t, huaweiorg.Status(op.end), h.Status)
	}
}

func TestAcceptHandshake_refused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		status     int
		want       error
		attempts   int
		readBack   bool // the client reads the state back, which a policy denies
	}{
		{name: "F17 not the management account", file: "F17.json", status: 401,
			want: huaweiorg.ErrPermission, attempts: 1},
		{name: "F18 a concurrent change, which the client retries", file: "F18.json", status: 409,
			want: huaweiorg.ErrConflict, attempts: 5},
		{name: "F19 a policy denies it", file: "F19.json", status: 403,
			want: huaweiorg.ErrPermission, attempts: 1},
		{name: "F20 in no organization", file: "F20.json", status: 401,
			want: huaweiorg.ErrPermission, attempts: 1},
		{name: "F21 already cancelled", file: "F21.json", status: 400, want: huaweiorg.ErrConflict,
			attempts: 1, readBack: true},
		{name: "F22 a wrong signature", file: "F22.json", status: 401,
			want: huaweiorg.ErrUnauthenticated, attempts: 1},
		{name: "F23 throttled for too long", file: "F23.json", status: 429,
			want: huaweiorg.ErrThrottled, attempts: 1},
		{name: "F24 a wrong path", file: "F24.json", status: 404, want: huaweiorg.ErrInvalid,
			attempts: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				m := newMock(t)
				m.RegisterResponder("POST", inviteURL, respond(c.status, body(t, c.file), "Retry-After", map[bool]string{true: "3600"}[c.status == 429]))
				if c.readBack {
					m.RegisterResponder("GET", "=~.*", respond(403, body(t, "F19.json")))
				}
				for _, op := range operations[1:] {
					m.RegisterResponder("POST", op.base+"/h-1"+op.verb, respond(c.status, body(t, c.file), "Retry-After", map[bool]string{true: "3600"}[c.status == 429]))
					_, err := op.call(newClient(t, m), t.Context(), "h-1")
					assertRefused(t, err, op.name, c.want, c.attempts)
				}
				_, err := newClient(t, m).InviteAccount(t.Context(), guestInput())
				assertRefused(t, err, "InviteAccount", c.want, c.attempts)
			})
		})
	}
}

func assertRefused(t *testing.T, err error, op string, want error, attempts int) {
	t.Helper()
	require.ErrorIs(t, err, want, op)
	assert.NotErrorIs(t, err, huaweiorg.ErrOutcomeUnknown, op)
	e, ok := err.(*huaweiorg.Error)
	require.True(t, ok, op)
	assert.Equal(t, op, e.Op)
	assert.Equal(t, attempts, e.Attempts, op)
	assert.NotContains(t, err.Error(), "SECRETTOKENVALUE")
}
