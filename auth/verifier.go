package auth

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/textproto"
	"strings"
	"time"
)

// A Verifier is the server's side of a [Signer].
type Verifier interface {
	// Verify tells who signed req, a request as a server receives it, whose
	// payload is body. lookup gives the credentials of an access key ID and is
	// asked at most once; now is the server's clock. The error is always a
	// [*VerifyError].
	//
	// Whether the credentials have expired, and whether a nonce was seen before,
	// is for the server to judge.
	Verify(req *http.Request, body []byte, lookup func(id string) (Credentials, bool), now time.Time) (Credentials, error)
}

// A VerifyReason says why a request was refused.
type VerifyReason string

// The reasons to refuse a request, in the order in which they are looked for.
const (
	// VerifyMalformed: there is no Authorization header, or it or the URL is not
	// of the scheme's form.
	VerifyMalformed VerifyReason = "malformed request"
	// VerifyUnknownKey: no credentials are known for the access key ID.
	VerifyUnknownKey VerifyReason = "unknown access key"
	// VerifyUnsignedHeader: a header that must be signed is missing or not signed.
	VerifyUnsignedHeader VerifyReason = "header missing or not signed"
	// VerifyDate: the date is unreadable or more than 15 minutes off.
	VerifyDate VerifyReason = "date out of range"
	// VerifyBodyHash: the hash that was sent is not that of the body.
	VerifyBodyHash VerifyReason = "body hash mismatch"
	// VerifyToken: the security token is not that of the credentials.
	VerifyToken VerifyReason = "security token mismatch"
	// VerifySignature: the signature is not the one of this request.
	VerifySignature VerifyReason = "signature mismatch"
)

// A VerifyError says why a [Verifier] refused a request.
type VerifyError struct{ Reason VerifyReason }

func (e *VerifyError) Error() string { return "auth: Verify: " + string(e.Reason) }

// maxSkew is how far a signature's date may be from the server's clock.
const maxSkew = 15 * time.Minute

func refuse(reason VerifyReason) (Credentials, error) {
	return Credentials{}, &VerifyError{reason}
}

// A claim is what a request says of its signer; nothing of it is proven.
type claim struct {
	id, signature string
	query         string  // canonical
	fields        []field // what was signed, sorted
}

// read takes the claim apart. It accepts only what a signer writes, so that no
// two texts mean the same.
func (s scheme) read(req *http.Request) (claim, bool) {
	if checkRequest(req) != nil {
		return claim{}, false
	}
	values := req.Header["Authorization"]
	if len(values) != 1 || req.URL.Opaque != "" {
		return claim{}, false
	}
	text, ok := strings.CutPrefix(values[0], s.algorithm+s.credential)
	if !ok {
		return claim{}, false
	}
	id, text, _ := strings.Cut(text, s.separator+"SignedHeaders=")
	names, signature, _ := strings.Cut(text, s.separator+"Signature=")
	if id == "" || strings.ContainsAny(id, ", ;=") || !isHash(signature) {
		return claim{}, false
	}
	query, err := canonicalQuery(req.URL.RawQuery)
	if err != nil {
		return claim{}, false
	}
	fields, ok := readFields(req, names)
	return claim{id, signature, query, fields}, ok
}

// readFields finds the headers of a SignedHeaders list: lower case, ascending,
// each sent exactly once.
func readFields(req *http.Request, names string) ([]field, bool) {
	var fields []field
	for last, more := "", true; more; {
		var name string
		name, names, more = strings.Cut(names, ";")
		if name <= last || strings.ToLower(name) != name {
			return nil, false
		}
		var found bool
		var err error
		if fields, found, err = appendField(fields, req, name); err != nil || !found {
			return nil, false
		}
		last = name
	}
	return fields, true
}

func isHash(text string) bool {
	return len(text) == 2*sha256.Size && strings.Trim(text, "0123456789abcdef") == ""
}

// proves tells whether secret made the claim's signature for this request.
func (s scheme) proves(req *http.Request, c claim, hash, date, secret string) bool {
	request, _ := s.appendRequest(nil, req, c.query, c.fields, hash)
	want := s.signature(request, date, secret)
	return subtle.ConstantTimeCompare(want[:], []byte(c.signature)) == 1
}

// lookupKeys refuses empty credentials too: anybody can sign with an empty secret.
func lookupKeys(lookup func(string) (Credentials, bool), id string) (Credentials, bool) {
	if lookup == nil {
		return Credentials{}, false
	}
	keys, ok := lookup(id)
	return keys, ok && keys.check() == nil
}

// tokenMatches compares the header's one value, or none, with the credentials'.
func tokenMatches(values []string, keys Credentials) bool {
	var sent string
	if len(values) > 0 {
		sent = textproto.TrimString(values[0])
	}
	return len(values) < 2 && subtle.ConstantTimeCompare([]byte(sent), []byte(keys.SecurityToken)) == 1
}

// dateInRange reads a date that has exactly the layout's form.
func dateInRange(text, layout string, now time.Time) bool {
	date, err := time.Parse(layout, text)
	return err == nil && len(text) == len(layout) && date.Sub(now).Abs() <= maxSkew
}
