package invitation

import (
	"context"
	"errors"
	"iter"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// finishing returns the service of a cloud that responds to Accept as given, and then shows
// the invitation by find.
func finishing(status Status, sent error, find func(n int) (Invitation, bool, error)) Service {
	n := 0
	return New(Cloud{
		Package: "pkg", Usable: func(context.Context) error { return nil }, CheckID: func(string) error { return nil }, Moving: func(err error) bool { return errors.Is(err, errMoving) },
		Classify: func(err error) Refusal { return Refusal{Ambiguous: errors.Is(err, errLost)} },
		Accept: Operation[string]{Name: "Accept", Send: func(context.Context, string) (Invitation, error) {
			return Invitation{ID: "h-1", Status: status}, sent
		}},
		Received: func(context.Context, *Reading) iter.Seq2[Invitation, error] {
			return func(yield func(Invitation, error) bool) {
				n++
				if i, shown, err := find(n); shown || err != nil {
					yield(i, err)
				}
			}
		},
		StatusError: func(string, Status, Invitation, error) error { return errEnded },
	})
}

func TestService_Accept(t *testing.T) {
	t.Parallel()
	accepted := Invitation{ID: "h-1", Status: StatusAccepted}
	t.Run("reads again while the list moves", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			got, err := finishing("", errLost, func(n int) (Invitation, bool, error) {
				if n < 3 {
					return Invitation{}, false, errMoving
				}
				return accepted, true, nil
			}).Accept(t.Context(), "h-1")
			require.NoError(t, err)
			assert.Equal(t, accepted, got)
		})
	})
	t.Run("names the reason if the list keeps moving", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			_, err := finishing("", errLost, func(int) (Invitation, bool, error) { return Invitation{}, false, errMoving }).Accept(t.Context(), "h-1")
			require.ErrorIs(t, err, auth.ErrOutcomeUnknown)
			assert.ErrorContains(t, err, whyMoving)
		})
	})
	t.Run("trusts a response that shows no end yet", func(t *testing.T) {
		t.Parallel()
		got, err := finishing(StatusPending, nil, nil).Accept(t.Context(), "h-1")
		require.NoError(t, err)
		assert.Equal(t, StatusPending, got.Status)
	})
	t.Run("fails if the response shows another end", func(t *testing.T) {
		t.Parallel()
		_, err := finishing(StatusDeclined, nil, nil).Accept(t.Context(), "h-1")
		require.ErrorIs(t, err, errEnded)
	})
}
