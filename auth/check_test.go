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
		{name: "a read is retried until its response can be read", call: read(t, "/"),
			script: []step{respondWith(200, "<html>"), respondWith(200, ""), respondWith(200, "whole")}, requests: 3},
		{name: "a read whose responses cannot be read fails in the end", call: read(t, "/"),
			script: []step{respondWith(200, "<html>")}, requests: 5, want: unreadable},
		{name: "a write is not sent again", call: write(t, "/", "body"),
			script: []step{respondWith(200, "<html>")}, requests: 1, want: unreadable},
		{name: "a refusal is not checked", call: read(t, "/"), script: []step{respondWith(404, "<html>")}, requests: 1, want: new(refusedCall)},
		{name: "a response that is too large is not asked for again", call: read(t, "/"),
			script: []step{respondWith(200, string(make([]byte, 1001)))}, requests: 1, want: ErrTooLarge},
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
