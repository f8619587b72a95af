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
	errNoResponse = errors.New("no response")
	errTooSlow    = fmt.Errorf("%w in time", errNoResponse)
)

// exchange sends req once, within limit, and follows no redirect. An error is the end of req's
// context, [auth.ErrTooLarge] or [errNoResponse]. No error quotes the URL or anything of
// secrets.
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
		return nil, fmt.Errorf("the response is longer than %d bytes: %w", temporary.MaxSize, auth.ErrTooLarge)
	case end != nil:
		return nil, end
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%w: %s took longer than %v", errTooSlow, req.URL.Host, limit)
	}
	return nil, fmt.Errorf("%w: %s", errNoResponse, secrets.Excerpt(err.Error(), maxMessage))
}
