package authtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func (alibabaFake) words() words {
	bad := func(code string) refusal { return refusal{httpStatus: 400, code: code} }
	const asJSON = "application/json;charset=utf-8"
	mismatch, incomplete, late := bad("SignatureDoesNotMatch"), bad("IncompleteSignature"), bad("InvalidTimeStamp.Expired")
	wrongToken, unknownKey := bad("InvalidSecurityToken.MismatchWithAccessKey"), refusal{httpStatus: 404, code: "InvalidAccessKeyId.NotFound"}
	const listSent = alibabarmtest.ListHandshakesForResourceDirectory
	return words{
		ops: map[string]string{
			opSent: listSent, opReceived: alibabarmtest.ListHandshakesForAccount, opGet: alibabarmtest.GetHandshake,
			opInvite: alibabarmtest.InviteAccountToResourceDirectory, opAccept: alibabarmtest.AcceptHandshake,
			opDecline: alibabarmtest.DeclineHandshake, opCancel: alibabarmtest.CancelHandshake,
			opMembers: alibabarmtest.ListAccounts, opOrganization: alibabarmtest.GetResourceDirectory, opRemove: alibabarmtest.RemoveCloudAccount,
		},
		accountID: "^1[0-9]{15}$", organization: "^rd-[0-9a-zA-Z]{6}$", handshakeID: "^h-[0-9a-zA-Z]{16}$",
		keyLength: 24, secretLength: 30,
		requestIDHeader: "X-Acs-Request-Id", contentType: asJSON,
		requestID: "^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$",
		host:      "resourcemanager.aliyuncs.com", path: "/", limit: "PageSize",
		dateHeader: "X-Acs-Date", tokenHeader: "X-Acs-Security-Token",
		maxBody: 10 << 20, list: "Handshakes", others: "TotalCount",

		unsigned: incomplete, unknownKey: unknownKey, staleToken: bad("InvalidSecurityToken.Expired"),
		noToken: bad("MissingSecurityToken"), wrongToken: wrongToken, late: late,
		tooLarge: refusal{httpStatus: 413, code: "RequestEntityTooLarge"}, unknown: refusal{httpStatus: 404, code: "InvalidAction.NotFound"},

		roles: map[string]roleCase{
			"the management account may": {
				role: management, want: refusal{httpStatus: 200},
			},
			"a member may not": {
				role: memberRole, want: refusal{httpStatus: 403, code: "NoPermission"},
			},
			"an account outside has no directory": {
				role: outside,
				want: refusal{httpStatus: 404, code: "EntityNotExists.ResourceDirectory"},
			},
			"an account of an unknown role is a member": {
				role: "auditor", want: refusal{httpStatus: 403, code: "NoPermission"},
			},
		},
		membership: map[string]map[string]refusal{
			opMembers: {
				management: {httpStatus: 200}, memberRole: {httpStatus: 403, code: "NoPermission"},
				outside: {httpStatus: 404, code: "EntityNotExists.ResourceDirectory"},
			},
			opOrganization: {
				management: {httpStatus: 200}, memberRole: {httpStatus: 200},
				outside: {httpStatus: 404, code: "ResourceDirectoryNotInUse"},
			},
			opRemove: {
				management: {httpStatus: 200}, memberRole: {httpStatus: 403, code: "NoPermission"},
				outside: {httpStatus: 404, code: "EntityNotExists.ResourceDirectory"},
			},
		},
		removeRoot: refusal{httpStatus: 409, code: "AccountTypeOrStatusMismatch"}, removeStranger: refusal{httpStatus: 404, code: "EntityNotExists.Account"},
		signatures: map[string]signatureCase{
			"a wrong secret": {
				keys: func(c *auth.Credentials) { c.AccessKeySecret += "x" }, want: mismatch,
				echoes: true,
			},
			"an unknown key": {
				keys: func(c *auth.Credentials) { c.AccessKeyID = "FakeUnknown" },
				want: unknownKey,
			},
			"a clock that is behind": {behind: 15*time.Minute + time.Second, want: late},
			"a clock that is ahead":  {behind: -15*time.Minute - time.Second, want: late},
			"a changed query": {
				tamper: func(r *http.Request) { r.URL.RawQuery = "PageSize=11" }, want: mismatch,
				echoes: true,
			},
			"another action": {
				tamper: withHeader("X-Acs-Action", alibabarmtest.ListHandshakesForAccount),
				want:   mismatch, echoes: true,
			},
			"another method": {
				tamper: func(r *http.Request) { r.Method = http.MethodGet }, want: mismatch,
				echoes: true,
			},
			"another host": {
				tamper: func(r *http.Request) { r.Host = "evil.example.test" }, want: mismatch,
				echoes: true,
			},
			"another date": {
				tamper: withHeader("X-Acs-Date", "2025-03-01T10:00:01Z"), want: mismatch,
				echoes: true,
			},
			"another nonce": {
				tamper: withHeader("X-Acs-Signature-Nonce", "abc"), want: mismatch, echoes: true,
			},
			"no date": {
				tamper: withoutHeader("X-Acs-Date"), want: incomplete,
			},
			"no nonce": {
				tamper: withoutHeader("X-Acs-Signature-Nonce"), want: incomplete,
			},
			"a header that is not signed": {
				tamper: withHeader("X-Acs-Note", "n"), want: incomplete,
			},
			"no signature": {
				tamper: withoutHeader("Authorization"), want: incomplete,
			},
			"another scheme": {
				tamper: withHeader("Authorization", "Bearer abc"), want: incomplete,
			},
			"another body": {
				tamper: withHeader("X-Acs-Content-Sha256", strings.Repeat("0", 64)),
				want:   mismatch, echoes: true,
			},
			"a token that no service issued": {
				keys: func(c *auth.Credentials) { c.SecurityToken = "abc" }, want: wrongToken,
			},
		},
		refusals: inXMLToo(map[string]refusalCase{
			"a stale token": {
				kind: alibabarmtest.StaleToken(), status: 400,
				has: "InvalidSecurityToken.Expired",
			},
			"wrong keys": {
				kind: alibabarmtest.WrongKeys(), status: 400, has: "SignatureDoesNotMatch",
				echoes: true,
			},
			"an unknown access key": {
				kind: alibabarmtest.UnknownKey(), status: 404,
				has: "InvalidAccessKeyId.NotFound",
			},
			"a nonce seen before": {
				kind: alibabarmtest.NonceUsed(), status: 400, has: "SignatureNonceUsed",
			},
			"no service": {
				kind: alibabarmtest.Unavailable(), status: 503, has: "ServiceUnavailable",
			},
			"a concurrent call": {
				kind: alibabarmtest.ConcurrentCall(), status: 429,
				has: "ConcurrentCallNotSupported",
			},
			"throttling, once": {
				kind: alibabarmtest.Throttled("7", "Retry-After: 60"), status: 400,
				has: "Throttling.User",
			},
		}),
		replies: map[string]replyCase{
			"a refusal": {
				kind: alibabarmtest.Refuse(
					429, "ConcurrentCallNotSupported", "Another operation is running.",
					"Retry-After: 2",
				),
				status: 429, contentType: asJSON, header: [2]string{"Retry-After", "2"},
				code:      "ConcurrentCallNotSupported",
				requestID: true,
			},
			"throttling with a time to wait": {
				kind: alibabarmtest.Throttled("85000"), status: 400, contentType: asJSON,
				code:      "Throttling.User",
				requestID: true,
				header: [2]string{
					"X-Ratelimit-User-Api", "Limit:20,Remain:0,TimeLeft:85000,Reset:1740823285",
				},
			},
			"throttling with a malformed time": {
				kind: alibabarmtest.Throttled("soon"), status: 400, contentType: asJSON,
				code:      "Throttling.User",
				requestID: true,
				header: [2]string{
					"X-Ratelimit-User-Api", "Limit:20,Remain:0,TimeLeft:soon,Reset:1740823200",
				},
			},
			"throttling with more headers": {
				kind: alibabarmtest.Throttled(
					"7", "Retry-After: 60",
				),
				status: 400, contentType: asJSON, code: "Throttling.User", requestID: true,
				header: [2]string{"Retry-After", "60"},
			},
			"throttling without a time to wait": {
				kind: alibabarmtest.Throttled(""), status: 400, contentType: asJSON,
				code:      "Throttling.User",
				requestID: true,
				header:    [2]string{"X-Ratelimit-User-Api", ""},
			},
			"the page of a load balancer": {
				kind: alibabarmtest.BadGateway(), status: 502, contentType: "text/html",
				body: "<html><head><title>502 Bad " +
					"Gateway</title></head><body><center>nginx</center></body></html>",
			},
			"a redirect": {
				kind: alibabarmtest.Redirect(
					307, "https://evil.example.test/",
				),
				status: 307, contentType: "application/json",
				header: [2]string{"Location", "https://evil.example.test/"},
			},
			"anything": {
				kind: alibabarmtest.Together(
					alibabarmtest.XML(),
					alibabarmtest.Raw(200, "null", "Content-Type: text/plain", "Date: never"),
				),
				status: 200, contentType: "text/plain", header: [2]string{"Date", "never"},
				body: "null",
			},
		},
		lost: map[string]lostCase{
			"reset": {kind: alibabarmtest.Reset()},
			"applied, then reset": {
				kind: alibabarmtest.AppliedThen(alibabarmtest.Reset()), applied: true,
			},
			"503": {kind: alibabarmtest.Unavailable(), status: 503},
			"applied, then 503": {
				kind: alibabarmtest.AppliedThen(alibabarmtest.Unavailable()), applied: true,
				status: 503,
			},
			"applied, then HTML": {
				kind: alibabarmtest.AppliedThen(alibabarmtest.BadGateway()), applied: true,
				status: 502,
			},
			"applied, then F14": {
				kind:    alibabarmtest.AppliedThen(alibabarmtest.Raw(200, `{"RequestId":"7B93"}`)),
				applied: true, status: 200,
			},
			"applied, then cut": {
				kind: alibabarmtest.AppliedThen(alibabarmtest.TruncateBody(7)), applied: true,
				status: 200,
			},
			"applied, then no fault": {
				kind: alibabarmtest.AppliedThen(alibabarmtest.Kind{}), applied: true,
				status: 200,
			},
			"F24, refused for now": {kind: alibabarmtest.ConcurrentCall(), status: 429},
		},
		throttledStatus: 400,
		throttled:       alibabarmtest.Throttled("60000"),
		refuse:          func(status int) authtest.Kind { return alibabarmtest.Refuse(status, "X", "y") },
		forwarders: [][2]authtest.Kind{
			{authtest.NoConnection(), alibabarmtest.NoConnection()},
			{authtest.Reset(), alibabarmtest.Reset()},
			{authtest.Hang(), alibabarmtest.Hang()},
			{authtest.Delay(time.Second), alibabarmtest.Delay(time.Second)},
			{authtest.CutBody(7), alibabarmtest.CutBody(7)},
			{authtest.ResetBody(7), alibabarmtest.ResetBody(7)},
			{authtest.Drip(time.Second), alibabarmtest.Drip(time.Second)},
			{authtest.Huge(7), alibabarmtest.Huge(7)},
			{authtest.TruncateBody(7), alibabarmtest.TruncateBody(7)},
			{authtest.AppendBody("x"), alibabarmtest.AppendBody("x")},
			{authtest.ErrorPage(502), alibabarmtest.BadGateway()},
			{
				authtest.AppliedThen(authtest.Reset()),
				alibabarmtest.AppliedThen(alibabarmtest.Reset()),
			},
			{authtest.SetField("x", 1), alibabarmtest.SetField("x", 1)},
			{authtest.DropField("x"), alibabarmtest.DropField("x")},
		},
		ofCalls: []authtest.Kind{
			alibabarmtest.Throttled("2"), alibabarmtest.WrongKeys(), alibabarmtest.EmptyPage(), alibabarmtest.XML(), alibabarmtest.ClampSize(1),
		},
		echoed: func(keys auth.Credentials) string { return url.QueryEscape(url.QueryEscape(keys.SecurityToken)) },
	}
}

// inXMLToo adds the same refusals in XML.
func inXMLToo(cases map[string]refusalCase) map[string]refusalCase {
	all := map[string]refusalCase{}
	for name, c := range cases {
		all[name] = c
		c.kind, c.has = alibabarmtest.Together(alibabarmtest.XML(), c.kind), "<Code>"+c.has+"</Code>"
		all[name+" in XML"] = c
	}
	return all
}
