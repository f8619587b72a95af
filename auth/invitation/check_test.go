package invitation_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// readOps are the operations of the reads, in the order of a check.
var readOps = []string{opOrganization, opSent, opReceived, opMembers, opGet}

// onlyReads fails if anything but a read was sent, or a read of more than one page of one
// row.
func onlyReads(t *testing.T, w world) {
	t.Helper()
	seen := map[string]int{}
	for _, r := range w.requests() {
		require.Contains(t, readOps, r.op)
		if slices.Contains([]string{opSent, opReceived, opMembers}, r.op) {
			require.Regexp(t, `\b(limit|PageSize|MaxResults)=1\b`, r.query+" "+r.line)
		}
		if r.status == 200 {
			seen[r.op]++
			require.Equal(t, 1, seen[r.op], r.op)
		}
	}
}

// access lists what the reads of a check showed, in their order.
func access(id invitation.Identity) (all []invitation.Access) {
	for _, r := range id.Reads {
		all = append(all, r.Access)
	}
	return all
}

// withoutAccount is the provider of an account whose credentials do not contain its ID.
func withoutAccount(w world, id string) auth.Provider { return auth.Static(w.keys(id)) }

const (
	allowed = invitation.AccessAllowed
	denied  = invitation.AccessDenied
	role    = invitation.AccessWrongRole
	failed  = invitation.AccessFailed
	unknown = invitation.AccessUnknown
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		// as returns who calls; nil: the case is not for this cloud.
		as   func(t *testing.T, w world) (account string)
		role invitation.Role
	}{
		{name: "a management account", as: func(_ *testing.T, w world) string { return w.cloud().root }, role: invitation.RoleManagement},
		{name: "a delegated administrator", as: func(t *testing.T, w world) string {
			id := w.cloud().account(801)
			if !w.addDelegated(id) {
				return ""
			}
			return id
		}, role: invitation.RoleDelegated},
		{name: "a member", as: func(_ *testing.T, w world) string { id := w.cloud().account(802); w.addMember(id); return id }, role: invitation.RoleMember},
		{name: "an invited account", as: func(_ *testing.T, w world) string { w.seed(toGuest(w)); return w.cloud().guest }, role: invitation.RoleNone},
		{name: "an account in no organization", as: func(_ *testing.T, w world) string { return w.cloud().guest }, role: invitation.RoleNone},
		{name: "an account that has joined", as: func(t *testing.T, w world) string {
			i := w.seed(toGuest(w))[0]
			_, err := receiver(w).accept(t.Context(), i.ID)
			require.NoError(t, err)
			return w.cloud().guest
		}, role: invitation.RoleMember},
	} {
		for _, anonymous := range []bool{false, true} {
			name := c.name
			if anonymous {
				name += " whose credentials do not contain its ID"
			}
			run(t, name, func(t *testing.T, w world) {
				account := c.as(t, w)
				if account == "" {
					return
				}
				before := len(w.requests())
				settings := clientSettings{}
				if anonymous {
					settings.provider = withoutAccount(w, account)
				}
				id, err := w.client(account, settings).check(t.Context())
				require.NoError(t, err)
				assert.Len(t, w.requests(), before+5)
				want := c.role
				delegates := w.addDelegated(w.cloud().account(899))
				same := delegates && (want == invitation.RoleManagement || want == invitation.RoleDelegated)
				same = same || !delegates && c.name == "a member" // a manager whose policies deny looks the same
				if anonymous && same {
					want = invitation.RoleUnknown
				}
				assert.Equal(t, want, id.Role)
				assert.Equal(t, sender(w).service().Name(), id.Cloud)
				assert.Contains(t, id.Endpoint, "https://")
				assert.NotContains(t, id.Endpoint, "#")
				assert.Zero(t, id.ClockOffset)
				assert.WithinDuration(t, w.now(), id.Date, time.Second)
				assert.Equal(t, want == invitation.RoleNone, id.Organization == invitation.Organization{})
				if want != invitation.RoleNone {
					assert.Equal(t, w.cloud().root, id.Organization.ManagerID)
				}
				if !anonymous || want == invitation.RoleManagement || c.name == "an invited account" || c.name == "an account that has joined" {
					assert.Equal(t, account, id.AccountID)
				} else {
					assert.Empty(t, id.AccountID)
				}
				lists := allowed
				if c.role == invitation.RoleMember || c.role == invitation.RoleNone {
					lists = id.Access(invitation.ReadMembers)
					assert.Contains(t, []invitation.Access{role, denied}, lists)
				}
				assert.Equal(t, allowed, id.Access(invitation.ReadOrganization))
				assert.Equal(t, allowed, id.Access(invitation.ReadReceived))
				assert.Equal(t, lists == allowed, id.Access(invitation.ReadSent) == allowed)
				if want != invitation.RoleUnknown && lists != allowed {
					assert.Equal(t, role, id.Access(invitation.ReadSent))
				}
			})
		}
	}
	for n, op := range readOps {
		for name, want := range map[string]invitation.Access{"denied": denied, "unavailable": failed, "throttled for a day": failed, "unknown 403": denied} {
			run(t, op+" "+name, func(t *testing.T, w world) {
				w.seed(invitation.Invitation{})
				w.inject(fault{op: op, times: always, kind: kind(w, name)})
				id, err := sender(w).check(t.Context())
				require.NoError(t, err)
				expected := slices.Repeat([]invitation.Access{allowed}, 5)
				expected[n] = want
				assert.Equal(t, expected, access(id))
				assert.Equal(t, invitation.RoleManagement, id.Role)
				assert.Equal(t, w.cloud().root, id.Organization.ManagerID, "its own or that of what it sent")
				require.Error(t, id.Reads[n].Err)
				if want == denied {
					require.Len(t, id.Missing(), 1)
					assert.Contains(t, id.Reads[n].Err.Error(), id.Missing()[0])
					assert.Contains(t, id.Missing()[0], ":")
				} else {
					assert.Empty(t, id.Missing())
				}
				onlyReads(t, w)
			})
		}
	}
	run(t, "every read denied", func(t *testing.T, w world) {
		w.inject(fault{times: always, kind: kind(w, "denied")})
		id, err := sender(w).check(t.Context())
		require.NoError(t, err, "the denials are a result")
		assert.Equal(t, slices.Repeat([]invitation.Access{denied}, 5), access(id))
		assert.Len(t, slices.Compact(id.Missing()), 5)
		assert.Equal(t, invitation.RoleUnknown, id.Role)
		assert.Equal(t, w.cloud().root, id.AccountID)
	})
	run(t, "throttled for a while", func(t *testing.T, w world) {
		w.inject(fault{op: opSent, times: 2, kind: kind(w, "throttled for 2 seconds")})
		id, err := sender(w).check(t.Context())
		require.NoError(t, err)
		assert.Equal(t, slices.Repeat([]invitation.Access{allowed}, 5), access(id))
		onlyReads(t, w)
	})
	run(t, "an invitation that has ended", func(t *testing.T, w world) {
		w.seed(invitation.Invitation{Status: invitation.StatusDeclined})
		w.inject(fault{op: opGet, times: always, kind: kind(w, "conflict")})
		id, err := sender(w).check(t.Context())
		require.NoError(t, err)
		assert.Equal(t, allowed, id.Access(invitation.ReadGet))
	})
}

func TestCheck_Clock(t *testing.T) {
	t.Parallel()
	for _, ahead := range []time.Duration{-4 * time.Minute, 4 * time.Minute, -2 * time.Hour, 2 * time.Hour} {
		run(t, ahead.String()+" ahead", func(t *testing.T, w world) {
			w.skew(ahead)
			id, err := sender(w).check(t.Context())
			require.NoError(t, err)
			assert.InDelta(t, ahead.Seconds(), id.ClockOffset.Seconds(), 1)
			assert.Equal(t, invitation.RoleManagement, id.Role)
		})
	}
	run(t, "is known from a refusal, too", func(t *testing.T, w world) {
		w.skew(4 * time.Minute)
		w.inject(fault{times: always, kind: kind(w, "denied")})
		id, err := sender(w).check(t.Context())
		require.NoError(t, err)
		assert.InDelta(t, 240, id.ClockOffset.Seconds(), 1)
	})
}

func TestCheck_Errors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		kind func(w world) authtest.Kind
		want error
	}{
		{name: "credentials that are refused", kind: func(w world) authtest.Kind { return kind(w, "wrong keys") }, want: auth.ErrUnauthenticated},
		{name: "no connection", kind: func(world) authtest.Kind { return authtest.NoConnection() }, want: auth.ErrUnavailable},
		{name: "a service that is unavailable", kind: func(w world) authtest.Kind { return kind(w, "unavailable") }, want: auth.ErrUnavailable},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			w.inject(fault{times: always, kind: c.kind(w)})
			id, err := sender(w).check(t.Context())
			require.ErrorIs(t, err, c.want)
			assert.Equal(t, w.cloud().root, id.AccountID, "the check returns what it has found out")
			assert.NotEmpty(t, id.Endpoint)
			require.Len(t, id.Reads, 5)
			assert.Equal(t, failed, id.Reads[0].Access)
			if !errors.Is(err, auth.ErrUnavailable) {
				assert.LessOrEqual(t, len(w.requests()), 2, "a service may lock the key")
				assert.Equal(t, unknown, id.Reads[1].Access)
			}
		})
	}
	run(t, "no credentials", func(t *testing.T, w world) {
		none := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
			return auth.Credentials{}, fmt.Errorf("none here: %w", auth.ErrNoCredentials)
		})
		id, err := w.client(w.cloud().root, clientSettings{provider: none}).check(t.Context())
		require.ErrorIs(t, err, auth.ErrNoCredentials)
		assert.NotEmpty(t, id.Endpoint)
		assert.Empty(t, w.requests())
	})
	run(t, "ends with its context, with what is known", func(t *testing.T, w world) {
		w.inject(fault{op: opSent, times: always, kind: authtest.Hang()})
		ctx, cancel := contextFor(t)
		time.AfterFunc(7*time.Second, func() { cancel(errLeft) })
		start := time.Now()
		id, err := sender(w).check(ctx)
		require.ErrorIs(t, err, errLeft)
		assert.Equal(t, 7*time.Second, time.Since(start))
		assert.Equal(t, []invitation.Access{allowed, failed, unknown, unknown, unknown}, access(id))
		assert.Equal(t, invitation.RoleManagement, id.Role)
	})
	run(t, "goes on after a read that fails", func(t *testing.T, w world) {
		w.inject(fault{op: opSent, times: always, kind: authtest.NoConnection()})
		id, err := sender(w).check(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []invitation.Access{allowed, failed, allowed, allowed, allowed}, access(id))
	})
}

func TestIdentity_Texts(t *testing.T) {
	t.Parallel()
	run(t, "hold no secret, and name what is missing", func(t *testing.T, w world) {
		keyID, secret, _ := w.keys(w.cloud().root)
		w.inject(fault{op: opSent, times: always, kind: kind(w, "denied")})
		id, err := sender(w).check(t.Context())
		require.NoError(t, err)
		var log strings.Builder
		slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "identity", id)
		text, err := json.Marshal(id)
		require.NoError(t, err)
		for name, got := range map[string]string{"String": id.String(), "LogValue": log.String(), "JSON": string(text)} {
			assert.NotContains(t, got, secret, name)
			assert.NotContains(t, got, keyID, name)
			assert.Contains(t, got, id.Missing()[0], name)
			assert.Contains(t, got, "management", name)
			assert.Contains(t, got, id.Organization.ID, name)
		}
		assert.NotContains(t, id.String(), "\n")
		var raw struct{ Reads []struct{ Error string } }
		require.NoError(t, json.Unmarshal(text, &raw))
		require.Len(t, raw.Reads, 5)
		assert.Equal(t, id.Reads[1].Err.Error(), raw.Reads[1].Error)
		var back invitation.Identity
		require.NoError(t, json.Unmarshal(text, &back))
		id.Reads[1].Err = nil
		assert.Equal(t, id, back)
	})
}
