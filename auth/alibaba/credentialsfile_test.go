package alibaba

import (
	"strings"
	"testing"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestProviderChain_credentialsFile(t *testing.T) {
	with := func(text string, hosts map[string][]reply) machine {
		return machine{files: map[string]string{credentialsPath: text}, web: hosts}
	}
	const good = "# keys\n[prod]\ntype = access_key\naccess_key_id = PROD\naccess_key_secret = S\n\n[default]\ntype = access_key\naccess_key_id = FILE\naccess_key_secret = \"S#K\"\n"
	const pairLines = "access_key_id = BASE\naccess_key_secret = " + secretKey + "\n"
	chosen := with(good, nil)
	chosen.env = map[string]string{envProfile: "prod"}
	absent := with(good, nil)
	absent.env = map[string]string{envProfile: "none"}
	elsewhere := machine{files: map[string]string{"other": good}, env: map[string]string{credentialsFile.variable: "HOME/other"}}
	assumed := map[string][]reply{postSTS: {ok(stsKeys("ROLE"))}}
	const role = "[default]\ntype = ram_role_arn\n" + pairLines + "role_arn = " + testRole + "\n"
	runPlaces(t, []placeCase{
		{
			name:   "it does not exist",
			reason: "credentials file: ~/.alibabacloud/credentials does not exist",
		},
		{name: "it has several sections", machine: with(good, nil), want: "FILE"},
		{name: "a variable names the section", machine: chosen, want: "PROD"},
		{name: "a variable names the file", machine: elsewhere, want: "FILE"},
		{
			name:    "it has carriage returns",
			machine: with(strings.ReplaceAll(good, "\n", "\r\n"), nil), want: "FILE",
		},
		{name: "it has a byte order mark", machine: with("\ufeff"+good, nil), want: "FILE"},
		{
			name:    "the section is missing",
			machine: absent,
			reason:  `credentials file: ~/.alibabacloud/credentials: there is no section "none"`,
		},
		{
			name:    "the type is missing",
			machine: with("[default]\n"+pairLines, nil),
			reason:  `credentials file: ~/.alibabacloud/credentials: section "default": set type`,
		},
		{
			name:    "the type is unknown",
			machine: with("[default]\ntype = rsa_key_pair\n", nil), ends: true,
			reason: `section "default": the type rsa_key_pair is not supported: choose another ` +
				`section with ` + envProfile,
		},
		{
			name:    "a setting is missing",
			machine: with("[default]\ntype = access_key\naccess_key_secret = "+secretKey, nil),
			reason:  `section "default": set access_key_id`,
		},
		{
			name:    "a line is not a setting",
			machine: with("[default]\ntype = access_key\n"+secretKey+"\n", nil),
			reason:  "credentials file: ~/.alibabacloud/credentials: line 3 is neither",
		},
		{
			name:    "a section is not closed",
			machine: with("\n[default\n", nil), reason: "line 2 is neither",
		},
		{
			name:    "ram_role_arn",
			machine: with(role+"role_session_name = nightly\n", assumed), want: "ROLE",
			requests: []string{postSTS},
		},
		{
			name:    "ram_role_arn without a name",
			machine: with(role, assumed), reason: `section "default": set role_session_name`,
		},
		{
			name: "ram_role_arn while STS hangs",
			machine: with(
				role+"role_session_name = nightly\n",
				map[string][]reply{postSTS: {{hangs: true}}},
			),
			reason: "sts.aliyuncs.com did not respond within 10s", is: auth.ErrUnavailable,
		},
		{
			name: "ecs_ram_role",
			machine: with(
				"[default]\ntype = ecs_ram_role\nrole_name = inviter\n",
				withRole(ok(keysJSON("ECS"))).web,
			),
			want: "ECS",
		},
	})
}
