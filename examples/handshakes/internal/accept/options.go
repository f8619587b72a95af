package accept

import (
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

// Options are what the command line asks for.
type options struct {
	cloud  cloud
	id     string // "": whom trust names
	trust  trust
	accept bool
	format string
	access clouds.Access
	now    func() time.Time
}

// A trust names whose invitations may be accepted, by ID.
type trust struct{ organizations, accounts ids }

// ids are the values of a flag that can be repeated, and separated by commas. An empty
// one is a mistake, as of a variable that is not set: to overlook it could make the
// trust wider than it was meant.
type ids []string

func (l *ids) String() string { return strings.Join(*l, ",") }

func (l *ids) Set(list string) error {
	for id := range strings.SplitSeq(list, ",") {
		if id = strings.TrimSpace(id); id == "" {
			return errors.New("an ID is empty")
		}
		*l = append(*l, id)
	}
	return nil
}

const before = `
Accept the invitation that your account received: one that you choose by its ID, or the
one of an organization that you trust. Without -accept nothing is accepted: what would be
is "planned". To accept is to join an organization, whose policies then begin to apply.

  go run ./examples/handshakes accept [flags]

Examples:
  go run ./examples/handshakes accept -offline                        see it at work, without an account
  go run ./examples/handshakes accept -id h-0k3v7m2q9x4c8b1n          look at one
  go run ./examples/handshakes accept -id h-0k3v7m2q9x4c8b1n -accept  accept it
  go run ./examples/handshakes accept -organization o-1b2c3d -accept  accept that of an organization
`

const after = `
Trust:
  The flags of trust take IDs, as names can be chosen by anybody; several with commas,
  or by repeating the flag. Where an organization (a directory) and an account are both
  given, an invitation must match both. An account can join only one organization: where
  several trusted invitations are pending, none is accepted. Everything else is reported
  and left alone, and WHY says why.

Formats:
  table  one line for each invitation, dates are in UTC
  csv    all fields; a cell that a spreadsheet would run gets an apostrophe in front
  json   one array of {"cloud": …, "result": …, "target": …, "reason": …, "error": …,
         "handshake": …}; reason and error only where there is such a thing

Exit codes:
  0  done       1  failed, or the invitation of -id cannot be accepted
  2  misused  130  interrupted with Ctrl-C; what was accepted before is told
` + clouds.KeysHelp

func parse(args []string, stdout io.Writer) (options, error) {
	var o options
	var cloudName string
	var id ids
	f := cli.NewFlags(name, before, after)
	f.StringVar(&cloudName, "cloud", clouds.HuaweiName, "the cloud's `name`: "+clouds.HuaweiName+", "+clouds.AlibabaName)
	f.Var(&id, "id", "the invitation with this `ID`")
	f.BoolVar(&o.accept, "accept", false, "accept; without it, only say what would be accepted")
	own := map[string]*trust{}
	for _, c := range all() {
		t := &trust{}
		own[c.Name] = t
		f.Var(&t.organizations, c.organizationFlag, "from these `IDs` of "+c.organizations+", in "+c.Title)
		f.Var(&t.accounts, c.accountFlag, "from these `IDs` of accounts, in "+c.Title)
	}
	f.StringVar(&o.format, "format", outcome.Formats()[0], "`how` to write it: "+strings.Join(outcome.Formats(), ", "))
	o.access.Flags(f)
	f.Group("What to accept", "cloud", "id", "organization", "management-account", "directory", "master-account", "accept")
	f.Group("How to write it", "format")
	f.Group("Where it comes from", clouds.FlagNames()...)
	if err := f.ParseOnly(args, stdout); err != nil {
		return o, err
	}
	i := slices.IndexFunc(all(), func(c cloud) bool { return c.Name == cloudName })
	switch {
	case i < 0:
		return o, cli.Misuse("-cloud %s: there are %s and %s, one at a time", cloudName, clouds.HuaweiName, clouds.AlibabaName)
	case !slices.Contains(outcome.Formats(), o.format):
		return o, cli.Misuse("-format %s: there are %s", o.format, strings.Join(outcome.Formats(), ", "))
	case len(id) > 1:
		return o, cli.Misuse("-id: give one: an account can join only one organization")
	}
	o.cloud, o.id, o.trust = all()[i], id.String(), *own[cloudName]
	return o, o.fit(f)
}

// fit reports what does not go together.
func (o *options) fit(f *cli.Flags) error {
	for _, c := range all() {
		for _, flag := range []string{c.organizationFlag, c.accountFlag} {
			if c.Name != o.cloud.Name && f.Lookup(flag).Value.String() != "" {
				return cli.Misuse("-%s is for %s: in %s there are -%s and -%s",
					flag, c.Title, o.cloud.Title, o.cloud.organizationFlag, o.cloud.accountFlag)
			}
		}
	}
	trusting := o.trust.organizations != nil || o.trust.accounts != nil
	switch {
	case o.id != "" && trusting:
		return cli.Misuse("give -id, or whom you trust, not both")
	case o.id == "" && !trusting && !o.access.Offline:
		return cli.Misuse("what to accept? give -id, -%s or -%s, or -offline to see this program at work without an account",
			o.cloud.organizationFlag, o.cloud.accountFlag)
	}
	return o.access.Check(f, []clouds.Cloud{o.cloud.Cloud})
}
