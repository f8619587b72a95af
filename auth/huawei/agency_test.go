package huawei

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const (
	postAssume = "POST /v5/agencies/assume"
	agencyURN  = "iam::0123456789abcdef0123456789abcdef:agency:inviter"
)

func TestAssumeAgency_account(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{"POST /prefix/v5/agencies/assume": {ok(string(fixture(t, "F32.json")))}})
	p := AssumeAgency(auth.Static("AK", "SK", "T"), AssumeInput{
		AgencyURN: agencyURN, SessionName: "job", Duration: time.Hour, ExternalID: "x1", Policy: `{"Version":"5.0"}`,
		Endpoint: "sts.example.com/prefix", Transport: s,
	})
	c := ask(t, p)
	assertKeys(t, c, "2", "dG9rZW4y", time.Date(2025, 2, 3, 5, 5, 6, 158_000_000, time.UTC))
	assert.Equal(t, "0123456789abcdef0123456789abcdef", c.AccountID)
}

func TestAssumeAgency_request(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{postAssume: {ok(string(fixture(t, "F32.json")))}})
	base := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		return auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK", SecurityToken: "T", AccountID: "acme"}, nil
	})
	code := func(context.Context) (string, error) { return "123456", nil }
	in := AssumeInput{
		AgencyURN: "bare", SessionName: "no", Duration: 12 * time.Hour, ExternalID: "x1", Policy: `{}`, PolicyIDs: []string{"p-1"},
		MFA: MFA{SerialNumber: "mfa-1", Code: code}, SourceIdentity: "jo",
		Tags:              []Tag{{Key: "team", Value: "ops"}},
		TransitiveTagKeys: []string{"team"},
		Transport:         s,
	}
	agency := AssumeAgency(auth.Static("AK", "SK", ""), in)
	in.PolicyIDs[0], in.Tags[0], in.TransitiveTagKeys[0] = "changed", Tag{}, "changed"
	ask(t, agency)
	c := ask(t, AssumeAgency(base, AssumeInput{AgencyURN: "bare", SessionName: strings.Repeat("é", 128), Transport: s}))
	assert.Equal(t, "5f0e1d2c3b4a69788796a5b4c3d2e1f0", c.AccountID, "the account ID is that of the response, although the URN has none")

	require.Len(t, s.sent(), 2)
	full, small := s.sent()[0], s.sent()[1]
	assert.Equal(t, "sts.cn-north-4.myhuaweicloud.com", full.host)
	assert.JSONEq(t, `{"agency_urn":"bare","agency_session_name":"no","duration_seconds":43200,"external_id":"x1","policy":"{}","policy_ids":["p-1"],`+
		`"serial_number":"mfa-1","token_code":"123456","source_identity":"jo","tags":[{"key":"team","value":"ops"}],"transitive_tag_keys":["team"]}`, full.body)
	assert.JSONEq(t, `{"agency_urn":"bare","agency_session_name":"`+strings.Repeat("é", 128)+`"}`, small.body)
	assert.True(t, strings.HasPrefix(small.header.Get("Authorization"), "SDK-HMAC-SHA256 Access=AK, "))
	assert.Equal(t, "T", small.header.Get("X-Security-Token"))
	assert.Equal(t, "acme", small.header.Get("X-Domain-Id"))
}

func TestAssumeInput_check(t *testing.T) {
	t.Parallel()
	base := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		t.Error("the provider asked base")
		return auth.Credentials{}, errors.New("asked")
	})
	for name, change := range map[string]func(*AssumeInput){
		"no agency":                        func(in *AssumeInput) { in.AgencyURN = "" },
		"a broken URN":                     func(in *AssumeInput) { in.AgencyURN = "iam::a\n:agency:b" },
		"a URN that is too long":           func(in *AssumeInput) { in.AgencyURN = strings.Repeat("x", 1501) },
		"no session name":                  func(in *AssumeInput) { in.SessionName = "" },
		"a session name that is too short": func(in *AssumeInput) { in.SessionName = "x" },
		"a session name that is too long":  func(in *AssumeInput) { in.SessionName = strings.Repeat("x", 129) },
		"a session that is too short":      func(in *AssumeInput) { in.Duration = 15*time.Minute - 1 },
		"a session that is too long":       func(in *AssumeInput) { in.Duration = 12*time.Hour + 1 },
		"negative":                         func(in *AssumeInput) { in.Duration = -time.Hour },
		"a policy that is not JSON":        func(in *AssumeInput) { in.Policy = "allow all" },
		"a short policy":                   func(in *AssumeInput) { in.Policy = "1" },
		"a long policy":                    func(in *AssumeInput) { in.Policy = `"` + strings.Repeat("x", 2047) + `"` },
		"an empty policy ID":               func(in *AssumeInput) { in.PolicyIDs = []string{"p", ""} },
		"a short external ID":              func(in *AssumeInput) { in.ExternalID = "x" },
		"a long external ID":               func(in *AssumeInput) { in.ExternalID = strings.Repeat("x", 1225) },
		"a short source identity":          func(in *AssumeInput) { in.SourceIdentity = "x" },
		"a long source identity":           func(in *AssumeInput) { in.SourceIdentity = strings.Repeat("x", 65) },
		"a device without a code":          func(in *AssumeInput) { in.MFA.SerialNumber = "mfa-1" },
		"a code without a device":          func(in *AssumeInput) { in.MFA.Code = func(context.Context) (string, error) { return "1", nil } },
		"a tag without a key":              func(in *AssumeInput) { in.Tags = []Tag{{Value: "v"}} },
		"an empty transitive key":          func(in *AssumeInput) { in.TransitiveTagKeys = []string{""} },
		"an endpoint of STS":               func(in *AssumeInput) { in.Endpoint = "http://sts.example.com" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := AssumeInput{AgencyURN: agencyURN, SessionName: "job", Transport: newService(t, nil)}
			change(&in)
			_, err := AssumeAgency(base, in).Credentials(t.Context())
			require.ErrorIs(t, err, auth.ErrInvalid)
			assert.True(t, strings.HasPrefix(err.Error(), "huawei: AssumeAgency: "), err)
		})
	}
	_, err := AssumeAgency(nil, AssumeInput{AgencyURN: agencyURN, SessionName: "job"}).Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrInvalid)
}

func TestAssumeInput_check_bounds(t *testing.T) {
	t.Parallel()
	in := AssumeInput{AgencyURN: strings.Repeat("x", 1500), SessionName: "no", Duration: 15 * time.Minute, Policy: `"` + strings.Repeat("x", 2046) + `"`,
		ExternalID: strings.Repeat("x", 1224), SourceIdentity: strings.Repeat("x", 64)}
	require.NoError(t, in.check(), "the longest session")
	in.ExternalID, in.SourceIdentity, in.Policy = "xx", "xx", "{}"
	require.NoError(t, in.check(), "the shortest session")
}

// If the base credentials are a session themselves, the new session lasts at most an hour.
func TestAssumeInput_checkChain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		token    string
		duration time.Duration
		want     error
	}{
		"temporary credentials allow no session of two hours": {
			token: "T", duration: 2 * time.Hour, want: auth.ErrInvalid,
		},
		"temporary credentials allow an hour":     {token: "T", duration: time.Hour},
		"temporary credentials allow the default": {token: "T"},
		"an access key allows twelve hours":       {duration: 12 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(t, map[string][]reply{postAssume: {ok(string(fixture(t, "F32.json")))}})
			_, err := AssumeAgency(auth.Static("AK", "SK", c.token), AssumeInput{AgencyURN: agencyURN, SessionName: "job", Duration: c.duration, Transport: s}).Credentials(t.Context())
			require.ErrorIs(t, err, c.want)
			assert.Equal(t, c.want == nil, len(s.sent()) == 1)
		})
	}
}

// Each session has its own random code. If the source of randomness fails, the call fails.
func TestAssumeAgency_mfa(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{postAssume: {ok(string(fixture(t, "F32.json")))}})
	n := 0
	in := AssumeInput{AgencyURN: agencyURN, SessionName: "job", Transport: s, MFA: MFA{SerialNumber: "mfa-1", Code: func(context.Context) (string, error) {
		switch n++; n {
		case 3:
			return "", nil
		case 4:
			return "123456\n", nil
		case 5:
			return "", context.Canceled
		}
		return "code-" + strconv.Itoa(n), nil
	}}}
	agency := AssumeAgency(auth.Static("AK", "SK", ""), in)
	for range 2 {
		agency.(auth.Invalidator).Invalidate(ask(t, agency))
	}
	for range 2 {
		_, err := agency.Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrInvalid)
		assert.NotContains(t, err.Error(), "123456")
	}
	_, err := agency.Credentials(t.Context())
	require.ErrorContains(t, err, "the MFA gave no code")
	require.Len(t, s.sent(), 2)
	assert.Contains(t, s.sent()[0].body, `"token_code":"code-1"`)
	assert.Contains(t, s.sent()[1].body, `"token_code":"code-2"`)
}

func TestAssumeAgency_failures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		response reply
		want     error // nil means any
	}{
		"the agency does not trust base": {
			response: status(
				403, `{"error_code":"STS5.1001","error_msg":"denied for `+canaryToken+`"}`,
			),
			want: auth.ErrPermission,
		},
		"STS repeats the request": {
			response: status(
				401,
				`{"error_code":"APIGW.0301","error_msg":"canonicalRequest: x-security-token:`+
					canaryToken+`"}`,
			),
			want: auth.ErrUnauthenticated,
		},
		"half of the credentials": {
			response: ok(`{"credentials":{"access_key_id":"` + canaryKey +
				`","secret_access_key":"` + canarySecret + `"}}`),
		},
		"a web page": {response: ok(f29)},
		"an endless response": {
			response: ok(strings.Repeat(" ", temporary.MaxSize+1)), want: auth.ErrTooLarge,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(t, map[string][]reply{postAssume: {c.response}})
			in := AssumeInput{AgencyURN: agencyURN, SessionName: "job", ExternalID: canaryToken, Transport: s}
			p := AssumeAgency(auth.Static(canaryKey, canarySecret, canaryToken), in)
			_, err := p.Credentials(t.Context())
			require.Error(t, err)
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
			}
			assertNoCanary(t, err, p)
		})
	}
	t.Run("base has no credentials", func(t *testing.T) {
		t.Parallel()
		_, err := AssumeAgency(auth.Chain(), AssumeInput{AgencyURN: agencyURN, SessionName: "job", Transport: newService(t, nil)}).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrNoCredentials)
	})
}

func TestAssumeAgency_renewal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		base := auth.Cache(auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
			asked++
			return auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK", Expires: time.Now().Add(24 * time.Hour)}, nil
		}), 0)
		until := func(id string, d time.Duration) reply {
			return ok(`{"credentials":{"access_key_id":"` + id + `","secret_access_key":"s","security_token":"t","expiration":"` +
				time.Now().Add(d).UTC().Format(time.RFC3339) + `"}}`)
		}
		s := newService(t, map[string][]reply{postAssume: {until("first", time.Hour), until("second", 2*time.Hour)}})
		members := make([]auth.Provider, 2)
		for n := range members {
			members[n] = auth.Cache(AssumeAgency(base, AssumeInput{AgencyURN: agencyURN, SessionName: "job", Transport: s}), 0)
		}
		assert.Equal(t, "first", ask(t, members[0]).AccessKeyID)
		time.Sleep(54 * time.Minute)
		assert.Equal(t, "first", ask(t, members[0]).AccessKeyID)
		assert.Len(t, s.sent(), 1)
		time.Sleep(2 * time.Minute)
		assert.Equal(t, "first", ask(t, members[0]).AccessKeyID, "no caller waits for the new credentials")
		synctest.Wait()
		assert.Equal(t, "second", ask(t, members[0]).AccessKeyID)
		ask(t, members[1])
		assert.Len(t, s.sent(), 3)
		assert.Equal(t, 1, asked, "the agencies share the credentials of base")
	})
}
