package huaweiorgtest_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// The environment belongs to the process, so these tests are not parallel.
func TestSetIdentityProvider_defaultProvider(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "token")
	require.NoError(t, os.WriteFile(file, []byte(idToken), 0o600))
	for name, value := range map[string]string{
		"HOME": dir, "HUAWEICLOUD_SDK_IDP_ID": "builds", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": file,
		"HUAWEICLOUD_SDK_AK": "", "HUAWEICLOUD_SDK_SK": "", "HUAWEICLOUD_SDK_DOMAIN_ID": "",
		"HUAWEICLOUD_SDK_IAM_ENDPOINT": "", "HUAWEICLOUD_SDK_STS_ENDPOINT": "",
	} {
		t.Setenv(name, value)
	}
	s, root, _ := running()
	provider := func() auth.Provider {
		return huawei.DefaultProvider(huawei.WithTransport(s.RoundTripper()), huawei.WithoutMetadata())
	}
	_, err := provider().Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrUnauthenticated, "the identity provider is unknown")
	s.SetIdentityProvider("builds", root.ID)
	keys, err := provider().Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, root.ID, keys.AccountID, "IAM knows the account of the temporary credentials")
	assert.Equal(t, http.StatusOK, get(t, s, keys, sentPath).status)
}

func TestCreateTokenWithIDToken(t *testing.T) {
	t.Parallel()
	s, root, _ := party()
	s.SetIdentityProvider("builds", root.ID)
	s.SetIdentityProvider("ghosts", "nobody")
	for _, c := range []struct {
		name, provider, token string
		trust                 huaweiorgtest.Trust
		status                int
	}{
		{name: "any ID token", provider: "builds", token: idToken, status: http.StatusCreated},
		{name: "an unknown provider", provider: "others", token: idToken,
			status: http.StatusUnauthorized},
		{name: "a provider whose account does not exist", provider: "ghosts", token: idToken,
			status: http.StatusUnauthorized},
		{name: "no ID token", provider: "builds", status: http.StatusBadRequest},
		{name: "an ID token that the trust does not name", provider: "builds", token: idToken,
			trust: huaweiorgtest.Trust{IDToken: "x"}, status: http.StatusUnauthorized},
	} {
		s.SetTrust(root.ID, "", c.trust)
		got, token := signIn(t, s, c.provider, c.token)
		assert.Equal(t, c.status, got.status, c.name)
		assert.Equal(t, c.status == http.StatusCreated, token != "", c.name)
	}
}

func TestCreateTemporaryAccessKeyByToken(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	s.SetIdentityProvider("builds", root.ID)
	_, token := signIn(t, s, "builds", idToken)
	for seconds, status := range map[string]int{"899": 400, "900": 201, "86400": 201, "86401": 400} {
		assert.Equal(t, status, exchange(t, s, token, seconds).status, seconds)
	}
	for name, wrong := range map[string]string{
		"an edited token":              token + "=",
		"the token of another account": strings.ReplaceAll(token, root.ID, guest.ID),
		"no token":                     "", "the ID token": idToken,
	} {
		assert.Equal(t, http.StatusUnauthorized, exchange(t, s, wrong, "900").status, name)
	}
	got := unsigned(t, s, securityTokens, `{"auth":{"identity":{"methods":["assume_role"],"token":{"id":"`+token+`"}}}}`, "", nil)
	assert.Equal(t, http.StatusBadRequest, got.status, "a wrong method")
	s.Advance(24*time.Hour - time.Second)
	assert.Equal(t, http.StatusCreated, exchange(t, s, token, "900").status)
	s.Advance(time.Second)
	assert.Equal(t, http.StatusUnauthorized, exchange(t, s, token, "900").status, "the token has expired")
}

// TestWithLockout_sts checks that IAM and STS also refuse a locked access key.
func TestWithLockout_sts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, root, guest := running(huaweiorgtest.WithLockout())
		wrong := auth.Static(root.Credentials.AccessKeyID, "wrong", "")
		for range 6 {
			_, _ = huawei.AssumeAgency(wrong, huawei.AssumeInput{AgencyURN: agencyOf(guest), SessionName: "nightly", Transport: s.RoundTripper()}).Credentials(t.Context())
		}
		assert.Equal(t, http.StatusUnauthorized, get(t, s, root.Credentials, sentPath).status)
	})
}
