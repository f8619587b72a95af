package output

import (
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// colors are those of states and results: yellow waits for somebody, green went well, and red
// did not. All others are plain, also what has expired, which most of an old list has.
var colors = map[string]terminal.Color{
	string(invitation.StatusPending):      terminal.Yellow,
	string(invitation.StatusAccepted):     terminal.Green,
	string(invitation.StatusDeclined):     terminal.Red,
	string(invitation.ResultPlanned):      terminal.Yellow,
	string(invitation.ResultCreated):      terminal.Green,
	string(invitation.ResultQuotaReached): terminal.Red,
	string(invitation.ResultInvalid):      terminal.Red,
	string(invitation.ResultFailed):       terminal.Red,
	string(invitation.ResultUnknown):      terminal.Red,
}
