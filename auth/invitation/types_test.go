package invitation_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// The types of this file are the clouds' own Handshake and Status.

func TestStatus_Final(t *testing.T) {
	t.Parallel()
	for _, c := range clouds() {
		t.Run(c.name+"/is true for known ends only", func(t *testing.T) {
			t.Parallel()
			for status, want := range c.finals {
				assert.Equal(t, want, c.final(status), "status %q", status)
			}
		})
	}
}

func TestInvitation_ExpiredBy(t *testing.T) {
	t.Parallel()
	const pending, expired = invitation.StatusPending, invitation.StatusExpired
	date := time.Date(2025, 2, 17, 4, 5, 6, 0, time.UTC)
	for _, c := range []struct {
		name    string
		status  invitation.Status
		expires time.Time
		at      time.Time
		want    bool
	}{
		{name: "is false for a pending one before its date", status: pending, expires: date, at: date.Add(-1), want: false},
		{name: "is true for a pending one at its date", status: pending, expires: date, at: date, want: true},
		{name: "is true for a pending one past its date", status: pending, expires: date, at: date.Add(1), want: true},
		{name: "is false for a pending one without a date", status: pending, at: date, want: false},
		{name: "is true for an expired one whatever its date", status: expired, expires: date, at: date.Add(-1), want: true},
		{name: "is true for an expired one without a date", status: expired, at: date, want: true},
		{name: "is false for an accepted one", status: invitation.StatusAccepted, expires: date, at: date.Add(1), want: false},
		{name: "is false for one of an unknown status", status: "strange", expires: date, at: date.Add(1), want: false},
		{name: "is the same in another time zone", status: pending, expires: date, at: date.In(time.FixedZone("", -8*3600)), want: true},
		{name: "is false for one without a status", expires: date, at: date.Add(1), want: false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, cloud := range clouds() {
				got := cloud.expiredBy(invitation.Invitation{ID: "h-1", Status: c.status, Expires: c.expires}, c.at)
				assert.Equal(t, c.want, got, cloud.name)
			}
		})
	}
}

func TestInvitation_JSON(t *testing.T) {
	t.Parallel()
	for _, c := range clouds() {
		t.Run(c.name+"/has the names of the service", func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(c.handshake)
			require.NoError(t, err)
			assert.JSONEq(t, c.handshakeJSON, string(got))
			values := reflect.ValueOf(c.handshake)
			for i := range values.NumField() {
				assert.NotZero(t, values.Field(i).Interface(), "%s: the test covers every field", values.Type().Field(i).Name)
			}
		})
		t.Run(c.name+"/leaves out what is unknown", func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(reflect.Zero(reflect.TypeOf(c.handshake)).Interface())
			require.NoError(t, err)
			for _, part := range c.omitted {
				assert.NotContains(t, string(got), part)
			}
		})
		t.Run(c.name+"/decodes to an equal value, and so does the wire", func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(r *rapid.T) {
				want := reflect.New(reflect.TypeOf(c.handshake))
				fill(r, want.Elem(), "")
				b, err := json.Marshal(want.Interface())
				require.NoError(r, err)
				got := reflect.New(want.Type().Elem())
				require.NoError(r, json.Unmarshal(b, got.Interface()))
				require.Equal(r, want.Interface(), got.Interface())
				if want.Elem().FieldByName("ID").IsZero() {
					return
				}
				w := c.new(t, worldSettings{})
				rows, err := w.client(c.root, clientSettings{transport: respond(200, c.listBody(string(b)))}).rows(t.Context())
				require.NoError(r, err)
				require.Equal(r, []any{want.Elem().Interface()}, rows)
			})
		})
	}
}

// fill sets each field to a random value.
func fill(r *rapid.T, v reflect.Value, name string) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		if !rapid.Bool().Draw(r, name+" is known") {
			return
		}
		s, ns := rapid.Int64Range(-62135596800, 253402300799).Draw(r, name), rapid.Int64Range(0, 999999999).Draw(r, name+" ns")
		v.Set(reflect.ValueOf(time.Unix(s, ns).UTC()))
	case v.Kind() == reflect.String:
		v.SetString(rapid.String().Draw(r, name))
	default:
		for i := range v.NumField() {
			fill(r, v.Field(i), name+"."+v.Type().Field(i).Name)
		}
	}
}
