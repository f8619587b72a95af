package alibaba

import (
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestProviderChain_cliProfile_logins(t *testing.T) {
	// A bubble begins in the year 2000.
	bubble := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	in := func(d time.Duration) int64 { return bubble.Add(d).Unix() }
	sso := func(expires int64, r ...reply) machine {
		return withMode("CloudSSO", map[string]any{
			"cloud_sso_sign_in_url": "https://sso.example.com/start/login", "cloud_sso_account_id": "A", "cloud_sso_access_config": "C",
			"access_token": secretToken, "cloud_sso_access_token_expire": expires,
		}, map[string][]reply{postSSO: r})
	}
	plain := withMode("CloudSSO", map[string]any{
		"cloud_sso_sign_in_url": "http://sso.example.com/", "cloud_sso_account_id": "A", "cloud_sso_access_config": "C",
		"access_token": secretToken, "cloud_sso_access_token_expire": in(time.Hour),
	}, nil)
	oauth := func(stored, token int64, r ...reply) machine {
		settings := pair("STORED")
		settings["sts_token"], settings["sts_expiration"] = secretToken, stored
		settings["oauth_site_type"], settings["oauth_refresh_token"] = "cn", secretToken
		settings["oauth_access_token"], settings["oauth_access_token_expire"] = secretToken, token
		return withMode("OAuth", settings, map[string][]reply{postOAuth: r})
	}
	exchanged := ok(`{"requestId":"R","accessKeyId":"NEW","accessKeySecret":"s","securityToken":"t","expiration":"2099-01-02T03:04:05Z"}`)
	runPlaces(t, []placeCase{
		{
			name: "CloudSSO",
			machine: sso(
				in(time.Hour), ok(`{"CloudCredential":`+keysJSON("SSO")+`,"RequestId":"R"}`),
			),
			want: "SSO", requests: []string{postSSO},
		},
		{
			name:    "CloudSSO with an expired login",
			machine: sso(in(-time.Hour)),
			reason: "CLI profile: ; access token is empty or expired: log in again with the " +
				"aliyun command",
		},
		{
			name: "CloudSSO after a refusal",
			machine: sso(
				in(time.Hour),
				reply{status: 401, body: `{"Code":"InvalidToken","Message":"` + secretToken + `"}`},
			),
			reason: "sso.example.com responds with 401: InvalidToken; log in again",
			is:     auth.ErrUnauthenticated,
		},
		{
			name:    "CloudSSO with an empty response",
			machine: sso(in(time.Hour), ok(`{"RequestId":"R"}`)),
			reason:  "no temporary credentials",
		},
		{
			name:    "CloudSSO without a server",
			machine: sso(in(time.Hour)), reason: "sso.example.com: ; connection refused",
		},
		{
			name:    "CloudSSO with a server that hangs",
			machine: sso(in(time.Hour), reply{hangs: true}),
			reason:  "sso.example.com did not respond within 8s",
		},
		{
			name:    "CloudSSO without TLS",
			machine: plain, reason: "cloud_sso_sign_in_url is not an https URL",
		},
		{
			name:    "CloudSSO without settings",
			machine: withMode("CloudSSO", nil, nil),
			reason: "set cloud_sso_sign_in_url and cloud_sso_account_id and " +
				"cloud_sso_access_config",
		},
		{
			name:    "OAuth with stored credentials",
			machine: oauth(in(time.Hour), in(time.Hour)), want: "STORED", requests: []string{},
		},
		{
			name:    "OAuth with expiring credentials and a token",
			machine: oauth(in(time.Minute), in(time.Hour), exchanged), want: "NEW",
			requests: []string{postOAuth},
		},
		{
			name:    "OAuth with expiring credentials and no token",
			machine: oauth(in(time.Minute), in(-time.Hour)), want: "STORED",
		},
		{
			name:    "OAuth with only a token",
			machine: oauth(0, in(time.Hour), exchanged), want: "NEW",
			requests: []string{postOAuth},
		},
		{
			name:    "OAuth with an expired login",
			machine: oauth(in(-time.Hour), in(-time.Minute)), ends: true, requests: []string{},
			reason: "the OAuth login has expired: log in again with the aliyun command",
		},
		{
			name:    "OAuth after a refusal",
			machine: oauth(0, in(time.Hour), reply{status: 403, body: secretToken}),
			reason:  "oauth.aliyun.com responds with 403",
		},
		{
			name:    "OAuth with half an access key in the response",
			machine: oauth(0, in(time.Hour), ok(`{"accessKeyId":"NEW"}`)),
			reason:  "no temporary credentials",
		},
		{
			name:    "OAuth with an unknown site",
			machine: withMode("OAuth", nil, nil),
			reason:  "oauth_site_type is neither CN nor INTL",
		},
	})
}
