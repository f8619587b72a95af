package alibaba

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// exchange sends req once, and follows no redirect. It ends within limit, and within the share
// of its place. An error names the host. It quotes neither the rest of the URL nor one of the
// secrets.
func exchange(link http.RoundTripper, req *http.Request, limit time.Duration, secrets auth.Secrets) (*auth.Response, error) {
	limited, done := share(req.Context())
	defer done()
	ctx, cancel := context.WithTimeout(limited, limit)
	defer cancel()
	start := time.Now()
	resp, err := temporary.SendOnce(link, req.WithContext(ctx))
	switch host := req.URL.Host; {
	case err == nil:
		resp.Secrets = secrets
		return resp, nil
	case errors.Is(err, auth.ErrTooLarge):
		return nil, fmt.Errorf("%s: the response is longer than %d bytes: %w", host, temporary.MaxSize, auth.ErrTooLarge)
	case auth.EndOf(req.Context()) != nil:
		return nil, auth.EndOf(req.Context())
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%s did not respond within %v: %w", host, time.Since(start).Round(time.Second), auth.ErrUnavailable)
	default:
		op, ok := errors.AsType[*net.OpError](err)
		return nil, &incompleteExchange{
			text:      host + ": " + secrets.Excerpt(err.Error(), maxMessage),
			unreached: ok && op.Op == "dial",
			permanent: isTLSFault(err),
		}
	}
}

// An incompleteExchange is the error of a request that ended without a complete response.
type incompleteExchange struct {
	text      string
	unreached bool // the request got no connection
	permanent bool // a retry would fail too
}

func (u *incompleteExchange) Error() string { return u.text }

func (u *incompleteExchange) Is(target error) bool {
	return target == auth.ErrUnavailable && !u.permanent
}

// isTLSFault reports whether a certificate was rejected, or the host does not speak TLS.
func isTLSFault(err error) bool {
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	return certificate || record
}

// refusal returns the error for a response without credentials. The hint says what to do about
// it, or is "".
func refusal(req *http.Request, r *auth.Response, hint string) error {
	text := fmt.Sprintf("%s responds with %d", req.URL.Host, r.StatusCode)
	if said := saying(r); said != "" {
		text += ": " + said
	}
	if hint != "" {
		text += ": " + hint
	}
	switch condition := statusRules.Find(r.StatusCode, nil).Condition; {
	case condition == nil:
		return errors.New(text)
	case errors.Is(condition, auth.ErrNotFound): // ErrNotFound would look like a missing invitation
		return fmt.Errorf("%s: %w", text, auth.ErrNoCredentials)
	default:
		return fmt.Errorf("%s: %w", text, condition)
	}
}

// saying returns what a response says about an error, without what may be a secret.
func saying(r *auth.Response) string {
	body := temporary.WithoutMark(r.Body)
	if len(body) == 0 {
		return ""
	}
	if code, message := readError(body); code != "" {
		return r.Excerpt(codeOnly(code), maxCode) + ": " + r.Excerpt(prose(message), maxMessage)
	}
	return prose(r.Excerpt(string(body), maxCode))
}
