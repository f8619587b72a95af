package alibabarm_test

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

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

func trusted() alibabarm.Trust { return alibabarm.Trust{MasterAccountIDs: []string{rootID}} }

const directoryID = "rd-Q7mZk1"

func TestAcceptFromAcceptsTheOneThatIsTrusted(t *testing.T) {
	t.Parallel()
	org := func(ids ...string) alibabarm.Trust { return alibabarm.Trust{ResourceDirectoryIDs: ids} }
	account := func(ids ...string) alibabarm.Trust { return alibabarm.Trust{MasterAccountIDs: ids} }
	both := alibabarm.Trust{ResourceDirectoryIDs: []string{directoryID}, MasterAccountIDs: []string{rootID}}
	for name, c := range map[string]struct {
		trust  alibabarm.Trust
		change func(*alibabarm.Handshake)
		want   alibabarm.Result
	}{
		"by its directory":               {org("o-other", directoryID), nil, alibabarm.ResultAccepted},
		"by its master account":          {account(rootID), nil, alibabarm.ResultAccepted},
		"by both":                        {both, nil, alibabarm.ResultAccepted},
		"another directory":              {org("o-other"), nil, alibabarm.ResultUntrusted},
		"another account":                {account("x"), nil, alibabarm.ResultUntrusted},
		"only one of both matches":       {alibabarm.Trust{ResourceDirectoryIDs: []string{directoryID}, MasterAccountIDs: []string{"x"}}, nil, alibabarm.ResultUntrusted},
		"only the other of both matches": {alibabarm.Trust{ResourceDirectoryIDs: []string{"x"}, MasterAccountIDs: []string{rootID}}, nil, alibabarm.ResultUntrusted},
		"in capitals":                    {org(strings.ToUpper(directoryID)), nil, alibabarm.ResultUntrusted},
		"with a space":                   {org(directoryID + " "), nil, alibabarm.ResultUntrusted},
		"the beginning of it":            {org(directoryID[:6]), nil, alibabarm.ResultUntrusted},
		"by its name":                    {account("acme-root"), nil, alibabarm.ResultUntrusted},
		"the IDs in each other's places": {alibabarm.Trust{ResourceDirectoryIDs: []string{rootID}, MasterAccountIDs: []string{directoryID}}, nil, alibabarm.ResultUntrusted},
		"Declined":                       {both, func(h *alibabarm.Handshake) { h.Status = "Declined" }, alibabarm.ResultSkipped},
		"a status nobody knows":          {both, func(h *alibabarm.Handshake) { h.Status = "Revoked" }, alibabarm.ResultSkipped},
		"expired, as the service knows":  {both, func(h *alibabarm.Handshake) { h.Status = "Expired" }, alibabarm.ResultSkipped},
		"no date of expiry, and young":   {both, func(h *alibabarm.Handshake) { h.ExpireTime = time.Time{} }, alibabarm.ResultAccepted},
		"no date of expiry, and 14 days old": {both, func(h *alibabarm.Handshake) {
			h.ExpireTime, h.CreateTime = time.Time{}, h.CreateTime.Add(-14*24*time.Hour)
		}, alibabarm.ResultSkipped},
		"no date at all":            {both, func(h *alibabarm.Handshake) { h.ExpireTime, h.CreateTime = time.Time{}, time.Time{} }, alibabarm.ResultSkipped},
		"an account without an ID":  {both, func(h *alibabarm.Handshake) { h.MasterAccountID = "" }, alibabarm.ResultUntrusted},
		"a directory without an ID": {both, func(h *alibabarm.Handshake) { h.ResourceDirectoryID = "" }, alibabarm.ResultUntrusted},
		"by the account's address": {both, func(h *alibabarm.Handshake) {
			h.TargetType, h.TargetEntity = alibabarm.TargetTypeEmail, "admin@"+guestID+".example.test"
		}, alibabarm.ResultAccepted},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				h := w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, ResourceDirectoryID: directoryID})[0]
				if c.change != nil {
					w.s.Update(h.ID, c.change)
				}
				out, err := gather(t, w.receiver.AcceptFrom(t.Context(), c.trust))
				require.NoError(t, err)
				assert.Equal(t, []alibabarm.Result{c.want}, results(out))
				accepted := c.want == alibabarm.ResultAccepted
				assert.Equal(t, accepted, out[0].Reason == "")
				assert.Equal(t, w.s.Handshakes()[0], out[0].Handshake)
				assert.Equal(t, accepted, out[0].Handshake.Status == alibabarm.StatusAccepted)
				assert.Len(t, w.ops(0), map[bool]int{true: 2, false: 1}[accepted])
			})
		})
	}
}

// An invitation past its date that the service still shows as pending: the lists of
// the in-memory service would not.
func TestAcceptFromJudgesExpiryByTheServicesClock(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, CreateTime: w.s.Now().Add(-13 * 24 * time.Hour)})
		w.inject(received, alibabarmtest.SetField("Handshakes.Handshake.0.ExpireTime", w.s.Now().Format(time.RFC3339)))
		out, err := gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.Equal(t, repeated(alibabarm.ResultSkipped, 1), results(out))
	})
}

func TestAcceptFromLeavesWhatIsAddressedToAnotherAccount(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID})
		w.inject(received, alibabarmtest.SetField("Handshakes.Handshake.0.TargetEntity", rootID))
		out, err := gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.Equal(t, repeated(alibabarm.ResultSkipped, 1), results(out))

		// Keys that do not tell whose they are: the service's word is all there is.
		keys := w.guest.Credentials
		w.inject(received, alibabarmtest.SetField("Handshakes.Handshake.0.TargetEntity", rootID))
		c := w.receiver.With(alibabarm.WithCredentials(auth.Static(keys.AccessKeyID, keys.AccessKeySecret, "")))
		out, err = gather(t, c.AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.Equal(t, repeated(alibabarm.ResultAccepted, 1), results(out))
	})
}

func TestOfSeveralTrustedInvitationsNoneIsAccepted(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.s.Seed(
			alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, ResourceDirectoryID: "o-1"},
			alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, ResourceDirectoryID: "o-2"},
			alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, ResourceDirectoryID: "o-3", MasterAccountID: "x"},
		)
		out, err := gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.Equal(t, []alibabarm.Result{alibabarm.ResultSkipped, alibabarm.ResultSkipped, alibabarm.ResultUntrusted}, results(out))
		assert.Equal(t, []string{"ListHandshakesForAccount 200"}, w.ops(0))

		out, err = gather(t, w.receiver.AcceptFrom(t.Context(), alibabarm.Trust{ResourceDirectoryIDs: []string{"o-2"}}))
		require.NoError(t, err)
		assert.Equal(t, []alibabarm.Result{alibabarm.ResultUntrusted, alibabarm.ResultAccepted, alibabarm.ResultUntrusted}, results(out))
	})
}

func TestARowThatComesTwiceIsOneInvitation(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID})
		twice := &doubled{next: w.s.RoundTripper()}
		out, err := gather(t, w.receiver.With(alibabarm.WithTransport(twice)).AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.True(t, twice.did)
		assert.Equal(t, repeated(alibabarm.ResultAccepted, 1), results(out))
	})
}

func TestAcceptFromFailsAsAWriteDoes(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID})
		w.inject(alibabarmtest.AcceptHandshake, alibabarmtest.Refuse(409, "NotSupport.AccountInAnotherResourceDirectory", "x"))
		out, err := gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.NoError(t, err)
		assert.Equal(t, repeated(alibabarm.ResultFailed, 1), results(out))
		require.ErrorIs(t, out[0].Err, alibabarm.ErrConflict)
		w.inject(alibabarmtest.AcceptHandshake, denied())
		_, err = gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.ErrorIs(t, err, alibabarm.ErrPermission)
		w.inject(received, denied())
		out, err = gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
		require.ErrorIs(t, err, alibabarm.ErrPermission)
		assert.Empty(t, out)
	})
}

func TestTheTrustIsCopied(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID})
		trust := alibabarm.Trust{MasterAccountIDs: []string{"x"}}
		seq := w.receiver.AcceptFrom(t.Context(), trust)
		trust.MasterAccountIDs[0] = rootID
		out, err := gather(t, seq)
		require.NoError(t, err)
		assert.Equal(t, repeated(alibabarm.ResultUntrusted, 1), results(out))
	})
}

// assertTrusted runs AcceptFrom over invitations that others made up, and checks that
// none was accepted whose IDs are not, byte for byte, in the Trust.
func assertTrusted(t require.TestingT, trust alibabarm.Trust, received []alibabarm.Handshake) {
	s := alibabarmtest.New(alibabarmtest.WithMemberQuota(-1))
	guest := s.AddAccount(alibabarmtest.Account{ID: guestID, Name: "acme-sandbox"})
	s.Seed(received...)
	c, err := s.NewClient(guest)
	require.NoError(t, err)
	for range c.AcceptFrom(context.Background(), trust) { // the outcome is what the service knows
	}
	for _, h := range s.Handshakes() {
		if h.Status != alibabarm.StatusAccepted {
			continue
		}
		match := func(ids []string, id string) bool {
			return len(ids) == 0 || slices.ContainsFunc(ids, func(t string) bool { return t == id && t != "" })
		}
		named := len(trust.ResourceDirectoryIDs)+len(trust.MasterAccountIDs) > 0
		require.True(t, named && match(trust.ResourceDirectoryIDs, h.ResourceDirectoryID) && match(trust.MasterAccountIDs, h.MasterAccountID), "%q accepted %v", trust, h)
	}
}

func TestNothingUntrustedIsEverAccepted(t *testing.T) {
	t.Parallel()
	// IDs that are all but equal.
	id := rapid.Map(rapid.SampledFrom([]string{"o-abc", "o-ABC", "o-abc ", " o-abc", "o-abс", "o-ab", "o-abcd", "o-\u212abc", "o-kbc", "O-abc", "o-abc\x00", "*", "", "acme-root"}),
		func(s string) string { return s })
	received := rapid.Custom(func(t *rapid.T) alibabarm.Handshake {
		return alibabarm.Handshake{
			TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, ResourceDirectoryID: id.Draw(t, "organization"), MasterAccountID: id.Draw(t, "account"),
			MasterAccountName: id.Draw(t, "name"), Note: id.Draw(t, "note"),
			Status: alibabarm.Status(rapid.SampledFrom([]string{"Pending", "Pending", "pending", "Declined"}).Draw(t, "status")),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		trust := alibabarm.Trust{ResourceDirectoryIDs: rapid.SliceOfN(id, 0, 2).Draw(t, "organizations"), MasterAccountIDs: rapid.SliceOfN(id, 0, 2).Draw(t, "accounts")}
		assertTrusted(t, trust, rapid.SliceOfN(received, 1, 3).Draw(t, "received"))
	})
}

func FuzzAcceptFrom(f *testing.F) {
	f.Add("o-abc", "o-ABC", "acme-root", "acme-root", uint8(1))
	f.Add("o-abc", "o-abc", "acme-root", "5f0e", uint8(2))
	f.Add("ſ", "s", "K", "k", uint8(3))
	f.Add("", "", "", "", uint8(3))
	f.Add(" o-abc", "o-abc", "o-abc\n", "o-abc", uint8(0))
	f.Fuzz(func(t *testing.T, trustedID, organization, name, account string, use uint8) {
		var trust alibabarm.Trust
		if use&1 > 0 {
			trust.ResourceDirectoryIDs = []string{trustedID}
		}
		if use&2 > 0 {
			trust.MasterAccountIDs = []string{trustedID}
		}
		for _, organization := range []string{organization, strings.Map(unicode.ToUpper, trustedID), trustedID + " "} {
			assertTrusted(t, trust, []alibabarm.Handshake{{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, ResourceDirectoryID: organization, MasterAccountID: account, MasterAccountName: name, Note: trustedID}})
		}
	})
}

func TestTheStormNeverMakesAcceptFromLie(t *testing.T) {
	t.Parallel()
	for i, kind := range []alibabarmtest.Kind{alibabarmtest.Reset(), alibabarmtest.AppliedThen(alibabarmtest.Hang()), alibabarmtest.Unavailable(), alibabarmtest.CutBody(3)} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, versions[i%2])
			w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID})
			w.inject(alibabarmtest.AcceptHandshake, kind)
			out, err := gather(t, w.receiver.AcceptFrom(t.Context(), trusted()))
			require.NoError(t, err, i)
			assert.Equal(t, repeated(alibabarm.ResultAccepted, 1), results(out), i)
			assert.Equal(t, alibabarm.StatusAccepted, w.s.Handshakes()[0].Status)
		})
	}
}

func TestAcceptFromReportsTheRestBeforeItsError(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		for _, id := range []string{"o-1", "o-2", "o-3"} {
			w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, ResourceDirectoryID: id})
		}
		w.inject(alibabarmtest.AcceptHandshake, denied())
		out, err := gather(t, w.receiver.AcceptFrom(t.Context(), alibabarm.Trust{ResourceDirectoryIDs: []string{"o-2"}}))
		require.ErrorIs(t, err, alibabarm.ErrPermission)
		assert.Equal(t, []alibabarm.Result{alibabarm.ResultUntrusted, alibabarm.ResultFailed, alibabarm.ResultUntrusted}, results(out))
	})
}
