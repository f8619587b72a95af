package alibabarm_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestCancelPendingCancelsWhatMatches(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		h := w.s.Seed(
			alibabarm.Handshake{Note: "old"}, alibabarm.Handshake{Note: "new"}, alibabarm.Handshake{Note: "old", Status: "Declined"},
			alibabarm.Handshake{Note: "old"}, alibabarm.Handshake{Note: "old"},
		)
		w.inject(alibabarmtest.CancelHandshake, alibabarmtest.Kind{}, alibabarmtest.Hook(func() { w.set(h[3].ID, alibabarm.StatusAccepted) }))
		out, err := gather(t, w.sender.CancelPending(t.Context(), func(h alibabarm.Handshake) bool { return h.Note == "old" }))
		require.NoError(t, err)
		assert.Equal(t, []alibabarm.Result{alibabarm.ResultCancelled, alibabarm.ResultFailed, alibabarm.ResultCancelled}, results(out))
		require.ErrorIs(t, out[1].Err, alibabarm.ErrConflict)
		var statuses []alibabarm.Status
		for i, h := range w.s.Handshakes() {
			statuses = append(statuses, h.Status)
			if i == 0 {
				assert.Equal(t, h, out[0].Handshake)
			}
		}
		assert.Equal(t, []alibabarm.Status{"Cancelled", "Pending", "Declined", "Accepted", "Cancelled"}, statuses)
	})
}

func TestCancelPendingLeavesWhatIsPastItsDate(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.s.Seed(make([]alibabarm.Handshake, 2)...)
		w.inject(alibabarmtest.ListHandshakesForResourceDirectory, alibabarmtest.SetField("Handshakes.Handshake.0.ExpireTime", time.Now().Format(time.RFC3339)))
		out, err := gather(t, w.sender.CancelPending(t.Context(), func(alibabarm.Handshake) bool { return true }))
		require.NoError(t, err)
		assert.Equal(t, []alibabarm.Result{alibabarm.ResultSkipped, alibabarm.ResultCancelled}, results(out))
	})
}

func TestCancelPendingEndsWhereAllWouldFail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind alibabarmtest.Kind
		want []alibabarm.Result
		err  error
	}{
		"no permission":       {denied(), repeated(alibabarm.ResultFailed, 1), alibabarm.ErrPermission},
		"down":                {alibabarmtest.Unavailable(), repeated(alibabarm.ResultUnknown, 3), alibabarm.ErrUnavailable},
		"F18 conflicts go on": {alibabarmtest.Refuse(409, "HandshakeStatusMismatch", "x"), repeated(alibabarm.ResultFailed, 5), nil},
		"gone goes on":        {alibabarmtest.Refuse(404, "EntityNotExists.Handshake", "x"), repeated(alibabarm.ResultFailed, 5), nil},
		"no directory":        {alibabarmtest.Refuse(404, "EntityNotExists.ResourceDirectory", "x"), repeated(alibabarm.ResultFailed, 1), alibabarm.ErrNotFound},
		"always busy":         {alibabarmtest.Refuse(429, "ConcurrentCallNotSupported", "x"), repeated(alibabarm.ResultFailed, 3), alibabarm.ErrConflict},
		"three equal refusals in a row": {alibabarmtest.Refuse(400, "Strange.Refusal", "x"),
			append(repeated(alibabarm.ResultFailed, 3), repeated(alibabarm.ResultSkipped, 2)...), nil},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				w.s.Seed(make([]alibabarm.Handshake, 5)...)
				w.s.Inject(alibabarmtest.Fault{Op: alibabarmtest.CancelHandshake, Times: alibabarmtest.Always, Kind: c.kind})
				out, err := gather(t, w.sender.CancelPending(t.Context(), func(alibabarm.Handshake) bool { return true }))
				assert.Equal(t, c.want, results(out))
				for _, o := range out {
					assert.Equal(t, o.Result == alibabarm.ResultSkipped, o.Reason != "")
					require.Error(t, o.Err)
					assert.NotEmpty(t, o.Handshake.ID)
				}
				if c.err == nil {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, c.err)
				}
			})
		})
	}
}

// doubled shows each row of the received list twice, as a list that moves may.
type doubled struct {
	next http.RoundTripper
	did  bool
}

func (d *doubled) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := d.next.RoundTrip(req)
	if err != nil || req.Header.Get("X-Acs-Action") != received {
		return resp, err
	}
	text, err := io.ReadAll(resp.Body)
	row := text[bytes.Index(text, []byte(`"Handshake":[`))+len(`"Handshake":[`) : len(text)-len(`]}}`)]
	text = bytes.Replace(text, row, []byte(string(row)+","+string(row)), 1)
	resp.Body, resp.ContentLength, d.did = io.NopCloser(bytes.NewReader(text)), int64(len(text)), true
	resp.Header.Del("Content-Length")
	return resp, err
}
