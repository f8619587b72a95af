package alibaba

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// withConfig returns a machine with a file of the aliyun command.
func withConfig(text string, hosts map[string][]reply) machine {
	return machine{files: map[string]string{configPath: text}, web: hosts}
}

// withMode returns a machine with a profile of that mode.
func withMode(mode string, settings map[string]any, hosts map[string][]reply) machine {
	all := map[string]any{"mode": mode}
	for name, value := range settings {
		all[name] = value
	}
	return withConfig(config(all), hosts)
}

func pair(id string) map[string]any {
	return map[string]any{"access_key_id": id, "access_key_secret": secretKey}
}

func TestProviderChain_cliProfile_file(t *testing.T) {
	named := func(current string) string {
		return configOf(current,
			map[string]any{"name": "work", "mode": "AK", "access_key_id": "WORK", "access_key_secret": "SK"},
			map[string]any{"name": "home", "mode": "StsToken", "access_key_id": "HOME", "access_key_secret": "SK", "sts_token": "T"})
	}
	off := withConfig(named("work"), nil)
	off.env = map[string]string{envNoProfile: "true"}
	chosen := withConfig(named("work"), nil)
	chosen.env = map[string]string{envProfile: "home"}
	elsewhere := machine{files: map[string]string{"other.json": named("work")}, env: map[string]string{cliFile.variable: "HOME/other.json"}}
	folder := machine{env: map[string]string{cliFile.variable: "HOME"}}
	runPlaces(t, []placeCase{
		{name: "it does not exist", reason: "CLI profile: ~/.aliyun/config.json does not exist"},
		{name: "it has several profiles", machine: withConfig(named("home"), nil), want: "HOME"},
		{name: "a variable names the profile", machine: chosen, want: "HOME"},
		{name: "a variable names the file", machine: elsewhere, want: "WORK"},
		{
			name:    "a variable names a folder",
			machine: folder,
			reason: "CLI profile: the file that " + cliFile.variable +
				" names cannot be read: it is not a regular file",
		},
		{
			name:    "it has carriage returns",
			machine: withConfig(strings.ReplaceAll(named("work"), "\n", "\r\n"), nil),
			want:    "WORK",
		},
		{
			name:    "it has a byte order mark",
			machine: withConfig("\ufeff"+named("work"), nil), want: "WORK",
		},
		{
			name:    "a variable switches it off",
			machine: off, reason: "CLI profile: " + envNoProfile + " skips it",
		},
		{
			name:    "the profile is missing",
			machine: withConfig(named("none"), nil),
			reason:  `CLI profile: ~/.aliyun/config.json: there is no profile "none"`,
		},
		{
			name:    "there are no profiles",
			machine: withConfig("{}", nil), reason: "there are no profiles",
		},
		{
			name:    "it is truncated",
			machine: withConfig(config(pair(secretKey))[:70], nil),
			reason:  "CLI profile: ~/.aliyun/config.json: line; is not JSON",
		},
		{
			name:    "it is empty",
			machine: withConfig("", nil), reason: "~/.aliyun/config.json: line 1 is not JSON",
		},
		{
			name:    "a setting has another type",
			machine: withMode("AK", map[string]any{"expired_seconds": secretKey}, nil),
			reason:  "the setting profiles.expired_seconds is a string",
		},
		{
			name:    "it is a list",
			machine: withConfig("[]", nil),
			reason:  "line 1: what should be an object is an array",
		},
		{
			name:    "the profiles are an object",
			machine: withConfig(`{"profiles":{}}`, nil),
			reason:  "the setting profiles is an object",
		},
		{
			name:    "it is very long",
			machine: withConfig(strings.Repeat(" ", maxFile)+named("work"), nil),
			reason:  "cannot be read: it is longer than",
		},
	})
}

func TestProviderChain_cliProfile_keys(t *testing.T) {
	sts := pair("STS.AK")
	sts["sts_token"] = secretToken
	half := withMode("AK", map[string]any{"access_key_id": "AK"}, nil)
	half.env = map[string]string{envSecret: secretKey}
	runPlaces(t, []placeCase{
		{name: "AK", machine: withMode("AK", pair("AK"), nil), want: "AK"},
		{
			name:    "AK without a secret, although the environment has one",
			machine: half, reason: `profile "work": set access_key_secret`,
		},
		{name: "StsToken", machine: withMode("StsToken", sts, nil), want: "STS.AK"},
		{
			name:    "StsToken without a token",
			machine: withMode("StsToken", pair("STS.AK"), nil),
			reason:  `profile "work": set sts_token`,
		},
		{
			name:    "no mode",
			machine: withMode("", pair("AK"), nil), reason: `profile "work": set mode`,
		},
		{
			name:    "a mode in another case",
			machine: withMode("ak", pair("AK"), nil), ends: true,
			reason: `the mode ak is not supported; choose another profile with ` + envProfile +
				`; ` + envNoProfile + "=true",
		},
		{
			name:    "RsaKeyPair",
			machine: withMode("RsaKeyPair", map[string]any{"private_key": secretKey}, nil),
			ends:    true, reason: `the mode RsaKeyPair is not supported`,
		},
		{
			name:    "Anonymous",
			machine: withMode("Anonymous", nil, nil), ends: true,
			reason: `the mode Anonymous is not supported`,
		},
		{
			name:    "a secret instead of a mode",
			machine: withMode(secretKey, nil, nil), ends: true,
			reason: `the mode [removed] is not supported`,
		},
		{
			name: "EcsRamRole",
			machine: withMode(
				"EcsRamRole", map[string]any{"ram_role_name": "inviter"},
				withRole(ok(keysJSON("ECS"))).web,
			),
			want: "ECS", requests: []string{putToken, getKeys},
		},
		{
			name: "CredentialsURI",
			machine: withMode(
				"CredentialsURI",
				map[string]any{"credentials_uri": "https://profile.example.com/"},
				map[string][]reply{"GET profile.example.com/": {ok(keysJSON("URI"))}},
			),
			want: "URI",
		},
		{
			name:    "CredentialsURI without a URI",
			machine: withMode("CredentialsURI", nil, nil), reason: "set credentials_uri",
		},
	})
}

func TestProviderChain_cliProfile_roles(t *testing.T) {
	role := func(more ...string) map[string]any {
		settings := pair("BASE")
		settings["ram_role_arn"] = testRole
		for i := 0; i < len(more); i += 2 {
			settings[more[i]] = more[i+1]
		}
		return settings
	}
	assumed := map[string][]reply{postSTS: {ok(stsKeys("ROLE"))}}
	regional := role("sts_region", "eu-central-1")
	regional["enable_vpc"] = true
	short := role()
	short["expired_seconds"] = 60
	oidc := withMode("OIDC", map[string]any{"ram_role_arn": testRole, "oidc_provider_arn": testOIDC, "oidc_token": secretToken}, assumed)
	chained := func(source string, more ...map[string]any) machine {
		return withConfig(configOf("work", append(more, map[string]any{"name": "work", "mode": "ChainableRamRoleArn", "ram_role_arn": testRole, "source_profile": source})...), assumed)
	}
	runPlaces(t, []placeCase{
		{
			name:    "RamRoleArn",
			machine: withMode("RamRoleArn", role(), assumed), want: "ROLE",
			requests: []string{postSTS},
		},
		{
			name: "RamRoleArn in a region and a VPC",
			machine: withMode(
				"RamRoleArn", regional,
				map[string][]reply{
					"POST sts-vpc.eu-central-1.aliyuncs.com/": {ok(stsKeys("ROLE"))},
				},
			),
			want: "ROLE",
		},
		{
			name:    "RamRoleArn with a host instead of a region",
			machine: withMode("RamRoleArn", role("sts_region", "example.com/"), nil),
			reason:  "sts_region is not a region",
		},
		{
			name:    "RamRoleArn with a session of a minute",
			machine: withMode("RamRoleArn", short, nil), reason: "expired_seconds is 60",
			is: auth.ErrInvalid,
		},
		{
			name:    "RamRoleArn without a role",
			machine: withMode("RamRoleArn", pair("BASE"), nil), reason: "set ram_role_arn",
		},
		{
			name:    "RamRoleArn without an access key",
			machine: withMode("RamRoleArn", map[string]any{"ram_role_arn": testRole}, nil),
			reason:  "set access_key_id and access_key_secret",
		},
		{
			name: "a role that does not trust the caller",
			machine: withMode(
				"RamRoleArn", role(),
				map[string][]reply{
					postSTS: {{status: 403, body: `{"Code":"NoPermission","Message":"no"}`}},
				},
			),
			reason: "AssumeRole: 403 NoPermission", is: auth.ErrPermission,
		},
		{name: "OIDC", machine: oidc, want: "ROLE", requests: []string{postSTS}},
		{
			name:    "OIDC without settings",
			machine: withMode("OIDC", nil, nil),
			reason:  `profile "work": set ram_role_arn and oidc_provider_arn and oidc_token_file`,
		},
		{
			name: "ChainableRamRoleArn",
			machine: chained(
				"base",
				map[string]any{
					"name": "base", "mode": "AK", "access_key_id": "BASE",
					"access_key_secret": "SK",
				},
			),
			want: "ROLE",
		},
		{name: "ChainableRamRoleArn of another such profile", machine: chained("base",
			map[string]any{
				"name": "base", "mode": "ChainableRamRoleArn", "ram_role_arn": testRole,
				"source_profile": "first",
			},
			map[string]any{
				"name": "first", "mode": "AK", "access_key_id": "BASE",
				"access_key_secret": "SK",
			}), want: "ROLE", requests: []string{postSTS, postSTS}},
		{name: "ChainableRamRoleArn of itself", machine: chained("work"), reason: "form a circle"},
		{
			name:    "ChainableRamRoleArn of a missing profile",
			machine: chained("none"),
			reason:  `profile "work": source_profile: there is no profile "none"`,
		},
		{
			name:    "ChainableRamRoleArn of a mode that is not supported",
			machine: chained("base", map[string]any{"name": "base", "mode": "RsaKeyPair"}),
			ends:    true, reason: `profile "base": the mode RsaKeyPair`,
		},
	})
}

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

func TestProviderChain_cliProfile_external(t *testing.T) {
	with := func(run func(context.Context, string) (auth.Credentials, error)) machine {
		m := withMode("External", map[string]any{"process_command": "keys --now"}, nil)
		m.command = run
		return m
	}
	runPlaces(t, []placeCase{
		{
			name: "External",
			machine: with(func(_ context.Context, command string) (auth.Credentials, error) {
				return auth.Credentials{
					AccessKeyID: strings.ToUpper(command), AccessKeySecret: "SK",
				}, nil
			}),
			want: "KEYS --NOW",
		},
		{
			name: "External that fails",
			machine: with(func(context.Context, string) (auth.Credentials, error) {
				return auth.Credentials{}, errors.New("the command failed")
			}),
			reason: `CLI profile: ~/.aliyun/config.json: profile "work": the command failed`,
		},
		{
			name:    "External without a command",
			machine: withMode("External", nil, nil),
			reason:  `profile "work": set process_command`,
		},
	})
}
