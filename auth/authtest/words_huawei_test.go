package authtest_test

import (
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func (huaweiFake) words() words {
	denied := refusal{httpStatus: 401, code: "APIGW.0301"}
	return words{
		ops: map[string]string{
			opSent: huaweiorgtest.ListHandshakes, opReceived: huaweiorgtest.ListReceivedHandshakes, opGet: huaweiorgtest.ShowHandshake,
			opInvite: huaweiorgtest.InviteAccount, opAccept: huaweiorgtest.AcceptHandshake, opDecline: huaweiorgtest.DeclineHandshake,
			opCancel: huaweiorgtest.CancelHandshake, opMembers: huaweiorgtest.ListAccounts, opOrganization: huaweiorgtest.ShowOrganization,
			opRemove: huaweiorgtest.RemoveAccount,
		},
		accountID: "^[0-9a-f]{32}$", organization: "^o-[0-9a-z]{10,32}$", handshakeID: "^h-[0-9a-z]{8,32}$",
		keyLength: 20, secretLength: 40,
		requestIDHeader: "X-Request-Id", requestID: "^[0-9a-f]{32}$", contentType: "application/json",
		host: "organizations.myhuaweicloud.com", path: "/v1/organizations/handshakes", limit: "limit",
		dateHeader: "X-Sdk-Date", tokenHeader: "X-Security-Token",
		maxBody: 12 << 20, list: "handshakes", others: "page_info",

		unsigned: denied, unknownKey: denied, staleToken: refusal{httpStatus: 401, code: "APIGW.0307"},
		noToken: denied, wrongToken: denied, late: denied,
		tooLarge: refusal{httpStatus: 413, code: "APIGW.0201"}, unknown: refusal{httpStatus: 404, code: "APIGW.0101"},

		roles: map[string]roleCase{
			"the management account may": {
				role: management, want: refusal{httpStatus: 200},
			},
			"a delegated administrator may": {
				role: string(huaweiorgtest.DelegatedAdministrator),
				want: refusal{httpStatus: 200},
			},
			"a member may not": {
				role: memberRole, want: refusal{httpStatus: 401, code: "Organizations.1002"},
			},
			"an account outside has no organization": {
				role: outside, want: refusal{httpStatus: 401, code: "Organizations.1015"},
			},
			"an account of an unknown role is a member": {
				role: "auditor", want: refusal{httpStatus: 401, code: "Organizations.1002"},
			},
		},
		membership: map[string]map[string]refusal{
			opMembers: {
				string(huaweiorgtest.DelegatedAdministrator): {httpStatus: 200},
				management: {httpStatus: 200}, memberRole: {
					httpStatus: 401, code: "Organizations.1002",
				},
				outside: {httpStatus: 401, code: "Organizations.1015"},
			},
			opOrganization: {
				management: {httpStatus: 200}, memberRole: {httpStatus: 200},
				outside: {httpStatus: 401, code: "Organizations.1015"},
			},
			opRemove: {
				string(huaweiorgtest.DelegatedAdministrator): {
					httpStatus: 401, code: "Organizations.1001",
				},
				management: {httpStatus: 200}, memberRole: {
					httpStatus: 401, code: "Organizations.1001",
				},
				outside: {httpStatus: 401, code: "Organizations.1015"},
			},
		},
		removeRoot: refusal{httpStatus: 409, code: "Organizations.9012"}, removeStranger: refusal{httpStatus: 404, code: "Organizations.9011"},
		signatures: map[string]signatureCase{
			"a wrong secret": {
				keys: func(c *auth.Credentials) { c.AccessKeySecret += "x" }, want: denied,
				echoes: true,
			},
			"an unknown key": {
				keys: func(c *auth.Credentials) { c.AccessKeyID = "FAKEAKUNKNOWN" },
				want: denied, echoes: true,
			},
			"a clock that is behind": {behind: 15*time.Minute + time.Second, want: denied},
			"a clock that is ahead":  {behind: -15*time.Minute - time.Second, want: denied},
			"a changed query": {
				tamper: func(r *http.Request) { r.URL.RawQuery = "limit=11" }, want: denied,
				echoes: true,
			},
			"another path": {
				tamper: func(r *http.Request) { r.URL.Path = "/v1/received-handshakes" },
				want:   denied, echoes: true,
			},
			"another host": {
				tamper: func(r *http.Request) { r.Host = "evil.example.test" }, want: denied,
				echoes: true,
			},
			"another date": {
				tamper: withHeader("X-Sdk-Date", "20250301T100001Z"), want: denied, echoes: true,
			},
			"no date": {tamper: withoutHeader("X-Sdk-Date"), want: denied},
			"a date that is not signed": {want: denied, tamper: func(r *http.Request) {
				r.Header.Set(
					"Authorization",
					strings.Replace(r.Header.Get("Authorization"), ";x-sdk-date", "", 1),
				)
			}},
			"no signature": {
				tamper: withoutHeader("Authorization"), want: denied,
			},
			"another scheme": {
				tamper: withHeader("Authorization", "Bearer abc"), want: denied,
			},
			"a token that no service issued": {
				tamper: withHeader("X-Security-Token", "abc"), want: denied,
			},
			"the account of another caller": {
				keys: func(c *auth.Credentials) { c.AccountID = "another" }, want: denied,
			},
			"a body that the signer did not sign": {
				tamper: withHeader("X-Sdk-Content-Sha256", "0"), want: denied,
			},
		},
		refusals: map[string]refusalCase{
			"a stale token": {kind: huaweiorgtest.StaleToken(), status: 401, has: "APIGW.0307"},
			"wrong keys": {
				kind: huaweiorgtest.WrongKeys(), status: 401, has: "APIGW.0301", echoes: true,
			},
			"no service": {kind: huaweiorgtest.Unavailable(), status: 503, has: "<html>"},
			"no IAM": {
				kind: huaweiorgtest.UnavailableIAM(), status: 503, has: "APIGW.0613",
			},
			"a load balancer": {kind: huaweiorgtest.BadGateway(), status: 502, has: "<html>"},
			"throttling, once": {
				kind: huaweiorgtest.Throttled("7"), status: 429, has: "APIGW.0308",
			},
		},
		replies: map[string]replyCase{
			"a refusal of the service": {
				kind: huaweiorgtest.Refuse(
					409, "Organizations.1003", "Concurrent modification.", "Retry-After: 2",
				),
				status: 409, contentType: "application/json", header: [2]string{"Retry-After", "2"},
				code: "Organizations.1003",
				body: `{"error_code":"Organizations.1003","error_msg":"Concurrent modification."}`,
			},
			"a refusal of the gateway has the request ID": {
				kind: huaweiorgtest.Refuse(
					503, "APIGW.0613", "x",
				),
				status: 503, contentType: "application/json", code: "APIGW.0613",
				requestID: true,
			},
			"throttling with a time to wait": {
				kind: huaweiorgtest.Throttled("2"), status: 429, contentType: "application/json",
				header: [2]string{"Retry-After", "2"}, code: "APIGW.0308", requestID: true,
			},
			"throttling without a time to wait": {
				kind: huaweiorgtest.Throttled(""), status: 429, contentType: "application/json",
				header: [2]string{"Retry-After", ""}, code: "APIGW.0308", requestID: true,
			},
			"the page of a load balancer": {
				kind: huaweiorgtest.BadGateway(), status: 502, contentType: "text/html",
				body: "<html><head><title>502 Bad " +
					"Gateway</title></head><body><center>nginx</center></body></html>",
			},
			"a redirect": {
				kind: huaweiorgtest.Redirect(
					307, "https://evil.example.test/v1",
				),
				status: 307, contentType: "application/json",
				header: [2]string{"Location", "https://evil.example.test/v1"},
			},
			"anything": {
				kind: huaweiorgtest.Raw(
					200, "null", "Content-Type: text/plain", "Date: never",
				),
				status: 200, contentType: "text/plain",
				header: [2]string{"Date", "never"}, body: "null",
			},
		},
		lost: map[string]lostCase{
			"reset": {kind: huaweiorgtest.Reset()},
			"applied, then reset": {
				kind: huaweiorgtest.AppliedThen(huaweiorgtest.Reset()), applied: true,
			},
			"503": {kind: huaweiorgtest.Unavailable(), status: 503},
			"applied, then 503": {
				kind: huaweiorgtest.AppliedThen(huaweiorgtest.Unavailable()), applied: true,
				status: 503,
			},
			"applied, then cut": {
				kind: huaweiorgtest.AppliedThen(huaweiorgtest.TruncateBody(7)), applied: true,
				status: 200,
			},
			"applied, then no fault": {
				kind: huaweiorgtest.AppliedThen(huaweiorgtest.Kind{}), applied: true,
				status: 200,
			},
		},
		throttledStatus: 429,
		throttled:       huaweiorgtest.Throttled("60"),
		refuse:          func(status int) authtest.Kind { return huaweiorgtest.Refuse(status, "X", "y") },
		forwarders: [][2]authtest.Kind{
			{authtest.NoConnection(), huaweiorgtest.NoConnection()},
			{authtest.Reset(), huaweiorgtest.Reset()},
			{authtest.Hang(), huaweiorgtest.Hang()},
			{authtest.Delay(time.Second), huaweiorgtest.Delay(time.Second)},
			{authtest.CutBody(7), huaweiorgtest.CutBody(7)},
			{authtest.ResetBody(7), huaweiorgtest.ResetBody(7)},
			{authtest.Drip(time.Second), huaweiorgtest.Drip(time.Second)},
			{authtest.Huge(7), huaweiorgtest.Huge(7)},
			{authtest.TruncateBody(7), huaweiorgtest.TruncateBody(7)},
			{authtest.AppendBody("x"), huaweiorgtest.AppendBody("x")},
			{authtest.ErrorPage(502), huaweiorgtest.BadGateway()},
			{authtest.ErrorPage(503), huaweiorgtest.Unavailable()},
			{
				authtest.AppliedThen(authtest.Reset()),
				huaweiorgtest.AppliedThen(huaweiorgtest.Reset()),
			},
			{authtest.SetField("x", 1), huaweiorgtest.SetField("x", 1)},
			{authtest.DropField("x"), huaweiorgtest.DropField("x")},
		},
		ofCalls: []authtest.Kind{
			huaweiorgtest.Throttled("2"), huaweiorgtest.WrongKeys(), huaweiorgtest.EmptyPage(), huaweiorgtest.RepeatMarker(1),
		},
		echoed: func(keys auth.Credentials) string { return keys.SecurityToken },
	}
}
