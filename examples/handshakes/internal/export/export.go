// Package export is the command that writes all invitations that an organization sent, or that an
// account received, into a file of JSON lines. After an interruption, it continues when it is
// started again. Try it without a cloud account:
//
//	go run ./examples/handshakes export -offline -o sent.jsonl
package export

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/pagination"
)

//go:embed help.txt
var help string

// Command is the subcommand.
var Command = cli.Command{
	Name:    "export",
	Summary: "write all invitations as JSON lines, and continue after an interruption",
	Run:     exporter{reached: func(string) {}}.run,
}

// An exporter runs the command. Tests set both fields.
type exporter struct {
	reached  func(point string) // may kill the program
	pageSize int                // 0: the service's maximum
}

func (e exporter) run(ctx context.Context, p *cli.Process, args []string) error {
	out := &output{exporter: e}
	var access clouds.Access
	f := cli.NewFlags(p.Name, help, clouds.CredentialsHelp)
	f.BoolVar(&out.Received, "received", false, "the received invitations instead of the sent ones")
	f.StringVar(&out.path, "o", "", "write to this `file` (default stdout)")
	access.FlagsForBoth(f, p)
	if err := f.Parse(p, args); err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	access.Log = line.Logger
	clients, err := access.OpenAll(clouds.OfflineWorld(out.Received))
	if err != nil {
		return err
	}
	out.show, out.w = line.Show, line.Above(p.Stdout)
	if out.path != "" {
		defer out.close()
		if err := out.open(clients); err != nil {
			return err
		}
	}
	err = out.copyAll(ctx, clients)
	line.Close()
	if err == nil && out.path != "" {
		err = out.finish()
	}
	switch {
	case err == nil && p.Screen(p.Stderr).Terminal:
		p.Say("%s, complete", cli.Count(out.items, "invitation"))
	case err != nil && out.path != "":
		p.Say("%s is not complete, with %s: start again to continue", out.path, cli.Count(out.items, "invitation"))
	}
	return err
}

// copyAll copies the list of each cloud. If a list fails, copyAll still copies the other one. It
// stops at an interruption and at an error of the output.
func (o *output) copyAll(ctx context.Context, clients []clouds.Client) (failed error) {
	for _, c := range clients {
		err := o.copyList(ctx, c.Cloud.Name, c.List(o.Received).With(pagination.WithReadAhead(2)))
		if o.broken || ctx.Err() != nil {
			return errors.Join(failed, err)
		}
		if errors.Is(err, pagination.ErrBadCursor) {
			err = o.spoilt("was begun with another account or endpoint, or its second file was edited")
		}
		if err != nil {
			failed = errors.Join(failed, &pagination.SourceError{Name: c.Cloud.Name, Err: err})
		}
	}
	return failed
}

// copyList writes what the output does not have yet of the list of a cloud. A cursor of Huawei
// Cloud leads to the invitation behind the last one, even if the list changed. Page numbers do
// not, so the list of Alibaba Cloud is read again from the beginning. It is done only behind its
// last page, because the list may be found to have moved.
func (o *output) copyList(ctx context.Context, cloud string, pager *pagination.Pager[invitation.Invitation]) error {
	at, exact := o.Places[cloud], cloud == clouds.HuaweiName
	if at.Done {
		return nil
	}
	known := func(i invitation.Invitation) bool { return i.ID != "" && o.seen[i.ID] }
	walk := pager
	switch {
	case exact && at.Cursor != "":
		walk = pager.With(pagination.From(at.Cursor)) // with the page size that it began with
	case o.pageSize > 0:
		walk = pager.With(pagination.WithPageSize(o.pageSize))
	}
	if !exact && at.Cursor != "" {
		// The cursor shows whether this is the same account. Any other error comes again from the walk.
		if _, err := pager.Page(ctx, at.Cursor); errors.Is(err, pagination.ErrBadCursor) {
			return err
		}
	}
	for page, err := range walk.Pages(ctx) {
		if err = cmp.Or(err, ctx.Err()); err != nil { // also between pages that were read ahead
			return err
		}
		rows := page.Items
		if exact {
			at = place{Cursor: page.Next(), Done: page.Last()}
		} else if rows = slices.DeleteFunc(slices.Clone(rows), known); len(rows) == 0 {
			continue // the file has the complete page
		} else {
			at.Cursor = cmp.Or(page.Next(), at.Cursor)
		}
		if err := o.append(rows, cloud, at); err != nil {
			return err
		}
	}
	if exact {
		return nil
	}
	return o.append(nil, cloud, place{Done: true})
}
