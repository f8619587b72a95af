package invite

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

// run sends, or plans, what the options ask for.
func (o options) run(ctx context.Context, p *cli.Process) error {
	var total int
	s, err := o.Run(world.World(), func(c clouds.Client) (iter.Seq2[outcome.Row, error], error) {
		lines, err := o.lines(ctx, p, c.Service)
		total = len(lines)
		return invite(ctx, c.Service, lines, o.Bulk(o.bulk()...)), err
	})
	if !o.Apply {
		s.Planned(p, "sent")
		return err
	}
	return s.Applied(p, total, "run this again with the same file: nobody is invited twice", err)
}

func (o options) bulk() []invitation.BulkOption {
	opts := quotaOption(o.quota)
	for _, end := range o.reinvite {
		opts = append(opts, invitation.Reinvite(invitation.Status(end)))
	}
	return opts
}

// invite has one row for each line, in their order, unless it ends with an error.
func invite(ctx context.Context, s invitation.Service, lines []line, opts []invitation.BulkOption) iter.Seq2[outcome.Row, error] {
	inputs := func(yield func(invitation.Input) bool) {
		for _, l := range lines {
			if !yield(l.Input) {
				return
			}
		}
	}
	return func(yield func(outcome.Row, error) bool) {
		next := 0
		for row, err := range outcome.Rows(s.InviteAll(ctx, inputs, opts...)) {
			if err == nil && next < len(lines) {
				row.Line = lines[next].number
				next++
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// lines reads the file, and reports on stderr what is wrong with its lines. If a line is bad,
// that is an error: nothing may be sent then.
func (o options) lines(ctx context.Context, p *cli.Process, s invitation.Service) ([]line, error) {
	data := []byte(o.cloud.sample)
	if o.file != "" {
		var err error
		if data, err = read(ctx, o.file, p.Stdin); err != nil {
			return nil, o.inFile(err)
		}
	}
	lines, faults, err := parseFile(data, o.cloud)
	if err != nil {
		return nil, o.inFile(err)
	}
	total := len(lines) + len(faults)
	more, err := rehearse(ctx, s, lines)
	if err != nil {
		return nil, err
	}
	switch faults = append(faults, more...); {
	case total == 0:
		return nil, o.inFile(errors.New("there is no line below the names of the columns"))
	case len(faults) > 0:
		o.tell(p, faults)
		return nil, fmt.Errorf("%s: %d of %d lines are bad; nothing was sent", o.fileName(), len(faults), total)
	default:
		return lines, nil
	}
}

// rehearse plans the invitations for an organization that invited nobody and has no members.
// What the client refuses then, it would refuse in any case. Nothing leaves the process.
func rehearse(ctx context.Context, s invitation.Service, lines []line) (faults []fault, _ error) {
	opts := []invitation.BulkOption{invitation.DryRun(), invitation.WithSent(nil), invitation.KnownMembers(nil)}
	for row, err := range invite(ctx, s, lines, opts) {
		if err != nil {
			return nil, err
		}
		if row.Result == invitation.ResultInvalid {
			faults = append(faults, fault{row.Line, cmp.Or(row.Reason, cli.Explain(row.Err).What)})
		}
	}
	return faults, nil
}

// maxTold is how many bad lines are reported: they may all be bad for one reason.
const maxTold = 20

func (o options) tell(p *cli.Process, faults []fault) {
	slices.SortFunc(faults, func(a, b fault) int { return cmp.Compare(a.number, b.number) })
	for _, f := range faults[:min(len(faults), maxTold)] {
		p.Say("%s:%d: %s", o.fileName(), f.number, f.what)
	}
	if n := len(faults) - maxTold; n > 0 {
		p.Say("%s: and %d more", o.fileName(), n)
	}
}

func (o options) fileName() string {
	switch o.file {
	case "":
		return "the sample"
	case "-":
		return "standard input"
	default:
		return o.file
	}
}

// inFile names the file if the error does not.
func (o options) inFile(err error) error {
	if strings.Contains(err.Error(), o.fileName()) {
		return err
	}
	return fmt.Errorf("%s: %w", o.fileName(), err)
}
