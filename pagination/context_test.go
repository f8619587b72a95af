package pagination

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWithContext(t *testing.T) {
	t.Parallel()
	why, failed := errors.New("the user pressed Ctrl-C"), errors.New("no response")
	both := fmt.Errorf("%w: %w", why, context.Canceled)
	for _, c := range []struct {
		name  string
		ended bool
		cause error
		err   error
		want  string
	}{
		{name: "leaves an error alone while the context goes on", err: failed, want: "no response"},
		{name: "is the context's error if there is no cause", ended: true, want: "context canceled"},
		{name: "is the context's error and its cause", ended: true, cause: why, want: "context canceled: the user pressed Ctrl-C"},
		{name: "says once what the cause holds", ended: true, cause: both, want: "the user pressed Ctrl-C: context canceled"},
		{name: "keeps the error that the end of the context made", ended: true, cause: both, err: failed, want: "the user pressed Ctrl-C: context canceled: no response"},
		{name: "adds nothing to an error that says it", ended: true, cause: why, err: both, want: "the user pressed Ctrl-C: context canceled"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			if c.ended {
				cancel(c.cause)
			}
			assert.EqualError(t, withContext(ctx, c.err), c.want)
		})
	}
}
