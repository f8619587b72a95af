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
	cause, failed := errors.New("the user pressed Ctrl-C"), errors.New("no response")
	both := fmt.Errorf("%w: %w", cause, context.Canceled)
	for _, c := range []struct {
		name  string
		ended bool
		cause error
		err   error
		want  string
	}{
		{name: "returns the error if the context has not ended", err: failed, want: "no response"},
		{
			name:  "returns the context's error if there is no cause",
			ended: true, want: "context canceled",
		},
		{
			name:  "returns the context's error and its cause",
			ended: true, cause: cause, want: "context canceled: the user pressed Ctrl-C",
		},
		{
			name:  "does not repeat the context's error if the cause has it",
			ended: true, cause: both, want: "the user pressed Ctrl-C: context canceled",
		},
		{
			name:  "keeps the error of the fetch",
			ended: true, cause: both, err: failed,
			want: "the user pressed Ctrl-C: context canceled: no response",
		},
		{
			name:  "adds nothing to an error that has both",
			ended: true, cause: cause, err: both, want: "the user pressed Ctrl-C: context canceled",
		},
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
