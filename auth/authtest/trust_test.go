package authtest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// allowed is a request that the zero Trust allows.
func allowed() authtest.SessionRequest {
	return authtest.SessionRequest{
		AccountID: "1", Role: "inviter", Exists: true, CallerID: "9", ByDefault: true,
		Name: "nightly", MaxName: 64, Seconds: 3600, MaxSeconds: authtest.MaxSessionSeconds,
	}
}

func TestTrusts_Decide(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		trust  authtest.Trust
		change func(*authtest.SessionRequest)
		want   authtest.SessionRefusal
	}{
		{name: "the zero trust allows the default callers"},
		{
			name:   "the zero trust refuses other callers",
			change: func(r *authtest.SessionRequest) { r.ByDefault = false },
			want:   authtest.RefusedCaller,
		},
		{
			name:   "By allows other callers",
			trust:  authtest.Trust{By: []string{"9"}},
			change: func(r *authtest.SessionRequest) { r.ByDefault = false },
		},
		{
			name:  "By replaces the default",
			trust: authtest.Trust{By: []string{"8"}}, want: authtest.RefusedCaller,
		},
		{
			name:  "Nobody refuses every caller",
			trust: authtest.Trust{Nobody: true, By: []string{"9"}}, want: authtest.RefusedCaller,
		},
		{
			name:   "an account that does not exist has no role",
			change: func(r *authtest.SessionRequest) { r.Exists = false },
			want:   authtest.RefusedNoRole,
		},
		{
			name:  "an external ID is missing",
			trust: authtest.Trust{ExternalID: "x-1"}, want: authtest.RefusedExternalID,
		},
		{
			name:   "the external ID matches",
			trust:  authtest.Trust{ExternalID: "x-1"},
			change: func(r *authtest.SessionRequest) { r.ExternalID = "x-1" },
		},
		{
			name:   "an external ID that the trust does not require has no effect",
			change: func(r *authtest.SessionRequest) { r.ExternalID = "x-1" },
		},
		{
			name:   "the trust accepts any ID token",
			change: func(r *authtest.SessionRequest) { r.IDToken, r.ByDefault = "a.b.c", false },
		},
		{
			name:   "an ID token replaces the caller",
			trust:  authtest.Trust{ExternalID: "x-1", MFA: "d", By: []string{"8"}},
			change: func(r *authtest.SessionRequest) { r.IDToken = "a.b.c" },
		},
		{
			name:   "the trust refuses another ID token",
			trust:  authtest.Trust{IDToken: "d.e.f"},
			change: func(r *authtest.SessionRequest) { r.IDToken = "a.b.c" },
			want:   authtest.RefusedIDToken,
		},
		{
			name:   "Nobody refuses every ID token",
			trust:  authtest.Trust{Nobody: true},
			change: func(r *authtest.SessionRequest) { r.IDToken = "a.b.c" },
			want:   authtest.RefusedCaller,
		},
		{
			name:   "an ID token is too short",
			change: func(r *authtest.SessionRequest) { r.IDToken = "abc" },
			want:   authtest.RefusedIDTokenLength,
		},
		{
			name:   "an ID token is too long",
			change: func(r *authtest.SessionRequest) { r.IDToken = strings.Repeat("a", 20_001) },
			want:   authtest.RefusedIDTokenLength,
		},
		{
			name:   "a value out of bounds is refused first",
			trust:  authtest.Trust{Nobody: true},
			change: func(r *authtest.SessionRequest) { r.Seconds = 899 },
			want:   authtest.RefusedSeconds,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var trusts authtest.Trusts
			trusts.Set("1", "", c.trust)
			r := allowed()
			if c.change != nil {
				c.change(&r)
			}
			assert.Equal(t, c.want, trusts.Decide(r, time.Now()))
		})
	}
	t.Run("a device needs a new code each time", func(t *testing.T) {
		t.Parallel()
		var trusts authtest.Trusts
		trusts.Set("1", "inviter", authtest.Trust{MFA: "device-1"})
		now := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
		for _, c := range []struct {
			serial, code string
			after        time.Duration
			want         authtest.SessionRefusal
		}{
			{want: authtest.RefusedMFA},
			{serial: "device-2", code: "123456", want: authtest.RefusedMFA},
			{serial: "device-1", code: "12345", want: authtest.RefusedMFA},
			{serial: "device-1", code: "12345x", want: authtest.RefusedMFA},
			{serial: "device-1", code: "123456"},
			{serial: "device-1", code: "123456", want: authtest.RefusedMFA},
			{serial: "device-1", code: "654321"},
			{serial: "device-1", code: "123456", after: authtest.CodeMemory + time.Second},
		} {
			now = now.Add(c.after)
			r := allowed()
			r.SerialNumber, r.Code = c.serial, c.code
			assert.Equal(t, c.want, trusts.Decide(r, now), "%q %q", c.serial, c.code)
		}
	})
}

func TestTrusts_AcceptsIDToken(t *testing.T) {
	t.Parallel()
	var trusts authtest.Trusts
	assert.True(t, trusts.AcceptsIDToken("1", "a.b.c"))
	trusts.Set("1", "", authtest.Trust{IDToken: "d.e.f"})
	assert.False(t, trusts.AcceptsIDToken("1", "a.b.c"))
	assert.True(t, trusts.AcceptsIDToken("1", "d.e.f"))
	trusts.Set("1", "", authtest.Trust{Nobody: true})
	assert.False(t, trusts.AcceptsIDToken("1", "a.b.c"))
}

func TestTrusts_Set(t *testing.T) {
	t.Parallel()
	by := []string{"9"}
	var trusts authtest.Trusts
	trusts.Set("1", "inviter", authtest.Trust{By: by})
	by[0] = "8"
	assert.Empty(t, trusts.Decide(allowed(), time.Now()), "a later change of the slice has no effect")
	other := allowed()
	other.AccountID, other.ByDefault = "2", false
	assert.Equal(t, authtest.RefusedCaller, trusts.Decide(other, time.Now()), "the trust of another account has no effect")
}

func TestTrust_Format(t *testing.T) {
	t.Parallel()
	const secret = "CanarySecret0123456789"
	trust := authtest.Trust{Nobody: true, By: []string{"9"}, ExternalID: secret, MFA: "device-1", IDToken: secret}
	request := authtest.SessionRequest{AccountID: "1", Role: "inviter", Policy: secret, ExternalID: secret, Code: secret, IDToken: secret}
	for _, v := range []any{trust, &trust, request, &request, []any{trust, request}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			assert.NotContains(t, fmt.Sprintf(verb, v), "Canary", verb)
		}
		text, err := json.Marshal(v)
		require.NoError(t, err)
		assert.NotContains(t, string(text), "Canary")
	}
}
