package invite

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
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

// asProgram makes the test binary be the program, for what only a process can show.
const asProgram = "INVITE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		cli.Main(func(ctx context.Context, p *cli.Process, args []string) int {
			return cli.Exit(ctx, p.Stderr, name, Command.Run(ctx, p, args))
		})
		return
	}
	os.Exit(m.Run())
}

// A result is what a user gets.
type result struct {
	code           int
	stdout, stderr string
}

// session is what a terminal would show.
func (r result) session(args string) string {
	return fmt.Sprintf("$ invite %s\n%s%s$ exit code %d\n", args, r.stdout, r.stderr, r.code)
}

func onDay() program {
	day := time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)
	return program{
		now:         func() time.Time { return day },
		isTerminal:  func(io.Writer) bool { return false },
		stdin:       strings.NewReader(""),
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

// withFile is a program whose standard input is a file.
func withFile(content string) program {
	p := onDay()
	p.stdin = strings.NewReader(content)
	return p
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, args string
		code       int
	}{
		{"help.txt", "-h", cli.Done},
		{"plan.txt", "-offline", cli.Done},
		{"send.txt", "-offline -send", cli.Failed},
		{"again.txt", "-offline -reinvite declined,expired", cli.Done},
		{"alibaba.txt", "-offline -cloud alibaba -send", cli.Failed},
		{"json.txt", "-offline -send -format json", cli.Failed},
		{"csv.txt", "-offline -cloud alibaba -send -format csv", cli.Failed},
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

func TestASampleIsAFile(t *testing.T) {
	t.Parallel()
	for _, cloud := range []string{"huawei", "alibaba"} {
		sample := do(t.Context(), onDay(), "-sample -cloud "+cloud)
		require.Equal(t, cli.Done, sample.code)
		assert.Empty(t, sample.stderr)
		path := filepath.Join(t.TempDir(), "accounts.csv")
		require.NoError(t, os.WriteFile(path, []byte(sample.stdout), 0o600))
		want := do(t.Context(), onDay(), "-offline -cloud "+cloud)
		assert.Equal(t, want, do(t.Context(), onDay(), "-offline -cloud "+cloud+" -file "+path))
		assert.Equal(t, want, do(t.Context(), withFile(sample.stdout), "-offline -cloud "+cloud+" -file -"))
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, mentions string }{
		{"an unknown flag", "-offline -sned", "-sned"},
		{"no file", "", "-file"},
		{"an unknown cloud", "-offline -cloud azure", "azure"},
		{"two clouds at once", "-offline -cloud both", "both"},
		{"an unknown format", "-offline -format xml", "xml"},
		{"an unknown end", "-offline -reinvite pending", "pending"},
		{"a word that is no flag", "-offline -send true", "true"},
		{"an endpoint that is not called", "-offline -huawei-endpoint https://example.test", "-huawei-endpoint"},
		{"an endpoint of the other cloud", "-file x -alibaba-endpoint https://example.test", "-alibaba-endpoint"},
		{"an endpoint without encryption", "-file x -huawei-endpoint http://example.test", "-huawei-endpoint"},
		{"a version that there is not", "-file x -cloud alibaba -alibaba-version 2", "-alibaba-version"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := do(t.Context(), onDay(), c.args)
			assert.Equal(t, cli.Misused, got.code)
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, "invite: "), got.stderr)
			assert.Contains(t, got.stderr, c.mentions)
		})
	}
}

func TestMissingKeysSayWhatToDo(t *testing.T) {
	t.Parallel()
	for cloud, key := range map[string]string{"huawei": "HUAWEICLOUD_SDK_AK", "alibaba": "ALIBABA_CLOUD_ACCESS_KEY_ID"} {
		p := onDay()
		p.huaweiKeys, p.alibabaKeys = auth.Chain(), auth.Chain()
		sample := do(t.Context(), p, "-sample -cloud "+cloud)
		p.stdin = strings.NewReader(sample.stdout)
		got := do(t.Context(), p, "-file - -send -cloud "+cloud)
		assert.Equal(t, cli.Failed, got.code)
		assert.Empty(t, got.stdout)
		assert.Contains(t, got.stderr, key)
		assert.Contains(t, got.stderr, "-offline")
	}
}
