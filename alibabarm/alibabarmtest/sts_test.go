package alibabarmtest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

// Package authtest tests what the services of both clouds share.

func TestAssumeRole(t *testing.T) {
	t.Parallel()
	t.Run("is also served with signature V1, and returns credentials that sign with it", func(t *testing.T) {
		t.Parallel()
		s, root, guest := party()
		parameters := parametersV1(root.Credentials, s.Now(), "n-1", alibabarmtest.AssumeRole,
			"RoleArn", roleOf(guest), "RoleSessionName", "nightly", "DurationSeconds", "900")
		parameters["Version"] = versionSTS
		got := sendV1(t, s, root.Credentials.AccessKeySecret, requestV1{
			base: stsBase, parameters: parameters, inForm: []string{"RoleArn", "RoleSessionName", "DurationSeconds"},
		})
		keys := sessionIn(t, got)
		keys.AccountID = guest.ID
		assert.Equal(t, s.Now().Add(900*time.Second), keys.Expires)
		parameters = parametersV1(keys, s.Now(), "n-2", receivedOp)
		assert.Equal(t, http.StatusOK, sendV1(t, s, keys.AccessKeySecret, requestV1{parameters: parameters}).status)
		s.Advance(15 * time.Minute)
		parameters = parametersV1(keys, s.Now(), "n-3", receivedOp)
		assert.Equal(t, "InvalidSecurityToken.Expired", sendV1(t, s, keys.AccessKeySecret, requestV1{parameters: parameters}).Code)
	})
	t.Run("responds in XML on request", func(t *testing.T) {
		t.Parallel()
		s, root, guest := party()
		got := get(t, s, root.Credentials, assumeOf(guest, "Format=XML"))
		assert.Equal(t, http.StatusOK, got.status)
		assert.Equal(t, "AssumeRoleResponse", got.XMLName.Local)
		assert.Contains(t, got.body, "<SecurityToken>")
	})
	for name, form := range map[string]string{
		"no role": "RoleSessionName=nightly",
		"a user": "RoleSessionName=nightly&RoleArn=" +
			url.QueryEscape("acs:ram::1:user/x"),
		"a role without a name": "RoleSessionName=nightly&RoleArn=" +
			url.QueryEscape("acs:ram::1:role/"),
		"a duration in words": "RoleSessionName=nightly&DurationSeconds=1h&RoleArn=" +
			url.QueryEscape("acs:ram::1190022334455667:role/x"),
		"a huge duration": "RoleSessionName=nightly&DurationSeconds=99999999999999999999&RoleArn=" +
			url.QueryEscape("acs:ram::1190022334455667:role/x"),
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			t.Parallel()
			s, root, _ := party()
			got := get(t, s, root.Credentials, request{op: alibabarmtest.AssumeRole, version: versionSTS, base: stsBase, form: form})
			assert.Equal(t, http.StatusBadRequest, got.status)
			assert.Contains(t, got.Code, "InvalidParameter.")
		})
	}
	t.Run("is served only on the hosts of STS", func(t *testing.T) {
		t.Parallel()
		s, root, guest := party()
		for _, c := range []struct{ base, version, code string }{
			{base: stsBase, version: versionSTS},
			{base: "https://sts.eu-central-1.aliyuncs.com", version: versionSTS},
			{base: "https://sts-vpc.eu-central-1.aliyuncs.com", version: versionSTS},
			{base: "https://sts.example.test", version: versionSTS},
			{base: "https://" + host2020, version: versionSTS, code: "InvalidVersion"},
			{base: stsBase, version: version2020, code: "InvalidVersion"},
			{base: "https://" + host2020, version: version2020, code: "InvalidAction.NotFound"},
		} {
			r := assumeOf(guest, "")
			r.base, r.version = c.base, c.version
			assert.Equal(t, c.code, get(t, s, root.Credentials, r).Code, c.base)
		}
		got := get(t, s, root.Credentials, request{op: receivedOp, version: versionSTS, base: stsBase})
		assert.Equal(t, "InvalidAction.NotFound", got.Code)
	})
}

func TestGetCallerIdentity(t *testing.T) {
	t.Parallel()
	s, root, guest := party()
	identity := request{op: alibabarmtest.GetCallerIdentity, version: versionSTS, base: stsBase}
	got := get(t, s, root.Credentials, identity)
	assert.JSONEq(t, `{"RequestId":"`+got.RequestID+`","IdentityType":"Account","AccountId":"`+root.ID+`","PrincipalId":"`+root.ID+`",
		"UserId":"`+root.ID+`","Arn":"acs:ram::`+root.ID+`:root"}`, got.body)
	got = get(t, s, sessionIn(t, get(t, s, root.Credentials, assumeOf(guest, ""))), identity)
	var role struct{ IdentityType, AccountID, PrincipalID, RoleID, UserID, Arn string }
	require.NoError(t, json.Unmarshal([]byte(got.body), &role))
	assert.Equal(t, []string{"AssumedRoleUser", guest.ID, role.RoleID + ":nightly", "", "acs:ram::" + guest.ID + ":assumed-role/inviter/nightly"},
		[]string{role.IdentityType, role.AccountID, role.PrincipalID, role.UserID, role.Arn})
	assert.NotEmpty(t, role.RoleID)
}

func TestAssumeRoleWithOIDC(t *testing.T) {
	t.Parallel()
	s, _, guest := party()
	s.SetTrust(guest.ID, "closed", alibabarmtest.Trust{Nobody: true})
	s.SetTrust(guest.ID, "another", alibabarmtest.Trust{IDToken: "another"})
	for _, c := range []struct {
		name, role, provider, token string
		status                      int
		code                        string
	}{
		{name: "any ID token", role: "inviter", provider: testProvider, token: idToken,
			status: http.StatusOK},
		{name: "no ID token", role: "inviter", provider: testProvider,
			status: http.StatusBadRequest, code: "MissingParameter.OIDCToken"},
		{name: "no provider", role: "inviter", token: idToken, status: http.StatusBadRequest,
			code: "MissingParameter.OIDCProviderArn"},
		{name: "an ID token that the trust does not name", role: "another", provider: testProvider,
			token:  idToken,
			status: http.StatusBadRequest, code: "AuthenticationFail.OIDCToken.Invalid"},
		{name: "a closed role", role: "closed", provider: testProvider, token: idToken,
			status: http.StatusBadRequest, code: "AuthenticationFail.NoPermission"},
	} {
		query := url.Values{
			"Action": {alibabarmtest.AssumeRoleWithOIDC}, "Version": {versionSTS}, "Format": {"JSON"}, "RoleSessionName": {"nightly"},
			"RoleArn": {"acs:ram::" + guest.ID + ":role/" + c.role}, "OIDCProviderArn": {c.provider}, "OIDCToken": {c.token},
		}
		req, err := http.NewRequest(http.MethodPost, stsBase+"/?"+query.Encode(), nil)
		require.NoError(t, err)
		resp, err := s.RoundTripper().RoundTrip(req)
		got := read(t, resp, err)
		assert.Equal(t, c.status, got.status, c.name)
		assert.Equal(t, c.code, got.Code, c.name)
	}
}

// The environment belongs to the process, so this test is not parallel.
func TestAssumeRoleWithOIDC_defaultProvider(t *testing.T) {
	s, _, guest := party(alibabarmtest.WithClock(time.Now))
	for name, value := range oidcEnvironment(t, guest) {
		t.Setenv(name, value)
	}
	keys, err := alibaba.DefaultProvider(alibaba.WithTransport(s.RoundTripper())).Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, guest.ID, keys.AccountID)
	assert.Equal(t, http.StatusOK, get(t, s, keys, received("")).status)
	r := s.Requests()[0]
	assert.Equal(t, alibabarmtest.AssumeRoleWithOIDC, r.Op)
	assert.Empty(t, r.Signature())

	s.SetTrust(guest.ID, "", alibabarmtest.Trust{IDToken: "another"})
	_, err = alibaba.DefaultProvider(alibaba.WithTransport(s.RoundTripper())).Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrUnauthenticated)
}

// oidcEnvironment returns the environment of a program that has only an ID token.
func oidcEnvironment(t *testing.T, a alibabarmtest.Account) map[string]string {
	t.Helper()
	home := t.TempDir()
	file := filepath.Join(home, "token")
	require.NoError(t, os.WriteFile(file, []byte(idToken), 0o600))
	return map[string]string{
		"HOME": home, "USERPROFILE": home, "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
		"ALIBABA_CLOUD_CREDENTIALS_URI": "",
		"ALIBABA_CLOUD_ACCESS_KEY_ID":   "", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "",
		"ALIBABA_CLOUD_SECURITY_TOKEN": "",
		"ALIBABA_CLOUD_CONFIG_FILE":    "", "ALIBABA_CLOUD_CREDENTIALS_FILE": "",
		"ALIBABA_CLOUD_PROFILE":  "",
		"ALIBABA_CLOUD_ROLE_ARN": roleOf(a), "ALIBABA_CLOUD_ROLE_SESSION_NAME": "nightly",
		"ALIBABA_CLOUD_OIDC_PROVIDER_ARN": testProvider, "ALIBABA_CLOUD_OIDC_TOKEN_FILE": file,
		"ALIBABA_CLOUD_OIDC_TOKEN": "",
		"ALIBABA_CLOUD_STS_REGION": "", "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED": "",
	}
}
