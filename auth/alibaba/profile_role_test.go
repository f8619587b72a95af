package alibaba

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/orghandshakes/handshakes-go/auth"
)

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
