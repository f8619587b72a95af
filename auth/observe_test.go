package auth

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refusing returns a service error with the request ID of the header.
func refusing(_ Call, r *Response) Decision {
	if r.StatusCode < 300 {
		return Decision{}
	}
	return Decision{Verdict: Ambiguous, Err: NewServiceError("service", ServiceError{
		Op: r.Op, StatusCode: r.StatusCode, RequestID: r.Header.Get("X-Request-Id"),
	}, Rule{Condition: ErrUnavailable}, nil)}
}

func TestCallInfo_RequestID(t *testing.T) {
	t.Parallel()
	hanging := func(req *http.Request) (*http.Response, error) {
		resp, err := drips(req)
		resp.Header = http.Header{"X-Request-Id": {"second"}}
		return resp, err
	}
	for name, c := range map[string]struct {
		second step
		id     string
		status int
	}{
		"is that of the last attempt, whose response was truncated": {
			second: hanging, id: "second", status: 200,
		},
		"is that of the last attempt, whose response was a refusal": {
			second: status(502, "X-Request-Id", "second"), id: "second", status: 502,
		},
		"is empty if the last attempt got no response": {second: hangs},
		"is that of the last response if no attempt followed it": {
			second: status(503, "X-Request-Id", "second", "Retry-After", "60"), id: "second",
			status: 503,
		},
		"is that of the last attempt, whose response was a good one": {
			second: status(200, "X-Request-Id", "second"), id: "second", status: 200,
		},
		"is that of the last attempt, whose response has no ID at all": {
			second: status(200), status: 200,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var seen []CallInfo
				client := testClient(t, serving(status(503, "X-Request-Id", "first"), c.second), func(config *Config) {
					config.Classify = refusing
					config.Observers = append(config.Observers, func(_ context.Context, info CallInfo) { seen = append(seen, info) })
				})
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				defer cancel()
				_, _ = client.Do(ctx, read(t, "/"))
				require.Len(t, seen, 1)
				assert.Equal(t, c.id, seen[0].RequestID)
				assert.Equal(t, c.status, seen[0].StatusCode)
			})
		})
	}
}
