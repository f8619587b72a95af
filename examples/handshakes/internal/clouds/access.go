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
	// HuaweiCredentials and AlibabaCredentials are the credentials of the clients, unless Offline is set.
	HuaweiCredentials, AlibabaCredentials auth.Provider
	// Log returns the logger of a cloud's client, by the cloud's name. By default, nothing is logged.
	Log func(cloud string) *slog.Logger

	flags *cli.Flags
	now   func() time.Time
	// The values of flags.
	cloud, huaweiEndpoint, alibabaEndpoint, alibabaVersion string
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
	a.HuaweiCredentials, a.AlibabaCredentials = p.Huawei, p.Alibaba
	a.Log = func(string) *slog.Logger { return nil }
	f.Var(cli.Word(&a.cloud, names...), "cloud", "the cloud's `name`: "+strings.Join(names, ", "))
	f.BoolVar(&a.Offline, "offline", false, "made-up invitations, from services in this process")
	f.StringVar(&a.huaweiEndpoint, "huawei-endpoint", "", "use this `URL` instead of "+huaweiorg.Endpoint)
	f.StringVar(&a.alibabaEndpoint, "alibaba-endpoint", "", "use this `URL` instead of the one of the version")
	f.Var(cli.Word(&a.alibabaVersion, first, second), "alibaba-version", "use this `version` of the API, or "+second)
}

// OpenAll opens the clients of all clouds of -cloud, with -offline those of the world. It does no
// I/O. It is a [cli.UsageError] if -cloud is missing for a command about one cloud, or if a flag is
// for another cloud, contradicts -offline, or has a wrong value.
func (a *Access) OpenAll(w World) (all []Client, err error) {
	if a.cloud == "" {
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
	if err != nil {
		return nil, err
	}
	var offline Services
	if a.Offline {
		offline = w(a.now)
	}
	for _, c := range []Cloud{Huawei(), Alibaba()} {
		if a.cloud != both && a.cloud != c.Name {
			continue
		}
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
	log := a.Log(c.Name)
	if c.Name == HuaweiName {
		opts := []huaweiorg.Option{huaweiorg.WithLogger(log)}
		if a.huaweiEndpoint != "" {
			opts = append(opts, huaweiorg.WithEndpoint(a.huaweiEndpoint))
		}
		if a.Offline {
			client, err := offline.Huawei.NewClient(offline.HuaweiCaller, opts...)
			return OfHuawei(client), err
		}
		client, err := huaweiorg.NewClient(a.HuaweiCredentials, opts...)
		return OfHuawei(client), err
	}
	opts := []alibabarm.Option{alibabarm.WithLogger(log), alibabarm.WithVersion(alibabarm.Version(a.alibabaVersion))}
	if a.alibabaEndpoint != "" {
		opts = append(opts, alibabarm.WithEndpoint(a.alibabaEndpoint))
	}
	if a.Offline {
		client, err := offline.Alibaba.NewClient(offline.AlibabaCaller, opts...)
		return OfAlibaba(client), err
	}
	client, err := alibabarm.NewClient(a.AlibabaCredentials, opts...)
	return OfAlibaba(client), err
}
