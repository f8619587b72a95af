package alibaba_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

const roleARN = "acs:ram::1234567890123456:role/inviter"

func TestAssumeRole_request(t *testing.T) {
	t.Parallel()
	s := newSTS(t)
	base := auth.Static("AK", "SK", "T")
	full := alibaba.AssumeInput{
		RoleARN: roleARN, SessionName: "nightly", Duration: 12 * time.Hour, Policy: `{"Version":"1"}`, ExternalID: "x 1&é",
		Endpoint: "sts.example.com/prefix", Transport: s,
	}
	keys := ask(t, alibaba.AssumeRole(base, full))
	assert.Equal(t, auth.Credentials{
		AccessKeyID: "STS.1", AccessKeySecret: "secret", SecurityToken: "token", AccountID: "1234567890123456",
		Expires: time.Date(2099, 1, 2, 3, 4, 5, 0, time.UTC),
	}, keys)
	ask(t, alibaba.AssumeRole(base, alibaba.AssumeInput{RoleARN: roleARN, SessionName: "no", Transport: s}))

	sent := s.sent()
	require.Len(t, sent, 2)
	assert.Equal(t, "POST https://sts.example.com/prefix/", sent[0].what)
	assert.Equal(t, "POST https://sts.aliyuncs.com/", sent[1].what)
	assert.Equal(t, url.Values{
		"RoleArn": {roleARN}, "RoleSessionName": {"nightly"}, "DurationSeconds": {"43200"}, "Policy": {`{"Version":"1"}`}, "ExternalId": {"x 1&é"},
	}, sent[0].form)
	assert.Equal(t, url.Values{"RoleArn": {roleARN}, "RoleSessionName": {"no"}}, sent[1].form)
	for _, r := range sent {
		assert.Equal(t, "AssumeRole", r.header.Get("X-Acs-Action"))
		assert.Equal(t, "2015-04-01", r.header.Get("X-Acs-Version"))
		assert.Equal(t, "T", r.header.Get("X-Acs-Security-Token"))
		assert.True(t, strings.HasPrefix(r.header.Get("Authorization"), "ACS3-HMAC-SHA256 Credential=AK,"))
		assert.Equal(t, "application/json", r.header.Get("Accept"))
	}
}

func TestAssumeRole_invalid(t *testing.T) {
	t.Parallel()
	base := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		t.Error("the provider asked base")
		return auth.Credentials{}, errors.New("asked")
	})
	type input = alibaba.AssumeInput
	for name, c := range map[string]struct {
		change func(*input)
		says   string
	}{
		"no role": {
			change: func(in *input) { in.RoleARN = "" }, says: "RoleARN",
		},
		"a role of the other cloud": {
			change: func(in *input) { in.RoleARN = "iam::1:agency:a" }, says: "RoleARN",
		},
		"a user instead of a role": {
			change: func(in *input) { in.RoleARN = "acs:ram::1:user/a" }, says: "RoleARN",
		},
		"an account that is not a number": {
			change: func(in *input) { in.RoleARN = "acs:ram::acme:role/a" }, says: "RoleARN",
		},
		"a role without a name": {
			change: func(in *input) { in.RoleARN = "acs:ram::1:role/" }, says: "RoleARN",
		},
		"a role with a space": {
			change: func(in *input) { in.RoleARN = roleARN + "\n" }, says: "RoleARN",
		},
		"no session name": {
			change: func(in *input) { in.SessionName = "" },
			says:   "SessionName has 0 characters: give it 2 to 64",
		},
		"a short session name": {
			change: func(in *input) { in.SessionName = "x" }, says: "SessionName",
		},
		"a long session name": {
			change: func(in *input) { in.SessionName = strings.Repeat("x", 65) },
			says:   "SessionName",
		},
		"a session that is too short": {
			change: func(in *input) { in.Duration = 15*time.Minute - 1 }, says: "Duration",
		},
		"a session that is too long": {
			change: func(in *input) { in.Duration = 12*time.Hour + 1 }, says: "Duration",
		},
		"a negative duration": {
			change: func(in *input) { in.Duration = -time.Hour }, says: "Duration",
		},
		"a policy that is not JSON": {
			change: func(in *input) { in.Policy = "allow " + canarySecret },
			says:   "Policy is not JSON",
		},
		"a long policy": {
			change: func(in *input) { in.Policy = `"` + strings.Repeat("x", 2047) + `"` },
			says:   "Policy",
		},
		"a short external ID": {
			change: func(in *input) { in.ExternalID = "x" }, says: "ExternalID",
		},
		"a long external ID": {
			change: func(in *input) { in.ExternalID = strings.Repeat("x", 1225) },
			says:   "ExternalID",
		},
		"an endpoint without TLS": {
			change: func(in *input) { in.Endpoint = "http://sts.example.com" }, says: "https",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := input{RoleARN: roleARN, SessionName: "job", Transport: unreached{t}}
			c.change(&in)
			_, err := alibaba.AssumeRole(base, in).Credentials(t.Context())
			require.ErrorIs(t, err, auth.ErrInvalid)
			assert.True(t, strings.HasPrefix(err.Error(), "alibaba: AssumeRole: "), err)
			assert.ErrorContains(t, err, c.says)
			assertClean(t, err.Error())
		})
	}
	_, err := alibaba.AssumeRole(nil, input{RoleARN: roleARN, SessionName: "job"}).Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrInvalid)
}

func TestAssumeRole_refusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status   int
		body     string
		header   http.Header
		want     error
		says     string
		attempts int // 0 means one
	}{
		"the role does not trust base": {
			status: 403,
			body:   `{"Code":"NoPermission","Message":"You are not authorized","RequestId":"R-1"}`,
			want:   auth.ErrPermission,
			says: "alibaba: AssumeRole: 403 NoPermission: You are not authorized: allow " +
				"sts:AssumeRole to the caller, and check the role's trust policy and the " +
				"external ID (request R-1)",
		},
		"there is no such role": {
			status: 404, body: `{"Code":"EntityNotExist.Role","Message":"The role not exists"}`,
			want: auth.ErrNotFound, says: "check the RoleARN",
		},
		"the access key is unknown": {
			status: 404, body: `{"Code":"InvalidAccessKeyId.NotFound"}`,
			want: auth.ErrUnauthenticated, says: "check the access key",
		},
		"a refusal in XML": {
			status: 400,
			body: "\ufeff<?xml version='1.0'?><Error><RequestId>R-2</RequestId>" +
				"<Code>InvalidParameter.RoleArn</Code><Message>bad role</Message></Error>",
			want: auth.ErrInvalid, says: "400 InvalidParameter.RoleArn: bad role (request R-2)",
		},
		"names in lower case": {
			status: 403, body: `{"code":"Forbidden.RAM","message":"no","requestId":"R-3"}`,
			want: auth.ErrPermission, says: "Forbidden.RAM",
		},
		"a code that is a number": {
			status: 400, body: `{"Code":42,"Message":"no"}`, want: auth.ErrInvalid,
			says: "400 42: no",
		},
		"a page of a proxy": {
			status: 502, body: `<html>Bad Gateway</html>`, want: auth.ErrUnavailable,
			says: "Bad Gateway", attempts: 3,
		},
		"throttling": {
			status: 400, body: `{"Code":"Throttling.User"}`, want: auth.ErrThrottled,
			says: "Throttling.User", attempts: 2,
		},
		"throttling by a header": {
			status: 400, body: `{"Code":"FlowControl.New"}`,
			header: http.Header{"X-Acs-Retry-After": {"60000"}}, want: auth.ErrThrottled,
			says: "retry in 1m0s",
		},
		"a redirect": {
			status: 302, header: http.Header{"Location": {"https://elsewhere.example.com/"}},
			says: "redirects are not followed: check the endpoint",
		},
		"no credentials": {
			status: 200, body: `{"RequestId":"R-4","AssumedRoleUser":{}}`,
			want: auth.ErrUnavailable, says: "no temporary credentials", attempts: 3,
		},
		"no security token": {
			status: 200,
			body: `{"Credentials":{"AccessKeyId":"STS.1","AccessKeySecret":"` + canarySecret +
				`"}}`,
			want: auth.ErrUnavailable, says: "no temporary credentials", attempts: 3,
		},
		"an endless response": {
			status: 200, body: strings.Repeat(" ", 64<<10+1), want: auth.ErrTooLarge,
		},
		"an unknown action": {
			status: 404, body: `{"Code":"InvalidAction.NotFound"}`, want: auth.ErrInvalid,
			says: "check the endpoint",
		},
		"a secret that the service repeats": {
			status: 400,
			body:   `{"Code":"X","Message":"server string to sign is:POST ` + canarySecret + ` x"}`,
			want:   auth.ErrInvalid,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newSTS(t, stsReply{status: c.status, body: c.body, header: c.header})
				in := alibaba.AssumeInput{RoleARN: roleARN, SessionName: "job", ExternalID: "an external ID", Transport: s}
				_, err := alibaba.AssumeRole(auth.Static("AK", canarySecret, canaryToken), in).Credentials(t.Context())
				require.Error(t, err)
				if c.want != nil {
					require.ErrorIs(t, err, c.want)
				}
				assert.ErrorContains(t, err, c.says)
				assert.GreaterOrEqual(t, len(s.sent()), max(c.attempts, 1))
				assertClean(t, err.Error())
			})
		})
	}
}

func TestAssumeRole_response(t *testing.T) {
	t.Parallel()
	want := time.Date(2099, 1, 2, 3, 4, 5, 0, time.UTC)
	for name, c := range map[string]struct {
		body string
		want time.Time
	}{
		"in JSON": {body: session("STS.1", "2099-01-02T03:04:05Z"), want: want},
		"after a byte order mark": {
			body: "\ufeff" + session("STS.1", "2099-01-02T03:04:05Z"), want: want,
		},
		"with an offset": {body: session("STS.1", "2099-01-02 11:04:05+0800"), want: want},
		"in full minutes": {
			body: session("STS.1", "2099-01-02T03:04Z"), want: want.Add(-5 * time.Second),
		},
		"without an expiry":       {body: session("STS.1", "")},
		"with a malformed expiry": {body: session("STS.1", "soon")},
		"in XML": {
			want: want,
			body: "<AssumeRoleResponse><RequestId>R</RequestId><Credentials>" +
				"<SecurityToken>token</SecurityToken><AccessKeyId>STS.1</AccessKeyId>" +
				"<AccessKeySecret>secret</AccessKeySecret>" +
				"<Expiration>2099-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleResponse>",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSTS(t, stsReply{status: 200, body: c.body})
			keys := ask(t, alibaba.AssumeRole(auth.Static("AK", "SK", ""), alibaba.AssumeInput{RoleARN: roleARN, SessionName: "job", Transport: s}))
			assert.Equal(t, "STS.1", keys.AccessKeyID)
			assert.Equal(t, "token", keys.SecurityToken)
			assert.Equal(t, c.want, keys.Expires)
		})
	}
}
