package huawei

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

var (
	errNoAnswer = errors.New("no answer")
	errTooSlow  = fmt.Errorf("%w in time", errNoAnswer)
)

// exchange sends req once, and follows no redirect. It ends within limit. An error is the
// end of req's context, [auth.ErrTooLarge] or [errNoAnswer]; none quotes the URL or
// anything of secrets.
func exchange(link http.RoundTripper, req *http.Request, op string, limit time.Duration, secrets auth.Secrets) (*auth.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), limit)
	defer cancel()
	resp, err := temporary.SendOnce(link, req.WithContext(ctx))
	end := auth.EndOf(req.Context())
	switch {
	case err == nil:
		resp.Op, resp.Secrets = op, secrets
		return resp, nil
	case errors.Is(err, auth.ErrTooLarge):
		return nil, fmt.Errorf("the answer is longer than %d bytes: %w", temporary.MaxSize, auth.ErrTooLarge)
	case end != nil:
		return nil, end
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%w: %s took longer than %v", errTooSlow, req.URL.Host, limit)
	}
	return nil, fmt.Errorf("%w: %s", errNoAnswer, secrets.Excerpt(err.Error(), maxMessage))
}
