package audit

import (
	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// A list is one of the two that every account has.
type list string

const (
	sent     list = "sent"
	received list = "received"
)

// chooseLists returns none for an unknown name.
func chooseLists(name string) []list {
	switch name {
	case "both":
		return []list{sent, received}
	case string(sent), string(received):
		return []list{list(name)}
	default:
		return nil
	}
}

// An account is one whose lists are looked at.
type account struct {
	name  string
	cloud clouds.Cloud
	lists []list
	// rows opens one of them. It does no I/O.
	rows func(list) clouds.Rows
}

func huaweiAccount(name string, client *huaweiorg.Client, lists []list) account {
	return account{name, clouds.Huawei(), lists, func(l list) clouds.Rows {
		return clouds.HuaweiRows(client, l == received)
	}}
}

func alibabaAccount(name string, client *alibabarm.Client, lists []list) account {
	return account{name, clouds.Alibaba(), lists, func(l list) clouds.Rows {
		return clouds.AlibabaRows(client, l == received)
	}}
}

// open gives the accounts that the options name, of the clouds that they choose. With
// -offline it also says who is expected.
func (p program) open(o *options) ([]account, error) {
	if o.access.Offline {
		return openOffline(o)
	}
	sources := make([]keySource, 0, len(o.clouds))
	for _, c := range o.clouds {
		sources = append(sources, keySource{name: defaultAccount, cloud: c.Name, lists: o.lists})
	}
	if o.accounts != "" {
		var err error
		if sources, err = readAccounts(o.accounts, *o); err != nil {
			return nil, err
		}
	}
	return p.connect(o, sources)
}

// defaultAccount is the account of a cloud's default credentials.
const defaultAccount = "default"

// connect makes a client for each account, on the connections of one for each cloud.
func (p program) connect(o *options, sources []keySource) ([]account, error) {
	huawei, err := o.access.Huawei(nil)
	if err != nil {
		return nil, err
	}
	alibaba, err := o.access.Alibaba(nil)
	if err != nil {
		return nil, err
	}
	base := auth.Cache(o.access.HuaweiKeys, 0) // found once, however many agencies there are
	var out []account
	for _, s := range sources {
		keys := s.provider(p.getenv, base)
		switch {
		case s.cloud == clouds.HuaweiName && keys == nil:
			out = append(out, huaweiAccount(s.name, huawei, s.lists))
		case s.cloud == clouds.HuaweiName:
			out = append(out, huaweiAccount(s.name, huawei.With(huaweiorg.WithCredentials(keys)), s.lists))
		case keys == nil:
			out = append(out, alibabaAccount(s.name, alibaba, s.lists))
		default:
			out = append(out, alibabaAccount(s.name, alibaba.With(alibabarm.WithCredentials(keys)), s.lists))
		}
	}
	return out, nil
}
