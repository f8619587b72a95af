package alibabarmtest_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestAccount_Provider(t *testing.T) {
	t.Parallel()
	_, root := newService(0)
	keys, err := root.Provider().Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, root.Credentials, keys)
	assert.NotContains(t, fmt.Sprintf("%+v", root), root.Credentials.AccessKeySecret)
}

func TestService_AddAccount(t *testing.T) {
	t.Parallel()
	s, root := newService(0)
	assert.Contains(t, root.Email, "@")
	assert.Contains(t, root.RealName, root.Name)
	assert.Regexp(t, `^STS\.`, s.TemporaryCredentials(root, time.Hour).AccessKeyID)
}

func TestService_NewClient(t *testing.T) {
	t.Parallel()
	versions := []alibabarm.Version{alibabarm.Version20200331, alibabarm.Version20220419}
	t.Run("lists everything in both versions", func(t *testing.T) {
		t.Parallel()
		s, root := newService(0)
		s.Seed(s.Believable(61)...)
		c, err := s.NewClient(root)
		require.NoError(t, err)
		for _, version := range versions {
			for size := 1; size <= 62; size++ {
				got, err := c.With(alibabarm.WithVersion(version)).ListHandshakesForResourceDirectory(pagination.WithPageSize(size)).Collect(t.Context())
				require.NoError(t, err)
				assert.Equal(t, s.Handshakes(), got, size)
			}
		}
	})
	t.Run("connects to one socket for both versions", func(t *testing.T) {
		t.Parallel()
		s, root := newService(3)
		_, err := s.Start()
		require.NoError(t, err)
		pool := &http.Transport{}
		t.Cleanup(func() {
			pool.CloseIdleConnections()
			assert.NoError(t, s.Close())
		})
		c, err := s.NewClient(root, alibabarm.WithTransport(pool))
		require.NoError(t, err)
		for _, version := range versions {
			got, err := c.With(alibabarm.WithVersion(version)).ListHandshakesForResourceDirectory().Collect(t.Context())
			require.NoError(t, err)
			assert.Equal(t, s.Handshakes(), got)
		}
	})
	t.Run("has no directory for an account outside", func(t *testing.T) {
		t.Parallel()
		s, _ := newService(1)
		c, err := s.NewClient(s.AddAccount(alibabarmtest.Account{}))
		require.NoError(t, err)
		_, err = c.ListHandshakesForResourceDirectory().Collect(t.Context())
		require.ErrorIs(t, err, alibabarm.ErrNotFound)
	})
}
