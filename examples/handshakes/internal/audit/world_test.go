package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// ifIntended says what to do after an intended change of a golden file.
const ifIntended = "if the change is intended, run: go test ./examples/handshakes/internal/audit -update"

// noon is when the audits of the tests run.
var noon = time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC)

// An ending is what a user gets.
type ending struct {
	code           int
	stdout, stderr string
	browsed        []string
}

// onDay is a process without credentials, at noon and without a terminal.
func onDay() *cli.Process {
	return &cli.Process{
		Name:    "handshakes audit",
		Stdin:   strings.NewReader(""),
		Now:     func() time.Time { return noon },
		Screen:  func(io.Writer) terminal.Screen { return terminal.Screen{} },
		Getenv:  func(string) string { return "" },
		Huawei:  auth.Chain(), // the default ones would search the machine
		Alibaba: auth.Chain(),
	}
}

func do(ctx context.Context, p *cli.Process, args string) (e ending) {
	var stdout, stderr bytes.Buffer
	p.Stdout, p.Stderr = &stdout, &stderr
	browse := func(path string) error {
		e.browsed = append(e.browsed, path)
		return nil
	}
	e.code = p.Exit(ctx, run(ctx, p, strings.Fields(args), browse))
	e.stdout, e.stderr = stdout.String(), stderr.String()
	return e
}

// findingsOf decodes what -format jsonl wrote.
func findingsOf(t *testing.T, stdout string) (out []finding) {
	t.Helper()
	for text := range strings.Lines(stdout) {
		var f finding
		require.NoError(t, json.Unmarshal([]byte(text), &f))
		out = append(out, f)
	}
	return out
}

// write writes a file and returns its path.
func write(t *testing.T, name, content string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// auditOf is an audit that read these invitations from one received list in Huawei Cloud.
func auditOf(a audit, invitations ...invitation.Invitation) *audit {
	a.At = noon
	a.Lists = []*list{{account: &account{Cloud: clouds.HuaweiName, Name: "a"}, Kind: received, States: map[string]int{}}}
	for _, i := range invitations {
		i.Cloud = clouds.HuaweiName
		a.Lists[0].add(a.classify(i, true))
	}
	a.markLookAlikes()
	return &a
}

// serve starts both services, with an account of each, and writes an accounts file. The
// environment has the credentials of two accounts; those of a third are missing.
func serve(t *testing.T) (p *cli.Process, flags string) {
	t.Helper()
	p = onDay()
	p.Now = time.Now // the time of the services, and of the signatures
	h := huaweiorgtest.New()
	root := h.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	h.Seed(h.Believable(30)...)
	a := alibabarmtest.New()
	master := a.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	a.Seed(a.Believable(30)...)
	huawei, err := h.Start()
	require.NoError(t, err)
	alibaba, err := a.Start()
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, h.Close())
		assert.NoError(t, a.Close())
	})
	env := map[string]string{
		"ONE_ACCESS_KEY_ID": root.Credentials.AccessKeyID, "ONE_ACCESS_KEY_SECRET": root.Credentials.AccessKeySecret, "ONE_ACCOUNT_ID": root.ID,
		"TWO_ACCESS_KEY_ID": master.Credentials.AccessKeyID, "TWO_ACCESS_KEY_SECRET": master.Credentials.AccessKeySecret,
		"MASTER": master.ID,
	}
	p.Getenv = func(name string) string { return env[name] }
	file := write(t, "accounts.csv", "name,cloud,keys,lists\n"+
		"one,huawei,env:ONE,sent\n"+"two,alibaba,env:TWO,\n"+"three,alibaba,env:THREE,sent\n")
	return p, "-accounts " + file + " -huawei-endpoint " + huawei + " -alibaba-endpoint " + alibaba + " "
}
