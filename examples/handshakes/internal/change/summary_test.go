package change

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

func TestRow_settled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		o    invitation.Outcome
		want bool
	}{
		{name: "created", o: invitation.Outcome{Result: invitation.ResultCreated}, want: true},
		{name: "declined", o: invitation.Outcome{Result: declined}, want: true},
		{name: "already declined", o: invitation.Outcome{Result: alreadyDeclined}, want: true},
		{name: "already cancelled", o: invitation.Outcome{Result: alreadyCancelled}, want: true},
		{name: "skipped on purpose", o: invitation.Outcome{Result: invitation.ResultSkipped, Reason: "declined"}, want: true},
		{name: "untrusted", o: invitation.Outcome{Result: invitation.ResultUntrusted}, want: true},
		{name: "skipped because others were refused", o: invitation.Outcome{Result: invitation.ResultSkipped, Err: errors.New("x")}},
		{name: "quota reached", o: invitation.Outcome{Result: invitation.ResultQuotaReached}},
		{name: "failed", o: invitation.Outcome{Result: invitation.ResultFailed, Err: errors.New("x")}},
		{name: "unknown", o: invitation.Outcome{Result: invitation.ResultUnknown, Err: errors.New("x")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, row{Outcome: c.o}.settled())
		})
	}
}

func TestRow_Formats(t *testing.T) {
	t.Parallel()
	r := row{Cloud: "huawei", Line: 7, Outcome: invitation.Outcome{
		Target: invitation.Target{Type: "name", Entity: "a"}, Result: invitation.ResultFailed,
		Err: errors.New("no"), RetryAt: time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC),
	}}
	got, err := json.Marshal(r)
	require.NoError(t, err)
	assert.JSONEq(t, `{"cloud":"huawei","line":7,"target":{"type":"name","entity":"a"},"result":"failed",
		"retry_at":"2026-03-02T09:30:00Z","error":"no"}`, string(got))
	assert.Len(t, r.record(), len(csvHeader()))
	assert.Equal(t, []string{"7", "failed", "", "no", "", "2026-03-02T09:30:00Z", "huawei", "", "", "name", "a"}, r.record()[:11],
		"without an invitation, the target and the cloud are known")
	r.Line = 0
	got, err = json.Marshal(r)
	require.NoError(t, err)
	assert.NotContains(t, string(got), "line")
	assert.Empty(t, r.record()[0])
}

func TestSummary(t *testing.T) {
	t.Parallel()
	s := summary{results: map[invitation.Result]int{}}
	assert.Empty(t, s.String())
	for _, result := range order {
		s.add(row{Outcome: invitation.Outcome{Result: result}})
	}
	s.add(row{Outcome: invitation.Outcome{Result: invitation.ResultCreated}})
	assert.Equal(t, "2 created, 1 accepted, 1 declined, 1 cancelled, 1 planned, 1 already pending, 1 already member, "+
		"1 already accepted, 1 already declined, 1 already cancelled, 1 quota reached, 1 untrusted, 1 skipped, 1 invalid, 1 failed, 1 unknown", s.String())
	assert.Equal(t, 17, s.rows)
	require.NoError(t, s.failure)
	failure := errors.New("x")
	s.add(row{Outcome: invitation.Outcome{Result: invitation.ResultFailed, Err: failure}})
	s.add(row{Outcome: invitation.Outcome{Result: invitation.ResultFailed, Err: errors.New("y")}})
	assert.Equal(t, failure, s.failure, "the first one")
}

func TestChange_shape(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		c    change
		want []string
	}{
		{name: "of sent invitations", want: []string{"RESULT", "TARGET", "EXPIRES (UTC)", "ID", "WHY"}},
		{name: "of a file", c: change{lines: []int{2}}, want: []string{"LINE", "RESULT", "TARGET", "EXPIRES (UTC)", "ID", "WHY"}},
		{name: "of received invitations", c: change{verb: verb{received: true}},
			want: []string{"RESULT", "STATUS", "INVITED BY", "ORGANIZATION", "EXPIRES (UTC)", "ID", "WHY"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var shown []string
			for _, column := range c.c.shape().Columns {
				if !column.Extra {
					shown = append(shown, column.Name)
				}
			}
			assert.Equal(t, c.want, shown)
			assert.Contains(t, c.c.shape().Names(), "note", "every column of an invitation can be asked for")
		})
	}
}

func TestChange_shape_Terminal(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := output.New(&b, terminal.Screen{Terminal: true, Width: 80}, output.Flags{Format: output.Table}, (&change{verb: verb{received: true}}).shape())
	require.NoError(t, w.Write(row{}))
	require.NoError(t, w.Flush())
	heading, _, _ := strings.Cut(b.String(), "\n")
	assert.Equal(t, []string{"RESULT", "ORGANIZATION", "ID"}, strings.Fields(heading), "the organization says more than the status does")
}
