package alibaba

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical/canonicaltest"
)

// These are the requests on the vendor's pages and in the public description of
// ACS3-HMAC-SHA256, with the signatures that they must have.
func TestSigner_Sign_described(t *testing.T) {
	t.Parallel()
	const resourceDirectory, resourceManager = "resourcedirectory.aliyuncs.com", "resourcemanager.aliyuncs.com"
	type action struct{ name, version string }
	test := func(host string, a action, query url.Values, keys auth.Credentials, nonce string, at time.Time, body, hash, query1, signature string) func(*testing.T) {
		return func(t *testing.T) {
			t.Parallel()
			req, err := http.NewRequest(http.MethodPost, "https://"+host+"/?"+query.Encode(), nil)
			require.NoError(t, err)
			req.Header.Set("X-Acs-Action", a.name)
			req.Header.Set("X-Acs-Version", a.version)
			req.Header.Set("Accept", "application/json")
			if body != "" {
				req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			signer := Signer{Nonce: func() string { return nonce }}
			require.NoError(t, signer.Sign(req, []byte(body), keys, at))
			if hash != "" {
				_, toSign := canonicaltest.Texts(t, scheme, req, body, "")
				assert.Equal(t, "ACS3-HMAC-SHA256\n"+hash, toSign)
			}
			if query1 != "" {
				assert.Equal(t, query1, req.URL.RawQuery)
			}
			assert.True(t, strings.HasSuffix(req.Header.Get("Authorization"), ",Signature="+signature))
			canonicaltest.AssertVerifies(t, scheme, Verifier{}, req, body, keys, at)
		}
	}
	t.Run("the vendor's RunInstances", test("ecs.cn-shanghai.aliyuncs.com", action{"RunInstances", "2014-05-26"},
		url.Values{"ImageId": {"win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}, "RegionId": {"cn-shanghai"}},
		auth.Credentials{AccessKeyID: "YourAccessKeyId", AccessKeySecret: "YourAccessKeySecret"},
		"3156853299f313e23d1673dc12e1703d", time.Date(2023, 10, 26, 10, 22, 32, 0, time.UTC), "",
		"7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259", "",
		"06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"))

	const nonce = "b59a3b1e6f0c4d7f9c2a1d8e7f60514a"
	at := time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC)
	keys := auth.Credentials{AccessKeyID: "testAccessKeyId", AccessKeySecret: "testAccessKeySecret"}
	withToken := keys
	withToken.SecurityToken = "CAIS+tok/en=~*"
	t.Run("A lists by page", test(resourceDirectory, action{"ListHandshakesForAccount", "2022-04-19"},
		url.Values{"PageNumber": {"1"}, "PageSize": {"100"}}, keys, nonce, at, "", "", "",
		"520d3392ca25a6a45592b3ddc438f59cfaf6c45a69efb192d351378376f040ae"))
	t.Run("B accepts with a token", test(resourceDirectory, action{"AcceptHandshake", "2022-04-19"},
		url.Values{"HandshakeId": {"h-Ab12Cd34Ef56Gh78"}}, withToken, nonce, at, "", "", "",
		"dc95b30f0a51e5b7eb82cc98ab1d847f7251a0cd929c767f3c5ba27222bbf303"))
	t.Run("C encodes every kind of character in a note", test(resourceManager, action{"InviteAccountToResourceDirectory", "2020-03-31"},
		url.Values{"Note": {"hello *~ +/=\n欢迎"}, "Tag.1.Key": {"k 1"}, "Tag.1.Value": {"v*1"}, "TargetEntity": {"a+b@example.com"}, "TargetType": {"Email"}},
		keys, nonce, at, "", "",
		"Note=hello%20%2A~%20%2B%2F%3D%0A%E6%AC%A2%E8%BF%8E&Tag.1.Key=k%201&Tag.1.Value=v%2A1&TargetEntity=a%2Bb%40example.com&TargetType=Email",
		"4e4d2fa5ec05df598d0742e24cfe8587c39b05da924df9e56b1cf19ac35e530f"))
	t.Run("D signs a form and its content type", test(resourceManager, action{"CancelHandshake", "2020-03-31"}, nil, keys, nonce, at,
		"HandshakeId=h-Ab12Cd34Ef56Gh78", "", "",
		"2e24a0f620329f58d5dcbeece6c1d9c40e3fd01e98b934ea167f7ace31da5c4b"))
}

func TestSigner_Sign_nonce(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 100 {
		nonce := canonicaltest.SignedRequest(t, Signer{}, canonicaltest.Keys).Header.Get("X-Acs-Signature-Nonce")
		assert.Len(t, nonce, 32)
		assert.False(t, seen[nonce])
		seen[nonce] = true
	}
}

func TestSigner_Sign_again(t *testing.T) {
	t.Parallel()
	first := canonicaltest.Keys
	first.SecurityToken = "token"
	req, err := http.NewRequest(http.MethodPost, "https://api.example.com/?b=1&a=+", nil)
	require.NoError(t, err)
	req.Header["X-Acs-Action"], req.Header["X-Acs-Version"] = []string{"A"}, []string{"1"}
	require.NoError(t, Signer{}.Sign(req, []byte("x"), first, canonicaltest.Time.Add(-time.Hour)))
	require.NoError(t, Signer{}.Sign(req, nil, canonicaltest.Keys, canonicaltest.Time))
	assert.NotContains(t, req.Header, "X-Acs-Security-Token")
	assert.NotContains(t, req.Header, "X-Acs-Accesskey-Id")
	_, err = Verifier{}.Verify(canonicaltest.Received(t, req, ""), nil, canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
	assert.NoError(t, err)
}

func TestSigner_Sign_spelling(t *testing.T) {
	t.Parallel()
	req, err := http.NewRequest(http.MethodPost, "https://api.example.com/", nil)
	require.NoError(t, err)
	req.Header["x-acs-action"], req.Header["X-ACS-VERSION"] = []string{"A"}, []string{"1"}
	require.NoError(t, Signer{}.Sign(req, nil, canonicaltest.Keys, canonicaltest.Time))
	_, err = Verifier{}.Verify(canonicaltest.Received(t, req, ""), nil, canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
	assert.NoError(t, err)

	req.Header["X-Acs-Action"] = []string{"B"}
	assert.ErrorIs(t, Signer{}.Sign(req, nil, canonicaltest.Keys, canonicaltest.Time), canonical.ErrRepeated, "a header in two spellings")
}
