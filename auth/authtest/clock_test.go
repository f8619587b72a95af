package authtest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestClock(t *testing.T) {
	t.Parallel()
	noon := time.Date(2025, 3, 1, 12, 0, 0, 0, time.FixedZone("", 3600))
	c := authtest.Clock{Base: func() time.Time { return noon }}
	assert.Equal(t, noon.UTC(), c.Now())
	c.Advance(time.Hour)
	c.Advance(time.Hour)
	c.Skew(time.Minute)
	assert.Equal(t, noon.UTC().Add(2*time.Hour), c.Now(), "the skew does not change the clients' clock")
	assert.Equal(t, noon.UTC().Add(2*time.Hour+time.Minute), c.Skewed())
	c.Skew(-time.Minute)
	assert.Equal(t, noon.UTC().Add(2*time.Hour-time.Minute), c.Skewed())
	c.Skew(0)
	assert.Equal(t, c.Now(), c.Skewed())
}

func TestClock_zero(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c authtest.Clock
		assert.True(t, c.Now().Equal(time.Now()))
		assert.Equal(t, time.UTC, c.Skewed().Location())
	})
}
