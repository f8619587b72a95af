// Package outcome has what the commands that change invitations share: their flags, a row for each
// invitation in every format, the summary of the rows, and the organizations that -offline makes up.
package outcome

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
)

// The results of commands that no bulk verb of the library has.
const (
	Declined         invitation.Result = "declined"          // the invitation was declined
	AlreadyDeclined  invitation.Result = "already declined"  // the invitation was declined before
	AlreadyCancelled invitation.Result = "already cancelled" // the invitation was cancelled before
)

// A Row is what a command did with one invitation.
type Row struct {
	Cloud string
	Line  int // of the input file, and 0 if there is none
	invitation.Outcome
}

// Settled reports whether the command is done with the invitation, and knows the result.
func (r Row) Settled() bool {
	switch r.Result {
	case Declined, AlreadyDeclined, AlreadyCancelled, invitation.ResultUntrusted:
		return true
	case invitation.ResultSkipped:
		return r.Err == nil
	default:
		return r.Failure() == nil
	}
}

// MarshalJSON encodes the outcome, with the cloud and the line in front.
func (r Row) MarshalJSON() ([]byte, error) {
	type fields invitation.Outcome // without its own encoding
	return json.Marshal(struct {
		Cloud string `json:"cloud"`
		Line  int    `json:"line,omitzero"`
		fields
		Error string `json:"error,omitzero"`
	}{r.Cloud, r.Line, fields(r.Outcome), r.errorText()})
}

func (r Row) errorText() string {
	if r.Err == nil {
		return ""
	}
	return r.Err.Error()
}

// invitation returns the invitation. If there is none, it has the target and the cloud.
func (r Row) invitation() invitation.Invitation {
	i := r.Outcome.Invitation
	i.Cloud, i.Target = r.Cloud, r.Target
	return i
}

// why says to people why the command did nothing, or why it failed.
func (r Row) why() string {
	if r.Reason != "" || r.Err == nil {
		return r.Reason
	}
	return cli.Explain(r.Err).What
}

// CSVHeader names the fields of a row in CSV.
func CSVHeader() []string {
	return append([]string{"line", "result", "reason", "error", "member_id", "retry_at"}, invitation.CSVHeader()...)
}

func (r Row) record() []string {
	at := ""
	if !r.RetryAt.IsZero() {
		at = r.RetryAt.UTC().Format(time.RFC3339)
	}
	return append([]string{r.line(), string(r.Result), r.Reason, r.errorText(), r.MemberID, at}, r.invitation().CSVRecord()...)
}

func (r Row) line() string {
	if r.Line == 0 {
		return ""
	}
	return strconv.Itoa(r.Line)
}

// shape is how rows are written. Every column of an invitation can be asked for.
func (o *Options) shape() output.Shape[Row] {
	columns := output.Invitations("target", "expires", "id")
	columns[2].Priority = 40 // the target says which one it is
	if o.Received {
		columns = output.Invitations("status", "invited-by", "organization", "expires", "id")
		columns[0].Priority = 55 // the result says most of it
		columns[2].Priority = output.Essential
	}
	return output.Shape[Row]{
		Columns: slices.Concat([]output.Column[Row]{
			{Name: "LINE", Priority: output.Essential, Extra: !o.Numbered, Cell: Row.line},
			{Name: "RESULT", Priority: output.Essential + 3, Usual: 15, Status: true, Cell: func(r Row) string { return string(r.Result) }},
		}, output.Of(Row.invitation, columns...), []output.Column[Row]{
			{Name: "WHY", Priority: 80, Min: 20, Usual: 20, Cell: Row.why},
		}),
		CSVHeader: CSVHeader(), CSVRecord: Row.record,
	}
}
