package clouds

import (
	"flag"
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

	flags                                           *cli.Flags
	now                                             func() time.Time
	cloud                                           string // the value of -cloud
	huaweiEndpoint, alibabaEndpoint, alibabaVersion string
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
	a.flags, a.now, a.alibabaVersion = f, p.Now, first
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
func (a *Access) Chosen() (chosen []Cloud, err error) {
	for _, c := range []Cloud{Huawei(), Alibaba()} {
		if a.cloud == both || a.cloud == c.Name {
			chosen = append(chosen, c)
		}
	}
	if chosen == nil {
		return nil, cli.Misuse("give -cloud %s or -cloud %s", HuaweiName, AlibabaName)
	}
	a.flags.Visit(func(f *flag.Flag) {
		switch cloud, name, _ := strings.Cut(f.Name, "-"); {
		case (cloud == HuaweiName || cloud == AlibabaName) && a.cloud != both && a.cloud != cloud:
			err = cli.Misuse("-%s is for -cloud %s: leave out the one, or give the other", f.Name, cloud)
		case a.Offline && name == "endpoint":
			err = cli.Misuse("-offline calls no endpoint: leave out -offline or -%s", f.Name)
		}
	})
	return chosen, err
}

// OpenAll opens the clients of all clouds of -cloud, with -offline those of the world. It does no
// I/O. A mistake in a flag is a [cli.UsageError].
func (a *Access) OpenAll(w World) (all []Client, err error) {
	chosen, err := a.Chosen()
	if err != nil {
		return nil, err
	}
	var offline Services
	if a.Offline {
		offline = w(a.now)
	}
	for _, c := range chosen {
		client, err := a.open(c, offline)
		if err != nil {
			return nil, cli.Misuse("-%s-endpoint: %w", c.Name, err)
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

func (a *Access) open(c Cloud, offline Services) (Client, error) {
	var log *slog.Logger
	if a.Log != nil {
		log = a.Log(c.Name)
	}
	if c.Name == HuaweiName {
		client, err := a.openHuawei(offline, huaweiorg.WithLogger(log))
		if err != nil {
			return Client{}, err
		}
		return OfHuawei(client), nil
	}
	client, err := a.openAlibaba(offline, alibabarm.WithLogger(log), alibabarm.WithVersion(alibabarm.Version(a.alibabaVersion)))
	if err != nil {
		return Client{}, err
	}
	return OfAlibaba(client), nil
}

func (a *Access) openHuawei(offline Services, opts ...huaweiorg.Option) (*huaweiorg.Client, error) {
	if a.Offline {
		return offline.Huawei.NewClient(offline.HuaweiCaller, opts...)
	}
	if a.huaweiEndpoint != "" {
		opts = append(opts, huaweiorg.WithEndpoint(a.huaweiEndpoint))
	}
	return huaweiorg.NewClient(a.HuaweiKeys, opts...)
}

func (a *Access) openAlibaba(offline Services, opts ...alibabarm.Option) (*alibabarm.Client, error) {
	if a.Offline {
		return offline.Alibaba.NewClient(offline.AlibabaCaller, opts...)
	}
	if a.alibabaEndpoint != "" {
		opts = append(opts, alibabarm.WithEndpoint(a.alibabaEndpoint))
	}
	return alibabarm.NewClient(a.AlibabaKeys, opts...)
}
