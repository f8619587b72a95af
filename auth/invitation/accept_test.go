package invitation_test

import (
	"context"
	"io"
	"net/http"
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
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestAcceptFrom(t *testing.T) {
	t.Parallel()
	run(t, "accepts one invitation if the list repeats it", func(t *testing.T, w world) {
		w.seed(toGuest(w))
		twice := &doubled{w: w}
		c := w.client(w.cloud().guest, clientSettings{transport: twice})
		out, err := gather(t, c.acceptFrom(t.Context(), trusted(w)))
		require.NoError(t, err)
		assert.True(t, twice.did)
		assert.Equal(t, repeated(invitation.ResultAccepted, 1), results(out))
	})
	run(t, "skips what has expired by the service's clock", func(t *testing.T, w world) {
		i := toGuest(w)
		i.Created = w.now().Add(-13 * day)
		w.seed(i)
		setField(w, opReceived, "row expires", w.now().Format(time.RFC3339)) // a list of the service would know
		out, err := gather(t, receiver(w).acceptFrom(t.Context(), trusted(w)))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultSkipped, 1), results(out))
	})
	run(t, "skips what is addressed to another account", func(t *testing.T, w world) {
		w.seed(toGuest(w))
		setField(w, opReceived, "row target", w.cloud().root)
		out, err := gather(t, receiver(w).acceptFrom(t.Context(), trusted(w)))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultSkipped, 1), results(out))

		// Without an account ID in the credentials, only the service can decide.
		setField(w, opReceived, "row target", w.cloud().root)
		c := w.client(w.cloud().guest, clientSettings{provider: auth.Static(w.keys(w.cloud().guest))})
		out, err = gather(t, c.acceptFrom(t.Context(), trusted(w)))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultAccepted, 1), results(out))
	})
	run(t, "accepts none of several trusted invitations", func(t *testing.T, w world) {
		for _, org := range []string{"o-1", "o-2", "o-3"} {
			i := toGuest(w)
			i.OrganizationID = org
			if org == "o-3" {
				i.InviterID = "x"
			}
			w.seed(i)
		}
		out, err := gather(t, receiver(w).acceptFrom(t.Context(), trusted(w)))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{invitation.ResultSkipped, invitation.ResultSkipped, invitation.ResultUntrusted}, results(out))
		assert.Equal(t, []string{"received 200"}, ops(w, 0))

		out, err = gather(t, receiver(w).acceptFrom(t.Context(), invitation.Trust{OrganizationIDs: []string{"o-2"}}))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{invitation.ResultUntrusted, invitation.ResultAccepted, invitation.ResultUntrusted}, results(out))
	})
	run(t, "fails as a write does", func(t *testing.T, w world) {
		w.seed(toGuest(w))
		inject(w, opAccept, kind(w, "no member"))
		out, err := gather(t, receiver(w).acceptFrom(t.Context(), trusted(w)))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultFailed, 1), results(out))
		require.ErrorIs(t, out[0].Err, auth.ErrConflict)
		inject(w, opAccept, kind(w, "denied"))
		_, err = gather(t, receiver(w).acceptFrom(t.Context(), trusted(w)))
		require.ErrorIs(t, err, auth.ErrPermission)
		inject(w, opReceived, kind(w, "denied"))
		out, err = gather(t, receiver(w).acceptFrom(t.Context(), trusted(w)))
		require.ErrorIs(t, err, auth.ErrPermission)
		assert.Empty(t, out)
	})
	run(t, "copies the trust", func(t *testing.T, w world) {
		w.seed(toGuest(w))
		trust := invitation.Trust{InviterIDs: []string{"x"}}
		seq := receiver(w).acceptFrom(t.Context(), trust)
		trust.InviterIDs[0] = w.cloud().root
		out, err := gather(t, seq)
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultUntrusted, 1), results(out))
	})
	run(t, "returns all outcomes before its error", func(t *testing.T, w world) {
		for _, org := range []string{"o-1", "o-2", "o-3"} {
			i := toGuest(w)
			i.OrganizationID = org
			w.seed(i)
		}
		inject(w, opAccept, kind(w, "denied"))
		out, err := gather(t, receiver(w).acceptFrom(t.Context(), invitation.Trust{OrganizationIDs: []string{"o-2"}}))
		require.ErrorIs(t, err, auth.ErrPermission)
		assert.Equal(t, []invitation.Result{invitation.ResultUntrusted, invitation.ResultFailed, invitation.ResultUntrusted}, results(out))
	})
	for name, k := range map[string]authtest.Kind{
		"a reset": authtest.Reset(), "a response that is late": authtest.AppliedThen(authtest.Hang()),
		"a bad gateway": authtest.ErrorPage(503), "a truncated response": authtest.CutBody(3),
	} {
		run(t, "reports the truth after "+name, func(t *testing.T, w world) {
			w.seed(toGuest(w))
			inject(w, opAccept, k)
			out, err := gather(t, receiver(w).acceptFrom(t.Context(), trusted(w)))
			require.NoError(t, err)
			assert.Equal(t, repeated(invitation.ResultAccepted, 1), results(out))
			assert.Equal(t, invitation.StatusAccepted, w.invitations()[0].Status)
		})
	}
}

func TestAcceptFrom_Trust(t *testing.T) {
	t.Parallel()
	org := func(ids ...string) func(*cloud) invitation.Trust {
		return func(*cloud) invitation.Trust { return invitation.Trust{OrganizationIDs: ids} }
	}
	inviter := func(ids ...string) func(*cloud) invitation.Trust {
		return func(*cloud) invitation.Trust { return invitation.Trust{InviterIDs: ids} }
	}
	both := func(c *cloud) invitation.Trust {
		return invitation.Trust{OrganizationIDs: []string{c.organizationID}, InviterIDs: []string{c.root}}
	}
	const accepted, untrusted, skipped = invitation.ResultAccepted, invitation.ResultUntrusted, invitation.ResultSkipped
	for _, c := range []struct {
		name   string
		trust  func(*cloud) invitation.Trust
		change func(*cloud, *invitation.Invitation)
		want   invitation.Result
	}{
		{name: "names the organization", want: accepted, trust: func(c *cloud) invitation.Trust { return org("o-other", c.organizationID)(c) }},
		{name: "names the inviter", want: accepted, trust: func(c *cloud) invitation.Trust { return inviter(c.root)(c) }},
		{name: "names both", want: accepted, trust: both},
		{name: "names another organization", want: untrusted, trust: org("o-other")},
		{name: "names another inviter", want: untrusted, trust: inviter("x")},
		{name: "names another inviter of the organization", want: untrusted, trust: func(c *cloud) invitation.Trust {
			return invitation.Trust{OrganizationIDs: []string{c.organizationID}, InviterIDs: []string{"x"}}
		}},
		{name: "names another organization of the inviter", want: untrusted, trust: func(c *cloud) invitation.Trust {
			return invitation.Trust{OrganizationIDs: []string{"x"}, InviterIDs: []string{c.root}}
		}},
		{name: "names the organization in capitals", want: untrusted, trust: func(c *cloud) invitation.Trust { return org(strings.ToUpper(c.organizationID))(c) }},
		{name: "names the organization with a space", want: untrusted, trust: func(c *cloud) invitation.Trust { return org(c.organizationID + " ")(c) }},
		{name: "names the beginning of the organization", want: untrusted, trust: func(c *cloud) invitation.Trust { return org(c.organizationID[:6])(c) }},
		{name: "names the inviter's name", want: untrusted, trust: func(c *cloud) invitation.Trust { return inviter(c.rootName)(c) }},
		{name: "has the IDs in each other's places", want: untrusted, trust: func(c *cloud) invitation.Trust {
			return invitation.Trust{OrganizationIDs: []string{c.root}, InviterIDs: []string{c.organizationID}}
		}},
		{name: "is not enough for a declined invitation", want: skipped, trust: both, change: func(_ *cloud, i *invitation.Invitation) { i.Status = "declined" }},
		{name: "is not enough for an unknown status", want: skipped, trust: both, change: func(_ *cloud, i *invitation.Invitation) { i.Status = "revoked" }},
		{name: "is not enough for an expired invitation", want: skipped, trust: both, change: func(_ *cloud, i *invitation.Invitation) { i.Status = "expired" }},
		{name: "is enough without an expiry date, if young", want: accepted, trust: both, change: func(_ *cloud, i *invitation.Invitation) { i.Expires = time.Time{} }},
		{name: "is not enough without an expiry date, after 14 days", want: skipped, trust: both, change: func(_ *cloud, i *invitation.Invitation) {
			i.Expires, i.Created = time.Time{}, i.Created.Add(-14*day)
		}},
		{name: "is not enough without any date", want: skipped, trust: both, change: func(_ *cloud, i *invitation.Invitation) {
			i.Expires, i.Created = time.Time{}, time.Time{}
		}},
		{name: "does not cover an inviter without an ID", want: untrusted, trust: both, change: func(_ *cloud, i *invitation.Invitation) { i.InviterID = "" }},
		{name: "does not cover an organization without an ID", want: untrusted, trust: both, change: func(_ *cloud, i *invitation.Invitation) { i.OrganizationID = "" }},
		{name: "is enough for an account that is not named by its ID", want: accepted, trust: both, change: func(c *cloud, i *invitation.Invitation) { i.Target = c.guestTarget }},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			i := toGuest(w)
			i.OrganizationID = w.cloud().organizationID
			i = w.seed(i)[0]
			if c.change != nil {
				w.update(i.ID, func(i *invitation.Invitation) { c.change(w.cloud(), i) })
			}
			out, err := gather(t, receiver(w).acceptFrom(t.Context(), c.trust(w.cloud())))
			require.NoError(t, err)
			assert.Equal(t, []invitation.Result{c.want}, results(out))
			assert.Equal(t, c.want == accepted, out[0].Reason == "")
			assert.Equal(t, w.invitations()[0], out[0].Invitation)
			assert.Equal(t, c.want == accepted, out[0].Invitation.Status == invitation.StatusAccepted)
			assert.Len(t, ops(w, 0), map[bool]int{true: 2, false: 1}[c.want == accepted])
		})
	}
}

// doubled repeats each row of the received list, as a list that changes may.
type doubled struct {
	w   world
	did bool
}

func (d *doubled) RoundTrip(req *http.Request) (*http.Response, error) {
	before := len(d.w.requests())
	resp, err := d.w.roundTripper().RoundTrip(req)
	if err != nil || d.w.requests()[before].op != opReceived {
		return resp, err
	}
	text, err := io.ReadAll(resp.Body)
	begin := strings.Index(string(text), "[") + 1
	end := strings.LastIndex(string(text), "]")
	twice := string(text[:end]) + "," + string(text[begin:])
	resp.Body, resp.ContentLength, d.did = io.NopCloser(strings.NewReader(twice)), int64(len(twice)), true
	resp.Header.Del("Content-Length")
	return resp, err
}

// assertTrusted runs AcceptFrom over forged invitations, and checks that it accepted only
// those whose IDs are in the Trust, byte for byte.
func assertTrusted(t require.TestingT, w world, trust invitation.Trust, received []invitation.Invitation) {
	w.seed(received...)
	for range receiver(w).acceptFrom(context.Background(), trust) { // the service knows what was accepted
	}
	for _, i := range w.invitations() {
		if i.Status != invitation.StatusAccepted {
			continue
		}
		match := func(ids []string, id string) bool {
			return len(ids) == 0 || slices.ContainsFunc(ids, func(t string) bool { return t == id && t != "" })
		}
		named := len(trust.OrganizationIDs)+len(trust.InviterIDs) > 0
		require.True(t, named && match(trust.OrganizationIDs, i.OrganizationID) && match(trust.InviterIDs, i.InviterID), "%q accepted %v", trust, i)
	}
}

func TestAcceptFrom_NeverAcceptsTheUntrusted(t *testing.T) {
	t.Parallel()
	// The IDs are almost equal.
	id := rapid.SampledFrom([]string{"o-abc", "o-ABC", "o-abc ", " o-abc", "o-abс", "o-ab", "o-abcd", "o-\u212abc", "o-kbc", "O-abc", "o-abc\x00", "*", "", "acme_root", "acme-root"})
	for _, c := range clouds() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			received := rapid.Custom(func(t *rapid.T) invitation.Invitation {
				return invitation.Invitation{
					Target: account(c.guest), OrganizationID: id.Draw(t, "organization"), InviterID: id.Draw(t, "inviter"),
					InviterName: id.Draw(t, "name"), Note: id.Draw(t, "note"),
					Status: rapid.SampledFrom([]invitation.Status{"pending", "pending", "declined"}).Draw(t, "status"),
				}
			})
			rapid.Check(t, func(r *rapid.T) {
				trust := invitation.Trust{OrganizationIDs: rapid.SliceOfN(id, 0, 2).Draw(r, "organizations"), InviterIDs: rapid.SliceOfN(id, 0, 2).Draw(r, "inviters")}
				assertTrusted(r, c.new(t, worldSettings{}), trust, rapid.SliceOfN(received, 1, 3).Draw(r, "received"))
			})
		})
	}
}

func FuzzAcceptFrom(f *testing.F) {
	f.Add("o-abc", "o-ABC", "acme_root", "acme_root", uint8(1))
	f.Add("o-abc", "o-abc", "acme-root", "5f0e", uint8(2))
	f.Add("ſ", "s", "K", "k", uint8(3))
	f.Add("", "", "", "", uint8(3))
	f.Add(" o-abc", "o-abc", "o-abc\n", "o-abc", uint8(0))
	f.Fuzz(func(t *testing.T, trustedID, organization, name, inviter string, use uint8) {
		var trust invitation.Trust
		if use&1 > 0 {
			trust.OrganizationIDs = []string{trustedID}
		}
		if use&2 > 0 {
			trust.InviterIDs = []string{trustedID}
		}
		for _, c := range clouds() {
			for _, organization := range []string{organization, strings.Map(unicode.ToUpper, trustedID), trustedID + " "} {
				synctest.Test(t, func(t *testing.T) {
					assertTrusted(t, c.new(t, worldSettings{}), trust, []invitation.Invitation{{
						Target: account(c.guest), OrganizationID: organization, InviterID: inviter, InviterName: name, Note: trustedID,
					}})
				})
			}
		}
	})
}
