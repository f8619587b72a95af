package huaweiorgtest_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestAClientListsEverythingWithEveryPageSize(t *testing.T) {
	t.Parallel()
	s, a := newService(0)
	s.Seed(s.Believable(61)...)
	want := s.Handshakes()
	c, err := s.NewClient(a)
	require.NoError(t, err)
	for size := 1; size <= 62; size++ {
		got, err := c.ListHandshakes(pagination.WithPageSize(size)).Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, got, size)
	}
}

func TestEachClientCallsAsItsAccount(t *testing.T) {
	t.Parallel()
	s, root := newService(3)
	invitee := s.AddAccount(huaweiorgtest.Account{})
	s.Seed(s.BelievableReceived(invitee, 5)...)
	c, err := s.NewClient(invitee)
	require.NoError(t, err)
	got, err := c.ListReceivedHandshakes().Collect(t.Context())
	require.NoError(t, err)
	assert.Len(t, got, 5)
	_, err = c.ListHandshakes().Collect(t.Context())
	require.ErrorIs(t, err, huaweiorg.ErrPermission)
	got, err = c.With(huaweiorg.WithCredentials(root.Provider())).ListHandshakes().Collect(t.Context())
	require.NoError(t, err)
	assert.Len(t, got, 3)
}

func TestClientsShareTheClock(t *testing.T) {
	t.Parallel()
	s := huaweiorgtest.New()
	a := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	c, err := s.NewClient(a)
	require.NoError(t, err)
	s.Advance(1000 * time.Hour)
	_, err = c.ListHandshakes().Collect(t.Context())
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now().Add(1000*time.Hour), s.Now(), time.Minute)
}

func TestAClientUsesTheSocketOnceStarted(t *testing.T) {
	s, a := newService(3)
	_, pool := start(t, s)
	c, err := s.NewClient(a, huaweiorg.WithTransport(pool))
	require.NoError(t, err)
	got, err := c.ListHandshakes(pagination.WithPageSize(2)).Collect(t.Context())
	require.NoError(t, err)
	assert.Equal(t, s.Handshakes(), got)
	require.NoError(t, s.Close())
	_, err = c.With(huaweiorg.WithRetry(auth.Retry{MaxRetries: -1})).ListHandshakes().Collect(t.Context())
	require.Error(t, err)
	c, err = s.NewClient(a)
	require.NoError(t, err)
	_, err = c.ListHandshakes().Collect(t.Context())
	require.NoError(t, err, "in memory again")
}

func TestRetriesAreSignedAfreshInSimulatedTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := huaweiorgtest.New()
		a := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
		s.Seed(make([]huaweiorg.Handshake, 3)...)
		s.Inject(
			huaweiorgtest.Fault{Kind: huaweiorgtest.BadGateway()},
			huaweiorgtest.Fault{Kind: huaweiorgtest.Reset()},
			huaweiorgtest.Fault{Kind: huaweiorgtest.Throttled("60")},
		)
		c, err := s.NewClient(a)
		require.NoError(t, err)
		start := time.Now()
		got, err := c.ListHandshakes().Collect(t.Context())
		require.NoError(t, err)
		assert.Len(t, got, 3)
		assert.GreaterOrEqual(t, time.Since(start), time.Minute)
		assert.Empty(t, s.Unused())
		requests := s.Requests()
		require.Len(t, requests, 4)
		assert.NotEqual(t, requests[2].Signature(), requests[3].Signature())
		assert.Equal(t, []int{502, 0, 429, 200}, []int{requests[0].Status, requests[1].Status, requests[2].Status, requests[3].Status})
	})
}

func TestAHangEndsAClientsCallWithItsDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, a := newService(1)
		s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Hang()})
		c, err := s.NewClient(a)
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		_, err = c.ListHandshakes().Collect(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 10*time.Second, time.Since(start))
	})
}

func TestManyClientsAtOnce(t *testing.T) {
	t.Parallel()
	s, root := newService(0, huaweiorgtest.WithClock(time.Now))
	s.Seed(s.Believable(50)...)
	base, err := s.NewClient(root)
	require.NoError(t, err)
	s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.ListReceivedHandshakes, Times: 64, Kind: huaweiorgtest.EmptyPage()})
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			a := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.DelegatedAdministrator})
			mine := s.Seed(s.BelievableReceived(a, 5)...)
			keys := s.TemporaryCredentials(a, time.Hour)
			c := base.With(huaweiorg.WithCredentials(auth.ProviderFunc(
				func(context.Context) (auth.Credentials, error) { return keys, nil })))
			got, err := c.ListHandshakes(pagination.WithPageSize(7)).Collect(t.Context())
			assert.NoError(t, err)
			assert.Len(t, got, 50)
			got, err = c.ListReceivedHandshakes(pagination.WithPageSize(2)).Collect(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, idsOf(mine), idsOf(got))
			s.Remove(mine[i%5].ID)
			s.Advance(time.Millisecond)
			s.Update(mine[0].ID, func(h *huaweiorg.Handshake) { h.Notes = "seen" })
			if i%16 == 0 {
				assert.NotEmpty(t, s.Requests())
			}
		})
	}
	wg.Wait()
	assert.Empty(t, s.Unused())
	requests := s.Requests()
	assert.Len(t, requests, 64*(8+3+1))
	ids := map[string]bool{}
	for _, r := range requests {
		assert.Equal(t, http.StatusOK, r.Status)
		ids[r.RequestID] = true
	}
	assert.Len(t, ids, len(requests))
}
