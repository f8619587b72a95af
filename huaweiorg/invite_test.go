package huaweiorg_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

const inviteURL = huaweiorg.Endpoint + "/v1/organizations/accounts/invite"

func TestInviteAccount_Body(t *testing.T) {
	t.Parallel()
	account := target(guestID)
	for name, c := range map[string]struct {
		in   huaweiorg.InviteAccountInput
		want string
	}{
		"empty notes are sent, and missing tags are not": {
			in:   huaweiorg.InviteAccountInput{Target: account},
			want: `{"target":{"type":"account","entity":"` + guestID + `"},"notes":""}`,
		},
		"an empty list of tags is not sent": {
			in:   huaweiorg.InviteAccountInput{Target: account, Tags: []huaweiorg.Tag{}},
			want: `{"target":{"type":"account","entity":"` + guestID + `"},"notes":""}`,
		},
		"everything": {
			in: huaweiorg.InviteAccountInput{
				Target: huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "子公司-北京"},
				Notes:  "Grüße\n\"q\" 🚀",
				Tags:   []huaweiorg.Tag{{Key: "team", Value: "payments"}, {Key: "empty"}}},
			want: `{"target":{"type":"name","entity":"子公司-北京"},"notes":"Grüße\n\"q\" 🚀",` +
				`"tags":[{"key":"team","value":"payments"},{"key":"empty","value":""}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t)
			m.RegisterResponder("POST", inviteURL, func(req *http.Request) (*http.Response, error) {
				sent, err := io.ReadAll(req.Body)
				assert.NoError(t, err)
				assert.Equal(t, c.want, string(sent), "the body is equal to the byte")
				assert.EqualValues(t, len(c.want), req.ContentLength)
				assert.Equal(t, "application/json", req.Header.Get("Content-Type"))
				assert.Empty(t, req.URL.RawQuery)
				return httpmock.NewStringResponse(200, body(t, "F15.json")), nil
			})
			h, err := newClient(t, m).InviteAccount(t.Context(), c.in)
			require.NoError(t, err)
			assert.Equal(t, "h-0k3v7m2q9x4c8b1n5z6a0d2f4g6h8j0p", h.ID)
		})
	}
}

func tags(n int) []huaweiorg.Tag {
	list := make([]huaweiorg.Tag, n)
	for i := range list {
		list[i] = huaweiorg.Tag{Key: fmt.Sprint("k", i)}
	}
	return list
}

func TestInviteAccount_Invalid(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	good := huaweiorg.InviteAccountInput{Target: target(guestID)}
	tag := func(key, value string) func(*huaweiorg.InviteAccountInput) {
		return func(in *huaweiorg.InviteAccountInput) { in.Tags = []huaweiorg.Tag{{Key: key, Value: value}} }
	}
	for name, change := range map[string]func(*huaweiorg.InviteAccountInput){
		"no target": func(in *huaweiorg.InviteAccountInput) {
			in.Target = huaweiorg.Target{}
		},
		"no type": func(in *huaweiorg.InviteAccountInput) {
			in.Target.Type = ""
		},
		"an account with a space": func(in *huaweiorg.InviteAccountInput) {
			in.Target.Entity += " "
		},
		"an address as an account": func(in *huaweiorg.InviteAccountInput) {
			in.Target.Entity = "ops@example.org"
		},
		"an account of 65 characters": func(in *huaweiorg.InviteAccountInput) {
			in.Target.Entity = strings.Repeat("a", 65)
		},
		"a name of 101 characters": func(in *huaweiorg.InviteAccountInput) {
			in.Target = huaweiorg.Target{Type: "name", Entity: strings.Repeat("ü", 101)}
		},
		"a name with a line break": func(in *huaweiorg.InviteAccountInput) {
			in.Target = huaweiorg.Target{Type: "name", Entity: "a\nb"}
		},
		"a name that ends in a space": func(in *huaweiorg.InviteAccountInput) {
			in.Target = huaweiorg.Target{Type: "name", Entity: "acme "}
		},
		"an account as an address": func(in *huaweiorg.InviteAccountInput) {
			in.Target.Type = huaweiorg.TargetTypeEmail
		},
		"an unknown type, an invisible character": func(in *huaweiorg.InviteAccountInput) {
			in.Target = huaweiorg.Target{Type: "phone", Entity: "1\u200b"}
		},
		"a type with an invisible character": func(in *huaweiorg.InviteAccountInput) {
			in.Target.Type = "account\u200b"
		},
		"notes with a zero byte": func(in *huaweiorg.InviteAccountInput) {
			in.Notes = "a\x00"
		},
		"no entity": func(in *huaweiorg.InviteAccountInput) {
			in.Target.Entity = ""
		},
		"an entity that is not UTF-8": func(in *huaweiorg.InviteAccountInput) {
			in.Target.Entity = "a\xff"
		},
		"notes that are not UTF-8": func(in *huaweiorg.InviteAccountInput) {
			in.Notes = "a\xff"
		},
		"1025 characters of notes": func(in *huaweiorg.InviteAccountInput) {
			in.Notes = strings.Repeat("ü", 1025)
		},
		"21 tags": func(in *huaweiorg.InviteAccountInput) {
			in.Tags = tags(21)
		},
		"an empty key":                   tag("", "v"),
		"a key of 129 characters":        tag(strings.Repeat("ü", 129), ""),
		"a key with the system's prefix": tag("_sys_a", ""),
		"a key that begins with space":   tag(" a", ""),
		"a key with a slash":             tag("a/b", ""),
		"a key with a star":              tag("a*", ""),
		"a key that is not UTF-8":        tag("a\xff", ""),
		"a value of 256 characters":      tag("a", strings.Repeat("ü", 256)),
		"a value with a comma":           tag("a", "b,c"),
		"a value with a line break":      tag("a", "b\nc"),
	} {
		in := good
		change(&in)
		_, err := newClient(t, m).InviteAccount(t.Context(), in)
		require.ErrorIs(t, err, huaweiorg.ErrInvalid, name)
		assert.NotErrorIs(t, err, huaweiorg.ErrOutcomeUnknown, name)
		assert.True(t, strings.HasPrefix(err.Error(), "huaweiorg: InviteAccount: "), name)
	}
	assert.Zero(t, m.GetTotalCallCount())

	m.RegisterResponder("POST", inviteURL, respond(200, body(t, "F15.json")))
	for name, change := range map[string]func(*huaweiorg.InviteAccountInput){
		"1024 characters of notes": func(in *huaweiorg.InviteAccountInput) {
			in.Notes = strings.Repeat("ü", 1024)
		},
		"20 tags":          func(in *huaweiorg.InviteAccountInput) { in.Tags = tags(20) },
		"a long key":       tag(strings.Repeat("ü", 128), strings.Repeat("ü", 255)),
		"marks and spaces": tag("键 k_.:=+-@1", "值 v_.:=+-@/1 "),
		"an unknown type":  func(in *huaweiorg.InviteAccountInput) { in.Target.Type = "phone" },
		"a name with spaces": func(in *huaweiorg.InviteAccountInput) {
			in.Target = huaweiorg.Target{Type: "name", Entity: "子公司 köln 2"}
		},
		"an e-mail address, as older invitations have": func(in *huaweiorg.InviteAccountInput) {
			in.Target = huaweiorg.Target{Type: "email", Entity: "ops@example.org"}
		},
		"line breaks and joiners": func(in *huaweiorg.InviteAccountInput) {
			in.Notes = "👩‍💻\r\n\t\u200bمرحبا"
		},
	} {
		in := good
		change(&in)
		_, err := newClient(t, m).InviteAccount(t.Context(), in)
		assert.NoError(t, err, name)
	}
}

// TestInviteAll_invisibleCharacters has one name with characters that are invisible.
func TestInviteAll_invisibleCharacters(t *testing.T) {
	t.Parallel()
	s, client := organization(t)
	var in []huaweiorg.InviteAccountInput
	for _, name := range []string{"acme", "acme\u200b", "\ufeffacme", "ac\u00adme", "acme\u00a0", "acme\u2028", "acme\t"} {
		in = append(in, huaweiorg.InviteAccountInput{Target: huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: name}})
	}
	var results []huaweiorg.Result
	for o, err := range client.InviteAll(t.Context(), slices.Values(in)) {
		require.NoError(t, err)
		results = append(results, o.Result)
		if o.Result == huaweiorg.ResultInvalid {
			require.ErrorIs(t, o.Err, huaweiorg.ErrInvalid)
			assert.Regexp(t, `character \d+ is U\+`, o.Err.Error())
		}
	}
	invalid := huaweiorg.ResultInvalid
	assert.Equal(t, []huaweiorg.Result{huaweiorg.ResultCreated, invalid, invalid, invalid, invalid, invalid, invalid}, results)
	assert.Len(t, s.Requests(), 3, "the client reads both lists and sends one invitation")
}
