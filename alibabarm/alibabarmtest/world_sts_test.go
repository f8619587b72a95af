package alibabarmtest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	versionSTS, stsBase = "2015-04-01", "https://sts.aliyuncs.com"

	idToken      = "eyJhbGciOiJSUzI1NiIs.payload.signature"
	testProvider = "acs:ram::1234567890123456:oidc-provider/builds"
)

func roleOf(a alibabarmtest.Account) string { return "acs:ram::" + a.ID + ":role/inviter" }

// assumeOf returns the request for a session of an account's role.
func assumeOf(a alibabarmtest.Account, query string) request {
	form := url.Values{"RoleArn": {roleOf(a)}, "RoleSessionName": {"nightly"}}
	return request{op: alibabarmtest.AssumeRole, version: versionSTS, base: stsBase, query: query, form: form.Encode()}
}

// sessionIn returns the credentials in a response of STS.
func sessionIn(t *testing.T, got wireResponse) auth.Credentials {
	t.Helper()
	require.Equal(t, http.StatusOK, got.status, got.body)
	var doc struct {
		Credentials struct {
			AccessKeyID, AccessKeySecret, SecurityToken string
			Expiration                                  time.Time
		}
	}
	require.NoError(t, json.Unmarshal([]byte(got.body), &doc))
	c := doc.Credentials
	return auth.Credentials{AccessKeyID: c.AccessKeyID, AccessKeySecret: c.AccessKeySecret, SecurityToken: c.SecurityToken, Expires: c.Expiration}
}
