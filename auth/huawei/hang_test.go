package huawei

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A stuckLink responds with an endless body that ignores the context of the request. Only Close
// can end it.
type stuckLink struct {
	status int
	deaf   chan struct{} // nil means that Close ends the body
}

func (l stuckLink) RoundTrip(*http.Request) (*http.Response, error) {
	body := &stuckBody{end: l.deaf, deaf: l.deaf != nil}
	if !body.deaf {
		body.end = make(chan struct{})
	}
	return &http.Response{StatusCode: l.status, Header: http.Header{}, Body: body, ContentLength: -1}, nil
}

type stuckBody struct {
	end  chan struct{}
	deaf bool
}

func (b *stuckBody) Read([]byte) (int, error) { <-b.end; return 0, io.EOF }

func (b *stuckBody) Close() error {
	if !b.deaf {
		close(b.end)
	}
	return nil
}

// In TestDefaultProvider_hangs, each service that returns or completes credentials responds
// without an end.
func TestDefaultProvider_hangs(t *testing.T) {
	t.Parallel()
	static := auth.Static("AK", "SK", "")
	calls := map[string]func(context.Context, http.RoundTripper, string) error{
		"metadata": func(ctx context.Context, link http.RoundTripper, _ string) error {
			_, _, err := newMetadata(link).credentials(ctx)
			return err
		},
		"metadata key": func(ctx context.Context, link http.RoundTripper, _ string) error {
			_, err := newMetadata(link).key(ctx, "session")
			return err
		},
		"pod identity": func(ctx context.Context, link http.RoundTripper, token string) error {
			p := providerChain{identity: identity{getenv: env(envPodURI, "http://127.0.0.1/", envPodToken, token)}, pod: link}
			_, _, err := p.podIdentity(ctx)
			return err
		},
		"IAM and STS": func(ctx context.Context, link http.RoundTripper, _ string) error {
			_, err := identity{getenv: env(), link: link}.lookup(ctx, ask(t, static), "")
			return err
		},
		"agency": func(ctx context.Context, link http.RoundTripper, _ string) error {
			in := AssumeInput{AgencyURN: "iam::account:agency:name", SessionName: "test", Transport: link}
			_, err := AssumeAgency(static, in).Credentials(ctx)
			return err
		},
		"federation": func(ctx context.Context, link http.RoundTripper, token string) error {
			f := federation{identity: identity{getenv: env(), link: link}, provider: "idp", file: token, fileName: "file"}
			_, err := f.credentials(ctx)
			return err
		},
	}
	for name, call := range calls {
		token := tokenFile(t)
		t.Run(name+": a response that switches protocols ends the call", func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				require.Error(t, call(t.Context(), stuckLink{status: http.StatusSwitchingProtocols}, token))
				assert.Less(t, time.Since(start), 10*time.Second)
			})
		})
		for how, deaf := range map[string]bool{"": false, " and so does the Close of the body": true} {
			t.Run(name+": a body that ignores the context"+how+" ends with it", func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					link := stuckLink{status: http.StatusOK}
					if deaf {
						link.deaf = make(chan struct{})
						defer close(link.deaf)
					}
					ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, errors.New("enough"))
					defer cancel()
					start := time.Now()
					require.ErrorIs(t, call(ctx, link, token), context.DeadlineExceeded)
					assert.Equal(t, time.Second, time.Since(start))
				})
			})
		}
	}
}
