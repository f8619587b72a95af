package output

import "github.com/orghandshakes/handshakes-go/auth/invitation"

// What begins a colour on a terminal, and ends every one.
const (
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	plain  = "\x1b[0m"
)

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

// paint gives the name of a state in column i its colour.
func (t *table[T]) paint(i int, text string) string {
	if color := colors[text]; t.colored && t.columns[i].Status && color != "" {
		return color + text + plain
	}
	return text
}
