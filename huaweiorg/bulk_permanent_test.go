package huaweiorg_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// TestInviteAll_permanentFault has faults that no retry mends: they are no outage, which
// the verb would sit out.
func TestInviteAll_permanentFault(t *testing.T) {
	t.Run("of the credentials ends the verb before anything is sent", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			w := newWorld(t)
			keys := w.root.Credentials
			sender := w.sender.With(huaweiorg.WithCredentials(auth.Static(keys.AccessKeyID+"\n", keys.AccessKeySecret, keys.SecurityToken)))
			start := time.Now()
			out, err := gather(t, sender.InviteAll(t.Context(), slices.Values(inputs(5))))
			require.ErrorAs(t, err, new(*auth.SignError))
			require.ErrorIs(t, err, huaweiorg.ErrInvalid)
			assert.NotErrorIs(t, err, huaweiorg.ErrUnavailable)
			assert.Contains(t, err.Error(), "the access key ID has a line break")
			assert.Empty(t, out)
			assert.Empty(t, w.ops(0))
			assert.Zero(t, time.Since(start))
		})
	})
	t.Run("of the way to the service ends the verb at the first target", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			w := newWorld(t)
			writes := 0
			flaky := roundTripper(func(req *http.Request) (*http.Response, error) {
				if req.Method == http.MethodPost {
					writes++
					return nil, errors.New("Proxy Authentication Required")
				}
				return w.s.RoundTripper().RoundTrip(req)
			})
			out, err := gather(t, w.sender.With(huaweiorg.WithTransport(flaky)).InviteAll(t.Context(), slices.Values(inputs(5))))
			fault, ok := errors.AsType[*auth.TransportError](err)
			require.True(t, ok, "%v", err)
			assert.True(t, fault.Permanent)
			assert.NotErrorIs(t, err, huaweiorg.ErrUnavailable)
			assert.Equal(t, repeated(huaweiorg.ResultFailed, 1), results(out))
			assert.Equal(t, 1, writes)
		})
	})
}
