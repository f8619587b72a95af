package huaweiorg_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func trusted() huaweiorg.Trust { return huaweiorg.Trust{ManagementAccountIDs: []string{rootID}} }

const organizationID = "o-4q8w2e6r0t1y5u9i"

func TestAcceptFromAcceptsTheOneThatIsTrusted(t *testing.T) {
	t.Parallel()
	org := func(ids ...string) huaweiorg.Trust { return huaweiorg.Trust{OrganizationIDs: ids} }
	account := func(ids ...string) huaweiorg.Trust { return huaweiorg.Trust{ManagementAccountIDs: ids} }
	both := huaweiorg.Trust{OrganizationIDs: []string{organizationID}, ManagementAccountIDs: []string{rootID}}
	for name, c := range map[string]struct {
		trust  huaweiorg.Trust
		change func(*huaweiorg.Handshake)
		want   huaweiorg.Result
	}{
		"by its organization":            {org("o-other", organizationID), nil, huaweiorg.ResultAccepted},
		"by its management account":      {account(rootID), nil, huaweiorg.ResultAccepted},
		"by both":                        {both, nil, huaweiorg.ResultAccepted},
		"another organization":           {org("o-other"), nil, huaweiorg.ResultUntrusted},
		"another account":                {account("x"), nil, huaweiorg.ResultUntrusted},
		"only one of both matches":       {huaweiorg.Trust{OrganizationIDs: []string{organizationID}, ManagementAccountIDs: []string{"x"}}, nil, huaweiorg.ResultUntrusted},
		"only the other of both matches": {huaweiorg.Trust{OrganizationIDs: []string{"x"}, ManagementAccountIDs: []string{rootID}}, nil, huaweiorg.ResultUntrusted},
		"in capitals":                    {org(strings.ToUpper(organizationID)), nil, huaweiorg.ResultUntrusted},
		"with a space":                   {org(organizationID + " "), nil, huaweiorg.ResultUntrusted},
		"the beginning of it":            {org(organizationID[:10]), nil, huaweiorg.ResultUntrusted},
		"by its name":                    {account("acme_root"), nil, huaweiorg.ResultUntrusted},
		"the IDs in each other's places": {huaweiorg.Trust{OrganizationIDs: []string{rootID}, ManagementAccountIDs: []string{organizationID}}, nil, huaweiorg.ResultUntrusted},
		"declined":                       {both, func(h *huaweiorg.Handshake) { h.Status = "declined" }, huaweiorg.ResultSkipped},
		"a status nobody knows":          {both, func(h *huaweiorg.Handshake) { h.Status = "awaiting_review" }, huaweiorg.ResultSkipped},
		"expired, as the service knows":  {both, func(h *huaweiorg.Handshake) { h.Status = "expired" }, huaweiorg.ResultSkipped},
		"no date of expiry, and young":   {both, func(h *huaweiorg.Handshake) { h.ExpiredAt = time.Time{} }, huaweiorg.ResultAccepted},
		"no date of expiry, and 14 days old": {both, func(h *huaweiorg.Handshake) {
			h.ExpiredAt, h.CreatedAt = time.Time{}, h.CreatedAt.Add(-14*24*time.Hour)
		}, huaweiorg.ResultSkipped},
		"no date at all":                {both, func(h *huaweiorg.Handshake) { h.ExpiredAt, h.CreatedAt = time.Time{}, time.Time{} }, huaweiorg.ResultSkipped},
		"an account without an ID":      {both, func(h *huaweiorg.Handshake) { h.ManagementAccountID = "" }, huaweiorg.ResultUntrusted},
		"an organization without an ID": {both, func(h *huaweiorg.Handshake) { h.OrganizationID = "" }, huaweiorg.ResultUntrusted},
		"by the account's name":         {both, func(h *huaweiorg.Handshake) { h.Target = huaweiorg.Target{Type: "name", Entity: "acme-sandbox"} }, huaweiorg.ResultAccepted},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				h := w.s.Seed(huaweiorg.Handshake{Target: target(guestID), OrganizationID: organizationID})[0]
				if c.change != nil {
					w.s.Update(h.ID, c.change)
				}
				out, err := gather(t, w.receiver.AcceptFrom(t.Context(), c.trust))
				require.NoError(t, err)
				assert.Equal(t, []huaweiorg.Result{c.want}, results(out))
				accepted := c.want == huaweiorg.ResultAccepted
				assert.Equal(t, accepted, out[0].Reason == "")
				assert.Equal(t, w.s.Handshakes()[0], out[0].Handshake)
				assert.Equal(t, accepted, out[0].Handshake.Status == huaweiorg.StatusAccepted)
				assert.Len(t, w.ops(0), map[bool]int{true: 2, false: 1}[accepted])
			})
		})
	}
}

// An invitation past its date that the service still shows as pending: the lists of
// the in-memory service would not.
func TestAcceptFromJudgesExpiryByTheServicesClock(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		w.s.Seed(huaweiorg.Handshake{Target: target(guestID), CreatedAt: w.s.Now().Add(-13 * 24 * time.Hour)})
		w.inject(listReceived, huaweiorgtest.SetField("handshakes.0.expired_at", w.s.Now().Format(time.RFC3339)))
		out, err := gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.Equal(t, repeated(huaweiorg.ResultSkipped, 1), results(out))
	})
}

func TestAcceptFromLeavesWhatIsAddressedToAnotherAccount(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		w.s.Seed(huaweiorg.Handshake{Target: target(guestID)})
		w.inject(listReceived, huaweiorgtest.SetField("handshakes.0.target.entity", rootID))
		out, err := gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.Equal(t, repeated(huaweiorg.ResultSkipped, 1), results(out))

		// Keys that do not tell whose they are: the service's word is all there is.
		keys := w.guest.Credentials
		w.inject(listReceived, huaweiorgtest.SetField("handshakes.0.target.entity", rootID))
		c := w.receiver.With(huaweiorg.WithCredentials(auth.Static(keys.AccessKeyID, keys.AccessKeySecret, "")))
		out, err = gather(t, c.AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.Equal(t, repeated(huaweiorg.ResultAccepted, 1), results(out))
	})
}

func TestOfSeveralTrustedInvitationsNoneIsAccepted(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		w.s.Seed(
			huaweiorg.Handshake{Target: target(guestID), OrganizationID: "o-1"},
			huaweiorg.Handshake{Target: target(guestID), OrganizationID: "o-2"},
			huaweiorg.Handshake{Target: target(guestID), OrganizationID: "o-3", ManagementAccountID: "x"},
		)
		out, err := gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.Equal(t, []huaweiorg.Result{huaweiorg.ResultSkipped, huaweiorg.ResultSkipped, huaweiorg.ResultUntrusted}, results(out))
		assert.Equal(t, []string{"ListReceivedHandshakes 200"}, w.ops(0))

		out, err = gather(t, w.receiver.AcceptFrom(t.Context(), huaweiorg.Trust{OrganizationIDs: []string{"o-2"}}))
		require.NoError(t, err)
		assert.Equal(t, []huaweiorg.Result{huaweiorg.ResultUntrusted, huaweiorg.ResultAccepted, huaweiorg.ResultUntrusted}, results(out))
	})
}

func TestARowThatComesTwiceIsOneInvitation(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		w.s.Seed(huaweiorg.Handshake{Target: target(guestID)})
		twice := &doubled{next: w.s.RoundTripper()}
		out, err := gather(t, w.receiver.With(huaweiorg.WithTransport(twice)).AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.True(t, twice.did)
		assert.Equal(t, repeated(huaweiorg.ResultAccepted, 1), results(out))
	})
}

func TestAcceptFromFailsAsAWriteDoes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		w.s.Seed(huaweiorg.Handshake{Target: target(guestID)})
		w.inject(huaweiorgtest.AcceptHandshake, huaweiorgtest.Refuse(409, "Organizations.9008", "x"))
		out, err := gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.Equal(t, repeated(huaweiorg.ResultFailed, 1), results(out))
		require.ErrorIs(t, out[0].Err, huaweiorg.ErrConflict)
		w.inject(huaweiorgtest.AcceptHandshake, refuse1007())
		_, err = gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.ErrorIs(t, err, huaweiorg.ErrPermission)
		w.inject(listReceived, refuse1007())
		out, err = gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.ErrorIs(t, err, huaweiorg.ErrPermission)
		assert.Empty(t, out)
	})
}

func TestTheTrustIsCopied(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		w.s.Seed(huaweiorg.Handshake{Target: target(guestID)})
		trust := huaweiorg.Trust{ManagementAccountIDs: []string{"x"}}
		seq := w.receiver.AcceptFrom(t.Context(), trust)
		trust.ManagementAccountIDs[0] = rootID
		out, err := gather(t, seq)
		require.NoError(t, err)
		assert.Equal(t, repeated(huaweiorg.ResultUntrusted, 1), results(out))
	})
}

// assertTrusted runs AcceptFrom over invitations that others made up, and checks that
// none was accepted whose IDs are not, byte for byte, in the Trust.
func assertTrusted(t require.TestingT, trust huaweiorg.Trust, received []huaweiorg.Handshake) {
	s := huaweiorgtest.New(huaweiorgtest.WithAccountQuota(-1))
	guest := s.AddAccount(huaweiorgtest.Account{ID: guestID, Name: "acme-sandbox"})
	s.Seed(received...)
	c, err := s.NewClient(guest)
	require.NoError(t, err)
	for range c.AcceptFrom(context.Background(), trust) { // the outcome is what the service knows
	}
	for _, h := range s.Handshakes() {
		if h.Status != huaweiorg.StatusAccepted {
			continue
		}
		match := func(ids []string, id string) bool {
			return len(ids) == 0 || slices.ContainsFunc(ids, func(t string) bool { return t == id && t != "" })
		}
		named := len(trust.OrganizationIDs)+len(trust.ManagementAccountIDs) > 0
		require.True(t, named && match(trust.OrganizationIDs, h.OrganizationID) && match(trust.ManagementAccountIDs, h.ManagementAccountID), "%q accepted %v", trust, h)
	}
}

func TestNothingUntrustedIsEverAccepted(t *testing.T) {
	t.Parallel()
	// IDs that are all but equal.
	id := rapid.Map(rapid.SampledFrom([]string{"o-abc", "o-ABC", "o-abc ", " o-abc", "o-abс", "o-ab", "o-abcd", "o-\u212abc", "o-kbc", "O-abc", "o-abc\x00", "*", "", "acme_root"}),
		func(s string) string { return s })
	received := rapid.Custom(func(t *rapid.T) huaweiorg.Handshake {
		return huaweiorg.Handshake{
			Target: target(guestID), OrganizationID: id.Draw(t, "organization"), ManagementAccountID: id.Draw(t, "account"),
			ManagementAccountName: id.Draw(t, "name"), Notes: id.Draw(t, "notes"),
			Status: huaweiorg.Status(rapid.SampledFrom([]string{"pending", "pending", "Pending", "declined"}).Draw(t, "status")),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		trust := huaweiorg.Trust{OrganizationIDs: rapid.SliceOfN(id, 0, 2).Draw(t, "organizations"), ManagementAccountIDs: rapid.SliceOfN(id, 0, 2).Draw(t, "accounts")}
		assertTrusted(t, trust, rapid.SliceOfN(received, 1, 3).Draw(t, "received"))
	})
}

func FuzzAcceptFrom(f *testing.F) {
	f.Add("o-abc", "o-ABC", "acme_root", "acme_root", uint8(1))
	f.Add("o-abc", "o-abc", "acme_root", "5f0e", uint8(2))
	f.Add("ſ", "s", "K", "k", uint8(3))
	f.Add("", "", "", "", uint8(3))
	f.Add(" o-abc", "o-abc", "o-abc\n", "o-abc", uint8(0))
	f.Fuzz(func(t *testing.T, trustedID, organization, name, account string, use uint8) {
		var trust huaweiorg.Trust
		if use&1 > 0 {
			trust.OrganizationIDs = []string{trustedID}
		}
		if use&2 > 0 {
			trust.ManagementAccountIDs = []string{trustedID}
		}
		for _, organization := range []string{organization, strings.Map(unicode.ToUpper, trustedID), trustedID + " "} {
			assertTrusted(t, trust, []huaweiorg.Handshake{{Target: target(guestID), OrganizationID: organization, ManagementAccountID: account, ManagementAccountName: name, Notes: trustedID}})
		}
	})
}

func TestTheStormNeverMakesAcceptFromLie(t *testing.T) {
	t.Parallel()
	for i, kind := range []huaweiorgtest.Kind{huaweiorgtest.Reset(), huaweiorgtest.AppliedThen(huaweiorgtest.Hang()), huaweiorgtest.Unavailable(), huaweiorgtest.CutBody(3)} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.s.Seed(huaweiorg.Handshake{Target: target(guestID)})
			w.inject(huaweiorgtest.AcceptHandshake, kind)
			out, err := gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
			require.NoError(t, err, i)
			assert.Equal(t, repeated(huaweiorg.ResultAccepted, 1), results(out), i)
			assert.Equal(t, huaweiorg.StatusAccepted, w.s.Handshakes()[0].Status)
		})
	}
}

func TestAcceptFromReportsTheRestBeforeItsError(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		for _, id := range []string{"o-1", "o-2", "o-3"} {
			w.s.Seed(huaweiorg.Handshake{Target: target(guestID), OrganizationID: id})
		}
		w.inject(huaweiorgtest.AcceptHandshake, refuse1007())
		out, err := gather(t, w.receiver.AcceptFrom(t.Context(), huaweiorg.Trust{OrganizationIDs: []string{"o-2"}}))
		require.ErrorIs(t, err, huaweiorg.ErrPermission)
		assert.Equal(t, []huaweiorg.Result{huaweiorg.ResultUntrusted, huaweiorg.ResultFailed, huaweiorg.ResultUntrusted}, results(out))
	})
}
