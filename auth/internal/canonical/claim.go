package canonical

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/textproto"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// MaxSkew is how far the date of a signature may be from the server's clock.
const MaxSkew = 15 * time.Minute

// Refuse returns the results of a verifier that rejects a request.
func Refuse(reason auth.VerifyReason) (auth.Credentials, error) {
	return auth.Credentials{}, &auth.VerifyError{Reason: reason}
}

// A Claim is what a request claims about its signer. None of it is verified.
type Claim struct {
	ID     string  // the access key ID
	Fields []Field // the signed fields, sorted

	scheme    Scheme
	query     string // in canonical form
	signature string
}

// Read decodes the claim of a request. It accepts only what a signer writes, so that no two
// texts mean the same.
func (s Scheme) Read(req *http.Request) (Claim, bool) {
	if CheckRequest(req) != nil {
		return Claim{}, false
	}
	values := req.Header["Authorization"]
	if len(values) != 1 || req.URL.Opaque != "" {
		return Claim{}, false
	}
	text, ok := strings.CutPrefix(values[0], s.Algorithm+s.Credential)
	if !ok {
		return Claim{}, false
	}
	id, text, _ := strings.Cut(text, s.Separator+"SignedHeaders=")
	names, signature, _ := strings.Cut(text, s.Separator+"Signature=")
	if id == "" || strings.ContainsAny(id, ", ;=") || !isHash(signature) {
		return Claim{}, false
	}
	query, err := Query(req.URL.RawQuery)
	if err != nil {
		return Claim{}, false
	}
	fields, ok := readFields(req, names)
	return Claim{ID: id, Fields: fields, scheme: s, query: query, signature: signature}, ok
}

// readFields returns the headers of a SignedHeaders list. The names must be in lower case and
// in ascending order, and the request must have each header exactly once.
func readFields(req *http.Request, names string) ([]Field, bool) {
	var fields []Field
	for last, more := "", true; more; {
		var name string
		name, names, more = strings.Cut(names, ";")
		if name <= last || strings.ToLower(name) != name {
			return nil, false
		}
		var found bool
		var err error
		if fields, found, err = AppendField(fields, req, name); err != nil || !found {
			return nil, false
		}
		last = name
	}
	return fields, true
}

func isHash(text string) bool {
	return len(text) == 2*sha256.Size && strings.Trim(text, "0123456789abcdef") == ""
}

// Request returns the canonical request of the claim.
func (c Claim) Request(req *http.Request, hash string) []byte {
	request, _ := c.scheme.appendRequest(nil, req, c.query, c.Fields, hash)
	return request
}

// Proves reports whether secret made the claim's signature for this request.
func (c Claim) Proves(req *http.Request, hash, date, secret string) bool {
	want := c.scheme.Signature(c.Request(req, hash), date, secret)
	return subtle.ConstantTimeCompare(want[:], []byte(c.signature)) == 1
}

// KeysOf asks lookup for the credentials of an access key ID. It also refuses empty
// credentials, because anybody can sign with an empty secret.
func KeysOf(lookup func(string) (auth.Credentials, bool), id string) (auth.Credentials, bool) {
	if lookup == nil {
		return auth.Credentials{}, false
	}
	keys, ok := lookup(id)
	return keys, ok && keys.AccessKeyID != "" && keys.AccessKeySecret != ""
}

// TokenMatches reports whether the header has the security token of the credentials as its only
// value, or no value if they have none.
func TokenMatches(values []string, keys auth.Credentials) bool {
	var sent string
	if len(values) > 0 {
		sent = textproto.TrimString(values[0])
	}
	return len(values) < 2 && subtle.ConstantTimeCompare([]byte(sent), []byte(keys.SecurityToken)) == 1
}

// DateInRange reports whether a date has exactly the form of the layout and is within [MaxSkew]
// of now.
func DateInRange(text, layout string, now time.Time) bool {
	date, err := time.Parse(layout, text)
	return err == nil && len(text) == len(layout) && date.Sub(now).Abs() <= MaxSkew
}
