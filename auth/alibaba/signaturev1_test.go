package alibaba

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical/canonicaltest"
)

// The verifier refuses every change of a byte of the request line, the body or the content
// type, unless the parameters stay the same.
func TestVerifier_Verify_signatureV1Bytes(t *testing.T) {
	t.Parallel()
	keys := canonicaltest.Keys
	keys.SecurityToken = "CAIS+tok/en=~*"
	parameters := parametersV1(keys, "Action", "InviteAccountToResourceDirectory", "Note", "a b+c~é", "TargetEntity", "a+b@example.com")
	for name, sent := range map[string]requestV1{
		"all in the query":        signedV1(http.MethodGet, parameters, keys.AccessKeySecret),
		"the note in a form":      signedV1(http.MethodPost, parameters, keys.AccessKeySecret, "Note", "TargetEntity"),
		"the signature in a form": signedV1(http.MethodPost, parameters, keys.AccessKeySecret, "Signature", "SecurityToken", "Action", "Timestamp"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Empty(t, sent.reason(t, keys, canonicaltest.Time))
			same := 0
			for part, text := range map[string]*string{
				"method": &sent.method, "target": &sent.target, "body": &sent.body, "content type": &sent.contentType,
			} {
				whole, before := *text, sent.parameters()
				for at := range len(whole) {
					for bit := range 8 {
						*text = whole[:at] + string([]byte{whole[at] ^ 1<<bit}) + whole[at+1:]
						if sent.request() == nil {
							continue
						}
						got := sent.reason(t, keys, canonicaltest.Time)
						if part != "method" && sent.request().URL.Path == "/" && reflect.DeepEqual(before, sent.parameters()) {
							same++
							continue
						}
						require.NotEmpty(t, got, "%s, byte %d: %q", part, at, *text)
					}
				}
				*text = whole
			}
			assert.Less(t, same, 80, "only changes of case in percent escapes and in the content type keep the parameters")
		})
	}
}

// parameters decodes query and form as a service does, and returns nil if that fails.
func (r requestV1) parameters() map[string][]string {
	req := r.request()
	all, err := url.ParseQuery(req.URL.RawQuery)
	if err != nil {
		return nil
	}
	if r.body == "" {
		return all
	}
	form, err := url.ParseQuery(r.body)
	if err != nil || !strings.EqualFold(r.contentType, formType) {
		return nil
	}
	maps.Copy(all, form)
	return all
}

func TestVerifier_Verify_signatureV1(t *testing.T) {
	t.Parallel()
	keys := canonicaltest.Keys
	withToken := keys
	withToken.SecurityToken = "token"
	many := func(n int) []string {
		var pairs []string
		for i := range n {
			pairs = append(pairs, fmt.Sprint("Tag.", i), "")
		}
		return pairs
	}
	without := func(name string) map[string]string {
		p := parametersV1(keys)
		delete(p, name)
		return p
	}
	for name, c := range map[string]struct {
		parameters map[string]string
		inForm     []string
		alter      func(*requestV1)
		keys       auth.Credentials
		late       time.Duration
		want       auth.VerifyReason
	}{
		"accepts a request without further parameters": {},
		"accepts the token of temporary credentials": {
			keys: withToken, parameters: parametersV1(withToken),
		},
		"accepts an empty SignatureType": {
			parameters: parametersV1(keys, "SignatureType", "", "RegionId", "cn-hangzhou"),
		},
		"accepts a content type with a charset": {
			inForm: []string{"Action"},
			alter: func(r *requestV1) {
				r.contentType = "Application/x-www-form-urlencoded; charset=utf-8"
			},
		},
		"accepts a date 15 minutes off": {late: canonical.MaxSkew},
		"accepts 1,000 parameters": {
			parameters: parametersV1(keys, many(991)...), inForm: []string{"Action"},
		},
		"accepts a value that names another parameter": {
			parameters: parametersV1(keys, "Note", "&Action=AcceptHandshake"),
		},

		"refuses a date over 15 minutes off": {
			late: canonical.MaxSkew + time.Second, want: auth.VerifyDate,
		},
		"refuses a date ahead": {
			late: -canonical.MaxSkew - time.Second, want: auth.VerifyDate,
		},
		"refuses a date in another form": {
			parameters: parametersV1(keys, "Timestamp", "2024-01-02T03:04:05+00:00"),
			want:       auth.VerifyDate,
		},
		"refuses an unknown key": {
			parameters: parametersV1(keys, "AccessKeyId", "other"), want: auth.VerifyUnknownKey,
		},
		"refuses another secret": {
			keys: auth.Credentials{AccessKeyID: keys.AccessKeyID, AccessKeySecret: "other"},
			want: auth.VerifySignature,
		},
		"refuses a missing token": {keys: withToken, want: auth.VerifyToken},
		"refuses a token that the key does not have": {
			parameters: parametersV1(withToken), want: auth.VerifyToken,
		},
		"refuses a missing action": {
			parameters: without("Action"), want: auth.VerifyUnsignedHeader,
		},
		"refuses a missing version": {
			parameters: without("Version"), want: auth.VerifyUnsignedHeader,
		},
		"refuses a missing date": {
			parameters: without("Timestamp"), want: auth.VerifyUnsignedHeader,
		},
		"refuses a missing nonce": {
			parameters: without("SignatureNonce"), want: auth.VerifyUnsignedHeader,
		},
		"refuses an empty nonce": {
			parameters: parametersV1(keys, "SignatureNonce", ""),
			want:       auth.VerifyUnsignedHeader,
		},
		"refuses a missing access key ID": {
			parameters: without("AccessKeyId"), want: auth.VerifyMalformed,
		},
		"refuses a missing algorithm": {
			parameters: without("SignatureMethod"), want: auth.VerifyMalformed,
		},
		"refuses another algorithm": {
			parameters: parametersV1(keys, "SignatureMethod", "HMAC-SHA256"),
			want:       auth.VerifyMalformed,
		},
		"refuses an algorithm in lower case": {
			parameters: parametersV1(keys, "SignatureMethod", "hmac-sha1"),
			want:       auth.VerifyMalformed,
		},
		"refuses another version of the signature": {
			parameters: parametersV1(keys, "SignatureVersion", "2.0"),
			want:       auth.VerifyMalformed,
		},
		"refuses a bearer token": {
			parameters: parametersV1(keys, "SignatureType", "BEARERTOKEN", "BearerToken", "t"),
			want:       auth.VerifyMalformed,
		},
		"refuses 1,001 parameters": {
			parameters: parametersV1(keys, many(992)...), want: auth.VerifyMalformed,
		},
		"refuses more than 1 MiB": {
			parameters: parametersV1(keys, "Note", strings.Repeat("n", 1<<20)),
			inForm:     []string{"Note"}, want: auth.VerifyMalformed,
		},
		"refuses a parameter sent twice": {
			alter: func(r *requestV1) { r.target += "&Format=JSON" }, want: auth.VerifyMalformed,
		},
		"refuses a signature sent twice": {
			alter: func(r *requestV1) { r.target += "&Signature=x" }, want: auth.VerifyMalformed,
		},
		"refuses a parameter in query and form": {
			inForm: []string{"Action"},
			alter:  func(r *requestV1) { r.target += "&Action=AcceptHandshake" },
			want:   auth.VerifyMalformed,
		},
		"refuses a further parameter": {
			alter: func(r *requestV1) { r.target += "&PageSize=1" }, want: auth.VerifySignature,
		},
		"refuses an empty signature": {
			alter: func(r *requestV1) { r.target = "/?Signature=" }, want: auth.VerifyMalformed,
		},
		"refuses a request that is not signed": {
			alter: func(r *requestV1) { r.target = "/" }, want: auth.VerifyMalformed,
		},
		"refuses another path": {
			alter: func(r *requestV1) { r.target = "/x" + r.target[1:] },
			want:  auth.VerifyMalformed,
		},
		"refuses a bad escape in the query": {
			alter: func(r *requestV1) { r.target += "&a=%zz" }, want: auth.VerifyMalformed,
		},
		"refuses a bad escape in the form": {
			inForm: []string{"Action"}, alter: func(r *requestV1) { r.body += "&a=%zz" },
			want: auth.VerifyMalformed,
		},
		"refuses a body that is not a form": {
			alter: func(r *requestV1) { r.body, r.contentType = "{}", "application/json" },
			want:  auth.VerifyMalformed,
		},
		"refuses a form without a content type": {
			inForm: []string{"Action"}, alter: func(r *requestV1) { r.contentType = "" },
			want: auth.VerifyMalformed,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.parameters == nil {
				c.parameters = parametersV1(keys)
			}
			if c.keys.AccessKeyID == "" {
				c.keys = keys
			}
			sent := signedV1(http.MethodPost, c.parameters, keys.AccessKeySecret, c.inForm...)
			if c.alter != nil {
				c.alter(&sent)
			}
			assert.Equal(t, c.want, sent.reason(t, c.keys, canonicaltest.Time.Add(c.late)))
		})
	}
	t.Run("prefers an Authorization header", func(t *testing.T) {
		t.Parallel()
		req := signedV1(http.MethodPost, parametersV1(keys), keys.AccessKeySecret).request()
		req.Header.Set("Authorization", "")
		_, err := Verifier{}.Verify(req, nil, canonicaltest.Knows(keys), canonicaltest.Time)
		assert.Equal(t, auth.VerifyMalformed, canonicaltest.Reason(t, err))
	})
	t.Run("refuses an opaque URL and a nil request", func(t *testing.T) {
		t.Parallel()
		req := signedV1(http.MethodPost, parametersV1(keys), keys.AccessKeySecret).request()
		req.URL.Opaque = "x"
		for _, req := range []*http.Request{nil, {}, req} {
			_, err := Verifier{}.Verify(req, nil, canonicaltest.Knows(keys), canonicaltest.Time)
			assert.Equal(t, auth.VerifyMalformed, canonicaltest.Reason(t, err))
		}
	})
}

// No request makes the verifier panic, and it accepts only signed requests: the second
// implementation makes the same signature from the parameters that a service reads.
func FuzzVerifier_signatureV1(f *testing.F) {
	keys := canonicaltest.Keys
	keys.SecurityToken = "CAIS+tok/en=~*"
	f.Add(http.MethodPost, "/?a=%zz&Signature=", formType, "a=b&&c")
	for _, inForm := range [][]string{nil, {"Note"}, {"Signature", "Action"}} {
		r := signedV1(http.MethodPost, parametersV1(keys, "Note", "hello *~ +/=\n欢迎"), keys.AccessKeySecret, inForm...)
		f.Add(r.method, r.target, r.contentType, r.body)
	}
	f.Fuzz(func(t *testing.T, method, target, contentType, body string) {
		r := requestV1{method: method, target: target, contentType: contentType, body: body}
		if r.request() == nil || r.reason(t, keys, canonicaltest.Time) != "" {
			return
		}
		read := map[string]string{}
		for name, values := range r.parameters() {
			read[name] = strings.Join(values, "\x00")
		}
		signature := read["Signature"]
		delete(read, "Signature")
		if method == "" {
			method = http.MethodGet
		}
		require.Equal(t, signV1(method, read, keys.AccessKeySecret), signature)
	})
}
