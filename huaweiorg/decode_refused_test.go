package huaweiorg

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// notAResponse are bodies that are neither a list nor a handshake.
var notAResponse = map[string]string{
	"F16 an empty object":          `{}`,
	"an empty body":                "",
	"white space":                  " \n",
	"null":                         `null`,
	"an array":                     `[]`,
	"a string":                     `"handshakes"`,
	"a number":                     `12`,
	"a page of HTML":               "<html><body>OK</body></html>",
	"plain text":                   "OK",
	"JSON of another service":      `{"accounts":[{"id":"1"}]}`,
	"an error with status 200":     `{"error_code":"APIGW.0308","error_msg":"throttled"}`,
	"a truncated object":           `{"handshakes":[{"id":"h-1"`,
	"valid JSON and then garbage":  `{"handshakes":[],"handshake":{"id":"h-1"}} x`,
	"two documents":                `{"handshakes":[]}{"handshakes":[]}`,
	"containers of the wrong type": `{"handshakes":"none","handshake":"none"}`,
	"arrays of arrays":             `{"handshakes":[[]],"handshake":[[]]}`,
	"a nesting that would exhaust a stack": strings.Repeat(`{"handshake":`,
		20000) + strings.Repeat("}", 20000),
}

func TestDecodeList_refused(t *testing.T) {
	t.Parallel()
	for name, body := range notAResponse {
		items, next, err := decodeList([]byte(body))
		assert.Error(t, err, "decodeList: %s", name)
		assert.Empty(t, items, name)
		assert.Empty(t, next, name)
		one, err := decodeOne([]byte(body))
		assert.Error(t, err, "decodeOne: %s", name)
		assert.Zero(t, one, name)
	}
	for name, body := range map[string]string{
		"an item that is null":          `{"handshakes":[{"id":"h-1"},null]}`,
		"an item that is a string":      `{"handshakes":["h-1"]}`,
		"an item that is a number":      `{"handshakes":[1]}`,
		"handshakes that are an object": `{"handshakes":{"id":"h-1"}}`,
		"page_info that is a string":    `{"handshakes":[],"page_info":"x"}`,
		"page_info that is an array":    `{"handshakes":[],"page_info":[]}`,
		"a marker that is an object":    `{"handshakes":[],"page_info":{"next_marker":{}}}`,
		"a marker that is a bool":       `{"handshakes":[],"page_info":{"next_marker":false}}`,
		"rows given twice":              `{"handshakes":[{"id":"h-1"}],"handshakes":[]}`,
		"page_info given twice": `{"handshakes":[],` +
			`"page_info":{"next_marker":"more"},"page_info":{}}`,
		"a marker given twice": `{"handshakes":[{"id":"h-1"}],` +
			`"page_info":{"next_marker":"more","next_marker":null}}`,
		"a marker given twice, in another case": `{"handshakes":[{"id":"h-1"}],` +
			`"page_info":{"next_marker":"more","Next_Marker":""}}`,
		"a list truncated after the rows":   `{"handshakes":[{"id":"h-1"}]`,
		"a single response":                 `{"handshake":{"id":"h-1"}}`,
		"a container inside another object": `{"data":{"handshakes":[]}}`,
	} {
		items, _, err := decodeList([]byte(body))
		assert.Error(t, err, name)
		assert.Empty(t, items, name)
	}
	for name, body := range map[string]string{
		"a handshake that is null":          `{"handshake":null}`,
		"a handshake that is a list":        `{"handshake":[{"id":"h-1"}]}`,
		"a handshake without an ID":         `{"handshake":{"status":"pending"}}`,
		"a handshake with a null ID":        `{"handshake":{"id":null}}`,
		"a list":                            `{"handshakes":[{"id":"h-1"}]}`,
		"a handshake without its container": `{"id":"h-1","status":"pending"}`,
	} {
		_, err := decodeOne([]byte(body))
		assert.Error(t, err, name)
	}
}
