package huawei

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestOption(t *testing.T) {
	t.Parallel()
	inEnv := []string{envIAM, "https://iam.environment.example.com", envSTS, "https://sts.environment.example.com"}
	for _, c := range []struct {
		name     string
		opts     []Option
		env      []string
		own      string // the endpoint of the credentials
		iam, sts string
	}{
		{
			name: "without any, the endpoints are the services' own",
			iam:  iamEndpoint, sts: stsEndpoint,
		},
		{name: "the environment replaces them", env: inEnv,
			iam: "https://iam.environment.example.com", sts: "https://sts.environment.example.com"},
		{
			name: "a profile's own endpoint wins over the environment",
			env:  inEnv,
			own:  "iam.profile.example.com",
			iam:  "https://iam.profile.example.com",
			sts:  "https://sts.environment.example.com",
		},
		{
			name: "an option wins over the environment and the profile",
			env:  inEnv,
			own:  "iam.profile.example.com",
			opts: []Option{
				WithIAMEndpoint("https://iam.option.example.com"), nil,
				WithSTSEndpoint("sts.option.example.com"),
			},
			iam: "https://iam.option.example.com",
			sts: "https://sts.option.example.com",
		},
		{
			name: "an empty option leaves the environment",
			env:  inEnv,
			opts: []Option{WithIAMEndpoint(""), WithSTSEndpoint("")},
			iam:  "https://iam.environment.example.com",
			sts:  "https://sts.environment.example.com",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			i := newIdentity(c.opts)
			i.getenv = env(c.env...)
			assert.Equal(t, c.iam, i.iam(c.own))
			assert.Equal(t, c.sts, i.sts(""))
		})
	}
}

func TestWithTransport(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{getDomains: {ok(`{}`)}, getCaller: {ok(string(fixture(t, "F33.json")))}})
	p := LookupAccountID(keysOf("AK"), WithTransport(s), WithIAMEndpoint("iam.example.com"), WithSTSEndpoint("sts.example.com"))
	assert.Equal(t, acme, ask(t, p).AccountID)
	assert.Equal(t, []string{getDomains, getCaller}, s.whats(), "the provider asks IAM and STS through the transport")
	assert.Equal(t, "iam.example.com", s.sent()[0].host)
	assert.Equal(t, "sts.example.com", s.sent()[1].host)

	for name, p := range map[string]auth.Provider{
		"a look-up":   LookupAccountID(keysOf("AK"), WithTransport(nil)),
		"the default": DefaultProvider(WithTransport(nil)),
	} {
		_, err := p.Credentials(t.Context())
		assert.ErrorIs(t, err, auth.ErrInvalid, name)
	}
}
