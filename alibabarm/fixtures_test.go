package alibabarm_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

func TestGetHandshake_fixtures(t *testing.T) {
	t.Parallel()
	created := time.Date(2024, 3, 1, 2, 10, 5, 0, time.UTC)
	for _, c := range []struct {
		name, file, id string
		check          func(*testing.T, alibabarm.Handshake)
	}{
		{name: "F10 as the invited account sees it", file: "F10.json", id: "h-Aa11Bb22Cc33Dd44",
			check: func(t *testing.T, h alibabarm.Handshake) {
				assert.Equal(t, "爱克米有限公司", h.MasterAccountRealName)
				assert.Equal(t, "Bêta GmbH", h.InvitedAccountRealName)
				assert.Equal(t, "第一行\nsecond \"line\"\n", h.Note)
			}},
		{name: "F11 as the inviter sees it", file: "F11.json", id: "h-Qq77Rr88Ss99Tt00",
			check: func(t *testing.T, h alibabarm.Handshake) {
				assert.Empty(t, h.MasterAccountRealName+h.InvitedAccountRealName+h.Note)
				assert.Equal(t, "1190022334455667", h.TargetEntity)
				assert.Equal(t, alibabarm.TargetTypeAccount, h.TargetType)
			}},
		{name: "F12 accepted", file: "F12.json", id: "h-Qq77Rr88Ss99Tt00",
			check: func(t *testing.T, h alibabarm.Handshake) {
				assert.Equal(t, alibabarm.StatusAccepted, h.Status)
				assert.Equal(t, time.Date(2024, 3, 2, 8, 0, 0, 0, time.UTC), h.ModifyTime)
			}},
		{name: "F13 an unknown status, a fraction, an invalid time", file: "F13.json",
			id: "h-Uu11Vv22Ww33Xx44", check: func(t *testing.T, h alibabarm.Handshake) {
				assert.Equal(t,
					alibabarm.Handshake{ID: h.ID, Status: "Revoked",
						CreateTime: created.Add(473 * time.Millisecond)}, h)
				assert.False(t, h.Status.Final())
			}},
		{name: "F17 XML", file: "F17.xml", id: "h-Aa11Bb22Cc33Dd44",
			check: func(t *testing.T, h alibabarm.Handshake) {
				assert.Equal(t, alibabarm.StatusCancelled, h.Status)
				assert.Equal(t, "ops@example.org", h.TargetEntity)
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t)
			m.RegisterResponder("POST", root, respond(200, body(t, c.file)))
			got, err := newClient(t, m).GetHandshake(t.Context(), c.id)
			require.NoError(t, err)
			c.check(t, *got)
			made, err := newClient(t, m).InviteAccountToResourceDirectory(t.Context(), guestInput())
			require.NoError(t, err)
			assert.Equal(t, got, made, "every operation decodes it the same way")
		})
	}
}

func TestAcceptHandshake_everyEnd(t *testing.T) {
	t.Parallel()
	for _, op := range operations[1:] {
		for id, response := range map[string]string{
			"h-Qq77Rr88Ss99Tt00": strings.Replace(body(t, "F12.json"), "Accepted", op.end, 1),
			"h-Aa11Bb22Cc33Dd44": strings.NewReplacer(
				"Cancelled", op.end, "CancelHandshakeR", op.name+"R").Replace(body(t, "F17.xml")),
		} {
			m := newMock(t)
			m.RegisterResponder("POST", root, respond(200, response))
			h, err := op.call(newClient(t, m), t.Context(), id)
			require.NoError(t, err, op.name)
			assert.Equal(t, alibabarm.Status(op.end), h.Status)
		}
	}
}

func TestAcceptHandshake_refused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		status     int
		want       error
		attempts   int
	}{
		{name: "F18 not pending", file: "F18.json", status: 409, want: alibabarm.ErrConflict,
			attempts: 1},
		{name: "F19 an unknown invitation", file: "F19.json", status: 404,
			want: alibabarm.ErrNotFound, attempts: 1},
		{name: "F20 an unknown access key", file: "F20.json", status: 404,
			want: alibabarm.ErrUnauthenticated, attempts: 1},
		{name: "F21 denied", file: "F21.json", status: 403, want: alibabarm.ErrPermission,
			attempts: 1},
		{name: "F22 denied, in lower case", file: "F22.json", status: 403,
			want: alibabarm.ErrPermission, attempts: 1},
		{name: "F23 throttled, which the client retries", file: "F23.json", status: 400,
			want: alibabarm.ErrThrottled, attempts: 0},
		{name: "F24 a concurrent change, which the client retries", file: "F24.json", status: 429,
			want: alibabarm.ErrConflict, attempts: 5},
		{name: "F25 a wrong date", file: "F25b.json", status: 400,
			want: alibabarm.ErrUnauthenticated, attempts: 1},
		{name: "F26 a wrong signature", file: "F26.json", status: 400,
			want: alibabarm.ErrUnauthenticated, attempts: 1},
		{name: "F27 an expired token that the provider does not renew", file: "F27.json",
			status: 400,
			want:   alibabarm.ErrUnauthenticated, attempts: 1},
		{name: "F28 already pending", file: "F28.json", status: 409, want: alibabarm.ErrConflict,
			attempts: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				m := newMock(t)
				m.RegisterResponder("POST", "=~.", respond(c.status, body(t, c.file)))
				client := newClient(t, m, alibabarm.WithVersion(v))
				for _, op := range operations[1:] {
					_, err := op.call(client, t.Context(), "h-1")
					assertRefused(t, err, op.name, c.want, c.attempts)
				}
				_, err := client.InviteAccountToResourceDirectory(t.Context(), guestInput())
				assertRefused(t, err, "InviteAccountToResourceDirectory", c.want, c.attempts)
			})
		})
	}
}

func TestInviteAccountToResourceDirectory_conflicts(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]error{
		"EntityAlreadyExists.Handshake":                alibabarm.ErrConflict,
		"EntityAlreadyExists.ResourceDir.Account":      alibabarm.ErrConflict,
		"NotSupport.AccountInAnotherResourceDirectory": alibabarm.ErrConflict,
		"Invalid.AccountType":                          alibabarm.ErrConflict,
		"LegalEntityMismatch":                          alibabarm.ErrConflict,
		"LimitExceeded.Account":                        alibabarm.ErrQuota,
		"LimitExceeded.InvitationRate":                 alibabarm.ErrQuota,
		"LimitExceeded.SameTargetInvitationRate":       alibabarm.ErrQuota,
		"LimitExceeded.Invitation.InvalidTarget":       alibabarm.ErrQuota,
		"NotSupport.Account.Site":                      alibabarm.ErrConflict,
		"AccountTypeOrStatusMismatch":                  alibabarm.ErrConflict,
	} {
		m := newMock(t)
		m.RegisterResponder("POST", root, respond(409, strings.Replace(body(t, "F28.json"), "EntityAlreadyExists.Handshake", code, 1)))
		_, err := newClient(t, m).InviteAccountToResourceDirectory(t.Context(), guestInput())
		assertRefused(t, err, "InviteAccountToResourceDirectory", want, 1)
	}
}

// assertRefused checks that the client read nothing back. With 0 attempts, it expects more than
// one.
func assertRefused(t *testing.T, err error, op string, want error, attempts int) {
	t.Helper()
	require.ErrorIs(t, err, want, op)
	assert.NotErrorIs(t, err, alibabarm.ErrOutcomeUnknown, op)
	e, ok := err.(*alibabarm.Error)
	require.True(t, ok, op)
	assert.Equal(t, op, e.Op)
	if attempts == 0 {
		assert.Greater(t, e.Attempts, 1, op)
	} else {
		assert.Equal(t, attempts, e.Attempts, op)
	}
	assert.NotContains(t, err.Error(), "testAccessKeyId")
}
