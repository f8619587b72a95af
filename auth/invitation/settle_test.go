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

// The errors of send and look, and of a write whose object ended in another state.
var (
	errLost    = errors.New("no response")
	errLost2   = errors.New("no response to the resend")
	errRefused = errors.New("refused")
	errFinal   = errors.New("the response shows that it was declined")
	errBlind   = errors.New("the state cannot be read")
	errEnded   = errors.New("it ended in another state")
)

// classifyScripted classifies as a client does: a lost response is ambiguous, and an asking
// error asks for a wait.
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

func (a asking) Error() string { return fmt.Sprintf("wait %v", time.Duration(a)) }

// A script holds the results of a write's attempts and looks. The last ones repeat.
type script struct {
	sends []error // nil: a response comes
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

// take removes and returns the first of a list. It does not remove the last.
func take[T any](list *[]T) T {
	first := (*list)[0]
	if len(*list) > 1 {
		*list = (*list)[1:]
	}
	return first
}

// write returns a write that follows the script.
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

func TestWrite_do(t *testing.T) {
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
		creates bool
		refuses bool // the service refuses duplicates
		retries int
		settle  time.Duration
		want    string // the result; "" for an error
		errs    []error
		not     []error
		log     string
	}{
		"returns the response":                                                      {sends: []error{nil}, want: "sent", log: "send 0"},
		"returns a refusal as the error":                                            {sends: []error{errRefused}, errs: []error{errRefused}, not: []error{unknown}, log: "send 0"},
		"returns another end that the response shows as the error":                  {sends: []error{errFinal}, errs: []error{errFinal}, not: []error{unknown}, log: "send 0"},
		"returns another end that the response shows although the connection broke": {sends: []error{errors.Join(errFinal, sent)}, errs: []error{errFinal}, not: []error{unknown}, log: "send 0"},
		"returns the error of a request that was never sent":                        {sends: []error{never}, errs: []error{never}, not: []error{unknown}, log: "send 0"},

		"finds that the write took effect":                              {sends: []error{errLost}, looks: looks(reached), want: "seen", log: "send 0, look 0"},
		"finds that the write took effect before the connection broke":  {sends: []error{sent}, looks: looks(reached), want: "seen", log: "send 0, look 0"},
		"finds that the write took effect if its response is too large": {sends: []error{fmt.Errorf("x: %w", auth.ErrTooLarge)}, looks: looks(reached), want: "seen", log: "send 0, look 0"},
		"finds late that the write took effect":                         {sends: []error{errLost}, looks: looks(absent, doubtful, absent, absent, reached), want: "seen", log: allLooks},
		"reports that another write took effect":                        {sends: []error{errLost}, looks: looks(ended), errs: []error{errEnded, errLost}, not: []error{unknown}, log: "send 0, look 0"},
		"reports that another write took effect, which is visible late": {sends: []error{errLost}, looks: looks(absent, ended), errs: []error{errEnded}, not: []error{unknown}, log: "send 0, look 0, look 1"},
		"does not know if every look is doubtful":                       {sends: []error{errLost}, looks: looks(doubtful), errs: []error{unknown, errLost}, log: allLooks},
		"does not know if no look shows the object":                     {sends: []error{errLost}, looks: looks(absent), errs: []error{unknown, errLost}, log: allLooks},
		"does not know if the look fails":                               {sends: []error{errLost}, looks: []look{{err: errBlind}}, errs: []error{unknown, errLost, errBlind}, log: "send 0, look 0"},
		"ignores the finding of a look that fails":                      {sends: []error{errLost}, looks: []look{{finding: reached, err: errBlind}}, errs: []error{unknown, errBlind}, log: "send 0, look 0"},

		"resends if the object is untouched": {sends: []error{errLost, nil}, looks: looks(untouched), want: "sent", log: "send 0, look 0, send 1"},
		"finds that the resend took effect":  {sends: []error{errLost, errLost2}, looks: looks(untouched, reached), want: "seen", log: "send 0, look 0, send 1, look 1"},
		"names the first error as the cause if another write took effect after the resend": {sends: []error{errLost, errLost2}, looks: looks(untouched, ended),
			errs: []error{errEnded, errLost}, not: []error{errLost2, unknown}, log: "send 0, look 0, send 1, look 1"},
		"stops resending when the retries are used up": {sends: []error{errLost, errLost2}, looks: looks(untouched), errs: []error{unknown, errLost, errLost2},
			log: "send 0, look 0, send 1, look 1, send 3, look 3, send 7, look 7, send 15, look 15"},
		"pauses at most 16 s before a resend": {sends: []error{errLost}, looks: looks(untouched), retries: 6, errs: []error{unknown},
			log: "send 0, look 0, send 1, look 1, send 3, look 3, send 7, look 7, send 15, look 15, send 31, look 31, send 47, look 47"},
		"never resends without retries": {sends: []error{errLost}, looks: looks(untouched), retries: -1, errs: []error{unknown}, log: "send 0, look 0"},

		"finds that the first attempt took effect if the resend is refused":     {sends: []error{errLost, errRefused}, looks: looks(untouched, reached), want: "seen", log: "send 0, look 0, send 1, look 1"},
		"finds that late if the resend is refused":                              {sends: []error{errLost, errRefused}, looks: looks(untouched, untouched, untouched, reached), want: "seen", log: "send 0, look 0, send 1, look 1, look 2, look 4"},
		"does not know if the resend is refused and the object stays untouched": {sends: []error{errLost, errRefused}, looks: looks(untouched), errs: []error{unknown, errLost, errRefused}, log: "send 0, look 0, send 1, look 1, look 2, look 4, look 8, look 16"},
		"returns another end that the response to the resend shows":             {sends: []error{errLost, errFinal}, looks: looks(untouched), errs: []error{errFinal}, not: []error{unknown}, log: "send 0, look 0, send 1"},
		"does not know if the look after the resend fails":                      {sends: []error{errLost, errLost2}, looks: []look{{finding: untouched}, {err: errBlind}}, errs: []error{unknown, errLost, errLost2, errBlind}, log: "send 0, look 0, send 1, look 1"},
		"waits before the resend as long as the service asks":                   {sends: []error{asking(time.Minute), nil}, looks: looks(untouched), want: "sent", log: "send 0, look 0, send 60"},
		"waits before the second resend as long as the service asks":            {sends: []error{errLost, asking(6 * time.Minute), nil}, looks: looks(untouched), want: "sent", log: "send 0, look 0, send 1, look 1, send 361"},
		"waits for the pause if the service asks for less":                      {sends: []error{asking(time.Millisecond), nil}, looks: looks(untouched), want: "sent", log: "send 0, look 0, send 1"},
		"does not resend if the service asks for more than 6 minutes":           {sends: []error{asking(6*time.Minute + 1)}, looks: looks(untouched), errs: []error{unknown, asking(6*time.Minute + 1)}, log: "send 0, look 0"},
		"does not wait if the write took effect":                                {sends: []error{asking(time.Hour)}, looks: looks(reached), want: "seen", log: "send 0, look 0"},

		"creating, finds that the write took effect":                                  {creates: true, sends: []error{errLost}, looks: looks(reached), want: "seen", log: "send 0, look 0"},
		"creating, resends if all looks show nothing":                                 {creates: true, sends: []error{errLost, nil}, looks: looks(absent), want: "sent", log: allLooks + ", send 16"},
		"creating, resends at most once":                                              {creates: true, sends: []error{errLost, errLost2}, looks: looks(absent), retries: 9, errs: []error{unknown, errLost, errLost2}, log: allLooks + ", send 16" + nextLooks},
		"creating, never resends without retries":                                     {creates: true, sends: []error{errLost}, looks: looks(absent), retries: -1, errs: []error{unknown}, log: allLooks},
		"creating, does not resend if every look is doubtful":                         {creates: true, sends: []error{errLost}, looks: looks(doubtful), errs: []error{unknown}, log: allLooks},
		"creating, does not resend if the last look is doubtful":                      {creates: true, sends: []error{errLost}, looks: looks(absent, absent, absent, absent, doubtful), errs: []error{unknown}, log: allLooks},
		"creating, does not resend if the object is untouched":                        {creates: true, sends: []error{errLost}, looks: looks(untouched), errs: []error{unknown}, log: "send 0, look 0"},
		"creating, finds that the first attempt took effect if the resend is refused": {creates: true, sends: []error{errLost, errRefused}, looks: looks(absent, absent, absent, absent, absent, reached), want: "seen", log: allLooks + ", send 16, look 16"},

		"creating without duplicates, resends twice": {creates: true, refuses: true, sends: []error{errLost, errLost2, nil}, looks: looks(absent), want: "sent",
			log: allLooks + ", send 16" + nextLooks + ", send 33"},
		"creating without duplicates, resends as often as retries allow": {creates: true, refuses: true, retries: 2, sends: []error{errLost}, looks: looks(absent), errs: []error{unknown},
			log: allLooks + ", send 16" + nextLooks + ", send 33, look 33, look 34, look 36, look 40, look 48"},
		"creating without duplicates, never resends without retries":                {creates: true, refuses: true, sends: []error{errLost}, looks: looks(absent), retries: -1, errs: []error{unknown}, log: allLooks},
		"creating without duplicates, does not resend if the last look is doubtful": {creates: true, refuses: true, sends: []error{errLost}, looks: looks(absent, absent, absent, absent, doubtful), errs: []error{unknown}, log: allLooks},
		"creating without duplicates, does not know if the resend is refused":       {creates: true, refuses: true, sends: []error{errLost, errRefused}, looks: looks(absent), errs: []error{unknown, errLost, errRefused}, log: allLooks + ", send 16" + nextLooks},

		"looks for as long as the caller sets":         {creates: true, sends: []error{errLost}, looks: looks(absent), retries: -1, settle: 5 * time.Second, errs: []error{unknown}, log: "send 0, look 0, look 1, look 3, look 5"},
		"looks again within less than the first pause": {creates: true, sends: []error{errLost}, looks: looks(absent), retries: -1, settle: 500 * time.Millisecond, errs: []error{unknown}, log: "send 0, look 0, look 0.5"},
		"looks for more than a minute": {creates: true, sends: []error{errLost}, looks: looks(absent), retries: -1, settle: 70 * time.Second, errs: []error{unknown},
			log: allLooks + ", look 31, look 47, look 63, look 70"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{sends: c.sends, looks: c.looks}
				w := s.write()
				w.creates, w.refusesDuplicates = c.creates, c.refuses
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

func TestWrite_do_context(t *testing.T) {
	t.Parallel()
	why := errors.New("the user left")
	for name, c := range map[string]struct {
		looks []look
		log   string
	}{
		"ends in the pause before a resend": {looks: looks(untouched), log: "send 0, look 0, send 1, look 1"},
		"ends between two looks":            {looks: looks(absent), log: "send 0, look 0, look 1"},
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

func TestWrite_do_deadline(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sends []error
		looks []look
		log   string
	}{
		"leaves no time for the next look at 7 s": {sends: []error{errLost}, looks: looks(absent), log: "send 0, look 0, look 1, look 3"},
		"leaves no time for the next attempt at 7 s": {
			sends: []error{errLost}, looks: looks(untouched), log: "send 0, look 0, send 1, look 1, send 3, look 3",
		},
		"leaves no time for the wait that the service asks for": {sends: []error{asking(6 * time.Second)}, looks: looks(untouched), log: "send 0, look 0"},
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
				assert.NotErrorIs(t, err, context.DeadlineExceeded, "the deadline has not passed")
				assert.NoError(t, ctx.Err())
			})
		})
	}
}

func TestWrite_do_deadlinePassed(t *testing.T) {
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
