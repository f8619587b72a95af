package invitation_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// slip returns the first invitation of page two, and lets it move to page one after so many
// requests: one before it goes, and another joins behind it. A total does not show that.
func slip(t *testing.T, w world, requests int) (id string) {
	t.Helper()
	const page = 100
	w.seed(make([]invitation.Invitation, page+50)...)
	all := w.invitations()
	w.inject(fault{op: opSent, skip: requests, kind: authtest.Hook(func() {
		w.remove(all[0].ID)
		for _, created := range []time.Time{w.now().AddDate(0, 0, -400), w.now().Add(time.Hour)} {
			added := w.seed(invitation.Invitation{Created: created})[0]
			if now := w.invitations(); now[len(now)-1].ID == added.ID {
				break
			}
			w.remove(added.ID)
		}
		now := w.invitations()
		assert.Len(t, now, page+50)
		assert.Equal(t, all[page].ID, now[page-1].ID, "it moves to page one")
	})})
	return all[page].ID
}

func TestWaitAll_MovingList(t *testing.T) {
	t.Parallel()
	for requests := 1; requests < 4; requests++ {
		run(t, fmt.Sprintf("sees an invitation that moves to a page that was read, after %d requests", requests), func(t *testing.T, w world) {
			id := slip(t, w, requests)
			all, err := waitAll(t.Context(), t, sender(w).service(), []string{id}, invitation.WaitInput{Want: invitation.StatusPending, Grace: -1})
			require.NoError(t, err)
			require.Len(t, all, 1)
			assert.NoError(t, all[0].Err)
		})
	}
}

func TestWatch_MovingList(t *testing.T) {
	t.Parallel()
	for requests := 1; requests < 4; requests++ {
		run(t, fmt.Sprintf("does not miss an invitation that moves to a page that was read, after %d requests", requests), func(t *testing.T, w world) {
			id := slip(t, w, requests)
			for _, got := range watchFor(t, sender(w).service(), 30*time.Second, invitation.WatchInput{Since: w.invitations()}) {
				assert.NoError(t, got.err)
				assert.NotContains(t, got.change, id)
			}
		})
	}
}
