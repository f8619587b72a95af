package invitation

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestSleepEndsWithTheWaitOrTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start, why := time.Now(), errors.New("why")
		ctx, cancel := context.WithCancelCause(t.Context())
		assert.NoError(t, sleep(ctx, time.Hour))
		assert.Equal(t, time.Hour, time.Since(start))
		time.AfterFunc(time.Minute, func() { cancel(why) })
		err := sleep(ctx, time.Hour)
		assert.Equal(t, time.Hour+time.Minute, time.Since(start))
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, err, why)
	})
}
