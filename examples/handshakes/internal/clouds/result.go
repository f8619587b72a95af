package clouds

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// CredentialsHelp is the part of a help that says where credentials are taken from.
//
//go:embed credentials.txt
var CredentialsHelp string

// A Result is how the work in one cloud ended; without an error, well.
type Result struct {
	Cloud Cloud
	Err   error
}

// Conclude says on stderr which clouds without credentials were left out, and returns the errors
// of the others, each with its cloud's name. A missing key is an error
// where no other cloud has one.
func Conclude(p *cli.Process, results []Result) error {
	keyed := slices.ContainsFunc(results, func(r Result) bool { return !r.keyless() })
	var failed []error
	for _, r := range results {
		switch {
		case r.Err == nil:
		case keyed && r.keyless():
			p.Say("%s", LeftOut(r.Cloud))
		default:
			failed = append(failed, &pagination.SourceError{Name: r.Cloud.Name, Err: r.Err})
		}
	}
	return errors.Join(failed...)
}

// LeftOut says that a cloud without credentials is left out.
func LeftOut(c Cloud) string {
	return fmt.Sprintf("%s is left out: there are no credentials for it; -cloud %s says more", c.Title, c.Name)
}

func (r Result) keyless() bool { return errors.Is(r.Err, auth.ErrNoCredentials) }
