package alibabarm_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

func TestFixturesOfOneInvitation(t *testing.T) {
	t.Parallel()
	created := time.Date(2024, 3, 1, 2, 10, 5, 0, time.UTC)
	for _, c := range []struct {
		name, file, id string
		check          func(*testing.T, alibabarm.Handshake)
	}{
		{"F10 as the invited account sees it", "F10.json", "h-Aa11Bb22Cc33Dd44", func(t *testing.T, h alibabarm.Handshake) {
			assert.Equal(t, "爱克米有限公司", h.MasterAccountRealName)
			assert.Equal(t, "Bêta GmbH", h.InvitedAccountRealName)
			assert.Equal(t, "第一行\nsecond \"line\"\n", h.Note)
		}},
		{"F11 as the inviter sees it", "F11.json", "h-Qq77Rr88Ss99Tt00", func(t *testing.T, h alibabarm.Handshake) {
			assert.Empty(t, h.MasterAccountRealName+h.InvitedAccountRealName+h.Note)
			assert.Equal(t, "1190022334455667", h.TargetEntity)
			assert.Equal(t, alibabarm.TargetTypeAccount, h.TargetType)
		}},
		{"F12 accepted", "F12.json", "h-Qq77Rr88Ss99Tt00", func(t *testing.T, h alibabarm.Handshake) {
			assert.Equal(t, alibabarm.StatusAccepted, h.Status)
			assert.Equal(t, time.Date(2024, 3, 2, 8, 0, 0, 0, time.UTC), h.ModifyTime)
		}},
		{"F13 an unknown status, a fraction, no time", "F13.json", "h-Uu11Vv22Ww33Xx44", func(t *testing.T, h alibabarm.Handshake) {
			assert.Equal(t, alibabarm.Handshake{ID: h.ID, Status: "Revoked", CreateTime: created.Add(473 * time.Millisecond)}, h)
			assert.False(t, h.Status.Final())
		}},
		{"F17 XML", "F17.xml", "h-Aa11Bb22Cc33Dd44", func(t *testing.T, h alibabarm.Handshake) {
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
			assert.Equal(t, got, made, "each operation reads it the same way")
		})
	}
}

func TestF12AndF17EveryEndOfAWrite(t *testing.T) {
	t.Parallel()
	for _, op := range operations[1:] {
		for id, answer := range map[string]string{
			"h-Qq77Rr88Ss99Tt00": strings.Replace(body(t, "F12.json"), "Accepted", op.end, 1),
			"h-Aa11Bb22Cc33Dd44": strings.NewReplacer("Cancelled", op.end, "CancelHandshakeR", op.name+"R").Replace(body(t, "F17.xml")),
		} {
			m := newMock(t)
			m.RegisterResponder("POST", root, respond(200, answer))
			h, err := op.call(newClient(t, m), t.Context(), id)
			require.NoError(t, err, op.name)
			assert.Equal(t, alibabarm.Status(op.end), h.Status)
		}
	}
}

func TestRefusalsOfWrites(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		status     int
		want       error
		attempts   int
	}{
		{"F18 not pending", "F18.json", 409, alibabarm.ErrConflict, 1},
		{"F19 no such invitation", "F19.json", 404, alibabarm.ErrNotFound, 1},
		{"F20 an unknown key", "F20.json", 404, alibabarm.ErrUnauthenticated, 1},
		{"F21 denied", "F21.json", 403, alibabarm.ErrPermission, 1},
		{"F22 denied, in lower case", "F22.json", 403, alibabarm.ErrPermission, 1},
		{"F23 throttled, and tried again", "F23.json", 400, alibabarm.ErrThrottled, 0},
		{"F24 a concurrent change, tried again", "F24.json", 429, alibabarm.ErrConflict, 5},
		{"F25 a wrong date", "F25b.json", 400, alibabarm.ErrUnauthenticated, 1},
		{"F26 a wrong signature", "F26.json", 400, alibabarm.ErrUnauthenticated, 1},
		{"F27 an old token that nobody renews", "F27.json", 400, alibabarm.ErrUnauthenticated, 1},
		{"F28 pending already", "F28.json", 409, alibabarm.ErrConflict, 1},
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

func TestF28EveryConflictOfAnInvitation(t *testing.T) {
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

// assertRefused checks that nothing was read back; 0 attempts are more than one.
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
