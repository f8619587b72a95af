package clouds

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

func TestAccess_Open(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		one  bool // the command is about one cloud
		args []string
		want []string // the clouds that are opened
		says string   // what is wrong
	}{
		{name: "opens both clouds by default", want: []string{"huawei", "alibaba"}},
		{name: "opens the cloud that is named", args: []string{"-cloud", "Alibaba"}, want: []string{"alibaba"}},
		{name: "opens one cloud", one: true, args: []string{"-cloud", "huawei"}, want: []string{"huawei"}},
		{name: "opens a made-up organization", args: []string{"-offline"}, want: []string{"huawei", "alibaba"}},
		{name: "takes an endpoint of the cloud", args: []string{"-cloud", "huawei", "-huawei-endpoint", "https://example.test"}, want: []string{"huawei"}},
		{name: "takes a version", args: []string{"-alibaba-version", "2022-04-19"}, want: []string{"huawei", "alibaba"}},
		{name: "wants one cloud to be named", one: true, args: []string{"-offline"}, says: "give -cloud huawei or -cloud alibaba"},
		{name: "refuses both where one is needed", one: true, args: []string{"-cloud", "both"}, says: `there is no "both"; use huawei, alibaba`},
		{name: "refuses an unknown cloud", args: []string{"-cloud", "huwaei"}, says: `there is no "huwaei"; use both, huawei, alibaba`},
		{
			name: "refuses an endpoint of the other cloud", args: []string{"-cloud", "alibaba", "-huawei-endpoint", "https://example.test"},
			says: "-huawei-endpoint is for -cloud huawei: leave out the one, or give the other",
		},
		{
			name: "refuses a version of the other cloud", args: []string{"-cloud", "huawei", "-alibaba-version", "2022-04-19"},
			says: "-alibaba-version is for -cloud alibaba: leave out the one, or give the other",
		},
		{
			name: "refuses an endpoint offline", args: []string{"-offline", "-alibaba-endpoint", "https://example.test"},
			says: "-offline calls no endpoint: leave out -offline or -alibaba-endpoint",
		},
		{name: "refuses an endpoint without encryption", args: []string{"-alibaba-endpoint", "http://example.test"}, says: "-alibaba-endpoint: "},
		{name: "refuses an unknown version", args: []string{"-alibaba-version", "2"}, says: `invalid value "2" for flag -alibaba-version: there is no "2"; use 2020-03-31, 2022-04-19`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := open(c.one, c.args)
			if c.says != "" {
				var misuse *cli.UsageError
				require.ErrorAs(t, err, &misuse)
				assert.ErrorContains(t, err, c.says)
				return
			}
			require.NoError(t, err)
			var names []string
			for _, client := range got {
				names = append(names, client.Cloud.Name)
			}
			assert.Equal(t, c.want, names)
		})
	}
}

// open parses the arguments and opens what they ask for.
func open(one bool, args []string) ([]Client, error) {
	var a Access
	p := &cli.Process{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now, Huawei: auth.Chain(), Alibaba: auth.Chain()}
	f := cli.NewFlags("prog", "", "")
	if one {
		a.FlagsForOne(f, p)
	} else {
		a.FlagsForBoth(f, p)
	}
	if err := f.Parse(p, args); err != nil {
		return nil, err
	}
	if one {
		client, err := a.OpenOne(OfflineWorld(false))
		return []Client{client}, err
	}
	return a.OpenAll(OfflineWorld(false))
}

func TestAccess_Log(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args []string
		own  bool // the command has a logger of its own
		want string
	}{
		{name: "logs nothing by default", args: []string{"-offline"}},
		{name: "logs nothing by itself with -v", args: []string{"-offline", "-v"}},
		{name: "logs where the command says", args: []string{"-offline", "-v"}, own: true, want: "source=huawei op=ListReceivedHandshakes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			var a Access
			p := &cli.Process{Stdout: io.Discard, Stderr: &stderr, Now: time.Now}
			f := cli.NewFlags("prog", "", "")
			a.FlagsForBoth(f, p)
			if c.own {
				h := slog.NewTextHandler(&stderr, &slog.HandlerOptions{Level: slog.LevelDebug})
				a.Log = func(cloud string) *slog.Logger { return slog.New(h).With("source", cloud) }
			}
			require.NoError(t, f.Parse(p, c.args))
			clients, err := a.OpenAll(OfflineWorld(true))
			require.NoError(t, err)
			for _, client := range clients {
				rows, err := client.List(true).Collect(t.Context())
				require.NoError(t, err)
				assert.NotEmpty(t, rows)
			}
			assert.Contains(t, stderr.String(), c.want)
			assert.Equal(t, c.want == "", stderr.Len() == 0, &stderr)
		})
	}
}

func TestAccess_OpenAll_OfflineVersion(t *testing.T) {
	t.Parallel()
	var a Access
	p := &cli.Process{Stdout: io.Discard, Now: time.Now}
	f := cli.NewFlags("prog", "", "")
	a.FlagsForBoth(f, p)
	require.NoError(t, f.Parse(p, []string{"-offline", "-cloud", "alibaba", "-alibaba-version", "2022-04-19"}))
	s := NewServices(time.Now, false)
	clients, err := a.OpenAll(func(func() time.Time) Services { return s })
	require.NoError(t, err)
	_, err = clients[0].List(false).Collect(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "2022-04-19", s.Alibaba.Requests()[0].Version)
}

func TestConclude(t *testing.T) {
	t.Parallel()
	denied := errors.New("denied")
	keyless := fmt.Errorf("call: %w", &auth.SignError{Err: auth.ErrNoCredentials})
	const leftOut = "prog: Alibaba Cloud is left out: there are no credentials for it; -cloud alibaba says more\n"
	for _, c := range []struct {
		name            string
		huawei, alibaba error
		failed          string // the errors
		stderr          string
	}{
		{name: "is quiet if all went well"},
		{name: "names the cloud that failed", alibaba: denied, failed: "alibaba: denied"},
		{name: "names both clouds that failed", huawei: denied, alibaba: denied, failed: "huawei: denied\nalibaba: denied"},
		{name: "leaves out a cloud without credentials", alibaba: keyless, stderr: leftOut},
		{name: "leaves it out beside a failure, too", huawei: denied, alibaba: keyless, failed: "huawei: denied", stderr: leftOut},
		{name: "fails without any credentials", huawei: keyless, alibaba: keyless, failed: "huawei: " + keyless.Error() + "\nalibaba: " + keyless.Error()},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			err := Conclude(&cli.Process{Name: "prog", Stderr: &stderr}, []Result{{Cloud: Huawei(), Err: c.huawei}, {Cloud: Alibaba(), Err: c.alibaba}})
			if c.failed == "" {
				require.NoError(t, err)
			} else {
				require.EqualError(t, err, c.failed)
			}
			assert.Equal(t, c.stderr, stderr.String())
		})
	}
	t.Run("names one cloud, whose missing credentials are an error", func(t *testing.T) {
		t.Parallel()
		assert.EqualError(t, Conclude(&cli.Process{}, []Result{{Cloud: Huawei(), Err: keyless}}), "huawei: "+keyless.Error())
		assert.NoError(t, Conclude(&cli.Process{}, nil))
	})
}
