package invite

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// invitations reads the file and tells on stderr what is wrong with its lines. If
// something is, there is an error: nothing is to be sent then.
func (o options) invitations(ctx context.Context, stderr io.Writer) ([]invitation, error) {
	data, err := o.input(ctx)
	if err != nil {
		return nil, o.inFile(err)
	}
	list, faults, err := parseFile(data)
	if err != nil {
		return nil, o.inFile(err)
	}
	lines := len(list) + len(faults)
	good := list[:0:0]
	for _, v := range list {
		if what := o.misfit(v); what != "" {
			faults = append(faults, fault{v.line, what})
			continue
		}
		good = append(good, v)
	}
	more, err := o.rehearse(ctx, good)
	if err != nil {
		return nil, err
	}
	faults = append(faults, more...)
	if len(faults) == 0 {
		if lines == 0 {
			return nil, o.inFile(errors.New("there is no line below the names of the columns"))
		}
		return list, nil
	}
	tellFaults(stderr, o.fileName(), faults)
	return nil, fmt.Errorf("%s: bad lines: %d of %d; nothing was sent", o.fileName(), len(faults), lines)
}

// misfit is what the library would not object to; "" for nothing.
func (o options) misfit(v invitation) string {
	switch {
	case v.target == "":
		return "the target is missing"
	case !slices.Contains(o.cloud.targetTypes, v.targetType):
		return fmt.Sprintf("the target_type is %q: in %s there are %s", clip(v.targetType), o.cloud.Title, strings.Join(o.cloud.targetTypes, " and "))
	case startsFormula(v.target):
		return fmt.Sprintf("the target %q looks like a formula: write the text that it stands for", clip(v.target))
	case v.folder != "" && !o.cloud.folders:
		return fmt.Sprintf("%s puts no account into a folder", o.cloud.Title)
	}
	return ""
}

// rehearse plans the invitations in an organization in memory, where nobody is invited
// yet: what the library refuses there, it would refuse everywhere. Nothing leaves the
// process.
func (o options) rehearse(ctx context.Context, list []invitation) ([]fault, error) {
	plan, err := o.cloud.empty(o)
	if err != nil {
		return nil, err
	}
	var faults []fault
	for r, err := range plan(ctx, list, nil, false) {
		if err != nil {
			return nil, err
		}
		if r.Result == huaweiorg.ResultInvalid {
			faults = append(faults, fault{r.Line, r.Explanation()})
		}
	}
	return faults, nil
}

// maxTold is how many bad lines are told: they may all be bad for one reason.
const maxTold = 20

func tellFaults(stderr io.Writer, file string, faults []fault) {
	slices.SortFunc(faults, func(a, b fault) int { return cmp.Compare(a.line, b.line) })
	for _, f := range faults[:min(len(faults), maxTold)] {
		cli.Say(stderr, name, fmt.Sprintf("%s:%d: %s", file, f.line, f.what))
	}
	if n := len(faults) - maxTold; n > 0 {
		cli.Say(stderr, name, fmt.Sprintf("%s: and %d more", file, n))
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

// inFile names the file where the error does not.
func (o options) inFile(err error) error {
	if strings.Contains(err.Error(), o.fileName()) {
		return err
	}
	return fmt.Errorf("%s: %w", o.fileName(), err)
}
