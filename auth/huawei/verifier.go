package huawei

import (
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
)

// A Verifier verifies what a [Signer] signed, as the service does.
type Verifier struct{}

var _ auth.Verifier = Verifier{}

// unsignedPayload replaces the hash of a body that is not signed.
const unsignedPayload = "UNSIGNED-PAYLOAD"

// Verify implements [auth.Verifier]. X-Sdk-Date must be signed, and so must
// X-Sdk-Content-Sha256 if it is there. UNSIGNED-PAYLOAD in it means that the body is not
// signed.
func (Verifier) Verify(req *http.Request, body []byte, lookup func(id string) (auth.Credentials, bool), now time.Time) (auth.Credentials, error) {
	c, ok := scheme.Read(req)
	if !ok {
		return canonical.Refuse(auth.VerifyMalformed)
	}
	keys, ok := canonical.KeysOf(lookup, c.ID)
	if !ok {
		return canonical.Refuse(auth.VerifyUnknownKey)
	}
	date, dated := canonical.ValueOf(c.Fields, "x-sdk-date")
	hash, hashed := canonical.ValueOf(c.Fields, "x-sdk-content-sha256")
	if !dated || !hashed && len(req.Header["X-Sdk-Content-Sha256"]) > 0 {
		return canonical.Refuse(auth.VerifyUnsignedHeader)
	}
	if !canonical.DateInRange(date, dateLayout, now) {
		return canonical.Refuse(auth.VerifyDate)
	}
	switch {
	case !hashed:
		hash = canonical.Hash(body)
	case hash != unsignedPayload && hash != canonical.Hash(body):
		return canonical.Refuse(auth.VerifyBodyHash)
	}
	switch {
	case !canonical.TokenMatches(req.Header["X-Security-Token"], keys):
		return canonical.Refuse(auth.VerifyToken)
	case !c.Proves(req, hash, date, keys.AccessKeySecret):
		return canonical.Refuse(auth.VerifySignature)
	}
	return keys, nil
}
