package huaweiorg_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestListHandshakes_FiveThousand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const each = 20 * time.Millisecond
		s := huaweiorgtest.New()
		root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
		want := s.Seed(make([]huaweiorg.Handshake, 5000)...)
		s.Inject(huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: huaweiorgtest.Delay(each)})
		client, err := s.NewClient(root)
		require.NoError(t, err)

		begin := time.Now()
		got, err := client.ListHandshakes().Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 3*each, time.Since(begin))
		assert.Len(t, s.Requests(), 3)
		require.Len(t, got, len(want))
		for i := range want {
			require.Equal(t, want[i], got[i])
		}
	})
}
