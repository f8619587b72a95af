package accept

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

// session is what a terminal would show.
func (r result) session(args string) string {
	return fmt.Sprintf("$ accept %s\n%s%s$ exit code %d\n", args, r.stdout, r.stderr, r.code)
}

func onDay() program {
	day := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	return program{
		now:         func() time.Time { return day },
		huaweiKeys:  ifSet("HUAWEICLOUD_SDK_AK", huaweiorg.DefaultProvider()),
		alibabaKeys: ifSet("ALIBABA_CLOUD_ACCESS_KEY_ID", alibabarm.DefaultProvider()),
	}
}

// ifSet asks p only where the environment has keys, which is where p finds them: no
// test shall look around on the machine and its network.
func ifSet(name string, p auth.Provider) auth.Provider {
	return auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
		if os.Getenv(name) == "" {
			return auth.Credentials{}, auth.ErrNoCredentials
		}
		return p.Credentials(ctx)
	})
}

func do(ctx context.Context, p program, args string) result {
	var stdout, stderr bytes.Buffer
	code := p.run(ctx, strings.Fields(args), &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, args string
		code       int
	}{
		{"help.txt", "-h", cli.Done},
		{"plan.txt", "-offline", cli.Done},
		{"accept.txt", "-offline -accept", cli.Done},
		{"untrusted.txt", "-offline -accept -organization o-2m8x4c1v7b9n5k3q", cli.Done},
		{"several.txt", "-offline -accept -organization o-9zs2640k7li9mj8l,o-0z5h7j2f9d4s8g1a", cli.Done},
		{"id.txt", "-offline -accept -id h-17ckcz2pizp5jc9g", cli.Done},
		{"declined.txt", "-offline -accept -id h-jul57ffotwtcytma", cli.Failed},
		{"nosuch.txt", "-offline -id h-nosuchone -format json", cli.Failed},
		{"alibaba.txt", "-offline -cloud alibaba -accept -alibaba-version 2022-04-19", cli.Done},
		{"json.txt", "-offline -accept -format json", cli.Done},
		{"csv.txt", "-offline -cloud alibaba -master-account 1226223309585213 -format csv", cli.Done},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			result := do(t.Context(), onDay(), c.args)
			assert.Equal(t, c.code, result.code)
			got, path := result.session(c.args), filepath.Join("testdata", c.file)
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, mentions string }{
		{"an unknown flag", "-offline -acept", "-acept"},
		{"nobody", "", "-organization"},
		{"nobody in the other cloud", "-accept -cloud alibaba", "-directory"},
		{"an unknown cloud", "-offline -cloud azure", "azure"},
		{"two clouds at once", "-offline -cloud both", "both"},
		{"an unknown format", "-offline -format xml", "xml"},
		{"an ID and trust", "-id h-1 -organization o-1", "-id"},
		{"two IDs", "-id h-1 -id h-2", "-id"},
		{"an empty ID", "-offline -id=", "-id"},
		{"a trust that is empty, as a variable can be", "-accept -organization o-1 -management-account=", "-management-account"},
		{"an empty one among others", "-accept -organization o-1,,o-2", "-organization"},
		{"trust of the other cloud", "-offline -organization o-1 -directory rd-1", "-directory"},
		{"trust of the other cloud alone", "-cloud alibaba -management-account 1", "-master-account"},
		{"a word that is no flag", "-offline h-1", "h-1"},
		{"an endpoint that is not called", "-offline -huawei-endpoint https://example.test", "-huawei-endpoint"},
		{"an endpoint of the other cloud", "-id x -alibaba-endpoint https://example.test", "-alibaba-endpoint"},
		{"an endpoint without encryption", "-id x -huawei-endpoint http://example.test", "-huawei-endpoint"},
		{"a version that there is not", "-id x -cloud alibaba -alibaba-version 2", "-alibaba-version"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), c.args)
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, "accept: "), got.stderr)
			assert.Contains(t, got.stderr, c.mentions)
		})
	}
}

func TestMissingKeysSayWhatToDo(t *testing.T) {
	t.Parallel()
	for args, key := range map[string]string{
		"-id h-1 -accept":                   "HUAWEICLOUD_SDK_AK",
		"-organization o-1":                 "HUAWEICLOUD_SDK_AK",
		"-cloud alibaba -directory rd-1":    "ALIBABA_CLOUD_ACCESS_KEY_ID",
		"-cloud alibaba -master-account 12": "ALIBABA_CLOUD_ACCESS_KEY_ID",
	} {
		p := onDay()
		p.huaweiKeys, p.alibabaKeys = auth.Chain(), auth.Chain()
		got := do(t.Context(), p, args)
		assert.Equal(t, cli.Failed, got.code)
		assert.Empty(t, got.stdout)
		assert.Contains(t, got.stderr, key)
		assert.Contains(t, got.stderr, "-offline")
	}
}
