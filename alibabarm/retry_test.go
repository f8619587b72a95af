package alibabarm_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestClient_Retries(t *testing.T) {
	t.Parallel()
	cut := func(*http.Request) (*http.Response, error) {
		resp := httpmock.NewStringResponse(200, "")
		resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"Handshakes":{`), errReader{}))
		return resp, nil
	}
	for name, c := range map[string]struct {
		first    httpmock.Responder
		attempts int
		least    time.Duration
	}{
		"F30 a 502 of a proxy":      {first: respond(502, body(t, "F30.html")), attempts: 2},
		"F31 a 503":                 {first: respond(503, body(t, "F31.json")), attempts: 2},
		"F32 an empty 503":          {first: respond(503, ""), attempts: 2},
		"F23 throttling with a 400": {first: respond(400, body(t, "F23.json")), attempts: 2},
		"F23 with the window's end": {
			first: respond(400, body(t, "F23.json"), "X-Ratelimit-User-Api",
				"Limit:20,Remain:0,TimeLeft:850,Reset:1709280000"),
			attempts: 2, least: 850 * time.Millisecond,
		},
		"F23 with Retry-After": {
			first: respond(429, body(t, "F23.json"), "Retry-After", "90"), attempts: 2,
			least: 90 * time.Second,
		},
		"F24 a concurrent change": {first: respond(429, body(t, "F24.json")), attempts: 2},
		"F25 a nonce seen before": {first: respond(400, body(t, "F25a.json")), attempts: 2},
		"F25 a wrong clock": {
			first:    respond(400, body(t, "F25b.json"), "Date", "Mon, 03 Feb 2025 04:05:36 GMT"),
			attempts: 2},
		"a reset": {
			first: httpmock.NewErrorResponder(errors.New("connection reset")), attempts: 2},
		"a truncated body": {first: cut, attempts: 2},
		"F25 no retry: the clock is right": {first: respond(400, body(t, "F25b.json")),
			attempts: 1},
		"F18 no retry: a conflict": {first: respond(409, body(t, "F18.json")),
			attempts: 1},
		"F19 no retry: an unknown invitation": {first: respond(404, body(t, "F19.json")),
			attempts: 1},
		"F20 no retry: an unknown access key": {first: respond(404, body(t, "F20.json")),
			attempts: 1},
		"F21 no retry: no permission": {first: respond(403, body(t, "F21.json")),
			attempts: 1},
		"F22 no retry: no permission, in lower case": {first: respond(403, body(t, "F22.json")),
			attempts: 1},
		"F26 no retry: a wrong signature": {first: respond(400, body(t, "F26.json")),
			attempts: 1},
		"F27 no retry: the same credentials again": {first: respond(400, body(t, "F27.json")),
			attempts: 1},
		"F28 no retry: a conflict": {first: respond(409, body(t, "F28.json")), attempts: 1},
		"F28 no retry: a quota": {
			first: respond(409,
				strings.Replace(body(t, "F28.json"), "EntityAlreadyExists.Handshake",
					"LimitExceeded.InvitationRate", 1)),
			attempts: 1,
		},
		"F29 no retry: a missing parameter": {first: respond(400, body(t, "F29.xml")), attempts: 1},
		"no retry: a redirect": {
			first: respond(307, "", "Location", "https://elsewhere.example.com/"), attempts: 1},
		"no retry: the service asks for an hour": {
			first: respond(409, `{"Code":"Throttling.EnableControlPolicy"}`), attempts: 1},
		"no retry: the wait exceeds any limit": {
			first: respond(400, body(t, "F23.json"), "X-Ratelimit-User",
				"TimeLeft:99999999999999999999"), attempts: 1,
		},
		"no retry: a token of another access key": {
			first:    respond(400, `{"Code":"InvalidSecurityToken.MismatchWithAccessKey"}`),
			attempts: 1},
		"no retry: a 404 of a proxy": {first: respond(404, "<html>not here</html>"),
			attempts: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newMock(t)
				m.RegisterResponderWithQuery("POST", root, page(1, 10), c.first.Then(respond(200, body(t, "F09.json"))))
				start := time.Now()
				items, err := newClient(t, m).ListHandshakesForAccount(pagination.WithPageSize(10)).Collect(t.Context())
				assert.Equal(t, c.attempts, m.GetTotalCallCount())
				assert.Equal(t, c.attempts == 2, err == nil, "%v", err)
				assert.Len(t, items, c.attempts-1)
				assert.GreaterOrEqual(t, time.Since(start), c.least)
			})
		})
	}
}

func TestClient_StaleCredentials(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		p := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
			asked++
			return auth.Credentials{AccessKeyID: fmt.Sprint("STS.", asked), AccessKeySecret: "S", SecurityToken: "T"}, nil
		})
		m := newMock(t)
		m.RegisterResponderWithQuery("POST", root, page(1, 100), func(req *http.Request) (*http.Response, error) {
			if strings.Contains(req.Header.Get("Authorization"), "STS.1,") {
				return respond(400, body(t, "F27.json"))(req)
			}
			return respond(200, body(t, "F04.json"))(req)
		})
		_, err := newClient(t, m, alibabarm.WithCredentials(p)).ListHandshakesForAccount().Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 2, asked)
		assert.Equal(t, 2, m.GetTotalCallCount())
	})
}

func TestClient_Nonces(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		nonces := map[string]bool{}
		m := newMock(t)
		m.RegisterResponderWithQuery("POST", root, page(1, 100), func(req *http.Request) (*http.Response, error) {
			nonces[req.Header.Get("X-Acs-Signature-Nonce")+" "+req.Header.Get("Authorization")] = true
			return respond(503, "")(req)
		})
		_, err := newClient(t, m).ListHandshakesForAccount().Collect(t.Context())
		require.ErrorIs(t, err, alibabarm.ErrUnavailable)
		assert.Len(t, nonces, 5)
		assert.Equal(t, 5, m.GetTotalCallCount())
	})
}
