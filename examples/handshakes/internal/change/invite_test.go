package change

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

func TestInvite_Golden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, args string
		command    cli.Command
		code       int
	}{
		{file: "invite/help.txt", command: Invite, args: "-h", code: cli.Done},
		{file: "invite/plan.txt", command: Invite, args: "-cloud huawei -offline", code: cli.Done},
		{file: "invite/send.txt", command: Invite, args: "-cloud huawei -offline -apply", code: cli.Failed},
		{file: "invite/again.txt", command: Invite, args: "-cloud huawei -offline -reinvite declined,expired", code: cli.Done},
		{file: "invite/quota.txt", command: Invite, args: "-cloud huawei -offline -daily-quota 2", code: cli.Done},
		{file: "invite/alibaba.txt", command: Invite, args: "-cloud alibaba -offline -apply", code: cli.Failed},
		{file: "invite/json.txt", command: Invite, args: "-cloud huawei -offline -apply -format json", code: cli.Failed},
		{file: "invite/csv.txt", command: Invite, args: "-cloud alibaba -offline -apply -format csv", code: cli.Failed},
		{file: "invite/resend-help.txt", command: Resend, args: "-h", code: cli.Done},
		{file: "invite/resend.txt", command: Resend, args: "-cloud huawei -offline", code: cli.Done},
		{file: "invite/resend-apply.txt", command: Resend, args: "-cloud alibaba -offline -apply", code: cli.Failed},
		{file: "invite/resend-within.txt", command: Resend, args: "-cloud huawei -offline -expired-within 1w -apply", code: cli.Done},
		{file: "invite/resend-none.txt", command: Resend, args: "-cloud huawei -offline -expired-within 1h -apply", code: cli.Done},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			golden(t, c.file, c.command, c.args, c.code)
		})
	}
}

func TestInvite_SampleIsAFile(t *testing.T) {
	t.Parallel()
	for _, cloud := range []string{"huawei", "alibaba"} {
		sample := do(t.Context(), Invite, onDay(""), "-sample -cloud "+cloud)
		require.Equal(t, cli.Done, sample.code)
		assert.Empty(t, sample.stderr)
		path := filepath.Join(t.TempDir(), "accounts.csv")
		require.NoError(t, os.WriteFile(path, []byte(sample.stdout), 0o600))
		want := do(t.Context(), Invite, onDay(""), "-offline -cloud "+cloud)
		assert.Equal(t, want, do(t.Context(), Invite, onDay(""), "-offline -cloud "+cloud+" -file "+path))
		assert.Equal(t, want, do(t.Context(), Invite, onDay(sample.stdout), "-offline -cloud "+cloud+" -file -"))
	}
}

func TestInvite_Mistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, mentions string }{
		{name: "an unknown flag", args: "-cloud huawei -offline -aply", mentions: "-aply"},
		{name: "a missing cloud", args: "-offline", mentions: "-cloud"},
		{name: "a missing file", args: "-cloud huawei", mentions: "-file"},
		{name: "an unknown cloud", args: "-offline -cloud azure", mentions: "azure"},
		{name: "two clouds at once", args: "-offline -cloud both", mentions: "both"},
		{name: "an unknown format", args: "-cloud huawei -offline -format xml", mentions: "xml"},
		{name: "an unknown end", args: "-cloud huawei -offline -reinvite pending", mentions: "pending"},
		{name: "an empty end", args: "-cloud huawei -offline -reinvite=", mentions: "empty"},
		{name: "a quota of zero", args: "-cloud huawei -offline -daily-quota 0", mentions: "-daily-quota"},
		{name: "a word that is not a flag", args: "-cloud huawei -offline -apply true", mentions: "true"},
		{name: "an endpoint with -offline", args: "-cloud huawei -offline -huawei-endpoint https://example.test", mentions: "-huawei-endpoint"},
		{name: "an endpoint of the other cloud", args: "-cloud huawei -file x -alibaba-endpoint https://example.test", mentions: "-alibaba-endpoint"},
		{name: "an endpoint without encryption", args: "-cloud huawei -file x -huawei-endpoint http://example.test", mentions: "-huawei-endpoint"},
		{name: "an unknown version", args: "-file x -cloud alibaba -alibaba-version 2", mentions: "-alibaba-version"},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), Invite, onDay(""), c.args)
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, "invite: "), got.stderr)
			assert.Contains(t, got.stderr, c.mentions)
		})
	}
}

func TestInvite_MissingCredentials(t *testing.T) {
	t.Parallel()
	for cloud, key := range map[string]string{"huawei": "HUAWEICLOUD_SDK_AK", "alibaba": "ALIBABA_CLOUD_ACCESS_KEY_ID"} {
		p := onDay("")
		p.Huawei, p.Alibaba = auth.Chain(), auth.Chain()
		sample := do(t.Context(), Invite, p, "-sample -cloud "+cloud)
		p.Stdin = strings.NewReader(sample.stdout)
		got := do(t.Context(), Invite, p, "-file - -apply -cloud "+cloud)
		assert.Equal(t, cli.Failed, got.code)
		assert.Empty(t, got.stdout)
		assert.Contains(t, got.stderr, key)
		assert.Contains(t, got.stderr, "-offline")
	}
}
