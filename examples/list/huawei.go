package main

import (
	"context"
	"iter"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

const huaweiName = "huawei"

var huawei = cloud{
	name:  huaweiName,
	title: "Huawei Cloud",
	statuses: lower(huaweiorg.StatusPending, huaweiorg.StatusAccepted, huaweiorg.StatusDeclined,
		huaweiorg.StatusCancelled, huaweiorg.StatusExpired),
	maxPageSize: 2000,
	flags:       []string{"huawei-endpoint"},
	noKeys:      huaweiNoKeys,
	open:        openHuawei,
}

const huaweiHelp = `
Huawei Cloud credentials are taken from the environment: HUAWEICLOUD_SDK_AK and
HUAWEICLOUD_SDK_SK, with temporary keys also HUAWEICLOUD_SDK_SECURITY_TOKEN, and
HUAWEICLOUD_SDK_DOMAIN_ID for the account ID, if you know it. Without them, from
~/.huaweicloud/credentials, then from the server or container that this runs on.
`

const huaweiNoKeys = `set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, with temporary keys also HUAWEICLOUD_SDK_SECURITY_TOKEN,
or write ak and sk into the section [global] of ~/.huaweicloud/credentials`

type huaweiOptions struct {
	endpoint string
	keys     auth.Provider
}

func (h *huaweiOptions) flags(f *cli.Flags) {
	f.StringVar(&h.endpoint, "huawei-endpoint", "", "this `URL` instead of "+huaweiorg.Endpoint)
}

func openHuawei(o options) (rows, error) {
	client, err := huaweiClient(o)
	if err != nil {
		return nil, err
	}
	list := client.ListHandshakes
	if o.received {
		list = client.ListReceivedHandshakes
	}
	return func(ctx context.Context, opts ...pagination.Option) iter.Seq2[row, error] {
		return pagination.Map(list(opts...).All(ctx), huaweiRow)
	}, nil
}

func huaweiClient(o options) (*huaweiorg.Client, error) {
	if o.offline {
		return offlineHuawei(o)
	}
	var opts []huaweiorg.Option
	if o.huawei.endpoint != "" {
		opts = append(opts, huaweiorg.WithEndpoint(o.huawei.endpoint))
	}
	client, err := huaweiorg.NewClient(o.huawei.keys, opts...)
	if err != nil {
		return nil, cli.Misuse("-huawei-endpoint: %w", err)
	}
	return client, nil
}

// offlineHuawei is the client of an organization that is made up: the same one each
// time, but dated as if it were at work today.
func offlineHuawei(o options) (*huaweiorg.Client, error) {
	s := huaweiorgtest.New(huaweiorgtest.WithClock(o.now))
	root := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	s.Seed(s.Believable(300)...)
	if !o.received {
		return s.NewClient(root)
	}
	invited := s.AddAccount(huaweiorgtest.Account{Name: "payments-prod-07"})
	s.Seed(s.BelievableReceived(invited, 24)...)
	return s.NewClient(invited)
}

func huaweiRow(h huaweiorg.Handshake) row {
	return row{
		cloud:        huaweiName,
		id:           h.ID,
		urn:          h.URN,
		status:       strings.ToLower(string(h.Status)),
		targetType:   strings.ToLower(string(h.Target.Type)),
		target:       h.Target.Entity,
		organization: h.OrganizationID,
		inviterID:    h.ManagementAccountID,
		inviter:      h.ManagementAccountName,
		created:      h.CreatedAt,
		updated:      h.UpdatedAt,
		expiresAt:    h.ExpiredAt,
		notes:        h.Notes,
		value:        h,
	}
}
