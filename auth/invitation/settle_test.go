package invitation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// Errors of Send and Look, and of a write whose object came to another end.
var (
	errLost    = errors.New("no response")
	errLost2   = errors.New("no response again")
	errRefused = errors.New("refused")
	errFinal   = errors.New("it was declined, says the response")
	errBlind   = errors.New("the state cannot be read")
	errEnded   = errors.New("it came to another end")
)

// classifyScripted is a client's: what is lost is ambiguous, and an asking error asks for a wait.
func classifyScripted(err error) Refusal {
	f := Refusal{Ambiguous: errors.Is(err, errLost) || errors.Is(err, errLost2)}
	if errors.Is(err, errFinal) {
		f.Ended = &Invitation{ID: "declined"}
	}
	if a, ok := errors.AsType[asking](err); ok {
		f.Ambiguous, f.RetryAfter = true, time.Duration(a)
	}
	return f
}

type asking time.Duration

func (a asking) Error() string { return fmt.Sprintf("come again in %v", time.Duration(a)) }

// A script is what a write's attempts and looks come to; the last ones repeat.
type script struct {
	sends []error // nil: there is a response
	looks []look
	log   []string
	start time.Time
}

type look struct {
	finding finding
	err     error
}

func looks(findings ...finding) (out []look) {
	for _, f := range findings {
		out = append(out, look{finding: f})
	}
	return out
}

func (s *script) note(what string) {
	s.log = append(s.log, fmt.Sprintf("%s %v", what, time.Since(s.start).Seconds()))
}

// take gives the first of a list, and keeps the last.
func take[T any](list *[]T) T {
	first := (*list)[0]
	if len(*list) > 1 {
		*list = (*list)[1:]
	}
	return first
}

// write is the write that the script plays.
func (s *script) write() write {
	s.start = time.Now()
	return write{
		pkg: "pkg", op: "Op", check: "look for yourself",
		classify: classifyScripted,
		send: func(context.Context) (Invitation, error) {
			s.note("send")
			return Invitation{ID: "sent"}, take(&s.sends)
		},
		look: func(context.Context) (evidence, error) {
			s.note("look")
			l := take(&s.looks)
			return evidence{finding: l.finding, state: Invitation{ID: "seen"}, why: "so it looks"}, l.err
		},
		ended: func(i Invitation, cause error) error { return fmt.Errorf("%w: %s: %w", errEnded, i.ID, cause) },
	}
}

func TestWrite_Settle(t *testing.T) {
	t.Parallel()
	const (
		allLooks  = "send 0, look 0, look 1, look 3, look 7, look 15"
		nextLooks = ", look 16, look 17, look 19, look 23, look 31"
	)
	unknown := auth.ErrOutcomeUnknown
	sent, never := &auth.TransportError{Sent: true, Err: errors.New("reset")}, &auth.TransportError{Err: errors.New("no route")}
	for name, c := range map[string]struct {
		sends   []error
		looks   []look
		anew    bool
		refuses bool // duplicates
		retries int
		settle  time.Duration
		want    string // the result; "" for an error
		errs    []error
		not     []error
		log     string
	}{
		"a response is the result":                             {sends: []error{nil}, want: "sent", log: "send 0"},
		"a refusal is the error":                               {sends: []error{errRefused}, errs: []error{errRefused}, not: []error{unknown}, log: "send 0"},
		"an end that the response reports is the error":        {sends: []error{errFinal}, errs: []error{errFinal}, not: []error{unknown}, log: "send 0"},
		"an end that the response reports, though it was lost": {sends: []error{errors.Join(errFinal, sent)}, errs: []error{errFinal}, not: []error{unknown}, log: "send 0"},
		"what never left is a refusal":                         {sends: []error{never}, errs: []error{never}, not: []error{unknown}, log: "send 0"},

		"it took effect": {sends: []error{errLost}, looks: looks(reached), want: "seen", log: "send 0, look 0"},
		"it took effect, and the connection broke":   {sends: []error{sent}, looks: looks(reached), want: "seen", log: "send 0, look 0"},
		"it took effect, and the response was large": {sends: []error{fmt.Errorf("x: %w", auth.ErrTooLarge)}, looks: looks(reached), want: "seen", log: "send 0, look 0"},
		"it took effect, which is seen late":         {sends: []error{errLost}, looks: looks(absent, doubtful, absent, absent, reached), want: "seen", log: allLooks},
		"something else did":                         {sends: []error{errLost}, looks: looks(ended), errs: []error{errEnded, errLost}, not: []error{unknown}, log: "send 0, look 0"},
		"something else did, which is seen late":     {sends: []error{errLost}, looks: looks(absent, ended), errs: []error{errEnded}, not: []error{unknown}, log: "send 0, look 0, look 1"},
		"it cannot be told":                          {sends: []error{errLost}, looks: looks(doubtful), errs: []error{unknown, errLost}, log: allLooks},
		"it is not to be seen":                       {sends: []error{errLost}, looks: looks(absent), errs: []error{unknown, errLost}, log: allLooks},
		"it cannot be read":                          {sends: []error{errLost}, looks: []look{{err: errBlind}}, errs: []error{unknown, errLost, errBlind}, log: "send 0, look 0"},
		"it cannot be read, whatever the look says":  {sends: []error{errLost}, looks: []look{{finding: reached, err: errBlind}}, errs: []error{unknown, errBlind}, log: "send 0, look 0"},

		"untouched: sent again":              {sends: []error{errLost, nil}, looks: looks(untouched), want: "sent", log: "send 0, look 0, send 1"},
		"untouched, and then it took effect": {sends: []error{errLost, errLost2}, looks: looks(untouched, reached), want: "seen", log: "send 0, look 0, send 1, look 1"},
		"another end after the second: the first error is the cause": {sends: []error{errLost, errLost2}, looks: looks(untouched, ended),
			errs: []error{errEnded, errLost}, not: []error{errLost2, unknown}, log: "send 0, look 0, send 1, look 1"},
		"untouched for ever": {sends: []error{errLost, errLost2}, looks: looks(untouched), errs: []error{unknown, errLost, errLost2},
			log: "send 0, look 0, send 1, look 1, send 3, look 3, send 7, look 7, send 15, look 15"},
		"each pause is at most 16 s": {sends: []error{errLost}, looks: looks(untouched), retries: 6, errs: []error{unknown},
			log: "send 0, look 0, send 1, look 1, send 3, look 3, send 7, look 7, send 15, look 15, send 31, look 31, send 47, look 47"},
		"never sent again": {sends: []error{errLost}, looks: looks(untouched), retries: -1, errs: []error{unknown}, log: "send 0, look 0"},

		"refused after that, and it had taken effect":     {sends: []error{errLost, errRefused}, looks: looks(untouched, reached), want: "seen", log: "send 0, look 0, send 1, look 1"},
		"refused after that, which is seen late":          {sends: []error{errLost, errRefused}, looks: looks(untouched, untouched, untouched, reached), want: "seen", log: "send 0, look 0, send 1, look 1, look 2, look 4"},
		"refused after that, and untouched still":         {sends: []error{errLost, errRefused}, looks: looks(untouched), errs: []error{unknown, errLost, errRefused}, log: "send 0, look 0, send 1, look 1, look 2, look 4, look 8, look 16"},
		"the response reports another end after that":     {sends: []error{errLost, errFinal}, looks: looks(untouched), errs: []error{errFinal}, not: []error{unknown}, log: "send 0, look 0, send 1"},
		"it cannot be read after that":                    {sends: []error{errLost, errLost2}, looks: []look{{finding: untouched}, {err: errBlind}}, errs: []error{unknown, errLost, errLost2, errBlind}, log: "send 0, look 0, send 1, look 1"},
		"the service asks for a wait":                     {sends: []error{asking(time.Minute), nil}, looks: looks(untouched), want: "sent", log: "send 0, look 0, send 60"},
		"the service asks for a wait, after the second":   {sends: []error{errLost, asking(6 * time.Minute), nil}, looks: looks(untouched), want: "sent", log: "send 0, look 0, send 1, look 1, send 361"},
		"the service asks for less than the pause":        {sends: []error{asking(time.Millisecond), nil}, looks: looks(untouched), want: "sent", log: "send 0, look 0, send 1"},
		"the service asks for more than is waited for":    {sends: []error{asking(6*time.Minute + 1)}, looks: looks(untouched), errs: []error{unknown, asking(6*time.Minute + 1)}, log: "send 0, look 0"},
		"the service asks for a wait, and it took effect": {sends: []error{asking(time.Hour)}, looks: looks(reached), want: "seen", log: "send 0, look 0"},

		"anew: it took effect":                      {anew: true, sends: []error{errLost}, looks: looks(reached), want: "seen", log: "send 0, look 0"},
		"anew: absent after all looks, sent again":  {anew: true, sends: []error{errLost, nil}, looks: looks(absent), want: "sent", log: allLooks + ", send 16"},
		"anew: sent again once at most":             {anew: true, sends: []error{errLost, errLost2}, looks: looks(absent), retries: 9, errs: []error{unknown, errLost, errLost2}, log: allLooks + ", send 16" + nextLooks},
		"anew: never sent again":                    {anew: true, sends: []error{errLost}, looks: looks(absent), retries: -1, errs: []error{unknown}, log: allLooks},
		"anew: doubtful, not sent again":            {anew: true, sends: []error{errLost}, looks: looks(doubtful), errs: []error{unknown}, log: allLooks},
		"anew: doubtful in the end, not sent again": {anew: true, sends: []error{errLost}, looks: looks(absent, absent, absent, absent, doubtful), errs: []error{unknown}, log: allLooks},
		"anew: untouched, not sent again":           {anew: true, sends: []error{errLost}, looks: looks(untouched), errs: []error{unknown}, log: "send 0, look 0"},
		"anew: refused after that":                  {anew: true, sends: []error{errLost, errRefused}, looks: looks(absent, absent, absent, absent, absent, reached), want: "seen", log: allLooks + ", send 16, look 16"},

		"duplicates are refused: sent again twice": {anew: true, refuses: true, sends: []error{errLost, errLost2, nil}, looks: looks(absent), want: "sent",
			log: allLooks + ", send 16" + nextLooks + ", send 33"},
		"duplicates are refused: sent again as often as retries allow": {anew: true, refuses: true, retries: 2, sends: []error{errLost}, looks: looks(absent), errs: []error{unknown},
			log: allLooks + ", send 16" + nextLooks + ", send 33, look 33, look 34, look 36, look 40, look 48"},
		"duplicates are refused: never sent again":         {anew: true, refuses: true, sends: []error{errLost}, looks: looks(absent), retries: -1, errs: []error{unknown}, log: allLooks},
		"duplicates are refused: doubtful, not sent again": {anew: true, refuses: true, sends: []error{errLost}, looks: looks(absent, absent, absent, absent, doubtful), errs: []error{unknown}, log: allLooks},
		"duplicates are refused: this one was":             {anew: true, refuses: true, sends: []error{errLost, errRefused}, looks: looks(absent), errs: []error{unknown, errLost, errRefused}, log: allLooks + ", send 16" + nextLooks},

		"it settles within a time of one's own":       {anew: true, sends: []error{errLost}, looks: looks(absent), retries: -1, settle: 5 * time.Second, errs: []error{unknown}, log: "send 0, look 0, look 1, look 3, look 5"},
		"it settles within less than the first pause": {anew: true, sends: []error{errLost}, looks: looks(absent), retries: -1, settle: 500 * time.Millisecond, errs: []error{unknown}, log: "send 0, look 0, look 0.5"},
		"it settles within more than a minute": {anew: true, sends: []error{errLost}, looks: looks(absent), retries: -1, settle: 70 * time.Second, errs: []error{unknown},
			log: allLooks + ", look 31, look 47, look 63, look 70"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{sends: c.sends, looks: c.looks}
				w := s.write()
				w.creates, w.refusesDuplicates = c.anew, c.refuses
				w.maxRetries, w.settleTime = c.retries, c.settle
				got, err := w.do(t.Context())
				assert.Equal(t, c.want, got.ID)
				assert.Equal(t, c.want == "", err != nil, "%v", err)
				assert.Equal(t, c.log, strings.Join(s.log, ", "))
				for _, want := range c.errs {
					assert.ErrorIs(t, err, want)
				}
				for _, not := range c.not {
					assert.NotErrorIs(t, err, not)
				}
			})
		})
	}
}

func TestWrite_ContextEnds(t *testing.T) {
	t.Parallel()
	why := errors.New("the user left")
	for name, c := range map[string]struct {
		looks []look
		log   string
	}{
		"in the pause before it is sent again": {looks: looks(untouched), log: "send 0, look 0, send 1, look 1"},
		"between two looks":                    {looks: looks(absent), log: "send 0, look 0, look 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(2500*time.Millisecond, func() { cancel(why) })
				s := &script{sends: []error{errLost}, looks: c.looks}
				w := s.write()
				_, err := w.do(ctx)
				assert.Equal(t, 2500*time.Millisecond, time.Since(s.start))
				assert.Equal(t, c.log, strings.Join(s.log, ", "))
				for _, want := range []error{auth.ErrOutcomeUnknown, errLost, context.Canceled, why} {
					assert.ErrorIs(t, err, want)
				}
			})
		})
	}
}

func TestWrite_Deadline(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sends []error
		looks []look
		log   string
	}{
		"for the next look, which would be at 7 s": {sends: []error{errLost}, looks: looks(absent), log: "send 0, look 0, look 1, look 3"},
		"for the next attempt, which would be at 7 s": {
			sends: []error{errLost}, looks: looks(untouched), log: "send 0, look 0, send 1, look 1, send 3, look 3",
		},
		"that the service asks for": {sends: []error{asking(6 * time.Second)}, looks: looks(untouched), log: "send 0, look 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
				defer cancel()
				s := &script{sends: c.sends, looks: c.looks}
				w := s.write()
				_, err := w.do(ctx)
				assert.Equal(t, c.log, strings.Join(s.log, ", "))
				require.ErrorIs(t, err, auth.ErrOutcomeUnknown)
				assert.NotErrorIs(t, err, context.DeadlineExceeded, "it has not passed")
				assert.NoError(t, ctx.Err())
			})
		})
	}
}

func TestWrite_DeadlinePassed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
		defer cancel()
		w := (&script{sends: []error{errLost}}).write()
		w.look = func(context.Context) (evidence, error) {
			time.Sleep(7 * time.Second)
			return evidence{}, nil
		}
		_, err := w.do(ctx)
		require.ErrorIs(t, err, auth.ErrOutcomeUnknown)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestPause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{sends: []error{errLost}, looks: looks(untouched)}
		w := s.write()
		w.maxRetries = 70
		_, err := w.do(t.Context())
		require.ErrorIs(t, err, auth.ErrOutcomeUnknown)
		assert.Equal(t, (1+2+4+8+66*16)*time.Second, time.Since(s.start))
	})
}

func TestUnknownOutcome_Error(t *testing.T) {
	t.Parallel()
	s := &script{sends: []error{fmt.Errorf("pkg: Op: %w", errLost)}, looks: []look{{err: fmt.Errorf("pkg: Show: %w", errBlind)}}}
	w := s.write()
	w.check = ""
	_, err := w.do(t.Context())
	require.Error(t, err)
	assert.True(t, strings.HasPrefix(err.Error(), "pkg: "))
	assert.Equal(t, 1, strings.Count(err.Error(), "pkg: "), err)
	assert.False(t, slices.Contains(strings.Split(err.Error(), "; "), ""), err)
}
