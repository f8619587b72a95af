package invitation

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A lateContext has a deadline, but no timer that ends it.
type lateContext struct {
	context.Context
	deadline time.Time
}

func (c lateContext) Deadline() (time.Time, bool) { return c.deadline, true }

func TestCloud_classify_context(t *testing.T) {
	t.Parallel()
	cloud := &Cloud{Classify: func(error) Refusal { return Refusal{Scope: auth.ScopeInput} }}
	for _, c := range []struct {
		name string
		left time.Duration
		want auth.Scope
	}{
		{name: "takes an error before the deadline for that of the input", left: 1, want: auth.ScopeInput},
		{name: "ends the verb from the deadline on, even if the context's timer is late", left: 0, want: auth.ScopeCall},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx := lateContext{Context: t.Context(), deadline: time.Now().Add(c.left)}
				assert.Equal(t, c.want, cloud.classify(ctx, errors.New("no response")).Scope)
			})
		})
	}
}
