package alibaba_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

func TestDefaultProvider_environment(t *testing.T) {
	noKeys(t)
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "AK")
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "SK")
	p := alibaba.DefaultProvider()
	for _, got := range together(t, p) {
		assert.Equal(t, auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK"}, got)
	}
	t.Setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "T")
	got, err := alibaba.DefaultProvider().Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK", SecurityToken: "T"}, got)

	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "")
	got, err = p.Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "AK", got.AccessKeyID, "the provider keeps the credentials for a while")
}

func TestDefaultProvider_uri(t *testing.T) {
	noKeys(t)
	url, asked := sessions(t)
	t.Setenv("ALIBABA_CLOUD_CREDENTIALS_URI", url)
	p := alibaba.DefaultProvider()
	for _, got := range together(t, p) {
		assert.Equal(t, "STS.1", got.AccessKeyID)
		assert.Equal(t, "T", got.SecurityToken)
		assert.False(t, got.Expires.IsZero())
	}
	assert.EqualValues(t, 1, asked.Load())

	i, ok := p.(auth.Invalidator)
	require.True(t, ok)
	i.Invalidate(auth.Credentials{AccessKeyID: "STS.1", AccessKeySecret: "S", SecurityToken: "T"})
	for _, got := range together(t, p) {
		assert.Equal(t, "STS.2", got.AccessKeyID, "the provider replaces credentials that the service rejects, although they have not expired")
	}
	i.Invalidate(auth.Credentials{AccessKeyID: "STS.1", AccessKeySecret: "S", SecurityToken: "T"})
	together(t, p)
	assert.EqualValues(t, 2, asked.Load(), "the provider keeps credentials that the service did not reject")
}

func TestDefaultProvider_shared(t *testing.T) {
	noKeys(t)
	url, asked := sessions(t)
	t.Setenv("ALIBABA_CLOUD_CREDENTIALS_URI", url)
	together(t, alibaba.DefaultProvider(), alibaba.DefaultProvider(), alibaba.DefaultProvider())
	assert.EqualValues(t, 3, asked.Load())
}

func TestDefaultProvider_later(t *testing.T) {
	noKeys(t)
	p := alibaba.DefaultProvider()
	_, err := p.Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	assert.Contains(t, err.Error(), "ALIBABA_CLOUD_ACCESS_KEY_ID")

	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", canarySecret)
	_, err = p.Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	assertClean(t, err.Error())

	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "AK")
	got, err := p.Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, auth.Credentials{AccessKeyID: "AK", AccessKeySecret: canarySecret}, got)
}

func TestDefaultProvider_files(t *testing.T) {
	noKeys(t)
	home := os.Getenv("HOME")
	require.NoError(t, os.Mkdir(filepath.Join(home, ".alibabacloud"), 0o700))
	write := func(name, text string) string {
		path := filepath.Join(home, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	p := alibaba.DefaultProvider()
	// The error of credentials-go quotes what it cannot read, including the access key.
	t.Setenv("ALIBABA_CLOUD_CONFIG_FILE", write("cli.json", `{"profiles":[{"sts_token":"`+canaryToken+`","access_key_secret":"`+canarySecret+`"`))
	write(".alibabacloud/credentials", "[default]\n"+canarySecret+"\n")
	_, err := p.Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	assertClean(t, fmt.Sprintf("%v %+v %#v", err, err, err))

	write(".alibabacloud/credentials", "[default]\ntype = access_key\naccess_key_id = AK\naccess_key_secret = SK\n")
	got, err := p.Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK"}, got)
}

func TestDefaultProvider_none(t *testing.T) {
	noKeys(t)
	c, err := auth.NewClient(auth.Config{
		Base: unreached{t}, Endpoint: "https://service.example.com", Provider: alibaba.DefaultProvider(), Signer: alibaba.Signer{},
		Classify: func(auth.Call, *auth.Response) auth.Decision { return auth.Decision{} },
	})
	require.NoError(t, err)
	req, err := http.NewRequest(http.MethodPost, "/", nil)
	require.NoError(t, err)
	_, err = c.Do(t.Context(), auth.Call{Op: "ListHandshakesForAccount", Safe: true, Request: req})
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	assert.Contains(t, err.Error(), "ALIBABA_CLOUD_ACCESS_KEY_ID")
}

// A traced wraps a transport, like programs that trace their requests.
type traced struct{ http.RoundTripper }

func TestDefaultProvider_defaultTransport(t *testing.T) { // not parallel: it changes a global variable
	noKeys(t)
	was := http.DefaultTransport
	t.Cleanup(func() { http.DefaultTransport = was })
	http.DefaultTransport = traced{was}
	url, _ := sessions(t)
	t.Setenv("ALIBABA_CLOUD_CREDENTIALS_URI", url)
	got, err := alibaba.DefaultProvider().Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "STS.1", got.AccessKeyID)
}

func TestDefaultProvider_options(t *testing.T) {
	noKeys(t)
	t.Setenv("ALIBABA_CLOUD_OIDC_TOKEN", canaryToken)
	t.Setenv("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1234567890123456:oidc-provider/idp")
	t.Setenv("ALIBABA_CLOUD_ROLE_ARN", roleARN)
	t.Setenv("ALIBABA_CLOUD_STS_REGION", "eu-central-1")
	for _, c := range []struct {
		name string
		opts []alibaba.Option
		want string
	}{
		{name: "the region chooses the host", want: "POST https://sts.eu-central-1.aliyuncs.com/"},
		{
			name: "an endpoint comes before the region",
			opts: []alibaba.Option{nil, alibaba.WithSTSEndpoint("https://sts.example.com")},
			want: "POST https://sts.example.com/",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSTS(t)
			got, err := alibaba.DefaultProvider(append(c.opts, alibaba.WithTransport(s))...).Credentials(t.Context())
			require.NoError(t, err)
			assert.Equal(t, "STS.1", got.AccessKeyID)
			require.Len(t, s.sent(), 1)
			assert.Equal(t, c.want, s.sent()[0].what)
		})
	}
}

func TestDefaultProvider_rewritten(t *testing.T) {
	noKeys(t)
	path := filepath.Join(os.Getenv("HOME"), ".alibabacloud", "credentials")
	put := func(id string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte("[default]\ntype = access_key\naccess_key_id = "+id+"\naccess_key_secret = SK\n"), 0o600))
	}
	synctest.Test(t, func(t *testing.T) {
		p := alibaba.DefaultProvider()
		put("OLD")
		assert.Equal(t, "OLD", ask(t, p).AccessKeyID)
		put("NEW")
		time.Sleep(3 * time.Minute)
		assert.Equal(t, "OLD", ask(t, p).AccessKeyID, "this call begins a refresh in the background")
		synctest.Wait()
		assert.Equal(t, "NEW", ask(t, p).AccessKeyID)
	})
}

func TestWithTransport_nil(t *testing.T) {
	t.Parallel()
	_, err := alibaba.DefaultProvider(alibaba.WithTransport(nil)).Credentials(t.Context())
	assert.ErrorIs(t, err, auth.ErrInvalid)
}
