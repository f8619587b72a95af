package auth

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Do performs call: it signs and sends it, as often as the verdicts of
// [Config].Classify, [Retry] and ctx allow. call.Request is not changed.
//
// The error is nil for an accepted answer only. Otherwise it is, or wraps, one of:
// the [Decision].Err of the last answer; a *[TransportError], where there was no
// whole answer; [ErrTooLarge]; a *[SignError]; [ErrInvalid], where the call cannot
// be sent. If ctx ends, the error is ctx's and its cause, and still holds what the
// service said before. After a write, a TransportError that was Sent leaves open
// whether the service acted, and so does ErrTooLarge.
//
// The Response comes with an error too, wherever the last attempt had an answer; its
// Body is nil if the answer was cut or too large.
func (c *Client) Do(ctx context.Context, call Call) (*Response, error) {
	if err := c.usable(); err != nil {
		return nil, fmt.Errorf("auth: Do: %w", err)
	}
	s := &sending{client: c, ctx: ctx, call: call, secrets: call.Secrets, start: time.Now()}
	req, err := s.request()
	if err != nil {
		return nil, fmt.Errorf("auth: Do: %w: %w", ErrInvalid, err)
	}
	return s.run(req)
}

// A sending is one call under way: the state that the hooks of its own
// [retryablehttp.Client] share, which are given neither the call nor its answers.
type sending struct {
	client *Client
	ctx    context.Context
	call   Call
	start  time.Time

	creds     Credentials  // of the next attempt
	secrets   Secrets      // of all attempts
	rejected  *Credentials // by the service, of this call
	corrected bool         // the clock, for this call
	failures  int
	throttled int
	attempts  int
	attempt   *attempt // the last one
	wait      time.Duration

	resp *Response // of the last attempt, where it had an answer
	last error     // what the last attempt said
	end  error     // what the call ends with
}

// request builds what every attempt sends, but for the signature.
func (s *sending) request() (*retryablehttp.Request, error) {
	given := s.call.Request
	switch {
	case s.ctx == nil:
		return nil, errNilContext
	case given == nil || given.URL == nil:
		return nil, errors.New("the call has no request with a URL")
	case given.URL.Opaque != "":
		return nil, errors.New("the request's URL is opaque: give it a path")
	case given.Body != nil && given.Body != http.NoBody && given.GetBody == nil:
		return nil, errors.New("the request's body cannot be sent twice: make it with http.NewRequest over a bytes.Reader or a strings.Reader")
	}
	body, err := readPayload(given)
	if err != nil {
		return nil, err
	}
	req := given.Clone(s.ctx)
	req.URL = join(s.client.endpoint, given.URL)
	req.Host, req.RequestURI = "", ""
	if req.Header == nil {
		req.Header = make(http.Header)
	}
	req.Header.Set("User-Agent", s.client.agent)
	setBody(req, nil)
	again := &retryablehttp.Request{Request: req}
	if len(body) > 0 {
		err = again.SetBody(body) // rewound for each attempt
	}
	return again, err
}

func (s *sending) run(req *retryablehttp.Request) (*Response, error) {
	if err := s.prepare(); err != nil {
		return nil, err
	}
	again := retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport:     trip{s},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		RetryMax:     math.MaxInt, // CheckRetry counts
		CheckRetry:   func(_ context.Context, resp *http.Response, err error) (bool, error) { return s.judge(resp, err) },
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return s.wait },
		PrepareRetry: func(*http.Request) error { s.end = s.prepare(); return s.end },
		ErrorHandler: func(_ *http.Response, err error, _ int) (*http.Response, error) { return nil, err },
	}
	_, err := again.Do(req)
	if err != nil && s.end == nil { // the context ended a wait
		s.end = s.givenUp(endOr(s.ctx, err))
	}
	return s.resp, s.end
}

// prepare waits for the limiter and the credentials: before the attempt, whose time
// limit they must not use up.
func (s *sending) prepare() error {
	if end := EndOf(s.ctx); end != nil {
		return s.givenUp(end)
	}
	if l := s.client.config.Limiter; l != nil {
		if err := l.Wait(s.ctx); err != nil {
			return s.givenUp(endOr(s.ctx, fmt.Errorf("the limiter refused: %w", foreignError{err})))
		}
	}
	creds, err := s.client.credentials(s.ctx)
	switch {
	case err != nil:
		return s.givenUp(endOr(s.ctx, &SignError{schemeName(s.client.config.Signer), foreignError{err}}))
	case s.rejected != nil && sameKeys(creds, *s.rejected):
		return s.last // there are no newer ones: asking again would count against the key
	}
	if !sameKeys(creds, s.creds) {
		s.secrets = s.client.provider.secretsOf(creds).join(s.secrets)
	}
	s.creds = creds
	return nil
}

// givenUp ends the call for a reason that is not the service's, and keeps what the
// service said before.
func (s *sending) givenUp(why error) error {
	if sign, ok := why.(*SignError); ok && s.last == nil {
		return sign
	}
	return &stopError{why, s.attempts, s.last}
}

// judge reads the answer to the last attempt and decides about the next one. An
// error ends the call.
func (s *sending) judge(resp *http.Response, err error) (again bool, _ error) {
	defer func() { s.attempt.cancel() }()
	s.resp = nil
	if resp != nil && err == nil {
		err = s.read(resp)
	}
	var decision Decision
	if err != nil {
		decision = s.judgeFault(err)
	} else {
		s.logAttempt(nil)
		decision = s.classify()
	}
	if decision.Verdict == Accepted {
		return false, nil
	}
	s.last = decision.Err
	if s.end = s.next(decision.Verdict, decision.Wait); s.end != nil {
		return false, s.end
	}
	s.logRetry(decision.Verdict)
	return true, nil
}

// read keeps the answer, whole where it can be.
func (s *sending) read(resp *http.Response) error {
	s.resp = &Response{
		Op: s.call.Op, StatusCode: resp.StatusCode, Header: s.attempt.header, Attempts: s.attempts,
		Secrets: s.secrets,
	}
	if resp.StatusCode < http.StatusOK {
		_ = resp.Body.Close()
		resp.Body = http.NoBody
		return fmt.Errorf("the response (status %d) has no body: %w", resp.StatusCode, errSwitched)
	}
	body, err := readWithin(s.attempt.ctx, resp, s.client.limit)
	resp.Body = http.NoBody // it is closed, but the retrying layer would read on
	if err != nil && !errors.Is(err, ErrTooLarge) {
		return fmt.Errorf("the answer (status %d) was cut: %w", resp.StatusCode, err)
	}
	s.resp.Body = body
	return err
}

func (s *sending) classify() Decision {
	d := s.client.config.Classify(s.call, s.resp)
	if d == (Decision{}) && s.call.Check != nil {
		d = s.call.Check(s.resp)
	}
	switch {
	case d.Verdict == Accepted && d.Err != nil:
		d.Verdict = Fatal
	case d.Verdict != Accepted && d.Err == nil:
		d.Err = fmt.Errorf("auth: the service answered with status %d", s.resp.StatusCode)
	}
	return d
}

// judgeFault decides about an attempt without a whole answer.
func (s *sending) judgeFault(err error) Decision {
	if sign, ok := errors.AsType[*SignError](err); ok {
		return Decision{Verdict: Fatal, Err: s.givenUp(endOr(s.ctx, sign))}
	}
	if errors.Is(err, ErrTooLarge) {
		s.logAttempt(err)
		return Decision{Verdict: Fatal, Err: err}
	}
	fault := s.fault(err)
	s.logAttempt(fault)
	switch {
	case EndOf(s.ctx) != nil && s.last != nil:
		return Decision{Verdict: Fatal, Err: &stopError{fault, s.attempts, s.last}}
	case EndOf(s.ctx) != nil || fault.Permanent:
		return Decision{Verdict: Fatal, Err: fault}
	case fault.Sent:
		return Decision{Verdict: Ambiguous, Err: fault}
	}
	return Decision{Verdict: Refused, Err: fault}
}
