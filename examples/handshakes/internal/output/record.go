package output

import (
	"bytes"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// records writes each row as lines, one for each column that is not empty, and an empty line
// between two rows.
type records[T any] struct {
	columns []Column[T]
	width   int // 0: nothing is cut
	colored bool
	begun   bool
}

func (r *records[T]) row(b *bytes.Buffer, row T) error {
	if r.begun {
		b.WriteByte('\n')
	}
	r.begun = true
	for _, c := range r.columns {
		text := terminal.Printable(c.Cell(row))
		if text == "" {
			continue
		}
		label := strings.Replace(strings.ToLower(c.Name), "(utc)", "(UTC)", 1) + ": "
		if c.Min > 0 && r.width > 0 {
			text = terminal.Truncate(text, r.width-terminal.Width(label))
		}
		b.WriteString(label + c.paint(text, r.colored) + "\n")
	}
	return nil
}

func (r *records[T]) flush(*bytes.Buffer) {}
func (r *records[T]) end(*bytes.Buffer)   {}

// colors are those of states and results: yellow waits for somebody, green went well, and red
// did not. All others are plain, also what has expired, which most of an old list has. They can
// be told apart on light and dark screens.
var colors = map[string]string{
	string(invitation.StatusPending):      yellow,
	string(invitation.StatusAccepted):     green,
	string(invitation.StatusDeclined):     red,
	string(invitation.ResultPlanned):      yellow,
	string(invitation.ResultCreated):      green,
	string(invitation.ResultQuotaReached): red,
	string(invitation.ResultInvalid):      red,
	string(invitation.ResultFailed):       red,
	string(invitation.ResultUnknown):      red,
}

// What begins a colour on a terminal, and ends every one.
const (
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	plain  = "\x1b[0m"
)

// paint gives the name of a state its colour.
func (c Column[T]) paint(text string, colored bool) string {
	if color := colors[text]; colored && c.Status && color != "" {
		return color + text + plain
	}
	return text
}
