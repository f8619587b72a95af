//go:build !race

// The race detector needs memory of its own.

package invitation_test

import (
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

// longList is a transport with a long sent list at Huawei Cloud, of this many invitations
// and targets.
func longList(rows, targets int) roundTripper {
	created := time.Now().Add(-30 * day)
	return func(req *http.Request) (*http.Response, error) {
		first := 0
		_, _ = fmt.Sscan(req.URL.Query().Get("marker"), &first)
		var b strings.Builder
		b.Grow(1 << 20) // a page, so that little of the peak is the service's
		b.WriteString(`{"handshakes":[`)
		last := min(rows, first+2000)
		for n := first; n < last; n++ {
			if n > first {
				b.WriteString(",")
			}
			created := created.Add(time.Duration(n) * time.Second)
			fmt.Fprintf(&b, `{"id":"h-%016x","urn":"organizations::5f0e1d2c3b4a69788796a5b4c3d2e1f0:handshake:o-4q8w2e6r0t1y5u9i/h-%016x","updated_at":%q,"created_at":%q,"expired_at":%q,
				"management_account_id":"5f0e1d2c3b4a69788796a5b4c3d2e1f0","management_account_name":"acme_root","organization_id":"o-4q8w2e6r0t1y5u9i",
				"notes":"Please join us","target":{"type":"account","entity":%q},"status":"expired"}`,
				scattered(n), scattered(n), created.Format(time.RFC3339), created.Format(time.RFC3339), created.Add(14*day).Format(time.RFC3339), longListAccount(n%targets))
		}
		next := "null"
		if last < rows {
			next = fmt.Sprintf("%q", fmt.Sprint(last))
		}
		b.WriteString(`],"page_info":{"next_marker":` + next + `}}`)
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(b.String()))}, nil
	}
}

// scattered returns another number for each n, with no digits in common, as IDs have none.
func scattered(n int) uint64 { return uint64(n+1) * 0x9e3779b97f4a7c15 }

// longListAccount returns the ID of an account on the list.
func longListAccount(n int) string {
	return fmt.Sprintf("%016x%016x", scattered(n), scattered(n+1<<40))
}

// TestInviteAll_Memory bounds what the program uses at most, garbage included, with 100,000
// invitations on the sent list. A row leaves only what differs from its neighbours, and
// nothing where another row of the target decides.
func TestInviteAll_Memory(t *testing.T) { // not parallel: it counts bytes
	const rows, limit = 100_000, 50 << 20
	for _, c := range []struct {
		name            string
		targets, inputs int
	}{
		{name: "keeps the last invitation of each target only", targets: 1_000, inputs: 1},
		{name: "keeps little of each target and of each input", targets: rows, inputs: rows},
	} {
		t.Run(c.name, func(t *testing.T) {
			cloud := huaweiCloud()
			settings := clientSettings{transport: longList(rows, c.targets), provider: auth.Static("AKEXAMPLE00000000001", "secret", "")}
			s := cloud.new(t, worldSettings{}).client(cloud.root, settings)
			peak := paginationtest.PeakHeap(func() {
				skipped := 0
				for o, err := range s.inviteAll(t.Context(), longListInputs(c.inputs)) {
					require.NoError(t, err)
					require.Equal(t, invitation.ResultSkipped, o.Result)
					skipped++
				}
				assert.Equal(t, c.inputs, skipped)
			})
			t.Logf("%d MB", peak>>20)
			assert.Less(t, peak, uint64(limit))
		})
	}
}

// longListInputs yields the first n accounts on the list.
func longListInputs(n int) iter.Seq[invitation.Input] {
	return func(yield func(invitation.Input) bool) {
		for i := range n {
			if !yield(invitation.Input{Target: account(longListAccount(i))}) {
				return
			}
		}
	}
}
