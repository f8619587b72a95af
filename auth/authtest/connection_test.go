package authtest_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestNoConnection(t *testing.T) {
	t.Parallel()
	s := newService(authtest.NoConnection())
	_, err := s.send(t)
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	var op *net.OpError
	require.ErrorAs(t, err, &op)
	assert.Equal(t, "dial", op.Op)
	assert.Empty(t, s.requests(), "the request never arrived")
	s.get(t)
	assert.Len(t, s.requests(), 1)
}

func TestReset(t *testing.T) {
	t.Parallel()
	s := newService(authtest.Reset())
	_, err := s.send(t)
	require.ErrorIs(t, err, syscall.ECONNRESET)
	assert.Len(t, s.requests(), 1, "the request arrived")
	assert.Zero(t, s.times())
}

func TestDelay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newService(authtest.Delay(time.Hour), authtest.Delay(time.Hour))
		start := time.Now()
		assert.Equal(t, http.StatusOK, s.get(t).status)
		assert.Equal(t, time.Hour, time.Since(start))

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := s.server.RoundTrip(request(t, listURL).WithContext(ctx))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Hour+time.Minute, time.Since(start))
	})
}

func TestCutBody(t *testing.T) {
	t.Parallel()
	last := len(completeBody) - 1
	s := newService()
	for n, want := range map[int]int{-1: 0, 0: 0, 20: 20, last: last, last + 1: last, 1 << 30: last} {
		for _, kind := range []struct {
			authtest.Kind
			err error
		}{
			{Kind: authtest.CutBody(n), err: io.ErrUnexpectedEOF},
			{Kind: authtest.ResetBody(n), err: syscall.ECONNRESET},
		} {
			s.inject(kind.Kind)
			resp, err := s.send(t)
			require.NoError(t, err)
			assert.Equal(t, http.StatusOK, resp.StatusCode)
			assert.EqualValues(t, len(completeBody), resp.ContentLength)
			body, err := io.ReadAll(resp.Body)
			require.ErrorIs(t, err, kind.err)
			assert.Equal(t, completeBody[:want], string(body))
		}
	}
	s.inject(authtest.Together(authtest.CutBody(5), authtest.Raw(200, "")))
	resp, err := s.send(t)
	require.NoError(t, err)
	_, err = io.ReadAll(resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF, "an empty body ends in the same way")

	s.encode = func(r *authtest.Reply) { r.Body = append(r.Body, "!!"...) }
	s.inject(authtest.CutBody(1 << 30))
	resp, err = s.send(t)
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Equal(t, completeBody+"!", string(body), "the length is that of the sent body")
}
