package alibabarm_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
)

// TestAssumeRole_clock has an STS whose clock differs from the client's. By the clock of STS,
// the credentials last for an hour.
func TestAssumeRole_clock(t *testing.T) {
	t.Parallel()
	for name, ahead := range map[string]time.Duration{"our clock is behind": 2 * time.Hour, "our clock is ahead": -2 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				there := &skewedServices{ahead: ahead}
				client, err := alibabarm.NewClient(alibabarm.AssumeRole(auth.Static("AK", "SK", ""), alibabarm.AssumeInput{
					RoleARN: "acs:ram::1234567890123456:role/inviter", SessionName: "job", Transport: there,
				}), alibabarm.WithTransport(there))
				require.NoError(t, err)
				for range 6 {
					_, err = client.ListHandshakesForAccount().Collect(t.Context())
					require.NoError(t, err)
					time.Sleep(35 * time.Minute)
				}
				assert.Equal(t, 3, there.given, "the provider keeps the credentials for as long as they last")
				assert.Equal(t, 2, there.refused, "STS and the service each refuse the wrong clock once")
			})
		})
	}
}

// TestAssumeRole_endedEarly has a session that the service ends early. The provider replaces it
// within the call.
func TestAssumeRole_endedEarly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		there := &skewedServices{}
		client, err := alibabarm.NewClient(alibabarm.AssumeRole(auth.Static("AK", "SK", ""), alibabarm.AssumeInput{
			RoleARN: "acs:ram::1234567890123456:role/inviter", SessionName: "job", Transport: there,
		}), alibabarm.WithTransport(there))
		require.NoError(t, err)
		for range 2 {
			_, err = client.ListHandshakesForAccount().Collect(t.Context())
			require.NoError(t, err)
			there.ends = time.Now().Add(-time.Second)
		}
		assert.Equal(t, 2, there.given)
		assert.Equal(t, 1, there.refused)
	})
}

// skewedServices are STS and the client's service, with another clock than this machine's.
type skewedServices struct {
	ahead          time.Duration
	given, refused int
	ends           time.Time // of the session that it issued last
}

func (d *skewedServices) RoundTrip(req *http.Request) (*http.Response, error) {
	now := time.Now().Add(d.ahead).UTC()
	code, body := http.StatusOK, `{"Handshakes":{"Handshake":[]},"TotalCount":0,"PageNumber":1,"PageSize":100}`
	signed, err := time.Parse(time.RFC3339, req.Header.Get("X-Acs-Date"))
	switch {
	case err != nil || now.Sub(signed).Abs() > 15*time.Minute:
		d.refused++
		code, body = http.StatusBadRequest, `{"Code":"InvalidTimeStamp.Expired","Message":"Specified time stamp or date value is expired."}`
	case req.Header.Get("X-Acs-Action") == "AssumeRole":
		d.given++
		d.ends = now.Add(time.Hour)
		body = `{"Credentials":{"AccessKeyId":"STS.1","AccessKeySecret":"s","SecurityToken":"t-` + strconv.Itoa(d.given) + `","Expiration":"` + d.ends.Format(time.RFC3339) + `"}}`
	case !now.Before(d.ends):
		d.refused++
		code, body = http.StatusBadRequest, `{"Code":"InvalidSecurityToken.Expired","Message":"Specified SecurityToken is expired."}`
	}
	header := http.Header{"Date": {now.Format(http.TimeFormat)}, "Content-Type": {"application/json"}}
	return &http.Response{StatusCode: code, Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1, Request: req}, nil
}
