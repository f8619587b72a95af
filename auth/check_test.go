package auth

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
)

func TestClient_Do_check(t *testing.T) {
	t.Parallel()
	unreadable := errors.New("unreadable")
	readable := func(r *Response) Decision {
		if string(r.Body) == "whole" {
			return Decision{}
		}
		return Decision{Verdict: Ambiguous, Err: unreadable}
	}
	for _, c := range []struct {
		name     string
		call     Call
		script   []step
		requests int
		want     error
	}{
		{name: "retries a read until its response can be read", call: read(t, "/"),
			script: []step{
				respondWith(200, "<html>"), respondWith(200, ""), respondWith(200, "whole"),
			}, requests: 3},
		{name: "ends a read whose responses can never be read", call: read(t, "/"),
			script: []step{respondWith(200, "<html>")}, requests: 5, want: unreadable},
		{name: "does not resend a write", call: write(t, "/", "body"),
			script: []step{respondWith(200, "<html>")}, requests: 1, want: unreadable},
		{
			name: "does not check a refusal",
			call: read(t, "/"), script: []step{respondWith(404, "<html>")}, requests: 1,
			want: new(refusedCall),
		},
		{name: "does not retry a read whose response is too large", call: read(t, "/"),
			script: []step{
				respondWith(200, string(make([]byte, 1001))),
			}, requests: 1, want: ErrTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := serving(c.script...)
				c.call.Check = readable
				resp, err := testClient(t, service, func(c *Config) { c.MaxResponseBytes = 1000 }).Do(t.Context(), c.call)
				assertOutcome(t, resp, err, c.want, c.requests)
				assert.Len(t, service.requests, c.requests)
			})
		})
	}
}
