package huaweiorg_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// handshakeNames maps each field to its name in the service's JSON. The names are those of the
// documentation, not those of the struct tags.
var handshakeNames = map[string]string{
	"ID":                    "id",
	"URN":                   "urn",
	"Status":                "status",
	"Notes":                 "notes",
	"ManagementAccountID":   "management_account_id",
	"ManagementAccountName": "management_account_name",
	"OrganizationID":        "organization_id",
	"Target.Type":           "target.type",
	"Target.Entity":         "target.entity",
	"CreatedAt":             "created_at",
	"UpdatedAt":             "updated_at",
	"ExpiredAt":             "expired_at",
}

// fill sets every field to a unique value. It puts what the service sends for each into wire,
// by the path of the field.
func fill(t *testing.T, v reflect.Value, path string, wire map[string]string) {
	t.Helper()
	for i := range v.NumField() {
		field, name := v.Field(i), path+v.Type().Field(i).Name
		switch {
		case field.Type() == reflect.TypeFor[time.Time]():
			at := time.Date(2025, 2, 3, 4, 5, len(wire), 0, time.UTC)
			field.Set(reflect.ValueOf(at))
			wire[name] = at.Format(time.RFC3339)
		case field.Kind() == reflect.String:
			wire[name] = "value of " + name
			field.SetString(wire[name])
		case field.Kind() == reflect.Struct:
			fill(t, field, name+".", wire)
		default:
			require.Fail(t, "no value for a field", "%s is a %s: say in fill what the service sends for it, and how the test compares it", name, field.Type())
		}
	}
}

// encode returns the values under the service's names.
func encode(t *testing.T, wire map[string]string) map[string]any {
	t.Helper()
	object := map[string]any{}
	for field, value := range wire {
		name, known := handshakeNames[field]
		require.True(t, known, "the field %s of Handshake has no row in handshakeNames: add the name that the service gives it, and decode it", field)
		parent, last, nested := strings.Cut(name, ".")
		if !nested {
			object[name] = value
			continue
		}
		inner, _ := object[parent].(map[string]any)
		if inner == nil {
			inner = map[string]any{}
			object[parent] = inner
		}
		inner[last] = value
	}
	for field := range handshakeNames {
		assert.Contains(t, wire, field, "handshakeNames has a row for a field that Handshake does not have")
	}
	return object
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// respondingWith responds to every request in the same way.
func respondingWith(t *testing.T, status int, doc any, headers ...string) roundTrip {
	t.Helper()
	text, err := json.Marshal(doc)
	require.NoError(t, err)
	return func(*http.Request) (*http.Response, error) {
		header := http.Header{}
		for i := 0; i < len(headers); i += 2 {
			header.Set(headers[i], headers[i+1])
		}
		return &http.Response{StatusCode: status, Header: header, ContentLength: -1, Body: io.NopCloser(strings.NewReader(string(text)))}, nil
	}
}

// TestHandshake_fields decodes a handshake with all fields from the response of each
// operation.
func TestHandshake_fields(t *testing.T) {
	t.Parallel()
	var want huaweiorg.Handshake
	wire := map[string]string{}
	fill(t, reflect.ValueOf(&want).Elem(), "", wire)
	row := encode(t, wire)

	client := newClient(t, respondingWith(t, 200, map[string]any{"handshakes": []any{row}, "page_info": map[string]any{"next_marker": nil}}))
	for name, list := range map[string]func(context.Context) ([]huaweiorg.Handshake, error){
		"ListHandshakes":         client.ListHandshakes().Collect,
		"ListReceivedHandshakes": client.ListReceivedHandshakes().Collect,
	} {
		got, err := list(t.Context())
		require.NoError(t, err, name)
		require.Len(t, got, 1, name)
		assertFields(t, name, want, got[0])
	}

	client = newClient(t, respondingWith(t, 200, map[string]any{"handshake": row}))
	for name, call := range map[string]func(context.Context, string) (*huaweiorg.Handshake, error){
		"ShowHandshake":    client.ShowHandshake,
		"AcceptHandshake":  client.AcceptHandshake,
		"DeclineHandshake": client.DeclineHandshake,
		"CancelHandshake":  client.CancelHandshake,
		"InviteAccount": func(ctx context.Context, _ string) (*huaweiorg.Handshake, error) {
			return client.InviteAccount(ctx,
				huaweiorg.InviteAccountInput{
					Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: guestID}})
		},
	} {
		got, err := call(t.Context(), want.ID)
		require.NoError(t, err, name)
		assertFields(t, name, want, *got)
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
	name, header, wire string // in the body or in a header; neither: from the call
	want               any
}{
	"Op":         {want: "ShowHandshake"},
	"StatusCode": {want: 400},
	"Attempts":   {want: 1},
	"Code":       {name: "error_code", wire: "the code", want: "the code"},
	"Message":    {name: "error_msg", wire: "the message", want: "the message"},
	"RequestID":  {name: "request_id", wire: "the request", want: "the request"},
	"EncodedAuthorizationMessage": {name: "encoded_authorization_message",
		wire: "the encoded message", want: "the encoded message"},
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
			headers = append(headers, field.header, field.wire)
		}
	}
	for shape, body := range map[string]any{"the service's own": doc, "inside of error": inside(doc)} {
		_, err := newClient(t, respondingWith(t, 400, body, headers...)).ShowHandshake(t.Context(), "h-1")
		e, ok := errors.AsType[*huaweiorg.Error](err)
		require.True(t, ok, "%v", err)
		for _, field := range reflect.VisibleFields(reflect.TypeFor[huaweiorg.Error]()) {
			if field.Anonymous || !field.IsExported() {
				continue
			}
			row, known := errorFields[field.Name]
			require.True(t, known, "the field %s of Error has no row in errorFields: say where its value comes from, and decode it", field.Name)
			assert.Equal(t, row.want, reflect.ValueOf(*e).FieldByIndex(field.Index).Interface(), "%s: the field %s is not decoded", shape, field.Name)
		}
	}
}

// inside moves every member except the request ID into the object error.
func inside(doc map[string]any) map[string]any {
	outer, inner := map[string]any{}, map[string]any{}
	for name, value := range doc {
		if name == "request_id" {
			outer[name] = value
		} else {
			inner[name] = value
		}
	}
	outer["error"] = inner
	return outer
}
