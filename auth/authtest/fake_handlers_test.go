package authtest_test

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A host is a fake that serves operations that a test adds.
type host interface {
	fake
	// handle adds a handler for the operation of opUnknown, under this name.
	handle(op string, h http.Handler) error
	caller(ctx context.Context) (accountID string, ok bool)
}

func (f huaweiFake) handle(op string, h http.Handler) error {
	return f.Handle(op, "GET /v1/nothing", h)
}

func (f huaweiFake) caller(ctx context.Context) (string, bool) {
	a, ok := huaweiorgtest.Caller(ctx)
	return a.ID, ok
}

func (f alibabaFake) handle(op string, h http.Handler) error { return f.Handle(op, h) }

func (f alibabaFake) caller(ctx context.Context) (string, bool) {
	a, ok := alibabarmtest.Caller(ctx)
	return a.ID, ok
}

// handledOp is the operation that a request of opUnknown calls.
const handledOp = "Nothing"

func replies(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, text)
	})
}

func TestReplyOf_inServices(t *testing.T) {
	t.Parallel()
	unknown := ask{op: opUnknown}
	onEvery(t, "serves one more operation, and verifies and records its requests", func(t *testing.T, open maker) {
		made, root := open(0, settings{})
		f := made.(host)
		assert.Equal(t, f.words().unknown, get(t, f, root.Credentials, unknown).refusal)
		var callers []string
		require.NoError(t, f.handle(handledOp, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			id, _ := f.caller(r.Context())
			callers = append(callers, id)
			w.Header().Set("X-Note", "n")
			w.WriteHeader(http.StatusAccepted)
			_, _ = io.WriteString(w, `{"nothing":1}`)
		})))
		got := get(t, f, root.Credentials, unknown)
		assert.Equal(t, []any{202, `{"nothing":1}`, "n"}, []any{got.status, got.body, got.header.Get("X-Note")})
		assert.NotEmpty(t, got.requestID)
		record := f.Requests()[1]
		assert.Equal(t, []any{handledOp, root.ID, 202}, []any{record.Op, record.AccountID, record.Status})

		wrong := root.Credentials
		wrong.AccessKeySecret += "x"
		assert.Equal(t, f.words().signatures["a wrong secret"].want, get(t, f, wrong, unknown).refusal)
		assert.Equal(t, []string{root.ID}, callers, "only requests that the service accepts")
		_, ok := f.caller(t.Context())
		assert.False(t, ok)
	})
	onEvery(t, "meets faults", func(t *testing.T, open maker) {
		made, root := open(0, settings{})
		f := made.(host)
		require.NoError(t, f.handle(handledOp, replies(`{"nothing":1}`)))
		f.Inject(
			authtest.Fault{Op: handledOp, Kind: f.words().throttled},
			authtest.Fault{Op: handledOp, Kind: authtest.SetField("nothing", 2)},
			authtest.Fault{Op: handledOp, Kind: authtest.Reset()},
		)
		assert.Equal(t, f.words().throttledStatus, get(t, f, root.Credentials, unknown).status)
		assert.JSONEq(t, `{"nothing":2}`, get(t, f, root.Credentials, unknown).body)
		_, err := try(f, f.RoundTripper(), root.Credentials, unknown)
		require.Error(t, err)
		assert.Empty(t, f.Unused())
	})
	onEvery(t, "uses the latest handler, also instead of an operation of the service", func(t *testing.T, open maker) {
		made, root := open(0, settings{})
		f := made.(host)
		for _, text := range []string{`{"first":1}`, `{"second":1}`} {
			require.NoError(t, f.handle(handledOp, replies(text)))
			assert.Equal(t, text, get(t, f, root.Credentials, unknown).body)
		}
		switch f := made.(type) {
		case huaweiFake:
			require.NoError(t, f.Handle("Mine", "GET /v1/organizations/handshakes", replies(`{"mine":1}`)))
		case alibabaFake:
			require.NoError(t, f.Handle(f.words().ops[opSent], replies(`{"mine":1}`)))
		}
		assert.Equal(t, `{"mine":1}`, get(t, f, root.Credentials, sent()).body)
	})
	onEvery(t, "refuses an operation without a name or a handler", func(t *testing.T, open maker) {
		made, _ := open(0, settings{})
		f := made.(host)
		require.ErrorIs(t, f.handle("", replies("")), auth.ErrInvalid)
		require.ErrorIs(t, f.handle(handledOp, nil), auth.ErrInvalid)
	})
}
