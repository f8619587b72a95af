package authtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestAccounts_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "get the fields that the test leaves out", func(t *testing.T, open maker) {
		f, root := open(0, settings{})
		w := f.words()
		assert.Regexp(t, w.accountID, root.ID)
		assert.Regexp(t, w.organization, root.Org)
		assert.NotEmpty(t, root.Name)
		assert.NotEmpty(t, root.Second)
		assert.Len(t, root.Credentials.AccessKeyID, w.keyLength)
		assert.Len(t, root.Credentials.AccessKeySecret, w.secretLength)
		assert.Equal(t, root.ID, root.Credentials.AccountID)
		assert.NotContains(t, fmt.Sprintf("%+v", root), root.Credentials.AccessKeySecret)

		member := f.add(account{Role: memberRole})
		assert.Equal(t, root.Org, member.Org)
		other := f.add(account{Role: management})
		assert.NotEqual(t, root.Org, other.Org)
		stranger := f.add(account{})
		assert.Empty(t, stranger.Org)
		assert.Empty(t, f.add(account{Org: root.Org}).Org, "an account without a role is outside")
		assert.NotEqual(t, root.Credentials.AccessKeyID, stranger.Credentials.AccessKeyID)
		assert.NotEqual(t, root.Second, stranger.Second)
	})
	onEvery(t, "are replaced when they are added again", func(t *testing.T, open maker) {
		f, root := open(2, settings{})
		a := f.add(account{ID: "abc"})
		assert.NotEqual(t, http.StatusOK, get(t, f, a.Credentials, sent()).status)

		a.Role, a.Org = management, root.Org
		a = f.add(a)
		assert.Len(t, get(t, f, a.Credentials, sent()).ids, 2)

		old := a.Credentials
		a.Credentials.AccessKeyID, a.Credentials.AccessKeySecret = "FAKEAKOTHER", "other"
		a = f.add(a)
		assert.Equal(t, http.StatusOK, get(t, f, a.Credentials, sent()).status)
		assert.Equal(t, f.words().unknownKey, get(t, f, old, sent()).refusal)
	})
	onEvery(t, "see their own invitations", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		other := f.add(account{Role: management})
		guest := f.add(account{Second: "ops@example.test"})
		ids := idsOf(f.seed(
			handshake{Org: other.Org, Kind: "account", Target: guest.ID},
			handshake{Kind: "second", Target: guest.Second},
			handshake{Kind: "second", Target: guest.ID},
			handshake{Kind: "account", Target: guest.Second},
		))
		first := idsOf(f.handshakes())[0]
		assert.Equal(t, []string{first, ids[1], ids[2], ids[3]}, get(t, f, root.Credentials, sent()).ids)
		assert.Equal(t, ids[:1], get(t, f, other.Credentials, sent()).ids)
		assert.Equal(t, ids[:2], get(t, f, guest.Credentials, receivedBy()).ids)
		assert.Empty(t, get(t, f, root.Credentials, receivedBy()).ids)
	})
	onEvery(t, "may list sent invitations as their role says", func(t *testing.T, open maker) {
		f, _ := open(1, settings{})
		for name, c := range f.words().roles {
			a := f.add(account{Role: c.role})
			assert.Equal(t, c.want, get(t, f, a.Credentials, sent()).refusal, name)
			assert.Equal(t, http.StatusOK, get(t, f, a.Credentials, receivedBy()).status, "every account may see received invitations")
		}
	})
	onEvery(t, "differ with another seed", func(t *testing.T, open maker) {
		one, a := open(1, settings{})
		two, b := open(1, settings{seed: 2})
		assert.NotEqual(t, a.ID, b.ID)
		assert.NotEqual(t, a.Org, b.Org)
		assert.NotEqual(t, a.Credentials.AccessKeySecret, b.Credentials.AccessKeySecret)
		assert.NotEqual(t, one.handshakes(), two.handshakes())
	})
}

func TestAccounts_Key_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "accepts temporary access keys until they expire", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		keys, again := f.issue(root, time.Hour), f.issue(root, time.Hour)
		assert.NotEqual(t, keys.AccessKeyID, again.AccessKeyID)
		assert.NotEqual(t, keys.SecurityToken, again.SecurityToken)
		assert.True(t, strings.ContainsAny(keys.SecurityToken, "+/="))

		f.Advance(time.Hour - time.Second)
		assert.Equal(t, http.StatusOK, get(t, f, keys, sent()).status)
		f.Advance(time.Second)
		got := get(t, f, keys, sent())
		assert.Equal(t, f.words().staleToken, got.refusal)
		assert.Contains(t, got.body, got.requestID)
	})
	onEvery(t, "requires the token of temporary access keys", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		keys := f.issue(root, time.Hour)
		require.Equal(t, http.StatusOK, get(t, f, keys, sent()).status)
		token := keys.SecurityToken
		keys.SecurityToken = token + "x"
		assert.Equal(t, f.words().wrongToken, get(t, f, keys, sent()).refusal)
		keys.SecurityToken = ""
		assert.Equal(t, f.words().noToken, get(t, f, keys, sent()).refusal)
	})
	onEvery(t, "does not accept an access key without an account", func(t *testing.T, open maker) {
		f, _ := open(1, settings{})
		keys := f.issue(account{ID: "1"}, time.Hour)
		assert.Equal(t, f.words().unknownKey, get(t, f, keys, sent()).refusal)
	})
	onEvery(t, "refuses every request with a bad signature", func(t *testing.T, open maker) {
		f, _ := open(0, settings{})
		for name, c := range f.words().signatures {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				f, root := open(1, settings{})
				f.Inject(authtest.Fault{Kind: authtest.ErrorPage(502)})
				keys := root.Credentials
				if c.keys != nil {
					c.keys(&keys)
				}
				got := get(t, f, keys, ask{op: opSent, size: 10, behind: c.behind, tamper: c.tamper})
				assert.Equal(t, c.want, got.refusal)
				assert.Contains(t, got.body, got.requestID)
				assert.Equal(t, c.echoes, echoes(got.body))
				assert.Len(t, f.Unused(), 1, "the requests use up no fault")
				require.Len(t, f.Requests(), 1)
				assert.Empty(t, f.Requests()[0].AccountID)
			})
		}
	})
	onEvery(t, "accepts a date within fifteen minutes", func(t *testing.T, open maker) {
		f, root := open(1, settings{})
		for _, behind := range []time.Duration{-15 * time.Minute, 15 * time.Minute} {
			assert.Equal(t, http.StatusOK, get(t, f, root.Credentials, ask{op: opSent, behind: behind}).status)
		}
	})
}

// echoes reports whether a refusal shows the signed text.
func echoes(body string) bool {
	return strings.Contains(body, "canonicalRequest:GET|") || strings.Contains(body, "server string to sign is:")
}
