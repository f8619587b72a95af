package alibabarm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

// handshakeNames maps each field to its name in the service's JSON and XML. The names are those
// of the documentation, not those of the struct tags.
var handshakeNames = map[string]string{
	"ID":                     "HandshakeId",
	"ResourceDirectoryID":    "ResourceDirectoryId",
	"MasterAccountID":        "MasterAccountId",
	"MasterAccountName":      "MasterAccountName",
	"MasterAccountRealName":  "MasterAccountRealName",
	"InvitedAccountRealName": "InvitedAccountRealName",
	"TargetEntity":           "TargetEntity",
	"TargetType":             "TargetType",
	"Note":                   "Note",
	"Status":                 "Status",
	"CreateTime":             "CreateTime",
	"ModifyTime":             "ModifyTime",
	"ExpireTime":             "ExpireTime",
}

// fill sets every field to a unique value, and returns what the service sends for each.
func fill(t *testing.T, v reflect.Value) map[string]any {
	t.Helper()
	wire := map[string]any{}
	for i := range v.NumField() {
		field, of := v.Field(i), v.Type().Field(i).Name
		name, known := handshakeNames[of]
		require.True(t, known, "the field %s of Handshake has no row in handshakeNames: add the name that the service gives it, and decode it in JSON and XML", of)
		switch {
		case field.Type() == reflect.TypeFor[time.Time]():
			at := time.Date(2024, 3, 1, 2, 10, i, 0, time.UTC)
			field.Set(reflect.ValueOf(at))
			wire[name] = at.Format(time.RFC3339)
		case field.Kind() == reflect.String:
			field.SetString("value of " + of)
			wire[name] = "value of " + of
		default:
			require.Fail(t, "no value for a field", "%s is a %s: say in fill what the service sends for it, and how the test compares it", of, field.Type())
		}
	}
	require.Len(t, wire, len(handshakeNames), "handshakeNames has a row for a field that Handshake does not have")
	return wire
}

// encodings are the formats of the service's responses.
var encodings = map[string]func(t *testing.T, root string, doc map[string]any) []byte{
	"JSON": func(t *testing.T, _ string, doc map[string]any) []byte {
		t.Helper()
		text, err := json.Marshal(doc)
		require.NoError(t, err)
		return text
	},
	"XML": func(t *testing.T, root string, doc map[string]any) []byte {
		t.Helper()
		var b bytes.Buffer
		b.WriteString(xml.Header)
		writeElement(t, &b, root, doc)
		return b.Bytes()
	},
}

func writeElement(t *testing.T, b *bytes.Buffer, name string, value any) {
	t.Helper()
	if list, ok := value.([]any); ok {
		for _, item := range list {
			writeElement(t, b, name, item)
		}
		return
	}
	b.WriteString("<" + name + ">")
	if object, ok := value.(map[string]any); ok {
		for key, member := range object {
			writeElement(t, b, key, member)
		}
	} else {
		require.NoError(t, xml.EscapeText(b, []byte(value.(string))))
	}
	b.WriteString("</" + name + ">")
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// respondingWith responds to every request in the same way.
func respondingWith(status int, body []byte, headers ...string) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		header := http.Header{}
		for i := 0; i < len(headers); i += 2 {
			header.Set(headers[i], headers[i+1])
		}
		return &http.Response{StatusCode: status, Header: header, ContentLength: -1, Body: io.NopCloser(bytes.NewReader(body))}, nil
	}
}

// TestHandshake_fields decodes a handshake with all fields from the response of each operation,
// version and format.
func TestHandshake_fields(t *testing.T) {
	t.Parallel()
	var want alibabarm.Handshake
	row := fill(t, reflect.ValueOf(&want).Elem())
	for format, encode := range encodings {
		for _, version := range []alibabarm.Version{alibabarm.Version20200331, alibabarm.Version20220419} {
			in := string(version) + ", " + format + ", "
			client := newClient(t, respondingWith(200, encode(t, "ListResponse", map[string]any{
				"TotalCount": "1", "PageNumber": "1", "PageSize": "100",
				"Handshakes": map[string]any{"Handshake": []any{row}},
			})), alibabarm.WithVersion(version))
			sent, received := client.ListHandshakesForResourceDirectory(), client.ListHandshakesForAccount()
			for name, list := range map[string]func(context.Context) ([]alibabarm.Handshake, error){
				"ListHandshakesForAccount":           received.Collect,
				"ListHandshakesForResourceDirectory": sent.Collect,
			} {
				got, err := list(t.Context())
				require.NoError(t, err, in+name)
				require.Len(t, got, 1, in+name)
				assertFields(t, in+name, want, got[0])
			}

			client = newClient(t, respondingWith(200, encode(t, "OneResponse", map[string]any{"Handshake": row})), alibabarm.WithVersion(version))
			for name, call := range map[string]func(context.Context, string) (*alibabarm.Handshake, error){
				"GetHandshake":     client.GetHandshake,
				"AcceptHandshake":  client.AcceptHandshake,
				"DeclineHandshake": client.DeclineHandshake,
				"CancelHandshake":  client.CancelHandshake,
				"InviteAccountToResourceDirectory": func(
					ctx context.Context, _ string,
				) (*alibabarm.Handshake, error) {
					return client.InviteAccountToResourceDirectory(ctx,
						alibabarm.InviteAccountInput{TargetType: alibabarm.TargetTypeAccount,
							TargetEntity: guestID})
				},
			} {
				got, err := call(t.Context(), want.ID)
				require.NoError(t, err, in+name)
				assertFields(t, in+name, want, *got)
			}
		}
	}
}

// assertFields names the fields that differ.
func assertFields(t *testing.T, where string, want, got any) {
	t.Helper()
	w, g := reflect.ValueOf(want), reflect.ValueOf(got)
	for i := range w.NumField() {
		assert.Equal(t, w.Field(i).Interface(), g.Field(i).Interface(), "%s: the field %s is not decoded", where, w.Type().Field(i).Name)
	}
}

// errorFields says for each field of an Error where its value comes from.
var errorFields = map[string]struct {
	name, header string // in the body or in a header; neither: from the call
	wire, want   any
}{
	"Op":           {want: "GetHandshake"},
	"StatusCode":   {want: 400},
	"Attempts":     {want: 1},
	"Code":         {name: "Code", wire: "the code", want: "the code"},
	"Message":      {name: "Message", wire: "the message", want: "the message"},
	"RequestID":    {name: "RequestId", wire: "the request", want: "the request"},
	"HostID":       {name: "HostId", wire: "the host", want: "the host"},
	"RecommendURL": {name: "Recommend", wire: "https://example.org/", want: "https://example.org/"},
	"AccessDeniedDetail": {
		name: "AccessDeniedDetail",
		wire: map[string]any{"AuthAction": "the action", "PolicyType": "the policy"},
		want: map[string]string{"AuthAction": "the action", "PolicyType": "the policy"},
	},
	"RetryAfter": {header: "Retry-After", wire: "7", want: 7 * time.Second},
}

func TestError_fields(t *testing.T) {
	t.Parallel()
	doc, headers := map[string]any{}, []string{}
	for _, field := range errorFields {
		if field.name != "" {
			doc[field.name] = field.wire
		}
		if field.header != "" {
			headers = append(headers, field.header, field.wire.(string))
		}
	}
	for format, encode := range encodings {
		for _, version := range []alibabarm.Version{alibabarm.Version20200331, alibabarm.Version20220419} {
			client := newClient(t, respondingWith(400, encode(t, "Error", doc), headers...), alibabarm.WithVersion(version))
			_, err := client.GetHandshake(t.Context(), "h-1")
			e, ok := errors.AsType[*alibabarm.Error](err)
			require.True(t, ok, "%v", err)
			for _, field := range reflect.VisibleFields(reflect.TypeFor[alibabarm.Error]()) {
				if field.Anonymous || !field.IsExported() {
					continue
				}
				row, known := errorFields[field.Name]
				require.True(t, known, "the field %s of Error has no row in errorFields: say where its value comes from, and decode it", field.Name)
				assert.Equal(t, row.want, reflect.ValueOf(*e).FieldByIndex(field.Index).Interface(), "%s, %s: the field %s is not decoded", version, format, field.Name)
			}
		}
	}
}
