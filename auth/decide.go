package auth

import (
	"errors"
	"fmt"
	"net/http"
)

// decide reads the response to the last attempt and decides whether there is another one.
// An error ends the call.
func (s *sending) decide(resp *http.Response, err error) (again bool, _ error) {
	defer s.attempt.cancel()
	if resp != nil && err == nil {
		err = s.read(resp)
	}
	var decision Decision
	if err != nil {
		decision = s.decideFault(err)
	} else {
		s.logAttempt(nil)
		decision = s.classify()
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

// read keeps the response, complete where it can be.
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
	body, err := ReadBody(s.attempt.ctx, resp, s.client.limit)
	resp.Body = http.NoBody // it is closed, but the retrying layer would read on
	if err != nil && !errors.Is(err, ErrTooLarge) {
		return fmt.Errorf("the response (status %d) was truncated: %w", resp.StatusCode, err)
	}
	kept.Body = body
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
	if sign, ok := errors.AsType[*SignError](err); ok {
		return Decision{Verdict: Fatal, Err: s.givenUp(endOr(s.ctx, sign))}
	}
	if errors.Is(err, ErrTooLarge) {
		s.logAttempt(err)
		return Decision{Verdict: Fatal, Err: err}
	}
	end := EndOf(s.ctx)
	fault := s.attempt.fault(err, end, s.secrets)
	fault.Attempts = s.attempts
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

// next returns the error that the call ends with after a decision that is not Accepted,
// or nil for a retry after the wait of the budget.
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
