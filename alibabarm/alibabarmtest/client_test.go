package alibabarmtest_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestAClientListsEverythingWithEveryPageSize(t *testing.T) {
	t.Parallel()
	s, a := newService(0)
	s.Seed(s.Believable(61)...)
	want := s.Handshakes()
	c, err := s.NewClient(a)
	require.NoError(t, err)
	for _, version := range []alibabarm.Version{alibabarm.Version20200331, alibabarm.Version20220419} {
		c := c.With(alibabarm.WithVersion(version))
		for size := 1; size <= 62; size++ {
			got, err := c.ListHandshakesForResourceDirectory(pagination.WithPageSize(size)).Collect(t.Context())
			require.NoError(t, err)
			assert.Equal(t, want, got, size)
		}
	}
}

func TestEachClientCallsAsItsAccount(t *testing.T) {
	t.Parallel()
	s, root := newService(3)
	invitee := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
	s.Seed(s.BelievableReceived(invitee, 5)...)
	c, err := s.NewClient(invitee)
	require.NoError(t, err)
	got, err := c.ListHandshakesForAccount().Collect(t.Context())
	require.NoError(t, err)
	assert.Len(t, got, 5)
	_, err = c.ListHandshakesForResourceDirectory().Collect(t.Context())
	require.ErrorIs(t, err, alibabarm.ErrPermission)
	_, err = c.With(alibabarm.WithCredentials(s.AddAccount(alibabarmtest.Account{}).Provider())).ListHandshakesForResourceDirectory().Collect(t.Context())
	require.ErrorIs(t, err, alibabarm.ErrNotFound, "no directory")
	got, err = c.With(alibabarm.WithCredentials(root.Provider())).ListHandshakesForResourceDirectory().Collect(t.Context())
	require.NoError(t, err)
	assert.Len(t, got, 3)
}

func TestClientsShareTheClock(t *testing.T) {
	t.Parallel()
	s := alibabarmtest.New()
	a := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	c, err := s.NewClient(a)
	require.NoError(t, err)
	s.Advance(1000 * time.Hour)
	_, err = c.ListHandshakesForResourceDirectory().Collect(t.Context())
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now().Add(1000*time.Hour), s.Now(), time.Minute)
}

func TestAClientUsesTheSocketOnceStarted(t *testing.T) {
	s, a := newService(3)
	_, pool := start(t, s)
	c, err := s.NewClient(a, alibabarm.WithTransport(pool))
	require.NoError(t, err)
	got, err := c.ListHandshakesForResourceDirectory(pagination.WithPageSize(2)).Collect(t.Context())
	require.NoError(t, err)
	assert.Equal(t, s.Handshakes(), got)
	got, err = c.With(alibabarm.WithVersion(alibabarm.Version20220419)).ListHandshakesForResourceDirectory().Collect(t.Context())
	require.NoError(t, err, "both versions on the one socket")
	assert.Equal(t, s.Handshakes(), got)
	require.NoError(t, s.Close())
	_, err = c.With(alibabarm.WithRetry(auth.Retry{MaxRetries: -1})).ListHandshakesForResourceDirectory().Collect(t.Context())
	require.Error(t, err)
	c, err = s.NewClient(a)
	require.NoError(t, err)
	_, err = c.ListHandshakesForResourceDirectory().Collect(t.Context())
	require.NoError(t, err, "in memory again")
}

func TestRetriesAreSignedAfreshInSimulatedTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := alibabarmtest.New()
		a := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
		s.Seed(make([]alibabarm.Handshake, 3)...)
		s.Inject(
			alibabarmtest.Fault{Kind: alibabarmtest.BadGateway()},
			alibabarmtest.Fault{Kind: alibabarmtest.Reset()},
			alibabarmtest.Fault{Kind: alibabarmtest.Throttled("60000")},
		)
		c, err := s.NewClient(a)
		require.NoError(t, err)
		start := time.Now()
		got, err := c.ListHandshakesForResourceDirectory().Collect(t.Context())
		require.NoError(t, err)
		assert.Len(t, got, 3)
		assert.GreaterOrEqual(t, time.Since(start), time.Minute)
		assert.Empty(t, s.Unused())
		requests := s.Requests()
		require.Len(t, requests, 4)
		assert.NotEqual(t, requests[2].Signature(), requests[3].Signature())
		assert.Equal(t, []int{502, 0, 400, 200}, []int{requests[0].Status, requests[1].Status, requests[2].Status, requests[3].Status})
	})
}

func TestAHangEndsAClientsCallWithItsDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, a := newService(1)
		s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Hang()})
		c, err := s.NewClient(a)
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		_, err = c.ListHandshakesForResourceDirectory().Collect(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 10*time.Second, time.Since(start))
	})
}

func TestManyClientsAtOnce(t *testing.T) {
	t.Parallel()
	s, root := newService(0, alibabarmtest.WithClock(time.Now))
	s.Seed(s.Believable(50)...)
	base, err := s.NewClient(root)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			a := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management, ResourceDirectoryID: root.ResourceDirectoryID})
			s.Inject(alibabarmtest.Fault{Op: receivedOp, AccountID: a.ID, Skip: 1, Kind: alibabarmtest.EmptyPage()})
			mine := s.Seed(s.BelievableReceived(a, 5)...)
			keys := s.TemporaryCredentials(a, time.Hour)
			c := base.With(alibabarm.WithCredentials(auth.ProviderFunc(
				func(context.Context) (auth.Credentials, error) { return keys, nil })))
			got, err := c.ListHandshakesForResourceDirectory(pagination.WithPageSize(7)).Collect(t.Context())
			assert.NoError(t, err)
			assert.Len(t, got, 50)
			got, err = c.ListHandshakesForAccount(pagination.WithPageSize(2)).Collect(t.Context())
			assert.NoError(t, err)
			assert.ElementsMatch(t, idsOf(mine), idsOf(got), "what was missing comes last")
			s.Remove(mine[i%5].ID)
			s.Advance(time.Millisecond)
			s.Update(mine[0].ID, func(h *alibabarm.Handshake) { h.Note = "seen" })
			if i%16 == 0 {
				assert.NotEmpty(t, s.Requests())
			}
		})
	}
	wg.Wait()
	assert.Empty(t, s.Unused())
	requests := s.Requests()
	assert.Len(t, requests, 64*(8+(4+3+3)), "the list with the gap is read until two passes are equal")
	ids := map[string]bool{}
	for _, r := range requests {
		assert.Equal(t, http.StatusOK, r.Status)
		ids[r.RequestID] = true
	}
	assert.Len(t, ids, len(requests))
}
