package authtest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestSchemeOf(t *testing.T) {
	t.Parallel()
	for authorization, want := range map[string]string{
		"SDK-HMAC-SM3 Access=a": "SDK-HMAC-SM3",
		" sdk-hmac-sm3":         "SDK-HMAC-SM3",
		"Bearer secret":         "Bearer",
		"SDK-HMAC-SM3,Access=a": "",
		"secret":                "",
		"":                      "",
	} {
		assert.Equal(t, want, authtest.SchemeOf(authorization, "SDK-HMAC-SM3", "Bearer"), "%q", authorization)
	}
	assert.Empty(t, authtest.SchemeOf("Bearer secret"))
}

func TestSchemeHint(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "the request is not signed: sign it with A or B", authtest.SchemeHint("", "A", "B"))
	assert.Equal(t, "the request comes with C, which this test service does not verify", authtest.SchemeHint("C"))
}
