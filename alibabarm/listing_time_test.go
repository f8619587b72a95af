package alibabarm_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// TestListHandshakesForResourceDirectory_FiveThousand has 50 full pages. The last one just
// reaches the total. One more request shows that the total is right.
func TestListHandshakesForResourceDirectory_FiveThousand(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		opts []pagination.Option
		took time.Duration
	}{
		"one after the other": {took: 1020 * time.Millisecond},
		"read ahead eight pages": {opts: []pagination.Option{pagination.WithReadAhead(8)},
			took: 160 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := alibabarmtest.New()
				root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
				want := s.Seed(make([]alibabarm.Handshake, 5000)...)
				s.Inject(alibabarmtest.Fault{
					Times: alibabarmtest.Always,
					Kind:  alibabarmtest.Hook(func() { time.Sleep(20 * time.Millisecond) }),
				})
				client, err := s.NewClient(root)
				require.NoError(t, err)

				begin := time.Now()
				got, err := client.ListHandshakesForResourceDirectory(c.opts...).Collect(t.Context())
				require.NoError(t, err)
				assert.Equal(t, c.took, time.Since(begin))
				assert.Len(t, s.Requests(), 51)
				require.Len(t, got, len(want))
				for i := range want {
					require.Equal(t, want[i], got[i])
				}
			})
		})
	}
}
