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
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/csvfile"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// An account is one whose lists the command reads. It comes from a line of the accounts file,
// from the default credentials of a cloud, or from the fakes of -offline.
type account struct {
	report.Account
	lists       []string
	credentials auth.Provider
	client      clouds.Client
	identified  sync.Once
}

func newAccount(cloud, name string, lists []string, credentials auth.Provider) *account {
	return &account{Account: report.Account{Cloud: cloud, Name: name}, lists: lists, credentials: credentials}
}

// defaultAccounts is the accounts file that the command uses if the user gives none.
const (
	defaultAccount  = "default"
	defaultAccounts = "name,cloud,keys\ndefault,huawei,\ndefault,alibaba,\n"
)

// label names the account in errors.
func (a *account) label() string {
	if a.Name == defaultAccount {
		return a.Cloud
	}
	return a.Cloud + " " + a.Name
}

// maxIdentify is how long a list waits for an identity that only the report shows.
const maxIdentify = 30 * time.Second

// identify finds out who reads the lists, once for an account. The audit does not depend on it. If
// the check fails, the identity stays incomplete, and reading the lists reports the error.
func (a *account) identify(ctx context.Context) {
	a.identified.Do(func() {
		ctx, cancel := context.WithTimeout(ctx, maxIdentify)
		defer cancel()
		a.Identity, _ = a.client.Check(ctx)
	})
}

// open returns the accounts that the user audits, with their clients. The accounts of a cloud
// share connections. With -offline, open also sets which senders are expected.
func open(ctx context.Context, p *cli.Process, o *options, line *progress.Line) (out []*account, _ error) {
	// The cache looks for the default credentials once, however many agencies use them.
	o.access.HuaweiKeys, o.access.AlibabaKeys = auth.Cache(p.Huawei, 0), auth.Cache(p.Alibaba, 0)
	w := world{lists: o.lists}
	clients, err := o.access.OpenAll(w.services)
	if err != nil {
		return nil, err
	}
	accounts := w.accounts
	if !o.access.Offline {
		accounts, err = o.readAccounts(ctx, p)
	} else if o.expect == nil {
		o.expect = w.own
	}
	if err != nil {
		return nil, err
	}
	for _, c := range clients {
		for _, a := range accounts {
			if a.Cloud == c.Cloud.Name {
				a.Title, a.client = c.Title, c.With(a.credentials, line.Logger(a.label()))
				out = append(out, a)
			}
		}
	}
	if len(out) == 0 {
		return nil, cli.Misuse("-accounts %s: there are no accounts of the chosen clouds", o.accounts)
	}
	return out, nil
}

// readAccounts returns the accounts in the file, or one account for each cloud.
func (o *options) readAccounts(ctx context.Context, p *cli.Process) ([]*account, error) {
	file, stdin := o.accounts, p.Stdin
	if file == "" {
		file, stdin = "-", strings.NewReader(defaultAccounts)
	}
	seen := map[string]bool{}
	return csvfile.Read(ctx, "-accounts "+file, file, stdin, accountsTable, func(r csvfile.Row) (*account, error) {
		a, err := o.parseAccount(r, p.Getenv)
		if err == nil && seen[a.label()] {
			err = errors.New("this cloud has an account of this name already")
		}
		seen[a.label()] = true
		return a, err
	})
}

var accountsTable = csvfile.Table{Columns: []string{"name", "cloud", "keys", "lists"}, Required: 3}

// parseAccount reads a line of the file. An error never quotes the line, which may hold an access
// key.
func (o *options) parseAccount(r csvfile.Row, getenv func(string) string) (*account, error) {
	cell := func(column string) string { return strings.TrimSpace(r.Cell(column)) }
	a := newAccount(strings.ToLower(cell("cloud")), cell("name"), o.lists, o.access.AlibabaKeys)
	if a.Cloud == clouds.HuaweiName {
		a.credentials = o.access.HuaweiKeys
	}
	if l := cell("lists"); l != "" {
		a.lists = listsOf[strings.ToLower(l)]
	}
	kind, where, _ := strings.Cut(cell("keys"), ":")
	switch {
	case a.Name == "":
		return a, errors.New("the name is missing")
	case a.Cloud != clouds.HuaweiName && a.Cloud != clouds.AlibabaName:
		return a, fmt.Errorf("the cloud is %s or %s", clouds.HuaweiName, clouds.AlibabaName)
	case a.lists == nil:
		return a, errors.New("the lists are sent, received or both")
	case kind == "" && where == "":
	case kind == "env" && variable.MatchString(where):
		a.credentials = fromEnv(where, getenv)
	case kind == "agency" && strings.HasPrefix(where, "iam::") && a.Cloud == clouds.HuaweiName:
		a.credentials = huaweiorg.AssumeAgency(a.credentials, huaweiorg.AssumeInput{AgencyURN: where, SessionName: "handshakes-audit"})
	default:
		return a, errors.New("the keys are env:NAME, in Huawei Cloud also agency:URN, or empty; an access key itself does not belong in the file")
	}
	return a, nil
}

// variable matches names of environment variables. Most access keys do not match.
var variable = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)

// errUnset does not name the variables, because the file may have a secret in place of the name.
var errUnset = errors.New("the variables of its env: name (…_ACCESS_KEY_ID and …_ACCESS_KEY_SECRET) are not set")

func fromEnv(prefix string, getenv func(string) string) auth.Provider {
	return auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		c := auth.Credentials{
			AccessKeyID:     getenv(prefix + "_ACCESS_KEY_ID"),
			AccessKeySecret: getenv(prefix + "_ACCESS_KEY_SECRET"),
			SecurityToken:   getenv(prefix + "_SECURITY_TOKEN"),
			AccountID:       getenv(prefix + "_ACCOUNT_ID"),
		}
		if c.AccessKeyID == "" || c.AccessKeySecret == "" {
			return auth.Credentials{}, errUnset
		}
		return c, nil
	})
}
