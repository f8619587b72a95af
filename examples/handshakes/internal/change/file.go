package change

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/csvfile"
)

// table is the form of the file. In the CSV that the tool writes, the column of the notes is called
// note, and there are more columns.
var table = csvfile.Table{
	Columns:  []string{"target_type", "target", "notes", "tags", "folder", "note", "cloud"},
	Required: 2,
	Ignored:  csvHeader(),
}

var targetTypes = map[string][]invitation.TargetType{
	clouds.HuaweiName:  {invitation.TargetTypeAccount, invitation.TargetTypeName},
	clouds.AlibabaName: {invitation.TargetTypeAccount, invitation.TargetTypeEmail},
}

// read returns the invitations of a file that errors call by this name, and notes the numbers of
// their lines. If the path is -, it reads stdin. A bad line is an error, so that nothing is sent.
func (c *change) read(ctx context.Context, name, path string, stdin io.Reader) ([]invitation.Input, error) {
	inputs, err := csvfile.Read(ctx, name, path, stdin, table, func(r csvfile.Row) (invitation.Input, error) {
		c.lines = append(c.lines, r.Line)
		in, err := input(r, c.client.Cloud)
		if err == nil {
			err = rehearse(ctx, c.client.Service, in)
		}
		return in, err
	})
	switch c.total = len(inputs); {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fmt.Errorf("%w; nothing was sent", err)
	case len(inputs) == 0:
		return nil, cli.Misuse("%s: there is no line below the names of the columns", name)
	}
	return inputs, nil
}

// rehearse plans the invitation for an organization that invited nobody and has no members, and
// returns what the client refuses in any case. Nothing leaves the process.
func rehearse(ctx context.Context, s invitation.Service, in invitation.Input) error {
	for o, err := range s.InviteAll(ctx, slices.Values([]invitation.Input{in}), invitation.DryRun(), invitation.WithSent(nil), invitation.KnownMembers(nil)) {
		if err != nil || o.Result != invitation.ResultInvalid {
			return err
		}
		if o.Reason != "" {
			return errors.New(o.Reason)
		}
		text := cli.Explain(o.Err).What
		_, what, _ := strings.Cut(text, ": ") // without the call
		return errors.New(cmp.Or(strings.TrimSuffix(what, ": invalid request"), text))
	}
	return nil
}

// rounded matches a number of many digits as spreadsheets write it.
var rounded = regexp.MustCompile(`^[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+$`)

// input returns what a line says. It checks what the service's client does not check. Its errors
// do not quote a cell, which may hold a secret.
func input(r csvfile.Row, cloud clouds.Cloud) (in invitation.Input, err error) {
	trimmed := func(column string) string { return strings.TrimSpace(r.Cell(column)) }
	in.Target.Type = invitation.TargetType(strings.ToLower(trimmed("target_type")))
	in.Target.Entity = trimmed("target")
	in.Note = cmp.Or(r.Cell("notes"), r.Cell("note"))
	in.Folder = trimmed("folder")
	switch types := targetTypes[cloud.Name]; {
	case trimmed("cloud") != "" && trimmed("cloud") != cloud.Name:
		return in, fmt.Errorf("the cloud is not %s", cloud.Name)
	case in.Target.Entity == "":
		return in, errors.New("the target is missing")
	case !slices.Contains(types, in.Target.Type):
		return in, fmt.Errorf("the target_type is not one of %s, which are %s and %s", cloud.Title, types[0], types[1])
	case strings.IndexAny(in.Target.Entity, "=+-@＝＋－＠") == 0:
		return in, errors.New("the target looks like a formula: write its result instead")
	case in.Target.Type == invitation.TargetTypeAccount && rounded.MatchString(in.Target.Entity):
		return in, errors.New("a spreadsheet has rounded the account ID: format the column as text, and write the ID again")
	}
	in.Tags, err = parseTags(r.Cell("tags"))
	return in, err
}

// parseTags reads team=payments; env=prod.
func parseTags(cell string) (tags []invitation.Tag, _ error) {
	for n, pair := range strings.Split(cell, ";") {
		if pair = strings.TrimSpace(pair); pair == "" {
			continue
		}
		key, value, ok := strings.Cut(pair, "=")
		tag := invitation.Tag{Key: strings.TrimSpace(key), Value: strings.TrimSpace(value)}
		switch {
		case !ok || tag.Key == "":
			return nil, fmt.Errorf("tag %d is not of the form key=value", n+1)
		case slices.ContainsFunc(tags, func(t invitation.Tag) bool { return t.Key == tag.Key }):
			return nil, fmt.Errorf("tag %d has the key of an earlier tag", n+1)
		}
		tags = append(tags, tag)
	}
	return tags, nil
}
