package change

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
	declined         = invitation.Result(invitation.StatusDeclined)
	alreadyDeclined  = already + declined
	alreadyCancelled = already + invitation.ResultCancelled
	already          = "already " // before the command
)

// A row is what a command did with one invitation.
type row struct {
	Cloud string
	Line  int // of the input file, and 0 if there is none
	invitation.Outcome
}

// settled reports whether the command is done with the invitation, and knows the result.
func (r row) settled() bool { return r.Err == nil && r.Result != invitation.ResultQuotaReached }

// MarshalJSON encodes the outcome, with the cloud and the line in front.
func (r row) MarshalJSON() ([]byte, error) {
	type fields invitation.Outcome // without its own encoding
	return json.Marshal(struct {
		Cloud string `json:"cloud"`
		Line  int    `json:"line,omitzero"`
		fields
		Error string `json:"error,omitzero"`
	}{r.Cloud, r.Line, fields(r.Outcome), r.errorText()})
}

func (r row) errorText() string {
	if r.Err == nil {
		return ""
	}
	return r.Err.Error()
}

// invitation returns the invitation. If there is none, it has the target and the cloud.
func (r row) invitation() invitation.Invitation {
	i := r.Outcome.Invitation
	i.Cloud, i.Target = r.Cloud, r.Target
	return i
}

// why says to people why the command did nothing, or why it failed.
func (r row) why() string {
	if r.Reason != "" || r.Err == nil {
		return r.Reason
	}
	return cli.Explain(r.Err).What
}

func (r row) line() string {
	if r.Line == 0 {
		return ""
	}
	return strconv.Itoa(r.Line)
}

// csvHeader names the fields of [row.record].
func csvHeader() []string {
	return append([]string{"line", "result", "reason", "error", "member_id", "retry_at"}, invitation.CSVHeader()...)
}

func (r row) record() []string {
	at := ""
	if !r.RetryAt.IsZero() {
		at = r.RetryAt.UTC().Format(time.RFC3339)
	}
	return append([]string{r.line(), string(r.Result), r.Reason, r.errorText(), r.MemberID, at}, r.invitation().CSVRecord()...)
}

// shape is how rows are written. Every column of an invitation can be asked for.
func (c *change) shape() output.Shape[row] {
	columns := output.Invitations("target", "expires", "id")
	columns[2].Priority = 40 // the target says which one it is
	if c.received {
		columns = output.Invitations("status", "invited-by", "organization", "expires", "id")
		columns[0].Priority = 55 // the result says most of it
		columns[2].Priority = output.Essential
	}
	return output.Shape[row]{
		Columns: slices.Concat([]output.Column[row]{
			{Name: "LINE", Priority: output.Essential, Extra: c.lines == nil, Cell: row.line},
			{Name: "RESULT", Priority: output.Essential + 3, Usual: 15, Status: true, Cell: func(r row) string { return string(r.Result) }},
		}, output.Of(row.invitation, columns...), []output.Column[row]{
			{Name: "WHY", Priority: 80, Min: 20, Usual: 20, Cell: row.why},
		}),
		CSVHeader: csvHeader(), CSVRecord: row.record,
	}
}
