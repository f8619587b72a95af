package audit

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// An account is one whose lists are audited.
type account struct {
	clouds.Client
	keySource
	// readOrganization reads which organization the account is in.
	readOrganization func(context.Context) (invitation.Organization, error)

	once         sync.Once
	id           string // "": not known
	organization invitation.Organization
	outside      bool // it is in no organization
}

// maxIdentify is how long the report's head may delay the audit.
const maxIdentify = 30 * time.Second

// identify finds out for the head of the report who asks. The audit does not depend on it, so
// that an error leaves the fields empty, and [account.learn] may fill them.
func (a *account) identify(ctx context.Context) {
	a.once.Do(func() {
		ctx, cancel := context.WithTimeout(ctx, maxIdentify)
		defer cancel()
		if c, err := a.credentials.Credentials(ctx); err == nil {
			a.id = c.AccountID
			a.organization, err = a.readOrganization(ctx)
			a.outside = errors.Is(err, auth.ErrNotInOrganization)
		}
	})
}

// learn takes from an invitation of a list what identify did not find out.
func (a *account) learn(i invitation.Invitation, list string) {
	switch {
	case list == report.Sent:
		a.organization.ID = cmp.Or(a.organization.ID, i.OrganizationID)
		if a.Cloud.Name == clouds.AlibabaName { // where only the management account reads this list
			a.id = cmp.Or(a.id, i.InviterID)
		}
	case i.Target.Type == invitation.TargetTypeAccount:
		a.id = cmp.Or(a.id, i.Target.Entity)
	}
}

// identity is the account's ID, or what would tell it.
func (a *account) identity() string {
	switch {
	case a.id != "":
		return a.id
	case a.env == "" && a.Cloud.Name == clouds.HuaweiName:
		return "unknown; set HUAWEICLOUD_SDK_DOMAIN_ID"
	case a.env == "":
		return "unknown; name it in an accounts file, with env: and …_ACCOUNT_ID"
	default:
		return "unknown; set …_ACCOUNT_ID"
	}
}

// open returns the accounts that the options name, of the clouds that they choose. Those of a
// cloud share their connections. With -offline it also sets who is expected.
func open(ctx context.Context, p *cli.Process, o *options, line *progress.Line) (out []*account, _ error) {
	// The default credentials are found once, however many agencies there are.
	o.access.HuaweiKeys, o.access.AlibabaKeys = auth.Cache(p.Huawei, 0), auth.Cache(p.Alibaba, 0)
	sources, err := readAccounts(ctx, p, o)
	if err != nil {
		return nil, err
	}
	w := world{options: o, now: p.Now}
	for _, c := range o.clouds {
		connect := connectAlibaba
		if c.Name == clouds.HuaweiName {
			connect = connectHuawei
		}
		open, err := connect(o.access, &w, line)
		if err != nil {
			return nil, err
		}
		for _, s := range append(sources, w.sources...) {
			if s.cloud == c.Name {
				out = append(out, open(s))
			}
		}
	}
	if o.access.Offline && o.expect == nil {
		o.expect = w.own
	}
	return out, nil
}

// connectHuawei makes a client, and returns how that becomes the client of an account.
func connectHuawei(access clouds.Access, w *world, line *progress.Line) (func(keySource) *account, error) {
	base, err := access.Huawei(w.huawei)
	return func(s keySource) *account {
		c := base.With(huaweiorg.WithCredentials(s.credentials), huaweiorg.WithLogger(line.Logger(s.label())))
		return &account{Client: clouds.OfHuawei(c), keySource: s, readOrganization: func(ctx context.Context) (invitation.Organization, error) {
			o, err := c.ShowOrganization(ctx)
			if err != nil {
				return invitation.Organization{}, err
			}
			return invitation.Organization{ID: o.ID, ManagerID: o.ManagementAccountID, ManagerName: o.ManagementAccountName}, nil
		}}
	}, err
}

// connectAlibaba does the same for the other cloud.
func connectAlibaba(access clouds.Access, w *world, line *progress.Line) (func(keySource) *account, error) {
	base, err := access.Alibaba(w.alibaba)
	return func(s keySource) *account {
		c := base.With(alibabarm.WithCredentials(s.credentials), alibabarm.WithLogger(line.Logger(s.label())))
		return &account{Client: clouds.OfAlibaba(c), keySource: s, readOrganization: func(ctx context.Context) (invitation.Organization, error) {
			o, err := c.GetResourceDirectory(ctx)
			if err != nil {
				return invitation.Organization{}, err
			}
			return invitation.Organization{ID: o.ID, ManagerID: o.MasterAccountID, ManagerName: o.MasterAccountName}, nil
		}}
	}, err
}
