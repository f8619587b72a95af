package authtest_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// A broker is a fake whose STS the providers of its cloud call.
type broker interface {
	fake
	setTrust(accountID, role string, trust authtest.Trust)
	// assume returns the provider of an agency or role.
	assume(base auth.Provider, in assumption) auth.Provider
	// session builds the request of that provider by hand, without the provider's checks.
	session(in assumption) (*http.Request, []byte)
	// identity builds a request for the identity of the caller.
	identity() (*http.Request, []byte)
	sts() stsWords
}

// An assumption is a request for an agency or role. It leaves out zero fields.
type assumption struct {
	account, role, name string
	seconds             string
	policy, externalID  string
	endpoint            string
	link                http.RoundTripper // nil means the transport of the service
}

// stsWords are the names and texts of an STS.
type stsWords struct {
	assumeOp  string
	maxName   int
	refusals  map[authtest.SessionRefusal]refusal
	principal string // the name of the agency or role inviter in the session nightly; ACCOUNT is the account
}

// inviter is the role that these tests assume.
func inviter(a account) assumption {
	return assumption{account: a.ID, role: "inviter", name: "nightly"}
}

// brokered returns a service whose clock runs, with a management account and an account to
// invite.
func brokered(open maker) (f broker, root, guest account) {
	made, root := open(0, settings{clock: time.Now})
	f = made.(broker)
	return f, root, f.add(account{Name: "guest", Second: "guest@example.test"})
}

// trySession requests a session by hand and returns the response.
func trySession(t *testing.T, f broker, keys auth.Credentials, in assumption) response {
	t.Helper()
	r, body := f.session(in)
	return trySigned(t, f, keys, r, body)
}

func trySigned(t *testing.T, f broker, keys auth.Credentials, r *http.Request, body []byte) response {
	t.Helper()
	require.NoError(t, f.sign(r, body, keys, f.Now()))
	resp, err := f.RoundTripper().RoundTrip(r)
	return f.read(t, read(t, resp, err))
}

func opsOf(f fake) (ops []string) {
	for _, r := range f.Requests() {
		ops = append(ops, r.Op)
	}
	return ops
}

func TestTrusts_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "let the management account act as accounts of its organization and of none", func(t *testing.T, open maker) {
		f, root, guest := brokered(open)
		member := f.add(account{Role: memberRole})
		for _, a := range []account{root, guest, member} {
			keys, err := f.assume(providerOf(root.Credentials), inviter(a)).Credentials(t.Context())
			require.NoError(t, err)
			assert.Equal(t, a.ID, keys.AccountID)
			got := get(t, f, keys, receivedBy())
			assert.Equal(t, http.StatusOK, got.status, got.body)
			assert.Equal(t, a.ID, f.Requests()[len(f.Requests())-1].AccountID)
		}
	})
	onEvery(t, "let no other account, unless a trust names it", func(t *testing.T, open maker) {
		f, root, guest := brokered(open)
		member, own := f.add(account{Role: memberRole}), f.add(account{Role: memberRole})
		foreign := f.add(account{Role: management})
		for _, c := range []struct {
			by, of account
			may    bool
		}{
			{
				by: member, of: root,
			}, {by: member, of: own}, {by: member, of: guest}, {by: guest, of: member},
			{
				by: foreign, of: member,
			}, {
				by: foreign, of: root,
			}, {by: foreign, of: guest, may: true}, {by: own, of: own, may: true},
		} {
			_, err := f.assume(providerOf(c.by.Credentials), inviter(c.of)).Credentials(t.Context())
			if c.may {
				assert.NoError(t, err)
			} else {
				assert.ErrorIs(t, err, auth.ErrPermission)
			}
		}
		f.setTrust(own.ID, "inviter", authtest.Trust{By: []string{member.ID}})
		_, err := f.assume(providerOf(member.Credentials), inviter(own)).Credentials(t.Context())
		require.NoError(t, err)
		_, err = f.assume(providerOf(root.Credentials), inviter(own)).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrPermission)
	})
	onEvery(t, "of one agency or role do not change the others", func(t *testing.T, open maker) {
		f, root, guest := brokered(open)
		f.setTrust(guest.ID, "inviter", authtest.Trust{Nobody: true})
		other := inviter(guest)
		other.role = "auditor"
		_, err := f.assume(providerOf(root.Credentials), inviter(guest)).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrPermission)
		_, err = f.assume(providerOf(root.Credentials), other).Credentials(t.Context())
		require.NoError(t, err)
		f.setTrust(guest.ID, "", authtest.Trust{Nobody: true})
		_, err = f.assume(providerOf(root.Credentials), other).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrPermission)
	})
	onEvery(t, "ask for an external ID", func(t *testing.T, open maker) {
		f, root, guest := brokered(open)
		f.setTrust(guest.ID, "", authtest.Trust{ExternalID: "external-1"})
		for id, may := range map[string]bool{"": false, "external-2": false, "external-1": true} {
			in := inviter(guest)
			in.externalID = id
			_, err := f.assume(providerOf(root.Credentials), in).Credentials(t.Context())
			assert.Equal(t, may, err == nil, "%q: %v", id, err)
			if !may {
				assert.ErrorIs(t, err, auth.ErrPermission)
				requests := f.Requests()
				assert.Equal(t, string(authtest.RefusedExternalID), requests[len(requests)-1].Hint)
			}
		}
	})
}

func TestSessionRequest_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "is refused with the codes of the service", func(t *testing.T, open maker) {
		f, root, guest := brokered(open)
		f.setTrust(guest.ID, "closed", authtest.Trust{Nobody: true})
		f.setTrust(guest.ID, "external", authtest.Trust{ExternalID: "external-1"})
		f.setTrust(guest.ID, "device", authtest.Trust{MFA: "device-1"})
		w := f.sts()
		for _, c := range []struct {
			why    authtest.SessionRefusal // "" means none
			change func(*assumption)
		}{
			{change: func(in *assumption) {}},
			{change: func(in *assumption) { in.seconds = "900" }},
			{change: func(in *assumption) { in.seconds = "43200" }},
			{change: func(in *assumption) { in.policy = `{"Version":"1"}` }},
			{change: func(in *assumption) { in.name = strings.Repeat("ü", w.maxName) }},
			{change: func(in *assumption) { in.externalID = strings.Repeat("x", 1224) }},
			{why: authtest.RefusedSeconds, change: func(in *assumption) { in.seconds = "899" }},
			{why: authtest.RefusedSeconds, change: func(in *assumption) { in.seconds = "43201" }},
			{why: authtest.RefusedName, change: func(in *assumption) { in.name = "n" }},
			{
				why:    authtest.RefusedName,
				change: func(in *assumption) { in.name = strings.Repeat("n", w.maxName+1) },
			},
			{why: authtest.RefusedPolicy, change: func(in *assumption) { in.policy = "not JSON" }},
			{
				why:    authtest.RefusedPolicy,
				change: func(in *assumption) { in.policy = `"` + strings.Repeat("p", 2047) + `"` },
			},
			{
				why:    authtest.RefusedExternalIDLength,
				change: func(in *assumption) { in.externalID = "x" },
			},
			{why: authtest.RefusedNoRole, change: func(in *assumption) { in.account = "999" }},
			{why: authtest.RefusedCaller, change: func(in *assumption) { in.role = "closed" }},
			{
				why:    authtest.RefusedExternalID,
				change: func(in *assumption) { in.role = "external" },
			},
			{why: authtest.RefusedMFA, change: func(in *assumption) { in.role = "device" }},
		} {
			in := inviter(guest)
			c.change(&in)
			got := trySession(t, f, root.Credentials, in)
			requests := f.Requests()
			assert.Equal(t, string(c.why), requests[len(requests)-1].Hint)
			if c.why == "" {
				assert.Equal(t, http.StatusOK, got.status, got.body)
				continue
			}
			want, known := w.refusals[c.why]
			require.True(t, known, c.why)
			assert.Equal(t, want, got.refusal, c.why)
		}
	})
	onEvery(t, "must be signed by a caller that the service knows", func(t *testing.T, open maker) {
		f, root, guest := brokered(open)
		wrong := root.Credentials
		wrong.AccessKeySecret += "x"
		_, err := f.assume(providerOf(wrong), inviter(guest)).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrUnauthenticated)
	})
	onEvery(t, "meets faults, and is recorded", func(t *testing.T, open maker) {
		synctest.Test(t, func(t *testing.T) {
			f, root, guest := brokered(open)
			op := f.sts().assumeOp
			f.Inject(authtest.Fault{Op: op, AccountID: root.ID, Times: authtest.Always, Kind: f.words().throttled})
			_, err := f.assume(providerOf(root.Credentials), inviter(guest)).Credentials(t.Context())
			require.ErrorIs(t, err, auth.ErrThrottled)
			_, err = f.assume(providerOf(guest.Credentials), inviter(guest)).Credentials(t.Context())
			require.NoError(t, err)
			requests := f.Requests()
			first, last := requests[0], requests[len(requests)-1]
			assert.Equal(t, []any{op, root.ID, f.words().throttledStatus}, []any{first.Op, first.AccountID, first.Status})
			assert.Equal(t, []any{op, guest.ID, http.StatusOK}, []any{last.Op, last.AccountID, last.Status})
		})
	})
	onEvery(t, "is served over a socket, too", func(t *testing.T, open maker) {
		f, root, guest := brokered(open)
		url, err := f.Start()
		require.NoError(t, err)
		pool := &http.Transport{}
		in := inviter(guest)
		in.endpoint, in.link = url, pool
		keys, err := f.assume(providerOf(root.Credentials), in).Credentials(t.Context())
		require.NoError(t, err)
		assert.Equal(t, guest.ID, keys.AccountID)
		pool.CloseIdleConnections()
		require.NoError(t, f.Close())
	})
}
