package huaweiorg_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestCancelPendingCancelsWhatMatches(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		h := w.s.Seed(
			huaweiorg.Handshake{Notes: "old"}, huaweiorg.Handshake{Notes: "new"}, huaweiorg.Handshake{Notes: "old", Status: "declined"},
			huaweiorg.Handshake{Notes: "old"}, huaweiorg.Handshake{Notes: "old"},
		)
		w.inject(huaweiorgtest.CancelHandshake, huaweiorgtest.Kind{}, huaweiorgtest.Hook(func() { w.set(h[3].ID, huaweiorg.StatusAccepted) }))
		out, err := gather(t, w.sender.CancelPending(t.Context(), func(h huaweiorg.Handshake) bool { return h.Notes == "old" }))
		require.NoError(t, err)
		assert.Equal(t, []huaweiorg.Result{huaweiorg.ResultCancelled, huaweiorg.ResultFailed, huaweiorg.ResultCancelled}, results(out))
		require.ErrorIs(t, out[1].Err, huaweiorg.ErrConflict)
		var statuses []huaweiorg.Status
		for i, h := range w.s.Handshakes() {
			statuses = append(statuses, h.Status)
			if i == 0 {
				assert.Equal(t, h, out[0].Handshake)
			}
		}
		assert.Equal(t, []huaweiorg.Status{"cancelled", "pending", "declined", "accepted", "cancelled"}, statuses)
	})
}

func TestCancelPendingLeavesWhatIsPastItsDate(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		w.s.Seed(make([]huaweiorg.Handshake, 2)...)
		w.inject(huaweiorgtest.ListHandshakes, huaweiorgtest.SetField("handshakes.0.expired_at", time.Now().Format(time.RFC3339)))
		out, err := gather(t, w.sender.CancelPending(t.Context(), func(huaweiorg.Handshake) bool { return true }))
		require.NoError(t, err)
		assert.Equal(t, []huaweiorg.Result{huaweiorg.ResultSkipped, huaweiorg.ResultCancelled}, results(out))
	})
}

func TestCancelPendingEndsWhereAllWouldFail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind huaweiorgtest.Kind
		want []huaweiorg.Result
		err  error
	}{
		"no permission":                          {refuse1007(), repeated(huaweiorg.ResultFailed, 1), huaweiorg.ErrPermission},
		"down":                                   {huaweiorgtest.Unavailable(), repeated(huaweiorg.ResultUnknown, 3), huaweiorg.ErrUnavailable},
		"conflicts go on":                        {huaweiorgtest.Refuse(409, "Organizations.9006", "x"), repeated(huaweiorg.ResultFailed, 5), nil},
		"F21 cancelled goes on":                  {huaweiorgtest.Refuse(400, "Organizations.1401", "x"), repeated(huaweiorg.ResultFailed, 5), nil},
		"a trusted service is disabled, at once": {huaweiorgtest.Refuse(400, "Organizations.1900", "x"), repeated(huaweiorg.ResultFailed, 1), huaweiorg.ErrConflict},
		"always busy":                            {huaweiorgtest.Refuse(409, "Organizations.1003", "x"), repeated(huaweiorg.ResultFailed, 3), huaweiorg.ErrConflict},
		"three equal refusals in a row": {huaweiorgtest.Refuse(400, "Organizations.4711", "x"),
			append(repeated(huaweiorg.ResultFailed, 3), repeated(huaweiorg.ResultSkipped, 2)...), nil},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				w.s.Seed(make([]huaweiorg.Handshake, 5)...)
				w.s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.CancelHandshake, Times: huaweiorgtest.Always, Kind: c.kind})
				out, err := gather(t, w.sender.CancelPending(t.Context(), func(huaweiorg.Handshake) bool { return true }))
				assert.Equal(t, c.want, results(out))
				for _, o := range out {
					assert.Equal(t, o.Result == huaweiorg.ResultSkipped, o.Reason != "")
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
	if err != nil || req.Method != http.MethodGet {
		return resp, err
	}
	text, err := io.ReadAll(resp.Body)
	row := text[len(`{"handshakes":[`):bytes.Index(text, []byte(`],"page_info"`))]
	text = bytes.Replace(text, row, []byte(string(row)+","+string(row)), 1)
	resp.Body, resp.ContentLength, d.did = io.NopCloser(bytes.NewReader(text)), int64(len(text)), true
	resp.Header.Del("Content-Length")
	return resp, err
}
