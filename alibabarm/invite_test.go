package alibabarm_test

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

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

func TestInviteAccountToResourceDirectory_Form(t *testing.T) {
	t.Parallel()
	account, newer := alibabarm.InviteAccountInput{TargetEntity: guestID, TargetType: alibabarm.TargetTypeAccount}, alibabarm.Version20220419
	for name, c := range map[string]struct {
		version alibabarm.Version
		in      alibabarm.InviteAccountInput
		want    string
	}{
		"only the target": {
			version: alibabarm.Version20200331, in: account,
			want: "TargetEntity=" + guestID + "&TargetType=Account",
		},
		"the newer version, no folder": {version: newer, in: account,
			want: "TargetEntity=" + guestID + "&TargetType=Account"},
		"an empty list of tags": {
			version: newer,
			in: alibabarm.InviteAccountInput{TargetEntity: "1", TargetType: "Account",
				Tags: []alibabarm.Tag{}},
			want: "TargetEntity=1&TargetType=Account",
		},
		"everything, numbered from 1": {version: newer, in: full("fd-Ab12"),
			want: fullForm("ParentFolderId=fd-Ab12&")},
		"everything that the older version knows": {version: alibabarm.Version20200331,
			in:   full(""),
			want: fullForm("")},
		"an unknown type": {
			version: newer,
			in:      alibabarm.InviteAccountInput{TargetEntity: "x", TargetType: "Phone"},
			want:    "TargetEntity=x&TargetType=Phone",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t)
			m.RegisterResponder("POST", map[bool]string{true: alibabarm.EndpointDirectory + "/", false: root}[c.version == newer], func(req *http.Request) (*http.Response, error) {
				sent, err := io.ReadAll(req.Body)
				assert.NoError(t, err)
				assert.Equal(t, c.want, string(sent), "the body is equal to the byte")
				assert.EqualValues(t, len(c.want), req.ContentLength)
				assert.Equal(t, "application/x-www-form-urlencoded", req.Header.Get("Content-Type"))
				assert.Contains(t, req.Header.Get("Authorization"), "SignedHeaders=content-type;host;")
				assert.Equal(t, "InviteAccountToResourceDirectory", req.Header.Get("X-Acs-Action"))
				assert.Equal(t, string(c.version), req.Header.Get("X-Acs-Version"))
				assert.Equal(t, "/", req.URL.RequestURI(), "the URL contains nothing of it")
				return httpmock.NewStringResponse(200, body(t, "F11.json")), nil
			})
			h, err := newClient(t, m, alibabarm.WithVersion(c.version)).InviteAccountToResourceDirectory(t.Context(), c.in)
			require.NoError(t, err)
			assert.Equal(t, "h-Qq77Rr88Ss99Tt00", h.ID)
		})
	}
}

func full(folder string) alibabarm.InviteAccountInput {
	return alibabarm.InviteAccountInput{
		TargetEntity: "a+b@example.com", TargetType: alibabarm.TargetTypeEmail, Note: "hello *~ +/=\n欢迎",
		Tags: []alibabarm.Tag{{Key: "k 1", Value: "v*1"}, {Key: "empty"}}, ParentFolderID: folder,
	}
}

func fullForm(folder string) string {
	return "Note=hello+%2A~+%2B%2F%3D%0A%E6%AC%A2%E8%BF%8E&" + folder +
		"Tag.1.Key=k+1&Tag.1.Value=v%2A1&Tag.2.Key=empty&Tag.2.Value=&TargetEntity=a%2Bb%40example.com&TargetType=Email"
}

func tags(n int) []alibabarm.Tag {
	list := make([]alibabarm.Tag, n)
	for i := range list {
		list[i] = alibabarm.Tag{Key: fmt.Sprint("k", i)}
	}
	return list
}

func TestInviteAccountToResourceDirectory_Invalid(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	good := alibabarm.InviteAccountInput{TargetEntity: guestID, TargetType: alibabarm.TargetTypeAccount}
	target := func(kind alibabarm.TargetType, entity string) func(*alibabarm.InviteAccountInput) {
		return func(in *alibabarm.InviteAccountInput) { in.TargetType, in.TargetEntity = kind, entity }
	}
	tag := func(key, value string) func(*alibabarm.InviteAccountInput) {
		return func(in *alibabarm.InviteAccountInput) { in.Tags = []alibabarm.Tag{{Key: key, Value: value}} }
	}
	for name, change := range map[string]func(*alibabarm.InviteAccountInput){
		"no target":                               target("", ""),
		"no type":                                 target("", guestID),
		"no entity":                               target("Account", ""),
		"an address as an account":                target("Account", "ops@example.test"),
		"a name as an account":                    target("Account", "acme"),
		"digits of another script":                target("Account", "१२३"),
		"an account with a space":                 target("Account", guestID+" "),
		"an account as an address":                target("Email", guestID),
		"an address without a name":               target("Email", "@example.test"),
		"an address without a host":               target("Email", "ops@"),
		"an address with a line break":            target("Email", "ops@example.test\n"),
		"an address with a scheme":                target("Email", "mailto:ops@example.test"),
		"an address with a last dot":              target("Email", "ops@example.test."),
		"an address with another dot":             target("Email", "ops@example。test"),
		"an address with another @":               target("Email", "ops＠example.test"),
		"an unknown type, an invisible character": target("Phone", "1\u200b"),
		"a type with an invisible character":      target("Account\u200b", guestID),
		"an account of 21 digits":                 target("Account", strings.Repeat("1", 21)),
		"a note with a zero byte": func(in *alibabarm.InviteAccountInput) {
			in.Note = "a\x00"
		},
		"a key of 129 characters":        tag(strings.Repeat("ü", 129), ""),
		"a value of 129 characters":      tag("a", strings.Repeat("ü", 129)),
		"a key with the system's prefix": tag("aliyun-a", ""),
		"a key of a resource name":       tag("acs:a", ""),
		"a value of a resource name":     tag("a", "acs:ram::1:x"),
		"a key with a link":              tag("a http://x", ""),
		"a value with a link":            tag("a", "https://x"),
		"an entity that is not UTF-8":    target("Email", "a\xff@example.test"),
		"a type that is not UTF-8":       target("a\xff", "1"),
		"a note that is not UTF-8": func(in *alibabarm.InviteAccountInput) {
			in.Note = "a\xff"
		},
		"1025 characters of a note": func(in *alibabarm.InviteAccountInput) {
			in.Note = strings.Repeat("ü", 1025)
		},
		"21 tags": func(in *alibabarm.InviteAccountInput) {
			in.Tags = tags(21)
		},
		"an empty key":              tag("", "v"),
		"a key that is not UTF-8":   tag("a\xff", ""),
		"a value that is not UTF-8": tag("a", "\xff"),
		"a folder for the older version": func(in *alibabarm.InviteAccountInput) {
			in.ParentFolderID = "fd-1"
		},
	} {
		in := good
		change(&in)
		_, err := newClient(t, m).InviteAccountToResourceDirectory(t.Context(), in)
		require.ErrorIs(t, err, alibabarm.ErrInvalid, name)
		assert.NotErrorIs(t, err, alibabarm.ErrOutcomeUnknown, name)
		assert.True(t, strings.HasPrefix(err.Error(), "alibabarm: InviteAccountToResourceDirectory: "), name)
	}
	assert.Zero(t, m.GetTotalCallCount())

	m.RegisterResponder("POST", root, respond(200, body(t, "F11.json")))
	for name, change := range map[string]func(*alibabarm.InviteAccountInput){
		"1024 characters of a note": func(in *alibabarm.InviteAccountInput) {
			in.Note = strings.Repeat("ü", 1024)
		},
		"20 tags": func(in *alibabarm.InviteAccountInput) { in.Tags = tags(20) },
		"line breaks and joiners": func(in *alibabarm.InviteAccountInput) {
			in.Note = "👩‍💻\r\n\t\u200bمرحبا"
		},
		"long tags":                    tag(strings.Repeat("ü", 128), strings.Repeat("ü", 128)),
		"tags that are almost invalid": tag("my-aliyun acs:", "aliyun http:/x"),
		"an address of any script":     target("Email", "经理@子公司.example"),
		"a short account":              target("Account", "1"),
	} {
		in := good
		change(&in)
		_, err := newClient(t, m).InviteAccountToResourceDirectory(t.Context(), in)
		assert.NoError(t, err, name)
	}
}

func TestInviteAccountToResourceDirectory_folder(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	for _, folder := range []string{"fd-1\u200b", " fd-1", "fd/1", "fd-1\xff"} {
		_, err := newClient(t, m, alibabarm.WithVersion(alibabarm.Version20220419)).InviteAccountToResourceDirectory(t.Context(),
			alibabarm.InviteAccountInput{TargetEntity: guestID, TargetType: alibabarm.TargetTypeAccount, ParentFolderID: folder})
		require.ErrorIs(t, err, alibabarm.ErrInvalid, "%q", folder)
	}
	assert.Zero(t, m.GetTotalCallCount())
}

// TestInviteAll_invisibleCharacters has one address with characters that are invisible, and in
// forms that are not an address.
func TestInviteAll_invisibleCharacters(t *testing.T) {
	t.Parallel()
	s, client := organization(t)
	var in []alibabarm.InviteAccountInput
	for _, address := range []string{
		"ops@example.org", "ops@example.org\u200b", "\ufeffops@example.org",
		"o\u00adps@example.org", "ops@example.org\u00a0", "mailto:ops@example.org",
		"ops@example.org.", "ops@example。org",
	} {
		in = append(in, alibabarm.InviteAccountInput{TargetEntity: address, TargetType: alibabarm.TargetTypeEmail})
	}
	var results []alibabarm.Result
	for o, err := range client.InviteAll(t.Context(), slices.Values(in)) {
		require.NoError(t, err)
		results = append(results, o.Result)
		if o.Result == alibabarm.ResultInvalid {
			require.ErrorIs(t, o.Err, alibabarm.ErrInvalid)
		}
	}
	invalid := alibabarm.ResultInvalid
	assert.Equal(t, []alibabarm.Result{alibabarm.ResultCreated, invalid, invalid, invalid, invalid, invalid, invalid, invalid}, results)
	assert.Len(t, s.Requests(), 3, "the client reads both lists and sends one invitation")
}
