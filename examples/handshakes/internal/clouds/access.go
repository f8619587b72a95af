package clouds

import (
	"log/slog"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// The flags of one cloud alone.
const (
	huaweiEndpoint  = "huawei-endpoint"
	alibabaEndpoint = "alibaba-endpoint"
	alibabaVersion  = "alibaba-version"
)

// An Access is how a program reaches the clouds.
type Access struct {
	Offline bool
	// HuaweiKeys and AlibabaKeys are what the clients sign with, if not offline.
	HuaweiKeys, AlibabaKeys auth.Provider
	// Log returns the logger of a cloud's client, by the cloud's name. nil: with -v, it is one
	// to stderr.
	Log func(cloud string) *slog.Logger

	process                         *cli.Process
	flags                           *cli.Flags
	cloud                           string // the value of -cloud
	huaweiEndpoint                  string
	alibabaEndpoint, alibabaVersion string
}

// Flags adds -offline and the flags of each cloud.
func (a *Access) Flags(f *cli.Flags) {
	f.BoolVar(&a.Offline, "offline", false, "made-up invitations, from services in this process")
	f.StringVar(&a.huaweiEndpoint, huaweiEndpoint, "", "this `URL` instead of "+huaweiorg.Endpoint)
	f.StringVar(&a.alibabaEndpoint, alibabaEndpoint, "", "this `URL` instead of the one of the version")
	a.alibabaVersion = string(alibabarm.Version20200331)
	f.Var(cli.Word(&a.alibabaVersion, string(alibabarm.Version20200331), string(alibabarm.Version20220419)),
		alibabaVersion, "this `version` of the API, or "+string(alibabarm.Version20220419))
}

// FlagsForBoth adds -cloud, which is both clouds if it is left out, and the flags of
// [Access.Flags]. The credentials are the process's.
func (a *Access) FlagsForBoth(f *cli.Flags, p *cli.Process) {
	a.cloud = Both
	a.flagsFor(f, p, Both, HuaweiName, AlibabaName)
}

// FlagsForOne adds -cloud, which must be given, and the flags of [Access.Flags].
func (a *Access) FlagsForOne(f *cli.Flags, p *cli.Process) {
	a.flagsFor(f, p, HuaweiName, AlibabaName)
}

func (a *Access) flagsFor(f *cli.Flags, p *cli.Process, names ...string) {
	a.process, a.flags = p, f
	a.HuaweiKeys, a.AlibabaKeys = p.Huawei, p.Alibaba
	f.Var(cli.Word(&a.cloud, names...), "cloud", "the cloud's `name`: "+strings.Join(names, ", "))
	a.Flags(f)
	f.Group("Where it comes from", append([]string{"cloud"}, FlagNames()...)...)
}

// Chosen returns the clouds of -cloud, once the flags are parsed. A mistake in the flags is a
// [cli.UsageError].
func (a *Access) Chosen() ([]Cloud, error) {
	chosen := Choose(a.cloud)
	if chosen == nil {
		return nil, cli.Misuse("give -cloud %s or -cloud %s", HuaweiName, AlibabaName)
	}
	return chosen, a.Check(a.flags, chosen)
}

// OpenOne opens the client of the one cloud of -cloud, as [Access.Chosen] and [Access.Open] do.
func (a *Access) OpenOne(w World) (Client, error) {
	chosen, err := a.Chosen()
	if err != nil {
		return Client{}, err
	}
	return a.Open(chosen[0], a.process.Now, w)
}

// OpenAll opens the clients of all clouds of -cloud, as [Access.Chosen] and [Access.Open] do.
func (a *Access) OpenAll(w World) ([]Client, error) {
	chosen, err := a.Chosen()
	if err != nil {
		return nil, err
	}
	var all []Client
	for _, c := range chosen {
		client, err := a.Open(c, a.process.Now, w)
		if err != nil {
			return nil, err
		}
		all = append(all, client)
	}
	return all, nil
}

// logger returns the logger of a cloud's client, or nil for none.
func (a *Access) logger(cloud string) *slog.Logger {
	switch {
	case a.Log != nil:
		return a.Log(cloud)
	case a.process == nil || !a.process.Verbose:
		return nil
	}
	h := slog.NewTextHandler(a.process.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug})
	return slog.New(h).With("cloud", cloud)
}

// FlagNames are those of [Access.Flags], for a group of the help.
func FlagNames() []string {
	return []string{"offline", huaweiEndpoint, alibabaEndpoint, alibabaVersion}
}

// Check reports flags that contradict -offline, or are for a cloud that is not chosen.
func (a *Access) Check(f *cli.Flags, chosen []Cloud) error {
	for _, name := range []string{huaweiEndpoint, alibabaEndpoint} {
		if a.Offline && f.Lookup(name).Value.String() != "" {
			return cli.Misuse("-offline calls no endpoint: leave out -offline or -%s", name)
		}
	}
	for _, c := range All() {
		if slices.ContainsFunc(chosen, func(o Cloud) bool { return o.Name == c.Name }) {
			continue
		}
		for _, name := range c.flags {
			if fl := f.Lookup(name); fl.Value.String() != fl.DefValue {
				return cli.Misuse("-%s is for %s: leave it out, or choose -cloud %s", name, c.Title, c.Name)
			}
		}
	}
	return nil
}

// Huawei opens the client, with -offline the one that offline makes. It does no I/O; a
// mistake in a flag is a [cli.UsageError].
func (a *Access) Huawei(offline func() (*huaweiorg.Client, error)) (*huaweiorg.Client, error) {
	if a.Offline {
		return offline()
	}
	var opts []huaweiorg.Option
	if a.huaweiEndpoint != "" {
		opts = append(opts, huaweiorg.WithEndpoint(a.huaweiEndpoint))
	}
	client, err := huaweiorg.NewClient(a.HuaweiKeys, opts...)
	if err != nil {
		return nil, cli.Misuse("-%s: %w", huaweiEndpoint, err)
	}
	return client, nil
}

// Alibaba does the same for the other cloud. What offline is given is -alibaba-version.
func (a *Access) Alibaba(offline func(version alibabarm.Option) (*alibabarm.Client, error)) (*alibabarm.Client, error) {
	version := alibabarm.WithVersion(alibabarm.Version(a.alibabaVersion))
	if a.Offline {
		return offline(version)
	}
	opts := []alibabarm.Option{version}
	if a.alibabaEndpoint != "" {
		opts = append(opts, alibabarm.WithEndpoint(a.alibabaEndpoint))
	}
	client, err := alibabarm.NewClient(a.AlibabaKeys, opts...)
	if err != nil {
		return nil, cli.Misuse("-%s: %w", alibabaEndpoint, err)
	}
	return client, nil
}
