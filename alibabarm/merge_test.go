package alibabarm_test

import (
	"errors"
	"fmt"
	"iter"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestAThousandAccountsAreOneStream(t *testing.T) {
	t.Parallel()
	s := alibabarmtest.New()
	accounts := make([]alibabarmtest.Account, 1000)
	want, bad := map[string]int{}, map[string]int{}
	for i := range accounts {
		accounts[i] = s.AddAccount(alibabarmtest.Account{Name: fmt.Sprintf("account_%d", i)})
		own := s.Seed(s.BelievableReceived(accounts[i], i%4)...)
		if i%100 == 50 {
			bad[accounts[i].Name]++
			s.Inject(alibabarmtest.Fault{
				AccountID: accounts[i].ID, Times: alibabarmtest.Always,
				Kind: alibabarmtest.Refuse(http.StatusForbidden, "NoPermission", "denied"),
			})
			continue
		}
		for _, h := range own {
			want[h.ID]++
		}
	}
	client, err := s.NewClient(accounts[0])
	require.NoError(t, err)

	got, failed := map[string]int{}, map[string]int{}
	for h, err := range pagination.Merge(t.Context(), 32, inboxes(client, accounts)) {
		if err == nil {
			got[h.ID]++
			continue
		}
		account, ok := errors.AsType[*pagination.SourceError](err)
		require.True(t, ok, "%v", err)
		assert.ErrorIs(t, err, alibabarm.ErrPermission)
		failed[account.Name]++
	}
	assert.Equal(t, want, got)
	assert.Equal(t, bad, failed)
	assert.Len(t, s.Requests(), len(accounts))
}

// inboxes are the received lists of accounts, over the connections of one client.
func inboxes(client *alibabarm.Client, accounts []alibabarmtest.Account) iter.Seq[pagination.Source[alibabarm.Handshake]] {
	return func(yield func(pagination.Source[alibabarm.Handshake]) bool) {
		for _, a := range accounts {
			own := client.With(alibabarm.WithCredentials(a.Provider()))
			if !yield(pagination.Source[alibabarm.Handshake]{Name: a.Name, Items: own.ListHandshakesForAccount().All}) {
				return
			}
		}
	}
}
