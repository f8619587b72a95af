package change

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

func TestCommands_Golden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, args string
		command    cli.Command
		code       int
	}{
		{file: "respond/help.txt", command: Accept, args: "-h", code: cli.Done},
		{file: "respond/plan.txt", command: Accept, args: "-cloud huawei -offline", code: cli.Done},
		{file: "respond/accept.txt", command: Accept, args: "-cloud huawei -offline -apply", code: cli.Done},
		{file: "respond/untrusted.txt", command: Accept, args: "-cloud huawei -offline -apply -organization o-none", code: cli.Done},
		{file: "respond/several.txt", command: Accept, args: "-cloud huawei -offline -apply -organization o-9zs2640k7li9mj8l,o-0z5h7j2f9d4s8g1a", code: cli.Done},
		{file: "respond/id.txt", command: Accept, args: "-cloud huawei -offline -apply h-4d8f2g6h1j5k9l3s", code: cli.Done},
		{file: "respond/declined.txt", command: Accept, args: "-cloud huawei -offline -apply h-7p3r9t5y2w8e4u6i", code: cli.Failed},
		{file: "respond/nosuch.txt", command: Accept, args: "-cloud huawei -offline h-nosuchone -format json", code: cli.Failed},
		{file: "respond/alibaba.txt", command: Accept, args: "-cloud alibaba -offline -apply -alibaba-version 2022-04-19", code: cli.Done},
		{file: "respond/csv.txt", command: Accept, args: "-cloud alibaba -offline -inviter 1226223309585213 -format csv", code: cli.Done},
		{file: "respond/json.txt", command: Accept, args: "-cloud huawei -offline -apply -format json", code: cli.Done},
		{file: "respond/decline-help.txt", command: Decline, args: "-h", code: cli.Done},
		{file: "respond/decline-plan.txt", command: Decline, args: "-cloud huawei -offline h-5a1s9d3f7g2h6j4k", code: cli.Done},
		{file: "respond/decline.txt", command: Decline, args: "-cloud alibaba -offline -apply h-Pz4eD2tX7mQg1n9l", code: cli.Done},
		{file: "respond/decline-again.txt", command: Decline, args: "-cloud huawei -offline -apply h-7p3r9t5y2w8e4u6i", code: cli.Done},
		{file: "respond/cancel-help.txt", command: Cancel, args: "-h", code: cli.Done},
		{file: "respond/cancel-plan.txt", command: Cancel, args: "-cloud huawei -offline -pending", code: cli.Done},
		{file: "respond/cancel.txt", command: Cancel, args: "-cloud alibaba -offline -pending -older-than 10d -apply", code: cli.Done},
		{file: "respond/cancel-nosuch.txt", command: Cancel, args: "-cloud alibaba -offline h-nosuchone -apply", code: cli.Failed},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			golden(t, c.file, c.command, c.args, c.code)
		})
	}
}

func TestCommands_Mistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, args, mentions string
		command              cli.Command
	}{
		{name: "an unknown flag", command: Accept, args: "-cloud huawei -offline -aply", mentions: "-aply"},
		{name: "a missing cloud", command: Accept, args: "-offline", mentions: "-cloud"},
		{name: "a missing trust", command: Accept, args: "-cloud huawei", mentions: "-organization"},
		{name: "an unknown cloud", command: Accept, args: "-offline -cloud azure", mentions: "azure"},
		{name: "two clouds at once", command: Accept, args: "-offline -cloud both", mentions: "both"},
		{name: "an unknown format", command: Accept, args: "-cloud huawei -offline -format xml", mentions: "xml"},
		{name: "an ID and trust", command: Accept, args: "-cloud huawei h-1 -organization o-1", mentions: "not both"},
		{name: "a name of an organization", command: Accept, args: "-cloud huawei -apply -organization acme", mentions: "-organization acme: give the ID"},
		{name: "an organization of the other cloud", command: Accept, args: "-cloud huawei -apply -organization rd-A8kqJ4", mentions: "(o-…)"},
		{name: "an ID of the other cloud among others", command: Accept, args: "-cloud alibaba -apply -organization rd-A8kqJ4,o-1", mentions: "-organization o-1: give"},
		{name: "an account of the other cloud", command: Accept, args: "-cloud alibaba -apply -inviter 0bad0bad0bad0bad0bad0bad0bad0bad", mentions: "-inviter"},
		{name: "two IDs", command: Accept, args: "-cloud huawei h-1 h-2", mentions: "h-2"},
		{name: "a text that is not an ID", command: Accept, args: "-cloud huawei -offline ..", mentions: "no ID"},
		{name: "an empty trust, as of an unset variable", command: Accept, args: "-cloud huawei -apply -organization o-1 -inviter=", mentions: "-inviter"},
		{name: "an empty trust among others", command: Accept, args: "-cloud huawei -apply -organization o-1,,o-2", mentions: "-organization"},
		{name: "an endpoint with -offline", command: Accept, args: "-cloud huawei -offline -huawei-endpoint https://example.test", mentions: "-huawei-endpoint"},
		{name: "an endpoint of the other cloud", command: Accept, args: "-cloud huawei h-1 -alibaba-endpoint https://example.test", mentions: "-alibaba-endpoint"},
		{name: "an endpoint without encryption", command: Accept, args: "-cloud huawei h-1 -huawei-endpoint http://example.test", mentions: "-huawei-endpoint"},
		{name: "an unknown version", command: Accept, args: "-cloud alibaba h-1 -alibaba-version 2", mentions: "-alibaba-version"},
		{name: "a missing ID to decline", command: Decline, args: "-cloud huawei -apply", mentions: "ID"},
		{name: "two IDs to decline", command: Decline, args: "-cloud huawei h-1 h-2", mentions: "h-2"},
		{name: "a missing ID to cancel", command: Cancel, args: "-cloud huawei -apply", mentions: "-pending"},
		{name: "IDs and -pending", command: Cancel, args: "-cloud huawei h-1 -pending", mentions: "not both"},
		{name: "a filter without -pending", command: Cancel, args: "-cloud huawei -older-than 3d", mentions: "-pending"},
		{name: "an age without a unit", command: Cancel, args: "-cloud huawei -pending -older-than 10", mentions: "-older-than"},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), c.command, onDay(""), c.args)
			assert.Equal(t, cli.Misused, got.code, got.stderr)
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, c.command.Name+": "), got.stderr)
			assert.Contains(t, got.stderr, c.mentions)
		})
	}
	got := doArgs(t.Context(), Cancel, onDay(""), []string{"-cloud", "huawei", "h-1", ""})
	assert.Equal(t, cli.Misused, got.code, "an empty ID among others")
}

func TestCommands_MissingCredentials(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args, key string
		command   cli.Command
	}{
		{command: Accept, args: "-cloud huawei h-1 -apply", key: "HUAWEICLOUD_SDK_AK"},
		{command: Accept, args: "-cloud huawei -organization o-1", key: "HUAWEICLOUD_SDK_AK"},
		{command: Accept, args: "-cloud alibaba -inviter 1226223309585213", key: "ALIBABA_CLOUD_ACCESS_KEY_ID"},
		{command: Decline, args: "-cloud alibaba h-1", key: "ALIBABA_CLOUD_ACCESS_KEY_ID"},
		{command: Cancel, args: "-cloud alibaba -pending", key: "ALIBABA_CLOUD_ACCESS_KEY_ID"},
	} {
		p := onDay("")
		p.Huawei, p.Alibaba = auth.Chain(), auth.Chain()
		got := do(t.Context(), c.command, p, c.args)
		assert.Equal(t, cli.Failed, got.code)
		assert.Empty(t, got.stdout)
		assert.Contains(t, got.stderr, c.key)
		assert.Contains(t, got.stderr, "-offline")
	}
}
