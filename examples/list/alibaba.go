package main

import (
	"context"
	"iter"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/internal/cli"
	"github.com/orghandshakes/handshakes-go/pagination"
)

const alibabaName = "alibaba"

var alibaba = cloud{
	name:  alibabaName,
	title: "Alibaba Cloud",
	statuses: lower(alibabarm.StatusPending, alibabarm.StatusAccepted, alibabarm.StatusDeclined,
		alibabarm.StatusCancelled, alibabarm.StatusExpired, alibabarm.StatusDeleted),
	maxPageSize: 100,
	flags:       []string{"alibaba-endpoint", "alibaba-version"},
	noKeys:      alibabaNoKeys,
	open:        openAlibaba,
}

const alibabaHelp = `
Alibaba Cloud credentials are taken from the environment: ALIBABA_CLOUD_ACCESS_KEY_ID
and ALIBABA_CLOUD_ACCESS_KEY_SECRET, with temporary keys also
ALIBABA_CLOUD_SECURITY_TOKEN. Without them, from an OIDC token, from what aliyun
configure wrote, from ~/.alibabacloud/credentials, then from the server that this
runs on, unless ALIBABA_CLOUD_ECS_METADATA_DISABLED=true, or from
ALIBABA_CLOUD_CREDENTIALS_URI.
`

const alibabaNoKeys = `set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, with temporary keys also ALIBABA_CLOUD_SECURITY_TOKEN,
or run aliyun configure, which writes ~/.aliyun/config.json`

type alibabaOptions struct {
	endpoint string
	version  string
	keys     auth.Provider
}

func (a *alibabaOptions) flags(f *cli.Flags) {
	f.StringVar(&a.endpoint, "alibaba-endpoint", "", "this `URL` instead of the one of the version")
	f.StringVar(&a.version, "alibaba-version", string(alibabarm.Version20200331),
		"this `version` of the API, or "+string(alibabarm.Version20220419))
}

func openAlibaba(o options) (rows, error) {
	client, err := alibabaClient(o)
	if err != nil {
		return nil, err
	}
	list := client.ListHandshakesForResourceDirectory
	if o.received {
		list = client.ListHandshakesForAccount
	}
	return func(ctx context.Context, opts ...pagination.Option) iter.Seq2[row, error] {
		return pagination.Map(list(opts...).All(ctx), alibabaRow)
	}, nil
}

func alibabaClient(o options) (*alibabarm.Client, error) {
	version := alibabarm.WithVersion(alibabarm.Version(o.alibaba.version))
	// The first client tells a mistake in the version from one in the endpoint.
	client, err := alibabarm.NewClient(o.alibaba.keys, version)
	switch {
	case err != nil:
		return nil, cli.Misuse("-alibaba-version %s: there are %s and %s: %w",
			o.alibaba.version, alibabarm.Version20200331, alibabarm.Version20220419, err)
	case o.offline:
		return offlineAlibaba(o, version)
	case o.alibaba.endpoint == "":
		return client, nil
	}
	client, err = alibabarm.NewClient(o.alibaba.keys, version, alibabarm.WithEndpoint(o.alibaba.endpoint))
	if err != nil {
		return nil, cli.Misuse("-alibaba-endpoint: %w", err)
	}
	return client, nil
}

// offlineAlibaba is the client of a resource directory that is made up, as
// offlineHuawei's organization is.
func offlineAlibaba(o options, version alibabarm.Option) (*alibabarm.Client, error) {
	s := alibabarmtest.New(alibabarmtest.WithClock(o.now))
	root := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	s.Seed(s.Believable(240)...)
	if !o.received {
		return s.NewClient(root, version)
	}
	invited := s.AddAccount(alibabarmtest.Account{Name: "payments-prod-07", Email: "payments-prod+07@acme.example.test"})
	s.Seed(s.BelievableReceived(invited, 16)...)
	return s.NewClient(invited, version)
}

func alibabaRow(h alibabarm.Handshake) row {
	return row{
		cloud:        alibabaName,
		id:           h.ID,
		status:       strings.ToLower(string(h.Status)),
		targetType:   strings.ToLower(string(h.TargetType)),
		target:       h.TargetEntity,
		organization: h.ResourceDirectoryID,
		inviterID:    h.MasterAccountID,
		inviter:      h.MasterAccountName,
		created:      h.CreateTime,
		updated:      h.ModifyTime,
		expiresAt:    h.ExpireTime,
		notes:        h.Note,
		value:        h,
	}
}
