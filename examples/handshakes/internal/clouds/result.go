package clouds

import (
	"errors"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A Result is how the work in one cloud ended. Err is nil if it ended well.
type Result struct {
	Cloud Cloud
	Err   error
}

// Conclude returns the errors of the clouds, each with its cloud's name. If another cloud has
// credentials, it leaves out a cloud without credentials, and says so on stderr.
func Conclude(p *cli.Process, results []Result) error {
	keyless := func(r Result) bool { return errors.Is(r.Err, auth.ErrNoCredentials) }
	keyed := slices.ContainsFunc(results, func(r Result) bool { return !keyless(r) })
	var failed []error
	for _, r := range results {
		switch {
		case r.Err == nil:
		case keyed && keyless(r):
			p.Say("%s is left out: there are no credentials for it; -cloud %s says more", r.Cloud.Title, r.Cloud.Name)
		default:
			failed = append(failed, &pagination.SourceError{Name: r.Cloud.Name, Err: r.Err})
		}
	}
	return errors.Join(failed...)
}
