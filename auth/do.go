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
// The error is nil only for an accepted response. Otherwise it is, or wraps, one of these:
//   - the [Decision].Err of the last response
//   - a *[TransportError], if no response was complete
//   - [ErrTooLarge]
//   - a *[SignError]
//   - [ErrInvalid], if the call cannot be sent
//
// If ctx ends, the error is [EndOf] ctx, and still holds what the service said before.
// After a write, a TransportError that was Sent leaves open whether the service acted, and
// so does ErrTooLarge.
//
// The Response comes with an error, too, if the last attempt had one. Its Body is nil if
// the response was truncated or too large.
func (c *Client) Do(ctx context.Context, call Call) (*Response, error) {
	if err := c.usable(); err != nil {
		return nil, fmt.Errorf("auth: Do: %w", err)
	}
	start := time.Now()
	req, err := c.request(ctx, call)
	if err != nil {
		return nil, fmt.Errorf("auth: Do: %w: %w", ErrInvalid, err)
	}
	s := &sending{
		client: c, ctx: ctx, call: call, secrets: call.Secrets,
		budget:  newBudget(ctx, start, c.retry, c.config.Jitter),
		renewal: renewal{clock: c.clock, provider: c.provider},
	}
	return s.run(req)
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
	req := given.Clone(ctx)
	req.URL = join(c.endpoint, given.URL)
	req.Host, req.RequestURI = "", ""
	if req.Header == nil {
		req.Header = make(http.Header)
	}
	req.Header.Set("User-Agent", c.agent)
	setBody(req, nil)
	repeated := &retryablehttp.Request{Request: req}
	if len(body) > 0 {
		err = repeated.SetBody(body) // rewound for each attempt
	}
	return repeated, err
}

// A sending is one call under way: the state that the hooks of its own
// [retryablehttp.Client] share. The library gives them neither the call nor its responses.
type sending struct {
	client  *Client
	ctx     context.Context
	call    Call
	secrets Secrets // of all attempts
	budget  budget
	renewal renewal

	attempts int
	attempt  *attempt // the last one
	last     error    // what the last attempt said
	end      error    // what the call ends with
}

func (s *sending) run(req *retryablehttp.Request) (*Response, error) {
	if err := s.prepare(); err != nil {
		return nil, err
	}
	// The library is left with the loop, the wait and the rewinding of the body:
	//   CheckRedirect  a redirect is a response like any other: its target is never signed for
	//   RetryMax       the budget decides, because throttling is bounded by time
	//   CheckRetry     the default goes by the status code alone, and resends writes
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
	if err != nil && s.end == nil { // the context ended a wait
		s.end = s.givenUp(endOr(s.ctx, err))
	}
	return s.attempt.resp, s.end
}

// prepare waits for the limiter and the credentials. It does so before the attempt, whose
// timeout they must not use up.
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
	case s.renewal.refused(creds):
		return s.last
	}
	if !sameKeys(creds, s.renewal.creds) {
		s.secrets = s.client.provider.secretsOf(creds).join(s.secrets)
	}
	s.renewal.creds = creds
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
