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

// Do performs call: it signs and sends it, as often as the verdicts of [Config].Classify,
// [Retry] and ctx allow. It does not change call.Request.
//
// The error is nil only for an accepted response. Otherwise it is, or wraps, one of these:
//   - the [Decision].Err of the last response
//   - a *[TransportError], if no response was complete
//   - [ErrTooLarge]
//   - a *[SignError]
//   - [ErrInvalid], if the call cannot be sent
//
// If ctx ends, the error is [EndOf] ctx, and still holds what the service said before. After a
// write, a TransportError that was Sent leaves open whether the service acted, and so does
// ErrTooLarge.
//
// The error passes through [Config].Wrap. Do calls each of the Observers once, whatever the
// outcome of the call.
//
// Do also returns the Response with an error, if the last attempt had one. Its Body is nil if
// the response was truncated or too large.
func (c *Client) Do(ctx context.Context, call Call) (*Response, error) {
	if err := c.usable(); err != nil {
		return nil, fmt.Errorf("auth: Do: %w", err)
	}
	start := time.Now()
	req, err := c.request(ctx, call)
	if err != nil {
		return nil, c.Refuse(ctx, call.Op, c.wrap(call.Op, fmt.Errorf("auth: Do: %w: %w", ErrInvalid, err)))
	}
	s := &sending{
		client: c, ctx: ctx, call: call, secrets: call.Secrets,
		budget:  newBudget(ctx, start, c.retry, c.config.Jitter),
		renewal: renewal{clock: c.clock, provider: c.provider},
	}
	resp, err := s.run(req)
	err = c.wrap(call.Op, err)
	if call.other && !call.Safe && err != nil && s.unsure {
		err = unknownOutcome(err)
	}
	if len(c.config.Observers) > 0 {
		c.observe(ctx, s.info(err))
	}
	return resp, err
}

// request builds what every attempt sends, except the signature.
func (c *Client) request(ctx context.Context, call Call) (*retryablehttp.Request, error) {
	given := call.Request
	switch {
	case ctx == nil:
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
	req := copyOf(ctx, given)
	req.URL = join(c.endpoint, given.URL)
	req.Host, req.RequestURI = "", ""
	req.Header.Set("User-Agent", c.agent)
	setBody(req, body) // the Transport signs and sends a copy of the body with each attempt
	return &retryablehttp.Request{Request: req}, nil
}

// A sending is one call: the state that the hooks of its own [retryablehttp.Client] share. The
// library passes them neither the call nor its responses.
type sending struct {
	client  *Client
	ctx     context.Context
	call    Call
	secrets Secrets // the secrets of all attempts
	budget  budget
	renewal renewal

	attempts int
	attempt  *attempt // the last attempt
	last     error    // the result of the last attempt
	unsure   bool     // the last attempt failed, and the service may have acted on it
	end      error    // the error with which the call ends
}

func (s *sending) run(req *retryablehttp.Request) (*Response, error) {
	if err := s.prepare(); err != nil {
		return nil, err
	}
	// The library runs the loop and waits. The Transport rewinds the body. Each setting has a reason:
	//   CheckRedirect  a redirect is a response like any other: the client never signs for its target
	//   RetryMax       the budget decides, because a time limits throttling
	//   CheckRetry     the default uses the status code alone, and resends writes
	//   Backoff        the default has no jitter, and Retry-After without a limit
	//   PrepareRetry   a retry waits for the limiter and the credentials, as the first attempt does
	//   ErrorHandler   the default wraps the error in one that quotes the URL
	loop := retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport:     attemptTransport{s},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		RetryMax:     math.MaxInt,
		CheckRetry:   func(_ context.Context, resp *http.Response, err error) (bool, error) { return s.decide(resp, err) },
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return s.budget.wait },
		PrepareRetry: func(*http.Request) error { s.end = s.prepare(); return s.end },
		ErrorHandler: func(_ *http.Response, err error, _ int) (*http.Response, error) { return nil, err },
	}
	_, err := loop.Do(req)
	if err != nil && s.end == nil { // the context ended during a wait
		s.end = s.givenUp(endOr(s.ctx, err))
	}
	return s.attempt.resp, s.end
}

// prepare waits for the limiter and the credentials before the attempt, so that they do not use
// up its timeout.
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
	case !s.client.accepts(creds):
		return s.givenUp(&SignError{schemeName(s.client.config.Signer), s.client.otherAccount(creds)})
	case s.renewal.refused(creds):
		// The cache does not keep rejected credentials. A later call asks the provider first,
		// because someone may have replaced or activated the access key by then.
		s.renewal.provider.Invalidate(creds)
		return s.last
	}
	if !sameKeys(creds, s.renewal.creds) {
		s.secrets = s.client.provider.secretsOf(creds).join(s.secrets)
	}
	s.renewal.creds = creds
	return nil
}

// givenUp ends the call for a reason that is not the service's, and keeps what the service said
// before.
func (s *sending) givenUp(why error) error {
	if sign, ok := why.(*SignError); ok && s.last == nil {
		return sign
	}
	return &stopError{why, s.attempts, s.last}
}

// decide reads the response to the last attempt and decides whether to retry. An error ends the
// call.
func (s *sending) decide(resp *http.Response, err error) (again bool, _ error) {
	defer s.attempt.cancel()
	defer s.release()
	if resp != nil && err == nil {
		err = s.read(resp)
	}
	var decision Decision
	if err != nil {
		decision = s.decideFault(err)
	} else {
		s.logAttempt(nil)
		decision = s.classify()
		s.unsure = decision.Verdict == Ambiguous
	}
	if decision.Verdict == Accepted {
		return false, nil
	}
	s.last = decision.Err
	if s.end = s.next(decision); s.end != nil {
		return false, s.end
	}
	s.logRetry(decision.Verdict)
	return true, nil
}

// read keeps the response, complete if possible.
func (s *sending) read(resp *http.Response) error {
	kept := &Response{
		Op: s.call.Op, StatusCode: resp.StatusCode, Header: s.attempt.header, Attempts: s.attempts,
		Secrets: s.secrets,
	}
	s.attempt.resp = kept
	if resp.StatusCode < http.StatusOK {
		_ = resp.Body.Close()
		resp.Body = http.NoBody
		return fmt.Errorf("the response (status %d) has no body: %w", resp.StatusCode, errSwitched)
	}
	body, err := s.readBody(resp)
	resp.Body = http.NoBody // the body is closed, but the retrying layer would read on
	if err != nil && !errors.Is(err, ErrTooLarge) {
		return fmt.Errorf("the response (status %d) was truncated: %w", resp.StatusCode, err)
	}
	kept.Body, s.attempt.complete = body, err == nil
	return err
}

// classify asks the client's Classify and the call's Check about a complete response.
func (s *sending) classify() Decision {
	resp := s.attempt.resp
	d := s.client.config.Classify(s.call, resp)
	if d == (Decision{}) && s.call.Check != nil {
		d = s.call.Check(resp)
	}
	switch {
	case d.Verdict == Accepted && d.Err != nil:
		d.Verdict = Fatal
	case d.Verdict != Accepted && d.Err == nil:
		d.Err = fmt.Errorf("auth: the service responded with status %d", resp.StatusCode)
	}
	return d
}

// decideFault decides about an attempt without a complete response.
func (s *sending) decideFault(err error) Decision {
	s.unsure = false
	if sign, ok := errors.AsType[*SignError](err); ok {
		return Decision{Verdict: Fatal, Err: s.givenUp(endOr(s.ctx, sign))}
	}
	if errors.Is(err, ErrTooLarge) {
		s.unsure = true
		s.logAttempt(err)
		return Decision{Verdict: Fatal, Err: err}
	}
	end := EndOf(s.ctx)
	fault := s.attempt.fault(err, end, s.secrets)
	fault.Attempts, s.unsure = s.attempts, fault.Sent
	s.logAttempt(fault)
	switch {
	case end != nil && s.last != nil:
		return Decision{Verdict: Fatal, Err: &stopError{fault, s.attempts, s.last}}
	case end != nil || fault.Permanent:
		return Decision{Verdict: Fatal, Err: fault}
	case fault.Sent:
		return Decision{Verdict: Ambiguous, Err: fault}
	}
	return Decision{Verdict: Refused, Err: fault}
}

// next returns the error that ends the call after a decision that is not Accepted, or nil for a
// retry after the wait of the budget.
func (s *sending) next(d Decision) error {
	again := false
	switch d.Verdict {
	case Refused:
		again = s.budget.afterFailure(d.Wait)
	case Ambiguous:
		again = s.call.Safe && s.budget.afterFailure(d.Wait)
	case Throttled:
		again = s.budget.afterThrottling(d.Wait)
	case ClockSkew:
		s.budget.atOnce()
		again = s.renewal.afterClockSkew(s.attempt.resp.Header, s.client.now(), s.attempt.ahead)
	case Unauthenticated:
		s.budget.atOnce()
		again = s.renewal.afterUnauthenticated(s.attempt.resp.Header, s.client.now(), s.attempt.ahead)
	case StaleCredentials:
		s.budget.atOnce()
		again = s.renewal.afterStaleCredentials(s.attempt.resp.Header, s.client.now(), s.attempt.ahead)
	}
	switch {
	case !again || !s.budget.mayRetry():
		return s.last
	case s.budget.outlastsDeadline():
		return s.givenUp(fmt.Errorf("the next attempt, in %v, would be after the context's deadline", s.budget.wait))
	}
	return nil
}
