package invitation_test

import (
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func alibabaFaults() []faultRow {
	return []faultRow{
		{name: "400 Throttling.User", read: "24 ErrThrottled", write: "24 ErrThrottled", waits: "0.2 0.4 0.8 … 20", kind: alibabarmtest.Throttled("")},
		{name: "the same, TimeLeft:60000", read: "6 ErrThrottled", write: "6 ErrThrottled", waits: "70 70 70 … 70", kind: alibabarmtest.Throttled("60000")},
		{name: "the same, TimeLeft:999999999", read: "1 ErrThrottled", write: "1 ErrThrottled", kind: alibabarmtest.Throttled("999999999")},
		{
			name: "the same, Retry-After: 60", read: "6 ErrThrottled", write: "6 ErrThrottled", waits: "70 70 70 … 70",
			kind: alibabarmtest.Throttled("850", "Retry-After: 60"),
		},
		{name: "the same, Retry-After: 31536000", read: "1 ErrThrottled", write: "1 ErrThrottled", kind: alibabarmtest.Throttled("", "Retry-After: 31536000")},
		{name: "429 of a proxy", read: "24 ErrThrottled", write: "24 ErrThrottled", waits: "0.2 0.4 0.8 … 20", kind: authtest.Raw(429, "slow down")},
		{name: "429 ConcurrentCallNotSupported", read: "5 ErrConflict", write: "5 ErrConflict", waits: backoff, kind: alibabarmtest.ConcurrentCall()},
		{
			name: "409 LimitExceeded.InvitationRate", read: "1 ErrQuota", write: "1 ErrQuota",
			kind: alibabarmtest.Refuse(409, "LimitExceeded.InvitationRate", "Too many invitations."),
		},
		{name: "503 ServiceUnavailable", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: alibabarmtest.Unavailable()},
		{name: "503 with nothing", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: authtest.Raw(503, "")},
		{name: "502 with HTML", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: alibabarmtest.BadGateway()},
		{name: "400 SignatureNonceUsed", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: alibabarmtest.NonceUsed()},
		{name: "403", read: "1 ErrPermission", write: "1 ErrPermission", kind: alibabarmtest.Refuse(403, "NoPermission", "Policy denies it.")},
		{name: "400 InvalidSecurityToken.Expired", read: "2 ErrUnauthenticated", write: "2 ErrUnauthenticated", waits: "0", kind: alibabarmtest.StaleToken()},
		{name: "400 SignatureDoesNotMatch", read: "1 ErrUnauthenticated", write: "1 ErrUnauthenticated", kind: alibabarmtest.WrongKeys()},
		{name: "404 InvalidAccessKeyId.NotFound", read: "2 ErrUnauthenticated", write: "2 ErrUnauthenticated", waits: "0", kind: alibabarmtest.UnknownKey()},
	}
}
