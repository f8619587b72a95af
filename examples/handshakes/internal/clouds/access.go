package clouds

import (
	"log/slog"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// An Access is how a command reaches the clouds.
type Access struct {
	Offline bool
	// HuaweiKeys and AlibabaKeys are what the clients sign with, if not offline.
	HuaweiKeys, AlibabaKeys auth.Provider
	// Log returns the logger of a cloud's client, by the cloud's name. nil: nothing is logged.
	Log func(cloud string) *slog.Logger

	now                             func() time.Time
	cloud                           string // the value of -cloud
	huaweiEndpoint                  string
	alibabaEndpoint, alibabaVersion string
}

// FlagsForBoth adds -cloud, which is both clouds if it is left out, -offline, and the flags of
// each cloud. The credentials are the process's.
func (a *Access) FlagsForBoth(f *cli.Flags, p *cli.Process) {
	a.cloud = both
	a.addFlags(f, p, both, HuaweiName, AlibabaName)
}

// FlagsForOne adds the same flags for a command about one cloud: -cloud must be given.
func (a *Access) FlagsForOne(f *cli.Flags, p *cli.Process) {
	a.addFlags(f, p, HuaweiName, AlibabaName)
}

func (a *Access) addFlags(f *cli.Flags, p *cli.Process, names ...string) {
	const first, second = string(alibabarm.Version20200331), string(alibabarm.Version20220419)
	a.now, a.alibabaVersion = p.Now, first
	a.HuaweiKeys, a.AlibabaKeys = p.Huawei, p.Alibaba
	f.Var(cli.Word(&a.cloud, names...), "cloud", "the cloud's `name`: "+strings.Join(names, ", "))
	f.BoolVar(&a.Offline, "offline", false, "made-up invitations, from services in this process")
	f.StringVar(&a.huaweiEndpoint, "huawei-endpoint", "", "use this `URL` instead of "+huaweiorg.Endpoint)
	f.StringVar(&a.alibabaEndpoint, "alibaba-endpoint", "", "use this `URL` instead of the one of the version")
	f.Var(cli.Word(&a.alibabaVersion, first, second), "alibaba-version", "use this `version` of the API, or "+second)
}

// Chosen returns the clouds of -cloud, once the flags are parsed. It is a [cli.UsageError] if -cloud
// is missing for a command about one cloud, if a flag is for another cloud, or if it contradicts
// -offline.
func (a *Access) Chosen() (chosen []Cloud, _ error) {
	for _, c := range []Cloud{Huawei(), Alibaba()} {
		if a.cloud == both || a.cloud == c.Name {
			chosen = append(chosen, c)
		} else if name := a.flagOf(c.Name); name != "" && a.cloud != "" {
			return nil, cli.Misuse("-%s is for %s: leave it out, or choose -cloud %s", name, c.Title, c.Name)
		}
	}
	switch {
	case chosen == nil:
		return nil, cli.Misuse("give -cloud %s or -cloud %s", HuaweiName, AlibabaName)
	case a.Offline && a.huaweiEndpoint+a.alibabaEndpoint != "":
		return nil, cli.Misuse("-offline calls no endpoint: leave out -offline, or -huawei-endpoint and -alibaba-endpoint")
	}
	return chosen, nil
}

// flagOf returns the name of a flag that is for this cloud alone and was given, or "".
func (a *Access) flagOf(cloud string) string {
	switch {
	case cloud == HuaweiName && a.huaweiEndpoint != "":
		return "huawei-endpoint"
	case cloud == AlibabaName && a.alibabaEndpoint != "":
		return "alibaba-endpoint"
	case cloud == AlibabaName && a.alibabaVersion != string(alibabarm.Version20200331):
		return "alibaba-version"
	}
	return ""
}

// OpenAll opens the clients of all clouds of -cloud, with -offline those of the world. It does no
// I/O. A mistake in a flag is a [cli.UsageError].
func (a *Access) OpenAll(w World) (all []Client, err error) {
	chosen, err := a.Chosen()
	if err != nil {
		return nil, err
	}
	for _, c := range chosen {
		client, err := a.open(c, w)
		if err != nil {
			return nil, err
		}
		all = append(all, client)
	}
	return all, nil
}

// OpenOne opens the client of the one cloud of -cloud as [Access.OpenAll] does.
func (a *Access) OpenOne(w World) (Client, error) {
	all, err := a.OpenAll(w)
	if err != nil {
		return Client{}, err
	}
	return all[0], nil
}

func (a *Access) open(c Cloud, w World) (Client, error) {
	var log *slog.Logger
	if a.Log != nil {
		log = a.Log(c.Name)
	}
	if c.Name == HuaweiName {
		client, err := a.openHuawei(func() (*huaweiorg.Client, error) { return w.Huawei(a.now) })
		if err != nil {
			return Client{}, err
		}
		return OfHuawei(client.With(huaweiorg.WithLogger(log))), nil
	}
	client, err := a.openAlibaba(func(version alibabarm.Option) (*alibabarm.Client, error) { return w.Alibaba(a.now, version) })
	if err != nil {
		return Client{}, err
	}
	return OfAlibaba(client.With(alibabarm.WithLogger(log))), nil
}

// openHuawei opens the client, with -offline the one that offline makes. It does no I/O; a
// mistake in a flag is a [cli.UsageError].
func (a *Access) openHuawei(offline func() (*huaweiorg.Client, error)) (*huaweiorg.Client, error) {
	if a.Offline {
		return offline()
	}
	var opts []huaweiorg.Option
	if a.huaweiEndpoint != "" {
		opts = append(opts, huaweiorg.WithEndpoint(a.huaweiEndpoint))
	}
	client, err := huaweiorg.NewClient(a.HuaweiKeys, opts...)
	if err != nil {
		return nil, cli.Misuse("-huawei-endpoint: %w", err)
	}
	return client, nil
}

// openAlibaba does the same for the other cloud. What offline is given is -alibaba-version.
func (a *Access) openAlibaba(offline func(version alibabarm.Option) (*alibabarm.Client, error)) (*alibabarm.Client, error) {
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
		return nil, cli.Misuse("-alibaba-endpoint: %w", err)
	}
	return client, nil
}
