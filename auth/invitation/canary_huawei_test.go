package invitation_test

import (
	"fmt"
	"net/http"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

func huaweiCanonical(req *http.Request) string {
	return req.Method + "|" + req.URL.Path + "/|" + req.URL.RawQuery + "|x-security-token:" + req.Header.Get("X-Security-Token") +
		"||" + req.Header.Get("Authorization")
}

func huaweiPrintings(c *cloud) []printing {
	const echo = `{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:%s"}`
	return []printing{
		{name: "a 401 that echoes", respond: c.echoing(401, echo)},
		{name: "a 403 that echoes", respond: c.echoing(403, `{"error_code":"Organizations.1007","error_msg":"no: string to sign %s"}`)},
		{name: "a 403 that quotes", respond: c.quoting(403, `{"error_code":"Organizations.1007","error_msg":"the session token %s is bad"}`)},
	}
}

func huaweiQuotations() []quotation {
	in := func(status int, format string) func(string) roundTripper {
		return func(s string) roundTripper { return respond(status, fmt.Sprintf(format, s)) }
	}
	return []quotation{
		{name: "error_msg", quote: in(403, `{"error_code":"Organizations.1007","error_msg":"no %s"}`)},
		{name: "error_code", quote: in(403, `{"error_code":"%s","error_msg":"no"}`)},
		{name: "a detail", quote: in(400, `{"error_msg":"no","details":[{"error_code":"x","error_msg":"%s"}]}`)},
		{name: "the encoded message", quote: in(403, `{"error_msg":"no","encoded_authorization_message":"%s"}`)},
		{name: "request_id", quote: in(403, `{"error_msg":"no","request_id":"%s"}`)},
		{name: "the ID of a good page", quote: func(s string) roundTripper { return respond(200, `{"handshakes":[]}`, "X-Request-Id", s) }},
	}
}

func huaweiBadEndpoint(p auth.Provider, url string) error {
	_, err := huaweiorg.NewClient(p, huaweiorg.WithEndpoint(url))
	return err
}
