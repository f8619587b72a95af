package audit

import (
	"context"
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

// listsOf are the lists of a value of -lists.
var listsOf = map[string][]string{
	"both": {report.Sent, report.Received}, report.Sent: {report.Sent}, report.Received: {report.Received},
}

// An account is one whose lists are audited.
type account struct {
	clouds.Client
	keySource
	// credentials are those that the client signs with.
	credentials auth.Provider
	// readOrganization reads which organization the account is in.
	readOrganization func(context.Context) (invitation.Organization, error)

	once         sync.Once
	id           string // "": not known
	organization invitation.Organization
}

// maxIdentify is how long the report's head may delay the audit.
const maxIdentify = 30 * time.Second

// identify finds out for the head of the report who asks. The audit does not depend on it,
// so that an error leaves the fields empty.
func (a *account) identify(ctx context.Context) {
	a.once.Do(func() {
		ctx, cancel := context.WithTimeout(ctx, maxIdentify)
		defer cancel()
		if c, err := a.credentials.Credentials(ctx); err == nil {
			a.id = c.AccountID
			a.organization, _ = a.readOrganization(ctx)
		}
	})
}

// huaweiAccount makes the account of a client, which signs with the credentials.
func huaweiAccount(s keySource, c *huaweiorg.Client, credentials auth.Provider, line *progress.Line) *account {
	c = c.With(huaweiorg.WithLogger(line.Logger(s.label())))
	organization := func(ctx context.Context) (invitation.Organization, error) {
		o, err := c.ShowOrganization(ctx)
		if err != nil {
			return invitation.Organization{}, err
		}
		return invitation.Organization{ID: o.ID, ManagerID: o.ManagementAccountID, ManagerName: o.ManagementAccountName}, nil
	}
	return &account{Client: clouds.OfHuawei(c), keySource: s, credentials: credentials, readOrganization: organization}
}

// alibabaAccount does the same for the other cloud.
func alibabaAccount(s keySource, c *alibabarm.Client, credentials auth.Provider, line *progress.Line) *account {
	c = c.With(alibabarm.WithLogger(line.Logger(s.label())))
	organization := func(ctx context.Context) (invitation.Organization, error) {
		o, err := c.GetResourceDirectory(ctx)
		if err != nil {
			return invitation.Organization{}, err
		}
		return invitation.Organization{ID: o.ID, ManagerID: o.MasterAccountID, ManagerName: o.MasterAccountName}, nil
	}
	return &account{Client: clouds.OfAlibaba(c), keySource: s, credentials: credentials, readOrganization: organization}
}

// defaultAccount is the account of a cloud's default credentials.
const defaultAccount = "default"

// open returns the accounts that the options name, of the clouds that they choose. With
// -offline it also sets who is expected.
func open(ctx context.Context, p *cli.Process, o *options, line *progress.Line) ([]*account, error) {
	if o.access.Offline {
		return openOffline(o, p.Now, line)
	}
	sources := make([]keySource, 0, len(o.clouds))
	for _, c := range o.clouds {
		sources = append(sources, keySource{name: defaultAccount, cloud: c.Name, lists: o.lists})
	}
	if o.accounts != "" {
		var err error
		if sources, err = readAccounts(ctx, p, *o); err != nil {
			return nil, err
		}
	}
	return connect(p, o, sources, line)
}

// connect makes a client for each account. Those of a cloud share their connections.
func connect(p *cli.Process, o *options, sources []keySource, line *progress.Line) ([]*account, error) {
	// The default credentials are found once, however many agencies there are.
	o.access.HuaweiKeys, o.access.AlibabaKeys = auth.Cache(p.Huawei, 0), auth.Cache(p.Alibaba, 0)
	huawei, err := o.access.Huawei(nil)
	if err != nil {
		return nil, err
	}
	alibaba, err := o.access.Alibaba(nil)
	if err != nil {
		return nil, err
	}
	out := make([]*account, 0, len(sources))
	for _, s := range sources {
		if s.cloud == clouds.HuaweiName {
			c := s.provider(p.Getenv, o.access.HuaweiKeys)
			out = append(out, huaweiAccount(s, huawei.With(huaweiorg.WithCredentials(c)), c, line))
			continue
		}
		c := s.provider(p.Getenv, o.access.AlibabaKeys)
		out = append(out, alibabaAccount(s, alibaba.With(alibabarm.WithCredentials(c)), c, line))
	}
	return out, nil
}
