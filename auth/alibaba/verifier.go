package alibaba

import (
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
)

// A Verifier verifies requests as the service does: those that a [Signer] signed, and those of
// older SDKs with signature V1 (HMAC-SHA1, in parameters of the query or a form).
type Verifier struct{}

var _ auth.Verifier = Verifier{}

// Verify implements [auth.Verifier]. A request with an Authorization header must have signature
// V3, and any other request signature V1.
//
// Signature V3: the request must have Host, X-Acs-Action, X-Acs-Content-Sha256, X-Acs-Date,
// X-Acs-Signature-Nonce and X-Acs-Version, each with a value. The signature must cover Host,
// Content-Type and every X-Acs-* header that is sent.
//
// Signature V1: the request must have AccessKeyId, Action, Signature, SignatureMethod
// (HMAC-SHA1), SignatureNonce, SignatureVersion (1.0), Timestamp and Version, each with a
// value. The path must be /, no parameter may be sent twice, and a body must be a form. Query
// and form together may have 1 MiB and 1,000 parameters. Signature V1 does not cover headers:
// the server must not read from a header what the scheme has a parameter for.
func (Verifier) Verify(req *http.Request, body []byte, lookup func(id string) (auth.Credentials, bool), now time.Time) (auth.Credentials, error) {
	if req != nil && len(req.Header["Authorization"]) > 0 {
		return verifyV3(req, body, lookup, now)
	}
	return verifyV1(req, body, lookup, now)
}

func verifyV1(req *http.Request, body []byte, lookup func(id string) (auth.Credentials, bool), now time.Time) (auth.Credentials, error) {
	c, ok := readClaimV1(req, body)
	if !ok {
		return canonical.Refuse(auth.VerifyMalformed)
	}
	keys, ok := canonical.KeysOf(lookup, c.value("AccessKeyId"))
	if !ok {
		return canonical.Refuse(auth.VerifyUnknownKey)
	}
	switch {
	case !c.isComplete():
		return canonical.Refuse(auth.VerifyUnsignedHeader)
	case !canonical.DateInRange(c.value("Timestamp"), dateLayout, now):
		return canonical.Refuse(auth.VerifyDate)
	case !c.hasToken(keys.SecurityToken):
		return canonical.Refuse(auth.VerifyToken)
	case !c.isProven(keys.AccessKeySecret):
		return canonical.Refuse(auth.VerifySignature)
	}
	return keys, nil
}

func verifyV3(req *http.Request, body []byte, lookup func(id string) (auth.Credentials, bool), now time.Time) (auth.Credentials, error) {
	c, ok := scheme.Read(req)
	if !ok {
		return canonical.Refuse(auth.VerifyMalformed)
	}
	keys, ok := canonical.KeysOf(lookup, c.ID)
	if !ok {
		return canonical.Refuse(auth.VerifyUnknownKey)
	}
	if !signsAll(req, c.Fields) {
		return canonical.Refuse(auth.VerifyUnsignedHeader)
	}
	date, _ := canonical.ValueOf(c.Fields, "x-acs-date")
	hash, _ := canonical.ValueOf(c.Fields, "x-acs-content-sha256")
	switch {
	case !canonical.DateInRange(date, dateLayout, now):
		return canonical.Refuse(auth.VerifyDate)
	case hash != canonical.Hash(body):
		return canonical.Refuse(auth.VerifyBodyHash)
	case !canonical.TokenMatches(req.Header["X-Acs-Security-Token"], keys):
		return canonical.Refuse(auth.VerifyToken)
	case !c.Proves(req, hash, "", keys.AccessKeySecret):
		return canonical.Refuse(auth.VerifySignature)
	}
	return keys, nil
}

func signsAll(req *http.Request, fields []canonical.Field) bool {
	for _, name := range [...]string{"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"} {
		if value, _ := canonical.ValueOf(fields, name); value == "" {
			return false
		}
	}
	for name, values := range req.Header {
		if len(values) == 0 || !mustSign(name) {
			continue
		}
		if _, signed := canonical.ValueOf(fields, canonical.LowerName(name)); !signed {
			return false
		}
	}
	return true
}
