package alibaba_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aliyun/credentials-go/credentials"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

func TestFromCredential(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]auth.Credentials{
		"access_key": {AccessKeyID: "AK", AccessKeySecret: "SK"},
		"sts":        {AccessKeyID: "AK", AccessKeySecret: "SK", SecurityToken: "T"},
	} {
		config := new(credentials.Config).SetType(kind).SetAccessKeyId("AK").SetAccessKeySecret("SK").SetSecurityToken("T")
		c, err := credentials.NewCredential(config)
		require.NoError(t, err)
		for _, got := range together(t, alibaba.FromCredential(c)) {
			assert.Equal(t, want, got, kind)
		}
	}
}

func TestFromCredential_refuses(t *testing.T) {
	t.Parallel()
	bearer, err := credentials.NewCredential(new(credentials.Config).SetType("bearer").SetBearerToken(canaryToken))
	require.NoError(t, err)
	only := func(m *credentials.CredentialModel) credentials.Credential {
		return &stub{get: func() (*credentials.CredentialModel, error) { return m, nil }}
	}
	for name, c := range map[string]credentials.Credential{
		"nil":                           nil,
		"a bearer token":                bearer,
		"an ID token":                   only(model("AK", canarySecret, "").SetType("id_token")),
		"no model":                      only(nil),
		"an empty model":                only(new(credentials.CredentialModel)),
		"no ID":                         only(model("", canarySecret, canaryToken)),
		"no secret":                     only(model("AK", "", canaryToken)),
		"a bearer token without a type": only(new(credentials.CredentialModel).SetBearerToken(canaryToken)),
	} {
		got, err := alibaba.FromCredential(c).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrNoCredentials, name)
		assert.Zero(t, got, name)
		assertClean(t, fmt.Sprintf("%v %+v %#v", err, err, err))
	}
}

func TestFromCredential_errors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, kept string }{
		"a URL": {
			text: "get credentials from GET http://127.0.0.1:1/?key=" + canarySecret +
				" failed: no",
			kept: "get credentials from",
		},
		"a URL with a password": {
			text: "post https://u:" + canarySecret + "@example.com/ failed", kept: "post",
		},
		"a response": {
			text: "refresh session token failed: " + canarySecret,
			kept: "refresh session token failed",
		},
		"a line of a file": {
			text: "ERROR: Can not open filekey-value delimiter not found: " + canarySecret,
			kept: "ERROR",
		},
		"the output of a program": {
			text: "failed to execute external command\nstderr " + canarySecret,
			kept: "failed to execute external command",
		},
		"JSON": {
			text: `refresh failed {"Token":"` + canaryToken + `"}`, kept: "refresh failed",
		},
		"an error of the service": {
			text: `refresh session token failed: {"RequestId":"R","Code":"NoPermission",` +
				`"Message":"You may not.","x":"` + canaryToken + `"}`,
			kept: "NoPermission: You may not.",
		},
		"an error that echoes": {
			text: `refresh failed: {"Code":"X","Message":"string to sign ` + canarySecret + `"}`,
			kept: "refresh failed: X",
		},
		"XML of the service": {
			text: `failed: <Error><Code>X</Code><Message>m</Message><T>` + canaryToken +
				`</T></Error>`,
			kept: "failed: X: m",
		},
		"a text that is too long": {text: strings.Repeat("long ", 500), kept: "long"},
		"a token instead of the name of a file": {
			text: "open " + canarySecret + ": no such file or directory",
			kept: "open [removed] [the rest is left out]",
		},
		"a URL without a scheme": {
			text: `Get "u:pw@example.com/": unsupported protocol scheme "u"`,
			kept: "Get [the rest is left out]",
		},
		"a word without a colon": {
			text: "cannot use " + canarySecret, kept: "cannot use [removed]",
		},
		"a chain, from within": {
			text: "unable to get credentials from any of the providers in the chain: env is " +
				"empty, file: " + canarySecret,
			kept: "env is empty",
		},
	} {
		_, err := alibaba.FromCredential(&stub{get: func() (*credentials.CredentialModel, error) { return nil, errors.New(c.text) }}).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrNoCredentials, name)
		assert.Contains(t, err.Error(), c.kept, name)
		assert.Less(t, len(err.Error()), 700, name)
		for e := err; e != nil; e = errors.Unwrap(e) {
			assertClean(t, fmt.Sprintf("%v %+v %#v", e, e, e))
		}
	}
}

// The provider does not know what credentials-go sent, so it removes every part of the
// service's text that may be a secret.
func TestFromCredential_parts(t *testing.T) {
	t.Parallel()
	var parts []string // the beginning and the end of each secret
	for _, secret := range []string{canarySecret, canaryToken} {
		for n := 12; n <= len(secret); n++ {
			parts = append(parts, secret[:n], secret[len(secret)-n:])
		}
	}
	for _, part := range parts {
		for name, text := range map[string]string{
			"a message":           `refresh session token failed: {"Code":"EntityNotExist.Role","Message":"The ID ` + part + ` is bad, see the documentation."}`,
			"a message in XML":    `refresh session token failed: <Error><Code>EntityNotExist.Role</Code><Message>The ID '` + part + `' is bad, see the documentation.</Message></Error>`,
			"a truncated message": `refresh session token failed: {"Code":"EntityNotExist.Role","Message":"The ID is bad, see the documentation.` + strings.Repeat(" ", 470) + part + `"}`,
			"a code":              `refresh session token failed: {"Code":"` + part + `","Message":"The ID is bad, see the documentation."}`,
		} {
			_, err := alibaba.FromCredential(&stub{get: func() (*credentials.CredentialModel, error) { return nil, errors.New(text) }}).Credentials(t.Context())
			require.ErrorIs(t, err, auth.ErrNoCredentials, name)
			assert.Contains(t, err.Error(), "is bad, see the documentation.", name)
			assertClean(t, fmt.Sprintf("%v %+v %#v", err, err, err))
		}
	}
}

func TestFromCredential_panics(t *testing.T) {
	t.Parallel()
	fail := true
	c := &stub{get: func() (*credentials.CredentialModel, error) {
		if fail {
			panic("Token: " + canaryToken)
		}
		return model("AK", "SK", ""), nil
	}}
	p := alibaba.FromCredential(c)
	_, err := p.Credentials(t.Context())
	require.Error(t, err)
	assertClean(t, err.Error())
	fail = false
	got, err := p.Credentials(t.Context())
	require.NoError(t, err, "the provider asks the credential again")
	assert.Equal(t, "AK", got.AccessKeyID)

	_, err = alibaba.FromCredential((*stub)(nil)).Credentials(t.Context())
	assert.Error(t, err)
}

func TestFromCredential_together(t *testing.T) {
	t.Parallel()
	var inside, calls, most atomic.Int32
	c := &stub{get: func() (*credentials.CredentialModel, error) {
		most.Store(max(most.Load(), inside.Add(1)))
		defer inside.Add(-1)
		calls.Add(1)
		time.Sleep(time.Millisecond)
		return model("AK", "SK", ""), nil
	}}
	providers := make([]auth.Provider, 16)
	for i := range providers {
		providers[i] = alibaba.FromCredential(c)
	}
	together(t, providers...)
	assert.EqualValues(t, 1, most.Load(), "16 providers ask the credential one at a time")
	assert.NotZero(t, calls.Load())
	assert.LessOrEqual(t, calls.Load(), int32(16), "a caller joins the look-up in flight")
}

func TestFromCredential_notComparable(t *testing.T) {
	t.Parallel()
	c := byValue{get: func() (*credentials.CredentialModel, error) { return model("AK", "SK", ""), nil }}
	together(t, alibaba.FromCredential(c), alibaba.FromCredential(c))
}

func TestFromCredential_nested(t *testing.T) {
	t.Parallel()
	inner := alibaba.FromCredential(&stub{get: func() (*credentials.CredentialModel, error) { return model("AK", "SK", ""), nil }})
	outer := alibaba.FromCredential(&stub{get: func() (*credentials.CredentialModel, error) {
		keys, err := inner.Credentials(context.Background())
		return model("role-of-"+keys.AccessKeyID, "SK", "T"), err
	}})
	got, err := outer.Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "role-of-AK", got.AccessKeyID)
}

func TestFromCredential_context(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var calls atomic.Int32
		p := alibaba.FromCredential(&stub{get: func() (*credentials.CredentialModel, error) {
			calls.Add(1)
			<-release
			return model("AK", "SK", ""), nil
		}})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := p.Credentials(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.NotErrorIs(t, err, auth.ErrNoCredentials)
		assert.EqualValues(t, 1, calls.Load())

		close(release)
		got, err := p.Credentials(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "AK", got.AccessKeyID)
	})
}

func TestFromCredential_eachMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		p := alibaba.FromCredential(&stub{get: func() (*credentials.CredentialModel, error) {
			calls++
			return model(fmt.Sprint("STS.", calls), "SK", "T"), nil
		}})
		ask := func() string {
			got, err := p.Credentials(t.Context())
			require.NoError(t, err)
			synctest.Wait() // waits for a refresh in the background
			return got.AccessKeyID
		}
		assert.Equal(t, "STS.1", ask())
		time.Sleep(59 * time.Second)
		assert.Equal(t, "STS.1", ask())
		assert.Equal(t, 1, calls)
		time.Sleep(2 * time.Second)
		assert.Equal(t, "STS.1", ask(), "no caller waits for a refresh")
		assert.Equal(t, "STS.2", ask())
		assert.Equal(t, 2, calls)
	})
}
