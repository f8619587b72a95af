package huaweiorgtest_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// Package authtest tests what the services of both clouds share.

func TestAssumeAgencyWithOIDC(t *testing.T) {
	t.Parallel()
	with := func(s *huaweiorgtest.Service, a huaweiorgtest.Account, token string) (auth.Credentials, error) {
		return huawei.AssumeAgencyWithOIDC(huawei.OIDCInput{
			ProviderURN: providerURN, AgencyURN: agencyOf(a), SessionName: "nightly", Transport: s.RoundTripper(),
			Token: func(context.Context) (string, error) { return token, nil },
		}).Credentials(t.Context())
	}
	t.Run("returns credentials for any ID token", func(t *testing.T) {
		t.Parallel()
		s, _, guest := running()
		keys, err := with(s, guest, idToken)
		require.NoError(t, err)
		assert.Equal(t, guest.ID, keys.AccountID)
		assert.Equal(t, http.StatusOK, get(t, s, keys, receivedPath).status)
		r := s.Requests()[0]
		assert.Equal(t, huaweiorgtest.AssumeAgencyWithOIDC, r.Op)
		assert.Empty(t, r.Signature())
		assert.Empty(t, r.AccountID)
	})
	t.Run("can be the base of another agency, for an hour at most", func(t *testing.T) {
		t.Parallel()
		s, root, guest := running()
		base, err := with(s, root, idToken)
		require.NoError(t, err)
		for seconds, status := range map[string]int{"3600": http.StatusOK, "3601": http.StatusBadRequest} {
			body := `{"agency_urn":"` + agencyOf(guest) + `","agency_session_name":"nightly","duration_seconds":` + seconds + `}`
			resp, err := try(s, http.MethodPost, base, "/v5/agencies/assume", body)
			assert.Equal(t, status, read(t, resp, err).status, seconds)
		}
	})
	t.Run("refuses another ID token than that of the trust", func(t *testing.T) {
		t.Parallel()
		s, _, guest := running()
		s.SetTrust(guest.ID, "inviter", huaweiorgtest.Trust{IDToken: "another." + idToken})
		_, err := with(s, guest, idToken)
		require.ErrorIs(t, err, auth.ErrUnauthenticated)
		s.SetTrust(guest.ID, "inviter", huaweiorgtest.Trust{Nobody: true})
		_, err = with(s, guest, idToken)
		require.ErrorIs(t, err, auth.ErrPermission)
	})
	for name, body := range map[string]string{
		"no JSON": `x`,
		"no provider": `{"agency_urn":"iam::1:agency:inviter","agency_session_name":"nightly",` +
			`"id_token":"a.b.c"}`,
		"no ID token": `{"agency_urn":"iam::1:agency:inviter","agency_session_name":"nightly",` +
			`"provider_urn":"p"}`,
		"no agency": `{"agency_urn":"iam::1:agency:","agency_session_name":"nightly",` +
			`"provider_urn":"p","id_token":"a.b.c"}`,
		"a user": `{"agency_urn":"iam::1:user:x","agency_session_name":"nightly",` +
			`"provider_urn":"p","id_token":"a.b.c"}`,
		"a short token": `{"agency_urn":"iam::ROOT:agency:x","agency_session_name":"nightly",` +
			`"provider_urn":"p","id_token":"a"}`,
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			s, root, _ := running()
			got := unsigned(t, s, "/v5/agencies/assume-with-oidc", body, root.ID, nil)
			assert.Equal(t, http.StatusBadRequest, got.status)
			assert.Equal(t, "STS5.9001", got.ErrorCode)
		})
	}
}

func TestAssumeAgency(t *testing.T) {
	t.Parallel()
	t.Run("requires the code of a device", func(t *testing.T) {
		t.Parallel()
		s, root, guest := running()
		s.SetTrust(guest.ID, "", huaweiorgtest.Trust{MFA: "device-1"})
		in := huawei.AssumeInput{AgencyURN: agencyOf(guest), SessionName: "nightly", Transport: s.RoundTripper()}
		_, err := huawei.AssumeAgency(root.Provider(), in).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrPermission)
		in.MFA = huawei.MFA{SerialNumber: "device-1", Code: func(context.Context) (string, error) { return "123456", nil }}
		_, err = huawei.AssumeAgency(root.Provider(), in).Credentials(t.Context())
		require.NoError(t, err)
		_, err = huawei.AssumeAgency(root.Provider(), in).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrPermission, "a code can be used only once")
	})
	t.Run("does not accept an ID token instead of an access key", func(t *testing.T) {
		t.Parallel()
		s, root, guest := running()
		s.SetTrust(guest.ID, "", huaweiorgtest.Trust{By: []string{"another"}})
		body := `{"agency_urn":"` + agencyOf(guest) + `","agency_session_name":"nightly","id_token":"` + idToken + `"}`
		got := post(t, s, root, "/v5/agencies/assume", body)
		assert.Equal(t, http.StatusForbidden, got.status)
	})
	t.Run("refuses an unsigned request", func(t *testing.T) {
		t.Parallel()
		s, _, guest := running()
		body := `{"agency_urn":"` + agencyOf(guest) + `","agency_session_name":"nightly"}`
		assert.Equal(t, "APIGW.0301", unsigned(t, s, "/v5/agencies/assume", body, "", nil).ErrorCode)
	})
}

func TestKeystoneListAuthDomains(t *testing.T) {
	t.Parallel()
	nameless := func(s *huaweiorgtest.Service, a huaweiorgtest.Account) auth.Provider {
		return huawei.LookupAccountID(auth.Static(a.Credentials.AccessKeyID, a.Credentials.AccessKeySecret, ""), huawei.WithTransport(s.RoundTripper()))
	}
	t.Run("returns the account", func(t *testing.T) {
		t.Parallel()
		s, root, _ := running()
		keys, err := nameless(s, root).Credentials(t.Context())
		require.NoError(t, err)
		assert.Equal(t, root.ID, keys.AccountID)
		assert.Equal(t, huaweiorgtest.KeystoneListAuthDomains, s.Requests()[0].Op)
	})
	t.Run("leaves the account to STS if IAM refuses", func(t *testing.T) {
		t.Parallel()
		s, root, _ := running()
		s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.KeystoneListAuthDomains, Kind: huaweiorgtest.Refuse(403, "IAM.0011", "No.")})
		keys, err := nameless(s, root).Credentials(t.Context())
		require.NoError(t, err)
		assert.Equal(t, root.ID, keys.AccountID)
		assert.Equal(t, huaweiorgtest.GetCallerIdentity, s.Requests()[1].Op)
	})
}

func TestTrust(t *testing.T) {
	t.Parallel()
	s, _, _ := running()
	other := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	delegated := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.DelegatedAdministrator})
	member := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Member})
	for _, by := range []huaweiorgtest.Account{other, delegated} {
		_, err := huawei.AssumeAgency(by.Provider(), huawei.AssumeInput{
			AgencyURN: agencyOf(member), SessionName: "nightly", Transport: s.RoundTripper(), Duration: time.Hour,
		}).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrPermission, by.Role)
	}
}
