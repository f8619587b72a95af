// Package clouds is what the programs know of the two clouds: their names and flags,
// how their clients are opened, where their credentials come from, and the organizations
// that -offline makes up.
package clouds

import (
	_ "embed"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// CredentialsHelp is the part of a help that says where credentials are taken from.
//
//go:embed credentials.txt
var CredentialsHelp string

// A Cloud is a service that has invitations.
type Cloud struct {
	Name, Title string
	// OrganizationID and AccountID are the forms of IDs.
	OrganizationID, AccountID IDForm
}

// The values of -cloud.
const (
	HuaweiName  = "huawei"
	AlibabaName = "alibaba"
	both        = "both"
)

// Huawei is Huawei Cloud Organizations.
func Huawei() Cloud {
	return Cloud{Name: HuaweiName, Title: "Huawei Cloud", OrganizationID: huaweiOrganization, AccountID: huaweiAccount}
}

// Alibaba is Alibaba Cloud Resource Directory.
func Alibaba() Cloud {
	return Cloud{Name: AlibabaName, Title: "Alibaba Cloud", OrganizationID: alibabaOrganization, AccountID: alibabaAccount}
}

// An IDForm is what the IDs of organizations or accounts look like in a cloud.
type IDForm struct {
	is      string
	pattern *regexp.Regexp
}

var (
	huaweiOrganization  = IDForm{"an organization (o-…)", regexp.MustCompile(`^o-[0-9A-Za-z]+$`)}
	huaweiAccount       = IDForm{"a management account (32 digits and letters from a to f)", regexp.MustCompile(`^[0-9a-f]{32}$`)}
	alibabaOrganization = IDForm{"a resource directory (rd-…)", regexp.MustCompile(`^rd-[0-9A-Za-z]+$`)}
	alibabaAccount      = IDForm{"a management account (digits)", regexp.MustCompile(`^[0-9]{6,20}$`)}
)

// CheckIDs returns a [cli.UsageError] if an ID that a flag names has none of the forms.
func CheckIDs(flag string, ids []string, forms ...IDForm) error {
	var known []string
	for _, f := range forms {
		known = append(known, f.is)
	}
	for _, id := range ids {
		if !slices.ContainsFunc(forms, func(f IDForm) bool { return f.pattern.MatchString(id) }) {
			return cli.Misuse("-%s %s: give the ID of %s; anyone can choose a name", flag, id, strings.Join(known, " or of "))
		}
	}
	return nil
}

// A Result is how the work in one cloud ended. Err is nil if it ended well.
type Result struct {
	Cloud Cloud
	Err   error
}

// Conclude returns the errors of the clouds, each with its cloud's name. If another cloud has
// credentials, it leaves out a cloud without credentials, and says so on stderr.
func Conclude(p *cli.Process, results []Result) error {
	missing := func(r Result) bool { return errors.Is(r.Err, auth.ErrNoCredentials) }
	elsewhere := slices.ContainsFunc(results, func(r Result) bool { return !missing(r) })
	var failed []error
	for _, r := range results {
		switch {
		case r.Err == nil:
		case elsewhere && missing(r):
			p.Say("%s is left out: there are no credentials for it; -cloud %s says more", r.Cloud.Title, r.Cloud.Name)
		default:
			failed = append(failed, &pagination.SourceError{Name: r.Cloud.Name, Err: r.Err})
		}
	}
	return errors.Join(failed...)
}
