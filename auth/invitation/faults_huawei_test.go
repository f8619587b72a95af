package invitation_test

import (
	"time"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func huaweiFaults() []faultRow {
	return []faultRow{
		{name: "429", read: "24 ErrThrottled", write: "24 ErrThrottled", waits: "0.2 0.4 0.8 … 20", kind: huaweiorgtest.Throttled("")},
		{name: "429, Retry-After: 60", read: "6 ErrThrottled", write: "6 ErrThrottled", waits: "70 70 70 … 70", kind: huaweiorgtest.Throttled("60")},
		{name: "429, Retry-After: 31536000", read: "1 ErrThrottled", write: "1 ErrThrottled", kind: huaweiorgtest.Throttled("31536000")},
		{name: "503", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: huaweiorgtest.Unavailable()},
		{name: "503 APIGW.0613, IAM is down", read: "5 ErrUnavailable", write: "5 ErrUnavailable", waits: backoff, kind: huaweiorgtest.UnavailableIAM()},
		{name: "502 with HTML", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: huaweiorgtest.BadGateway()},
		{
			name: "409 Organizations.1003", read: "5 ErrConflict", write: "5 ErrConflict", waits: backoff,
			kind: huaweiorgtest.Refuse(409, "Organizations.1003", "Concurrent modification."),
		},
		{name: "403", read: "1 ErrPermission", write: "1 ErrPermission", kind: huaweiorgtest.Refuse(403, "Organizations.1007", "Policy denies it.")},
		{name: "401 APIGW.0307, stale token", read: "2 ErrUnauthenticated", write: "2 ErrUnauthenticated", waits: "0", kind: huaweiorgtest.StaleToken()},
		{
			name: "401 APIGW.0301, unknown key", read: "2 ErrUnauthenticated", write: "2 ErrUnauthenticated", waits: "0",
			kind: huaweiorgtest.Refuse(401, "APIGW.0301", "Incorrect IAM authentication information: the access key does not exist"),
		},
		{name: "401 APIGW.0301, wrong access key", read: "1 ErrUnauthenticated", write: "1 ErrUnauthenticated", kind: huaweiorgtest.WrongKeys()},
		{
			name: "the same, session's last minute", read: "2 ErrUnauthenticated", write: "2 ErrUnauthenticated", waits: "0",
			kind: huaweiorgtest.WrongKeys(), lifetime: 50 * time.Second,
		},
	}
}
