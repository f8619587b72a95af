package alibabarm

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// notAResponse are bodies that are neither a list nor a handshake.
var notAResponse = map[string]string{
	"F14 success without payload": `{"RequestId":"7B93"}`,
	"F33 a captive portal":        "<!doctype html><title>Login</title>",
	"F34 truncated JSON": `{"TotalCount":3,"RequestId":"1F30",` +
		`"Handshakes":{"Handshake":[{"HandshakeId":"h-Aa`,
	"F35 a code that is no string": `{"RequestId":12345,"Code":500,"Message":null}`,
	"F29 an XML error": `<?xml version="1.0" encoding="UTF-8"?><Error>` +
		`<RequestId>9C23</RequestId><Code>x</Code></Error>`,
	"an empty body":                "",
	"white space":                  " \n",
	"null":                         `null`,
	"an array":                     `[]`,
	"an array of lists":            `[{"Handshakes":{}}]`,
	"a string":                     `"Handshakes"`,
	"a number":                     `12`,
	"plain text":                   "OK",
	"an empty object":              `{}`,
	"JSON of another service":      `{"Accounts":{"Account":[{"AccountId":"1"}]}}`,
	"an error with status 200":     `{"Code":"Throttling.User","Message":"m"}`,
	"valid JSON and then garbage":  `{"Handshakes":{},"Handshake":{"HandshakeId":"h-1"}} x`,
	"two documents":                `{"Handshakes":{}}{"Handshakes":{}}`,
	"containers of the wrong type": `{"Handshakes":"none","Handshake":"none"}`,
	"arrays of arrays":             `{"Handshakes":{"Handshake":[[]]},"Handshake":[[]]}`,
	"a nesting that would exhaust a stack": strings.Repeat(`{"Handshake":`,
		20000) + strings.Repeat("}", 20000),
	"XHTML": `<html xmlns="http://www.w3.org/1999/xhtml"><body>` +
		`<Handshakes/><Handshake><HandshakeId>h</HandshakeId></Handshake></body></html>`,
	"XML of another root": `<Error><Handshakes/><Handshake><HandshakeId>h</HandshakeId>` +
		`</Handshake></Error>`,
	"XML, truncated": `<XResponse><TotalCount>1</TotalCount><Handshake>` +
		`<HandshakeId>h</HandshakeId></Handshake>`,
	"XML, and then garbage": `<XResponse><TotalCount>1</TotalCount><Handshake>` +
		`<HandshakeId>h</HandshakeId></Handshake></XResponse>x`,
	"XML twice": `<XResponse><TotalCount>1</TotalCount></XResponse>` +
		`<XResponse><Handshake><HandshakeId>h</HandshakeId></Handshake></XResponse>`,
	"XML with entities of its own": `<!DOCTYPE x [<!ENTITY e "h-1">]><XResponse>` +
		`<TotalCount>1</TotalCount><Handshake><HandshakeId>&e;</HandshakeId></Handshake>` +
		`</XResponse>`,
	"XML in another charset": `<?xml version="1.0" encoding="GBK"?><XResponse>` +
		`<TotalCount>1</TotalCount><Handshake><HandshakeId>h</HandshakeId></Handshake></XResponse>`,
	"XML that is not UTF-8": "<XResponse><TotalCount>1</TotalCount><Handshake>" +
		"<HandshakeId>\xff</HandshakeId></Handshake></XResponse>",
	"XML that exhausts a stack": "<XResponse><TotalCount>1</TotalCount>" +
		strings.Repeat("<Handshake>", 20000),
	"XML with an error inside": `<XResponse><Code>InternalError</Code><TotalCount>0</TotalCount>` +
		`</XResponse>`,
}

func TestDecodeList_refused(t *testing.T) {
	t.Parallel()
	for name, body := range notAResponse {
		page, err := decodeList([]byte(body))
		assert.Error(t, err, "decodeList: %s", name)
		assert.Zero(t, page, name)
		one, err := decodeOne([]byte(body))
		assert.Error(t, err, "decodeOne: %s", name)
		assert.Zero(t, one, name)
	}
	for name, body := range map[string]string{
		"rows without their container": `{"TotalCount":2,` +
			`"Handshake":[{"HandshakeId":"h-1"}]}`,
		"XML rows without their container": `<XResponse><Handshake>` +
			`<HandshakeId>h-1</HandshakeId></Handshake><TotalCount>0</TotalCount></XResponse>`,
		"an XML container of an unknown name": `<XResponse><TotalCount>0</TotalCount>` +
			`<handshakes><Handshake/></handshakes></XResponse>`,
		"a code without a container": `{"Code":"InternalError","TotalCount":0,` +
			`"PageNumber":1}`,
		"a code and null": `{"Code":"InternalError","TotalCount":0,` +
			`"Handshakes":null}`,
		"a code and an empty string": `{"Code":"InternalError","Handshakes":""}`,
		"a null item":                `{"Handshakes":{"Handshake":[{"HandshakeId":"h"},null]}}`,
		"an item that is a string":   `{"Handshakes":{"Handshake":["h-1"]}}`,
		"an item that is a number":   `{"Handshakes":{"Handshake":[1]}}`,
		"rows that are a number":     `{"Handshakes":{"Handshake":1}}`,
		"rows that are a bool":       `{"Handshakes":{"Handshake":false}}`,
		"rows that are a text":       `{"Handshakes":{"Handshake":"h-1"}}`,
		"a container that is a bool": `{"Handshakes":false}`,
		"a container that is a text": `{"Handshakes":"h-1"}`,
		"rows under another name":    `{"Handshakes":{"Items":[{"HandshakeId":"h-1"}]}}`,
		"a container that is a row":  `{"Handshakes":{"HandshakeId":"h-1"}}`,
		"two containers": `{"Handshakes":{"Handshake":[{"HandshakeId":"h-1"}]},` +
			`"Handshakes":{}}`,
		"two lists of rows": `{"Handshakes":{"Handshake":[{"HandshakeId":"h-1"}],` +
			`"handshake":[]}}`,
		"a list truncated after the rows": `{"Handshakes":{"Handshake":[{"HandshakeId":"h-1"}]}`,
		"a single response":               `{"Handshake":{"HandshakeId":"h-1"}}`,
		"a container inside an object":    `{"Data":{"Handshakes":{}}}`,
		"XML: a single response": `<XResponse><Handshake>` +
			`<HandshakeId>h</HandshakeId></Handshake></XResponse>`,
		"XML: rows under another name": `<XResponse><Handshakes><Item/></Handshakes></XResponse>`,
		"XML: text for rows":           `<XResponse><Handshakes>h-1</Handshakes></XResponse>`,
		"XML: the container given twice": `<XResponse><Handshakes><Handshake>` +
			`<HandshakeId>h</HandshakeId></Handshake></Handshakes><Handshakes/></XResponse>`,
	} {
		page, err := decodeList([]byte(body))
		assert.Error(t, err, name)
		assert.Zero(t, page, name)
	}
	for name, body := range map[string]string{
		"a handshake that is null":  `{"Handshake":null}`,
		"a handshake that is empty": `{"Handshake":{}}`,
		"two handshakes":            `{"Handshake":[{"HandshakeId":"h-1"},{"HandshakeId":"h-2"}]}`,
		"a handshake given twice": `{"Handshake":{"HandshakeId":"h-1"},` +
			`"Handshake":{"Status":"Accepted"}}`,
		"a handshake without an ID":         `{"Handshake":{"Status":"Pending"}}`,
		"a handshake with a null ID":        `{"Handshake":{"HandshakeId":null}}`,
		"a list":                            `{"Handshakes":{"Handshake":[{"HandshakeId":"h-1"}]}}`,
		"a handshake without its container": `{"HandshakeId":"h-1","Status":"Pending"}`,
		"XML: two handshakes": `<XResponse><Handshake><HandshakeId>h</HandshakeId>` +
			`</Handshake><Handshake/></XResponse>`,
		"XML: a handshake without an ID": `<XResponse><Handshake><Status>Pending</Status>` +
			`</Handshake></XResponse>`,
		"XML: a handshake within another": `<XResponse><Handshake><Handshake>` +
			`<HandshakeId>h</HandshakeId></Handshake></Handshake></XResponse>`,
	} {
		_, err := decodeOne([]byte(body))
		assert.Error(t, err, name)
	}
}
