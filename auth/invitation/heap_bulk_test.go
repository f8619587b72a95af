//go:build !race

// The race detector needs memory of its own.

package invitation_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
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
		b.WriteString(`{"handshakes":[`)
		last := min(rows, first+2000)
		for n := first; n < last; n++ {
			if n > first {
				b.WriteString(",")
			}
			fmt.Fprintf(&b, `{"id":"h-%016d","urn":"organizations::5f0e1d2c3b4a69788796a5b4c3d2e1f0:handshake:o-4q8w2e6r0t1y5u9i/h-%016d","updated_at":%q,"created_at":%q,"expired_at":%q,
				"management_account_id":"5f0e1d2c3b4a69788796a5b4c3d2e1f0","management_account_name":"acme_root","organization_id":"o-4q8w2e6r0t1y5u9i",
				"notes":"Please join us","target":{"type":"account","entity":"%032x"},"status":"expired"}`,
				n, n, created.Format(time.RFC3339), created.Format(time.RFC3339), created.Add(14*day).Format(time.RFC3339), n%targets)
		}
		next := "null"
		if last < rows {
			next = fmt.Sprintf("%q", fmt.Sprint(last))
		}
		b.WriteString(`],"page_info":{"next_marker":` + next + `}}`)
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(b.String()))}, nil
	}
}

// TestInviteAll_Memory has bounds for what the program uses at most, garbage included. What
// is left of a row is the client's own value, and nothing where a later row of the target
// decides.
func TestInviteAll_Memory(t *testing.T) { // not parallel: it counts bytes
	for _, c := range []struct {
		name    string
		targets int
		mega    uint64
	}{
		{name: "keeps the last invitation of each target only", targets: 1_000, mega: 50},
		{name: "keeps an invitation once", targets: 100_000, mega: 140},
	} {
		t.Run(c.name, func(t *testing.T) {
			cloud := huaweiCloud()
			settings := clientSettings{transport: longList(100_000, c.targets), provider: auth.Static("AKEXAMPLE00000000001", "secret", "")}
			s := cloud.new(t, worldSettings{}).client(cloud.root, settings)
			in := []invitation.Input{{Target: account(cloud.account(c.targets - 1))}}
			peak := paginationtest.PeakHeap(func() {
				out, err := gather(t, s.inviteAll(t.Context(), slices.Values(in)))
				require.NoError(t, err)
				assert.Equal(t, repeated(invitation.ResultSkipped, 1), results(out))
			})
			t.Logf("%d MB", peak>>20)
			assert.Less(t, peak, c.mega<<20)
		})
	}
}
