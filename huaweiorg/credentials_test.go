package huaweiorg_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

func TestDefaultProviderReadsTheEnvironmentWhenAsked(t *testing.T) {
	for _, name := range []string{"AK", "SK", "SECURITY_TOKEN", "DOMAIN_ID"} {
		t.Setenv("HUAWEICLOUD_SDK_"+name, "")
	}
	p := huaweiorg.DefaultProvider()
	_, err := p.Credentials(t.Context())
	require.ErrorIs(t, err, huaweiorg.ErrNoCredentials)
	assert.Contains(t, err.Error(), "HUAWEICLOUD_SDK_AK")
	assert.Contains(t, err.Error(), "HUAWEICLOUD_SDK_SK")

	t.Setenv("HUAWEICLOUD_SDK_SK", "canary-secret")
	_, err = p.Credentials(t.Context())
	require.ErrorIs(t, err, huaweiorg.ErrNoCredentials)
	assert.Contains(t, err.Error(), "HUAWEICLOUD_SDK_AK")
	assert.NotContains(t, err.Error(), "HUAWEICLOUD_SDK_SK", "only what is missing is named")
	assert.NotContains(t, err.Error(), "canary")

	t.Setenv("HUAWEICLOUD_SDK_AK", "AK\n")
	got, err := p.Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "canary-secret"}, got)

	t.Setenv("HUAWEICLOUD_SDK_SECURITY_TOKEN", "token")
	t.Setenv("HUAWEICLOUD_SDK_DOMAIN_ID", "domain")
	got, err = p.Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "canary-secret", SecurityToken: "token", AccountID: "domain"}, got)
}

func TestWithoutCredentialsNothingIsSent(t *testing.T) {
	for _, name := range []string{"AK", "SK", "SECURITY_TOKEN", "DOMAIN_ID"} {
		t.Setenv("HUAWEICLOUD_SDK_"+name, "")
	}
	m := newMock(t)
	c, err := huaweiorg.NewClient(huaweiorg.DefaultProvider(), huaweiorg.WithTransport(m))
	require.NoError(t, err)
	_, err = c.ListHandshakes().Collect(t.Context())
	require.ErrorIs(t, err, huaweiorg.ErrNoCredentials)
	assert.Contains(t, err.Error(), "HUAWEICLOUD_SDK_AK")
	assert.Zero(t, m.GetTotalCallCount())
}
