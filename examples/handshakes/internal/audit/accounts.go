package audit

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/csvfile"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// An account is one whose lists the command reads. It comes from a line of the accounts file,
// from the default credentials of a cloud, or from the fakes of -offline.
type account struct {
	Cloud, Title string // such as huawei, Huawei Cloud
	Name         string // the user's own name for it
	Identity     invitation.Identity
	lists        []string
	credentials  auth.Provider
	client       clouds.Client
	identified   sync.Once
}

func (a *audit) newAccount(cloud, name string) *account {
	acc := &account{Cloud: cloud, Name: name, lists: a.lists, credentials: a.access.AlibabaCredentials}
	if cloud == clouds.HuaweiName {
		acc.credentials = a.access.HuaweiCredentials
	}
	return acc
}

// byDefault is the name of an account that no file names.
const byDefault = "default"

// label names the account in errors.
func (a *account) label() string {
	if a.Name == byDefault {
		return a.Cloud
	}
	return a.Cloud + " " + a.Name
}

// identify finds out who reads the lists, once for an account. Only the report shows it, so the
// audit neither depends on it nor waits long for it.
func (a *account) identify(ctx context.Context) {
	a.identified.Do(func() {
		ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		a.Identity, _ = a.client.Check(ctx)
	})
}

// open opens the lists that the user audits. The accounts of a cloud share connections. With
// -offline, open also sets which senders are expected.
func (a *audit) open(ctx context.Context, p *cli.Process, line *progress.Line) error {
	// The cache looks for the default credentials once, however many agencies use them.
	a.access.HuaweiCredentials, a.access.AlibabaCredentials = auth.Cache(p.Huawei, 0), auth.Cache(p.Alibaba, 0)
	w := world{audit: a}
	clients, err := a.access.OpenAll(w.services)
	if err != nil {
		return err
	}
	accounts := w.accounts
	switch {
	case a.access.Offline && a.expect == nil:
		a.expect = w.own
	case a.access.Offline:
	case a.accounts == "":
		accounts = []*account{a.newAccount(clouds.HuaweiName, byDefault), a.newAccount(clouds.AlibabaName, byDefault)}
	default:
		if accounts, err = a.readAccounts(ctx, p); err != nil {
			return err
		}
	}
	for _, c := range clients {
		for _, acc := range accounts {
			if acc.Cloud != c.Cloud.Name {
				continue
			}
			acc.Title, acc.client = c.Title, c.With(acc.credentials, line.Logger(acc.label()))
			for _, kind := range acc.lists {
				a.Lists = append(a.Lists, &list{account: acc, Kind: kind, States: map[string]int{}})
			}
		}
	}
	if a.Lists == nil {
		return cli.Misuse("-accounts %s: there are no accounts of the chosen clouds", a.accounts)
	}
	return nil
}

// readAccounts returns the accounts in the file.
func (a *audit) readAccounts(ctx context.Context, p *cli.Process) ([]*account, error) {
	seen := map[string]bool{}
	table := csvfile.Table{Columns: []string{"name", "cloud", "keys", "lists"}, Required: 3}
	return csvfile.Read(ctx, "-accounts "+a.accounts, a.accounts, p.Stdin, table, func(r csvfile.Row) (*account, error) {
		acc, err := a.parseAccount(r, p.Getenv)
		if err == nil && seen[acc.label()] {
			err = errors.New("this cloud has an account of this name already")
		}
		seen[acc.label()] = true
		return acc, err
	})
}

// parseAccount reads a line of the file. An error never quotes the line, which may hold an access
// key.
func (a *audit) parseAccount(r csvfile.Row, getenv func(string) string) (*account, error) {
	cell := func(column string) string { return strings.TrimSpace(r.Cell(column)) }
	acc := a.newAccount(strings.ToLower(cell("cloud")), cell("name"))
	if l := cell("lists"); l != "" {
		acc.lists = listsOf[strings.ToLower(l)]
	}
	kind, where, _ := strings.Cut(cell("keys"), ":")
	switch {
	case acc.Name == "":
		return acc, errors.New("the name is missing")
	case acc.Cloud != clouds.HuaweiName && acc.Cloud != clouds.AlibabaName:
		return acc, fmt.Errorf("the cloud is %s or %s", clouds.HuaweiName, clouds.AlibabaName)
	case acc.lists == nil:
		return acc, errors.New("the lists are sent, received or both")
	case kind == "" && where == "":
	case kind == "env" && variable.MatchString(where):
		acc.credentials = fromEnv(where, getenv)
	case kind == "agency" && strings.HasPrefix(where, "iam::") && acc.Cloud == clouds.HuaweiName:
		acc.credentials = huaweiorg.AssumeAgency(acc.credentials, huaweiorg.AssumeInput{AgencyURN: where, SessionName: "handshakes-audit"})
	default:
		return acc, errors.New("the keys are env:NAME, in Huawei Cloud also agency:URN, or empty; an access key itself does not belong in the file")
	}
	return acc, nil
}

// variable matches names of environment variables. Most access keys do not match.
var variable = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)

func fromEnv(prefix string, getenv func(string) string) auth.Provider {
	return auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		c := auth.Credentials{
			AccessKeyID:     getenv(prefix + "_ACCESS_KEY_ID"),
			AccessKeySecret: getenv(prefix + "_ACCESS_KEY_SECRET"),
			SecurityToken:   getenv(prefix + "_SECURITY_TOKEN"),
			AccountID:       getenv(prefix + "_ACCOUNT_ID"),
		}
		if c.AccessKeyID == "" || c.AccessKeySecret == "" {
			// The file may have a secret instead of the name, so the error does not name the variables.
			return auth.Credentials{}, errors.New("the variables of its env: name (…_ACCESS_KEY_ID and …_ACCESS_KEY_SECRET) are not set")
		}
		return c, nil
	})
}
