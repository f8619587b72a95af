package huaweiorgtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestRequestsTellWhatCameIn(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	get(t, s, a.Credentials, sentPath+"?limit=7", func(r *http.Request) { r.Header.Set("X-Note", "n") })
	s.Advance(time.Second)
	got := get(t, s, a.Credentials, "/v1/nothing")
	s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Reset()})
	_, err := send(s, a.Credentials, sentPath+"?limit=7")
	require.Error(t, err)

	requests := s.Requests()
	require.Len(t, requests, 3)
	first, second, third := requests[0], requests[1], requests[2]
	assert.Equal(t, huaweiorgtest.ListHandshakes, first.Op)
	assert.Equal(t, a.ID, first.AccountID)
	assert.Equal(t, http.MethodGet, first.Method)
	assert.Equal(t, sentPath, first.Path)
	assert.Equal(t, "7", first.Query.Get("limit"))
	assert.Equal(t, "n", first.Header.Get("X-Note"))
	assert.Equal(t, a.ID, first.Header.Get("X-Domain-Id"))
	assert.Equal(t, fixed(), first.Time)
	assert.Equal(t, http.StatusOK, first.Status)
	assert.Empty(t, second.Op)
	assert.Equal(t, fixed().Add(time.Second), second.Time)
	assert.Equal(t, http.StatusNotFound, second.Status)
	assert.Equal(t, got.RequestID, second.RequestID)
	assert.Zero(t, third.Status)
	assert.Len(t, first.Signature(), 64)
	assert.NotEqual(t, first.Signature(), third.Signature(), "signed at another time")
}

func TestRequestsAreCopies(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	get(t, s, a.Credentials, sentPath+"?limit=7")
	r := s.Requests()[0]
	r.Query["limit"][0] = "8"
	r.Header["X-Domain-Id"][0] = "x"
	assert.Equal(t, "7", s.Requests()[0].Query.Get("limit"))
	assert.Equal(t, a.ID, s.Requests()[0].Header.Get("X-Domain-Id"))
}

func TestRequestsHideSecretsWhenPrinted(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	get(t, s, keys, sentPath)
	r := s.Requests()[0]
	require.Equal(t, keys.SecurityToken, r.Header.Get("X-Security-Token"))
	asJSON, err := json.Marshal(r)
	require.NoError(t, err)
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "request", r)
	nested := struct{ R []huaweiorgtest.Request }{s.Requests()}
	for _, text := range []string{
		string(asJSON), log.String(), r.String(), fmt.Sprint(r), fmt.Sprintf("%+v %#v %s %q %x", r, r, r, r, r),
		fmt.Sprintf("%+v %#v", nested, nested), fmt.Sprintf("%v", &r),
	} {
		assert.Contains(t, text, sentPath)
		assert.NotContains(t, text, keys.SecurityToken)
		assert.NotContains(t, text, r.Signature())
	}
	assert.Contains(t, string(asJSON), "X-Sdk-Date")
	assert.NotEmpty(t, r.Header.Get("Authorization"), "the record itself is whole")
}

func TestService_Requests(t *testing.T) {
	t.Parallel()
	t.Run("are the last 10,000", func(t *testing.T) {
		t.Parallel()
		s, a := newService(1)
		for range 10_020 {
			get(t, s, a.Credentials, sentPath)
		}
		s.Advance(time.Second)
		get(t, s, a.Credentials, receivedPath)
		requests := s.Requests()
		require.Len(t, requests, 10_000)
		assert.Equal(t, huaweiorgtest.ListHandshakes, requests[0].Op)
		assert.Equal(t, huaweiorgtest.ListReceivedHandshakes, requests[9_999].Op)
		assert.Equal(t, fixed().Add(time.Second), requests[9_999].Time)
	})
}
