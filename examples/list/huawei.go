package main

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

const huaweiName = "huawei"

var huawei = cloud{
	name: huaweiName,
	statuses: []string{
		string(huaweiorg.StatusPending), string(huaweiorg.StatusAccepted), string(huaweiorg.StatusDeclined),
		string(huaweiorg.StatusCancelled), string(huaweiorg.StatusExpired),
	},
	list: listHuawei,
}

const huaweiHelp = `
Huawei Cloud credentials are taken from the environment: HUAWEICLOUD_SDK_AK and
HUAWEICLOUD_SDK_SK, with temporary keys also HUAWEICLOUD_SDK_SECURITY_TOKEN, and
HUAWEICLOUD_SDK_DOMAIN_ID for the account ID, if you know it.
`

const huaweiNoKeys = `no keys for Huawei Cloud
set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, with temporary keys also HUAWEICLOUD_SDK_SECURITY_TOKEN
or add -offline, to see this program at work without an account`

type huaweiOptions struct {
	endpoint string
}

func (h *huaweiOptions) flags(f *cli.Flags) {
	f.StringVar(&h.endpoint, "huawei-endpoint", "", "this `URL` instead of "+huaweiorg.Endpoint)
}

func listHuawei(ctx context.Context, o options, progress func(pagination.Progress)) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		client, err := huaweiClient(o)
		if err != nil {
			yield(row{}, err)
			return
		}
		list := client.ListHandshakes
		if o.received {
			list = client.ListReceivedHandshakes
		}
		for h, err := range list(o.pages(progress)...).All(ctx) {
			if errors.Is(err, huaweiorg.ErrNoCredentials) {
				err = noHuaweiKeys(err)
			}
			if !yield(huaweiRow(h), err) {
				return
			}
		}
	}
}

func huaweiClient(o options) (*huaweiorg.Client, error) {
	if o.offline {
		return offlineHuawei(o)
	}
	var opts []huaweiorg.Option
	if o.huawei.endpoint != "" {
		opts = append(opts, huaweiorg.WithEndpoint(o.huawei.endpoint))
	}
	client, err := huaweiorg.NewClient(huaweiorg.DefaultProvider(), opts...)
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

// noHuaweiKeys says what to do, and behind that where keys were looked for.
func noHuaweiKeys(err error) error {
	if e, ok := errors.AsType[*auth.SignError](err); ok {
		err = e.Err
	}
	return fmt.Errorf("%s\nin detail: %w", huaweiNoKeys, err)
}

func huaweiRow(h huaweiorg.Handshake) row {
	return row{
		cloud:        huaweiName,
		id:           h.ID,
		urn:          h.URN,
		status:       string(h.Status),
		targetType:   string(h.Target.Type),
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
