package invitation_test

import (
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func alibabaHostile() []hostileRow {
	const prolog = `<?xml version="1.0" encoding="UTF-8"?>`
	raw, xml := authtest.Raw, func(kind authtest.Kind) authtest.Kind { return authtest.Together(alibabarmtest.XML(), kind) }
	return []hostileRow{
		{name: "200 with a request ID", kind: raw(200, `{"TraceId":"7B93"}`), status: 200, condition: auth.ErrUnavailable, message: `{"TraceId"`},
		{
			name: "200 with others' JSON", status: 200, condition: auth.ErrUnavailable, message: `{"Folders"`,
			kind: raw(200, `{"Folders":{"Folder":[{"FolderId":"1"}]}}`),
		},
		{
			name: "200 with others' XML", status: 200, condition: auth.ErrUnavailable, message: "<FoldersResponse>",
			kind: raw(200, `<FoldersResponse><Folders/></FoldersResponse>`),
		},
		{
			name: "200 with a throttling", status: 200, condition: auth.ErrThrottled, code: "Throttling.User", message: "slow down",
			kind: raw(200, `{"Code":"Throttling.User","Message":"slow down"}`),
		},
		{
			name: "200 with a refusal in XML", status: 200, condition: auth.ErrPermission, code: "NoPermission", message: "no",
			kind: raw(200, `<Error><Code>NoPermission</Code><Message>no</Message></Error>`),
		},
		{
			name: "200 with a wrong root", status: 200, condition: auth.ErrUnavailable, message: "<Other>",
			kind: raw(200, `<Other><TotalCount>0</TotalCount></Other>`),
		},
		{name: "200 with more XML behind", kind: xml(authtest.AppendBody("<XResponse/>")), status: 200, condition: auth.ErrUnavailable, message: prolog},
		{name: "200 with text behind XML", kind: xml(authtest.AppendBody("0.1 s")), status: 200, condition: auth.ErrUnavailable, message: prolog},
		{
			name: "200 with JSON twice", status: 200, condition: auth.ErrUnavailable, message: `{"`,
			kind: authtest.AppendBody(`{"Handshakes":{},"Handshake":{"HandshakeId":"h"}}`),
		},
		{name: "200 with XML cut short", kind: xml(authtest.TruncateBody(90)), status: 200, condition: auth.ErrUnavailable, message: prolog},
		{name: "200 with XML cut by a byte", kind: xml(authtest.TruncateBody(1 << 30)), status: 200, condition: auth.ErrUnavailable, message: prolog},
		{name: "200 with a bomb", kind: raw(200, bomb("XResponse")), status: 200, condition: auth.ErrUnavailable, message: "<!DOCTYPE"},
		{
			name: "200 with too many rows", status: 200, condition: auth.ErrUnavailable, message: `{"Handshakes":`,
			kind: raw(200, `{"Handshakes":[{}`+strings.Repeat(",{}", 10_000)+`]}`),
		},
		{
			name: "200 with too many in XML", status: 200, condition: auth.ErrUnavailable, message: "<XResponse>",
			kind: raw(200, "<XResponse><Handshakes>"+strings.Repeat("<Handshake/>", 10_001)+"</Handshakes></XResponse>"),
		},
		{
			name: "200 nested deeply in JSON", status: 200, condition: auth.ErrUnavailable, message: `{"Handshakes":`,
			kind: raw(200, strings.Repeat(`{"Handshakes":`, 20_000)),
		},
		{
			name: "200 with an error too long", status: 200, condition: auth.ErrUnavailable, message: `{"Code":"X"`,
			kind: raw(200, `{"Code":"X","Message":"`+strings.Repeat("m", 70_000)+`"}`),
		},
		{
			name: "200 nested deeply in XML", status: 200, condition: auth.ErrUnavailable, message: "<XResponse>",
			kind: raw(200, "<XResponse>"+strings.Repeat("<Handshakes>", 20_000)),
		},
		{
			name: "200 with many attributes", status: 200, condition: auth.ErrUnavailable, message: "<XResponse",
			kind: raw(200, "<XResponse"+strings.Repeat(" a=''", 20_000)+"/>"),
		},
		{name: "400 with an array", kind: raw(400, `[{"Code":"X"}]`), status: 400, condition: auth.ErrInvalid, message: `[{"Code"`},
		{
			name: "400 in XML", status: 400, condition: auth.ErrInvalid, code: "MissingParameter.HandshakeId", message: "A & <B>.",
			kind: xml(alibabarmtest.Refuse(400, "MissingParameter.HandshakeId", "A & <B>.")),
		},
		{
			name: "400 in XML typed as JSON", status: 400, condition: auth.ErrInvalid, code: "X", message: "m",
			kind: raw(400, "<Error><Code>X</Code><Message>m</Message></Error>"),
		},
		{
			name: "400 in JSON typed as XML", status: 400, condition: auth.ErrInvalid, code: "X", message: "m",
			kind: raw(400, `{"Code":"X","Message":"m"}`, "Content-Type: text/xml;charset=utf-8"),
		},
		{name: "400 in XML of another root", kind: raw(400, "<Fault><Code>X</Code></Fault>"), status: 400, condition: auth.ErrInvalid, code: "X"},
		{name: "400 in lower case", kind: raw(400, `{"code":"X","message":"m"}`), status: 400, condition: auth.ErrInvalid, code: "X", message: "m"},
		{
			name: "400 with only text for it", status: 400, condition: auth.ErrInvalid, code: "X", message: "d",
			kind: raw(400, `{"Code":"X","Description":"d"}`),
		},
		{
			name: "400 that echoes", status: 400, condition: auth.ErrUnauthenticated, code: "SignatureDoesNotMatch", message: "The signature does not match. server [",
			kind: alibabarmtest.WrongKeys(),
		},
		{
			name: "400 that echoes in XML", status: 400, condition: auth.ErrUnauthenticated, code: "SignatureDoesNotMatch", message: "The signature does not match. server [",
			kind: xml(alibabarmtest.WrongKeys()),
		},
		{name: "400 with a bomb", kind: raw(400, bomb("Error")), status: 400, condition: auth.ErrInvalid, message: "<!DOCTYPE"},
		{
			name: "400 with outside entities", status: 400, condition: auth.ErrInvalid, message: "<!DOCTYPE x",
			kind: raw(400, `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Error><Code>&e;</Code></Error>`),
		},
		{
			name: "400 in another charset", status: 400, condition: auth.ErrInvalid, message: "<?xml",
			kind: raw(400, "<?xml version='1.0' encoding='GBK'?><Error><Code>X</Code></Error>"),
		},
		{name: "400 nested deeply", kind: raw(400, strings.Repeat("<Error>", 8_000)), status: 400, condition: auth.ErrInvalid, message: "<Error><Error>"},
		{
			name: "400 with XML cut short", status: 400, condition: auth.ErrInvalid, message: "<Error><Code>Throttling",
			kind: raw(400, "<Error><Code>Throttling</Code><Mess"),
		},
		{
			name: "400 that is not UTF-8", status: 400, condition: auth.ErrInvalid, code: "X", message: "\uFFFD",
			kind: raw(400, "{\"Code\":\"X\",\"Message\":\"\xff\xfeh\"}"),
		},
		{
			name: "403 with detail as text", status: 403, condition: auth.ErrPermission, code: "Forbidden.RAM", message: "no",
			kind: raw(403, `{"requestId":"","code":"Forbidden.RAM","message":"no","accessDeniedDetail":"{\"AuthAction\":\"a\"}"}`),
		},
		{
			name: "404 of a load balancer", status: 404, condition: auth.ErrInvalid, message: "<html>",
			kind: raw(404, loginPage, "Content-Type: text/loginPage"),
		},
		{
			name: "404 of a key", status: 404, condition: auth.ErrUnauthenticated, code: "InvalidAccessKeyId.NotFound", message: "The access key",
			kind: alibabarmtest.UnknownKey(),
		},
		{
			name: "404 of the gateway", status: 404, condition: auth.ErrInvalid, code: "InvalidAction.NotFound", message: "No such API",
			kind: alibabarmtest.Refuse(404, "InvalidAction.NotFound", "No such API"),
		},
		{
			name: "500 with a numeric code", status: 500, condition: auth.ErrUnavailable, code: "500",
			kind: raw(500, `{"RequestId":null,"Code":500,"Message":null}`),
		},
		{
			name: "500 with a nested error", status: 500, condition: auth.ErrUnavailable, message: `{"error":{"code":"X"`,
			kind: raw(500, `{"error":{"code":"X","message":"m"}}`),
		},
		{name: "500 with a message inside", kind: raw(500, `{"Code":"X","Message":{"en":"m"}}`), status: 500, condition: auth.ErrUnavailable, code: "X"},
		{
			name: "502 with cut JSON", status: 502, condition: auth.ErrUnavailable, message: `{"Code":"Throttling","Mess`,
			kind: raw(502, `{"Code":"Throttling","Mess`),
		},
		{
			name: "502 of a megabyte of XML", status: 502, condition: auth.ErrUnavailable, message: "<Error>",
			kind: raw(502, "<Error><AccessDeniedDetail>"+strings.Repeat("<a/>", 250_000)+"</AccessDeniedDetail></Error>"),
		},
		{
			name: "a message of controls", status: 400, condition: auth.ErrInvalid, code: "X [2J", message: "a b c",
			kind: alibabarmtest.Refuse(400, "X\n\x1b[2J", "a\x00\x7f\u200bb\nc"),
		},
	}
}

// bomb is a document that becomes some gigabytes where its entities are expanded.
func bomb(root string) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE x [<!ENTITY e0 'boom'>")
	for i := range 9 {
		d := string(rune('0' + i))
		b.WriteString("<!ENTITY e" + string(rune('1'+i)) + " '" + strings.Repeat("&e"+d+";", 10) + "'>")
	}
	b.WriteString("]><" + root + "><Code>&e9;</Code><TotalCount>0</TotalCount></" + root + ">")
	return b.String()
}
