package alibaba

import (
	"strings"
	"testing"
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
