package huaweiorgtest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestEcho(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	keys := s.TemporaryCredentials(a, time.Hour)
	keys.AccessKeySecret = "wrong"
	got := get(t, s, keys, sentPath+"?limit=7")
	assert.Contains(t, got.ErrorMsg, "canonicalRequest:GET|"+sentPath+"/|limit=7|host:organizations.myhuaweicloud.com|")
	assert.Contains(t, got.ErrorMsg, "x-security-token:"+keys.SecurityToken+"|")
	assert.Contains(t, got.ErrorMsg, "|host;x-domain-id;x-sdk-date;x-security-token|e3b0c442")
	assert.NotContains(t, got.body, a.Credentials.AccessKeySecret)
}

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	a.Credentials.AccountID = ""
	assert.Equal(t, http.StatusOK, get(t, s, a.Credentials, sentPath).status)
}
