package audit

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// A keySource is a line of the accounts file. It says where an account's keys are, and
// never holds them.
type keySource struct {
	name, cloud string
	env         string // the beginning of the variables' names
	agency      string // a URN
	lists       []list
}

// provider finds the keys when a call needs them; nil are the default credentials of
// the cloud. base has those of Huawei Cloud.
func (s keySource) provider(getenv func(string) string, base auth.Provider) auth.Provider {
	switch {
	case s.env != "":
		return fromEnv(s.env, getenv)
	case s.agency != "":
		return huaweiorg.AssumeAgency(base, huaweiorg.AssumeInput{AgencyURN: s.agency, SessionName: "handshakes-audit"})
	default:
		return nil
	}
}

func fromEnv(prefix string, getenv func(string) string) auth.Provider {
	return auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		c := auth.Credentials{
			AccessKeyID:     getenv(prefix + "_ACCESS_KEY_ID"),
			AccessKeySecret: getenv(prefix + "_ACCESS_KEY_SECRET"),
			SecurityToken:   getenv(prefix + "_SECURITY_TOKEN"),
			AccountID:       getenv(prefix + "_ACCOUNT_ID"),
		}
		if c.AccessKeyID == "" || c.AccessKeySecret == "" {
			return auth.Credentials{}, fmt.Errorf("%w: set %s_ACCESS_KEY_ID and %[2]s_ACCESS_KEY_SECRET", auth.ErrNoCredentials, prefix)
		}
		return c, nil
	})
}

// readAccounts gives the accounts in the file that are in one of the chosen clouds.
func readAccounts(path string, o options) ([]keySource, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, cli.Misuse("-accounts: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	all, err := parseAccounts(f, o.lists)
	if err != nil {
		return nil, cli.Misuse("-accounts %s: %w", path, err)
	}
	all = slices.DeleteFunc(all, func(s keySource) bool {
		return !slices.ContainsFunc(o.clouds, func(c clouds.Cloud) bool { return c.Name == s.cloud })
	})
	if len(all) == 0 {
		return nil, cli.Misuse("-accounts %s: there are no accounts of the chosen clouds", path)
	}
	return all, nil
}

// parseAccounts reads the file. An error names the line, and never shows what stands
// there: somebody may have put keys into it.
func parseAccounts(r io.Reader, lists []list) ([]keySource, error) {
	rows := csv.NewReader(r)
	rows.Comment, rows.TrimLeadingSpace = '#', true
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty")
	} else if err != nil {
		return nil, err
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff") // which spreadsheets write
	columns, err := findColumns(header)
	if err != nil {
		return nil, err
	}
	var out []keySource
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		s, err := columns.source(row, lists)
		if err == nil && slices.ContainsFunc(out, func(o keySource) bool { return o.name == s.name && o.cloud == s.cloud }) {
			err = errors.New("there is an account of this name in this cloud already")
		}
		if err != nil {
			line, _ := rows.FieldPos(0)
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		out = append(out, s)
	}
}

// columns are the places of the columns, -1 for one that is left out.
type columns struct{ name, cloud, keys, lists int }

func findColumns(header []string) (columns, error) {
	at := func(name string) int {
		return slices.IndexFunc(header, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), name) })
	}
	c := columns{at("name"), at("cloud"), at("keys"), at("lists")}
	if c.name < 0 || c.cloud < 0 || c.keys < 0 {
		return c, errors.New("line 1 is the header, and has to be name,cloud,keys or name,cloud,keys,lists")
	}
	return c, nil
}

func (c columns) source(row []string, lists []list) (keySource, error) {
	cell := func(i int) string {
		if i < 0 {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	s := keySource{name: cell(c.name), cloud: strings.ToLower(cell(c.cloud)), lists: lists}
	if l := cell(c.lists); l != "" {
		s.lists = chooseLists(l)
	}
	kind, where, _ := strings.Cut(cell(c.keys), ":")
	switch {
	case s.name == "":
		return s, errors.New("the name is missing")
	case s.cloud != clouds.HuaweiName && s.cloud != clouds.AlibabaName:
		return s, fmt.Errorf("the cloud is %s or %s", clouds.HuaweiName, clouds.AlibabaName)
	case s.lists == nil:
		return s, errors.New("the lists are sent, received or both")
	case kind == "" && where == "":
	case kind == "env" && isVariable(where):
		s.env = where
	case kind == "agency" && where != "" && s.cloud == clouds.HuaweiName:
		s.agency = where
	default:
		return s, errors.New("the keys are env:NAME, in Huawei Cloud also agency:URN, or empty; keys themselves do not belong in the file")
	}
	return s, nil
}

// isVariable tells names from what may be a key.
func isVariable(s string) bool {
	for i, r := range s {
		if r != '_' && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}
