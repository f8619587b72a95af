package audit

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/csvfile"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// defaultAccount is the account of a cloud's default credentials.
const defaultAccount = "default"

// A keySource is a line of the accounts file. It says where an account's credentials are,
// and never holds them.
type keySource struct {
	name, cloud string
	env         string // the beginning of the variables' names
	agency      string // a URN
	lists       []string
	// credentials finds them when a call needs them.
	credentials auth.Provider
}

// label names the account in errors.
func (s keySource) label() string {
	if s.name == defaultAccount {
		return s.cloud
	}
	return s.cloud + " " + s.name
}

// provider is for an account of a cloud whose default credentials are base.
func (s keySource) provider(getenv func(string) string, base auth.Provider) auth.Provider {
	switch {
	case s.env != "":
		return fromEnv(s.env, getenv)
	case s.agency != "":
		return huaweiorg.AssumeAgency(base, huaweiorg.AssumeInput{AgencyURN: s.agency, SessionName: "handshakes-audit"})
	default:
		return base
	}
}

// unsetKeys does not name the variables: somebody may have put a secret in place of their name.
const unsetKeys = "the variables of its env: name (…_ACCESS_KEY_ID and …_ACCESS_KEY_SECRET) are not set"

func fromEnv(prefix string, getenv func(string) string) auth.Provider {
	return auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		c := auth.Credentials{
			AccessKeyID:     getenv(prefix + "_ACCESS_KEY_ID"),
			AccessKeySecret: getenv(prefix + "_ACCESS_KEY_SECRET"),
			SecurityToken:   getenv(prefix + "_SECURITY_TOKEN"),
			AccountID:       getenv(prefix + "_ACCOUNT_ID"),
		}
		if c.AccessKeyID == "" || c.AccessKeySecret == "" {
			return auth.Credentials{}, fmt.Errorf("%w: %s", auth.ErrNoCredentials, unsetKeys)
		}
		return c, nil
	})
}

// readAccounts returns the accounts in the file, or else one for each cloud, with their
// credentials. With -offline there are none.
func readAccounts(ctx context.Context, p *cli.Process, o *options) (out []keySource, err error) {
	switch {
	case o.access.Offline:
	case o.accounts == "":
		for _, c := range o.clouds {
			out = append(out, keySource{name: defaultAccount, cloud: c.Name, lists: o.lists})
		}
	default:
		out, err = readFile(ctx, p, o)
	}
	base := map[string]auth.Provider{clouds.HuaweiName: o.access.HuaweiKeys, clouds.AlibabaName: o.access.AlibabaKeys}
	for i, s := range out {
		out[i].credentials = s.provider(p.Getenv, base[s.cloud])
	}
	return out, err
}

// readFile returns the accounts in the file that are in one of the chosen clouds.
func readFile(ctx context.Context, p *cli.Process, o *options) ([]keySource, error) {
	rows, faults, err := csvfile.Read(ctx, o.accounts, p.Stdin, accountsTable)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, cli.Misuse("-accounts %s: %w", o.accounts, err)
	}
	all, more := parseAccounts(rows, o.lists)
	faults = append(faults, more...)
	if err := csvfile.Report(o.accounts, len(all)+len(faults), faults); err != nil {
		return nil, cli.Misuse("%w", err)
	}
	all = slices.DeleteFunc(all, func(s keySource) bool {
		return !slices.ContainsFunc(o.clouds, func(c clouds.Cloud) bool { return c.Name == s.cloud })
	})
	if len(all) == 0 {
		return nil, cli.Misuse("-accounts %s: there are no accounts of the chosen clouds", o.accounts)
	}
	return all, nil
}

var accountsTable = csvfile.Table{Columns: []string{"name", "cloud", "keys", "lists"}, Required: 3}

// parseAccounts reads the rows of the file. The faults say what is wrong with a line, and never
// show what stands there: somebody may have put an access key into it.
func parseAccounts(rows []csvfile.Row, lists []string) (out []keySource, faults []csvfile.Fault) {
	seen := map[string]bool{}
	for _, r := range rows {
		s, err := parseAccount(r, lists)
		if err == nil && seen[s.label()] {
			err = errors.New("this cloud has an account of this name already")
		}
		if err != nil {
			faults = append(faults, csvfile.Fault{Line: r.Line, Err: err})
			continue
		}
		seen[s.label()] = true
		out = append(out, s)
	}
	return out, faults
}

func parseAccount(r csvfile.Row, lists []string) (keySource, error) {
	cell := func(column string) string { return strings.TrimSpace(r.Cell(column)) }
	s := keySource{name: cell("name"), cloud: strings.ToLower(cell("cloud")), lists: lists}
	if l := cell("lists"); l != "" {
		s.lists = listsOf[strings.ToLower(l)]
	}
	kind, where, _ := strings.Cut(cell("keys"), ":")
	switch {
	case s.name == "":
		return s, errors.New("the name is missing")
	case s.cloud != clouds.HuaweiName && s.cloud != clouds.AlibabaName:
		return s, fmt.Errorf("the cloud is %s or %s", clouds.HuaweiName, clouds.AlibabaName)
	case s.lists == nil:
		return s, errors.New("the lists are sent, received or both")
	case kind == "" && where == "":
	case kind == "env" && variable.MatchString(where):
		s.env = where
	case kind == "agency" && strings.HasPrefix(where, "iam::") && s.cloud == clouds.HuaweiName:
		s.agency = where
	default:
		return s, errors.New("the keys are env:NAME, in Huawei Cloud also agency:URN, or empty; an access key itself does not belong in the file")
	}
	return s, nil
}

// variable matches the name of a variable, and not what may be an access key.
var variable = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)
