package invitation_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A counted provider counts how often it is asked.
type counted struct {
	auth.Provider
	asked atomic.Int64
}

func (c *counted) Credentials(ctx context.Context) (auth.Credentials, error) {
	c.asked.Add(1)
	return c.Provider.Credentials(ctx)
}

// TestCloud_Credentials has a program that makes the client of an account anew for each
// list.
func TestCloud_Credentials(t *testing.T) {
	t.Parallel()
	run(t, "of many accounts are asked for once in many rounds", func(t *testing.T, w world) {
		const accounts, rounds = 100, 3
		providers := make([]*counted, accounts)
		for i := range providers {
			id := w.cloud().account(i)
			w.addAccount(id)
			providers[i] = &counted{Provider: w.provider(id)}
		}
		shared := sender(w)
		next := make(chan *counted)
		var workers sync.WaitGroup
		for range 32 {
			workers.Go(func() {
				for p := range next {
					_, err := shared.as(p).list(t.Context(), true)
					assert.NoError(t, err)
				}
			})
		}
		for range rounds {
			for _, p := range providers {
				next <- p
			}
		}
		close(next)
		workers.Wait()
		asked := 0
		for _, p := range providers {
			asked += int(p.asked.Load())
		}
		assert.Equal(t, accounts, asked)
		assert.Len(t, w.requests(), accounts*rounds)
	})
}
