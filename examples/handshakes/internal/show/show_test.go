package show

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// seeded is a world with one invitation in each cloud.
func seeded() clouds.Services {
	w := clouds.NewServices(day, false)
	w.Huawei.Seed(huaweiorg.Handshake{
		ID: "h-one", Status: huaweiorg.StatusPending, CreatedAt: day().AddDate(0, 0, -20), ExpiredAt: day().AddDate(0, 0, -6),
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "研发_07"}, Notes: "two\nlines\x1b[2J \u202eover",
	})
	w.Alibaba.Seed(alibabarm.Handshake{ID: "h-two", Status: alibabarm.StatusAccepted, TargetType: alibabarm.TargetTypeAccount, TargetEntity: "1234567890123456", CreateTime: day()})
	return w
}

func TestShow_Golden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		args       []string
	}{
		{name: "help", file: "help.golden", args: []string{"-h"}},
		{name: "one with a hostile note", file: "huawei.golden", args: []string{"-offline", "-cloud", "huawei", "h-one"}},
		{name: "one without a note, flags behind the ID", file: "alibaba.golden", args: []string{"h-two", "-offline", "-cloud", "alibaba"}},
		{name: "an object", file: "huawei.json.golden", args: []string{"-offline", "-cloud=huawei", "-format", "json", "h-one"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), "show", show, seeded(), day, c.args...)
			assert.Equal(t, 0, got.code)
			assert.Empty(t, got.stderr)
			golden(t, c.file, got.stdout)
		})
	}
}

func TestShow_JSON(t *testing.T) {
	t.Parallel()
	got := do(t.Context(), "show", show, seeded(), day, "-offline", "-cloud=huawei", "-format=json", "h-one")
	var i invitation.Invitation
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &i))
	assert.Equal(t, "two\nlines\x1b[2J \u202eover", i.Note)
	assert.Equal(t, invitation.StatusExpired, i.Status)
	assert.NotEmpty(t, i.Native)
}

func TestShow_Failures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		args   []string
		code   int
		stderr string
	}{
		{
			name: "no ID", args: []string{"-cloud", "huawei"}, code: 2,
			stderr: "handshakes show: ID is missing\nhandshakes show: try -h for help\n",
		},
		{
			name: "two IDs", args: []string{"-cloud", "huawei", "a", "b"}, code: 2,
			stderr: "handshakes show: give one ID; \"b\" is the second\nhandshakes show: try -h for help\n",
		},
		{
			name: "no cloud", args: []string{"-offline", "h-one"}, code: 2,
			stderr: "handshakes show: give -cloud huawei or -cloud alibaba\nhandshakes show: try -h for help\n",
		},
		{
			name: "both clouds", args: []string{"-offline", "-cloud", "both", "h-one"}, code: 2,
			stderr: "handshakes show: invalid value \"both\" for flag -cloud: there is no \"both\"; use huawei, alibaba\nhandshakes show: try -h for help\n",
		},
		{
			name: "no credentials", args: []string{"-cloud", "alibaba", "h-one"}, code: 1,
			stderr: "handshakes show: no credentials for Alibaba Cloud\nhandshakes show: set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run aliyun configure; -h names other places, and -offline needs none\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), "show", show, seeded(), day, c.args...)
			assert.Equal(t, result{code: c.code, stderr: c.stderr}, got)
		})
	}
}

func TestShow_Examples(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"-offline", "-cloud", "huawei", "h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v"},
		{"-offline", "-cloud", "alibaba", "-format", "json", "h-EQXefNS998RGwasK"},
	} {
		got := runIn(t.Context(), "show", show, day, args...)
		assert.Equal(t, 0, got.code, "the help shows this ID: %s", got.stderr)
	}
}
