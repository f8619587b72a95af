package alibabarmtest_test

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

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestRequestsTellWhatCameIn(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	get(t, s, a.Credentials, sent("PageSize=7"), func(r *http.Request) { r.Header.Set("X-Note", "n") })
	s.Advance(time.Second)
	got := get(t, s, a.Credentials, request{op: "Nothing", version: version2022, base: "https://" + host2022, form: "TargetEntity=a%40b"})
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Reset()})
	_, err := send(s, a.Credentials, sent("PageSize=7"))
	require.Error(t, err)

	requests := s.Requests()
	require.Len(t, requests, 3)
	first, second, third := requests[0], requests[1], requests[2]
	assert.Equal(t, alibabarmtest.ListHandshakesForResourceDirectory, first.Op)
	assert.Equal(t, a.ID, first.AccountID)
	assert.Equal(t, http.MethodPost, first.Method)
	assert.Equal(t, host2020, first.Host)
	assert.Equal(t, "/", first.Path)
	assert.Equal(t, version2020, first.Version)
	assert.Nil(t, first.Form)
	assert.Equal(t, "7", first.Query.Get("PageSize"))
	assert.Equal(t, "n", first.Header.Get("X-Note"))
	assert.Equal(t, sentOp, first.Header.Get("X-Acs-Action"))
	assert.Equal(t, fixed(), first.Time)
	assert.Equal(t, http.StatusOK, first.Status)
	assert.Empty(t, second.Op)
	assert.Empty(t, second.AccountID)
	assert.Equal(t, version2022, second.Version)
	assert.Equal(t, host2022, second.Host)
	assert.Equal(t, "a@b", second.Form.Get("TargetEntity"))
	assert.Equal(t, "TargetEntity=a%40b", string(second.Body))
	assert.Equal(t, fixed().Add(time.Second), second.Time)
	assert.Equal(t, http.StatusNotFound, second.Status)
	assert.Equal(t, got.RequestID, second.RequestID)
	assert.Zero(t, third.Status)
	assert.Len(t, first.Signature(), 64)
	assert.NotEqual(t, first.Signature(), third.Signature(), "signed with another nonce")
}

func TestRequestsAreCopies(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	get(t, s, a.Credentials, request{op: sentOp, query: "PageSize=7", form: "Note=n"})
	r := s.Requests()[0]
	r.Query["PageSize"][0] = "8"
	r.Form["Note"][0] = "m"
	r.Header["X-Acs-Action"][0] = "x"
	r.Body[0] = 'x'
	r = s.Requests()[0]
	assert.Equal(t, "7", r.Query.Get("PageSize"))
	assert.Equal(t, "n", r.Form.Get("Note"))
	assert.Equal(t, sentOp, r.Header.Get("X-Acs-Action"))
	assert.Equal(t, "Note=n", string(r.Body))
}

func TestRequestsHideSecretsWhenPrinted(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	get(t, s, keys, sent(""))
	r := s.Requests()[0]
	require.Equal(t, keys.SecurityToken, r.Header.Get("X-Acs-Security-Token"))
	asJSON, err := json.Marshal(r)
	require.NoError(t, err)
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "request", r)
	nested := struct{ R []alibabarmtest.Request }{s.Requests()}
	for _, text := range []string{
		string(asJSON), log.String(), r.String(), fmt.Sprint(r), fmt.Sprintf("%+v %#v %s %q %x", r, r, r, r, r),
		fmt.Sprintf("%+v %#v", nested, nested), fmt.Sprintf("%v", &r),
	} {
		assert.Contains(t, text, sentOp)
		assert.NotContains(t, text, keys.SecurityToken)
		assert.NotContains(t, text, r.Signature())
	}
	assert.Contains(t, string(asJSON), "X-Acs-Date")
	assert.NotEmpty(t, r.Header.Get("Authorization"), "the record itself is whole")
}

func TestService_Requests(t *testing.T) {
	t.Parallel()
	t.Run("are the last 10,000", func(t *testing.T) {
		t.Parallel()
		s, a := newService(1)
		for range 10_020 {
			get(t, s, a.Credentials, sent(""))
		}
		s.Advance(time.Second)
		get(t, s, a.Credentials, request{op: receivedOp})
		requests := s.Requests()
		require.Len(t, requests, 10_000)
		assert.Equal(t, alibabarmtest.ListHandshakesForResourceDirectory, requests[0].Op)
		assert.Equal(t, alibabarmtest.ListHandshakesForAccount, requests[9_999].Op)
		assert.Equal(t, fixed().Add(time.Second), requests[9_999].Time)
	})
}
