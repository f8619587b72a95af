package invitation_test

import (
	"fmt"
	"html"
	"net/http"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
)

func alibabaCanonical(req *http.Request) string {
	return req.Method + "&" + req.URL.Path + "&" + req.URL.RawQuery + "&SecurityToken%3D" + req.Header.Get("X-Acs-Security-Token") +
		"&" + req.Header.Get("Authorization")
}

func alibabaPrintings(c *cloud) []printing {
	const quote = `{"Code":"NoPermission","Message":"the session token %s is bad","Recommend":"%[1]s","AccessDeniedDetail":{"A":"%[1]s"}}`
	return []printing{
		{name: "a 400 that echoes", respond: c.echoing(400, `{"Code":"SignatureDoesNotMatch","Message":"Signature differs. server string to sign is:%s"}`)},
		{name: "a 403 that echoes", respond: c.echoing(403, `{"Code":"NoPermission","Message":"no","AccessDeniedDetail":{"A":"for %s"}}`)},
		{name: "XML that echoes", respond: c.echoing(400, `<Error><Code>IncompleteSignature</Code><HostId>%s</HostId></Error>`)},
		{name: "a 403 that quotes", respond: c.quoting(403, quote)},
	}
}

func alibabaQuotations() []quotation {
	in := func(status int, format string) func(string) roundTripper {
		return func(s string) roundTripper { return respond(status, fmt.Sprintf(format, s)) }
	}
	return []quotation{
		{name: "Message", quote: in(403, `{"Code":"NoPermission","Message":"no %s"}`)},
		{name: "Code", quote: in(403, `{"Code":"%s","Message":"no"}`)},
		{name: "XML", quote: func(s string) roundTripper {
			return respond(403, fmt.Sprintf(`<Error><Code>NoPermission</Code><Message>no %s</Message></Error>`, html.EscapeString(s)))
		}},
		{name: "an element of XML", quote: func(s string) roundTripper {
			return respond(200, "<"+strings.NewReplacer("/", "", "+", "", "=", "").Replace(s)+">")
		}},
		{name: "HostId and Recommend", quote: in(403, `{"Code":"NoPermission","HostId":"%s","Recommend":"https://x.example.com/%[1]s"}`)},
		{name: "AccessDeniedDetail", quote: in(403, `{"Code":"NoPermission","AccessDeniedDetail":{"A":"%s","%[1]s":"x"}}`)},
		{name: "RequestId", quote: in(403, `{"Message":"no","RequestId":"%s"}`)},
		{name: "the ID of a good page", quote: in(200, `{"RequestId":"%s","Handshakes":{"Handshake":[]},"TotalCount":0,"PageNumber":1,"PageSize":100}`)},
	}
}

func alibabaBadEndpoint(p auth.Provider, url string) error {
	_, err := alibabarm.NewClient(p, alibabarm.WithEndpoint(url))
	return err
}
