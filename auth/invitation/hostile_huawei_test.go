package invitation_test

import (
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func huaweiHostile() []hostileRow {
	raw := authtest.Raw
	return []hostileRow{
		{name: "200 with others' JSON", kind: raw(200, `{"roots":[{"id":"1"}]}`), status: 200, condition: auth.ErrUnavailable, message: `{"roots"`},
		{
			name: "200 with a single invitation", status: 200, condition: auth.ErrUnavailable, message: `{"handshake"`, calls: []string{"list"},
			kind: raw(200, `{"handshake":{"id":"h-1"}}`),
		},
		{
			name: "200 with a throttling", status: 200, condition: auth.ErrThrottled, code: "APIGW.0308", message: "slow down",
			kind: raw(200, `{"error_code":"APIGW.0308","error_msg":"slow down"}`),
		},
		{
			name: "200 with a second document", status: 200, condition: auth.ErrUnavailable, message: `{"`,
			kind: authtest.AppendBody(`{"handshakes":[]}`),
		},
		{
			name: "400 with XML", status: 400, condition: auth.ErrInvalid, message: "<Error>",
			kind: raw(400, "<Error><Code>X</Code></Error>", "Content-Type: application/xml"),
		},
		{name: "400 in capitals", kind: raw(400, `{"Code":"X","Message":"m"}`), status: 400, condition: auth.ErrInvalid, code: "X", message: "m"},
		{
			name: "401 of the IAM", status: 401, condition: auth.ErrUnauthenticated, code: "401", message: "Please authenticate first.",
			kind: raw(401, `{"error":{"code":401,"message":"Please authenticate first.","title":"Unauthorized"}}`),
		},
		{
			name: "401 that echoes", status: 401, condition: auth.ErrUnauthenticated, code: "APIGW.0301", message: "Incorrect IAM authentication information: verify aksk signature fail [",
			kind: huaweiorgtest.WrongKeys(),
		},
		{
			name: "403 of a nested kind", status: 403, condition: auth.ErrPermission, code: "SVC.1", message: "no",
			kind: raw(403, `{"error":{"error_code":"SVC.1","error_msg":"no"}}`),
		},
		{
			name: "404 of a load balancer", status: 404, condition: auth.ErrNotFound, message: "<html>",
			kind: raw(404, loginPage, "Content-Type: text/loginPage"),
		},
		{
			name: "404 of the gateway", status: 404, condition: auth.ErrInvalid, code: "APIGW.0101", message: "No such API",
			kind: huaweiorgtest.Refuse(404, "APIGW.0101", "No such API"),
		},
		{name: "500 with a code alone", kind: raw(500, `{"error_code":"SVC.2"}`), status: 500, condition: auth.ErrUnavailable, code: "SVC.2"},
		{
			name: "500 with details", status: 500, condition: auth.ErrUnavailable, code: "SVC.3", message: "first",
			kind: raw(500, `{"error_code":"SVC.3","details":[{"error_msg":"first"}]}`),
		},
		{
			name: "502 with cut JSON", status: 502, condition: auth.ErrUnavailable, message: `{"error_code":"APIGW.0308","err`,
			kind: raw(502, `{"error_code":"APIGW.0308","err`),
		},
		{
			name: "503 that asks for an hour", status: 503, condition: auth.ErrUnavailable, code: "APIGW.0613", message: "IAM",
			kind: huaweiorgtest.Refuse(503, "APIGW.0613", "IAM", "Retry-After: 3600"),
		},
		{
			name: "a message of controls", status: 400, condition: auth.ErrInvalid, code: "X [2J", message: "a b c",
			kind: huaweiorgtest.Refuse(400, "X\n\x1b[2J", "a\x00\x7f\u200bb\nc"),
		},
	}
}
