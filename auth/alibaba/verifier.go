package alibaba

import (
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
)

// A Verifier verifies what a [Signer] signed, as the service does.
type Verifier struct{}

var _ auth.Verifier = Verifier{}

// Verify implements [auth.Verifier]. Host, Content-Type and every X-Acs-* header must
// be signed where they are sent, and Host and X-Acs-Action, -Content-Sha256,
// -Date, -Signature-Nonce and -Version must be sent, with a value.
func (Verifier) Verify(req *http.Request, body []byte, lookup func(id string) (auth.Credentials, bool), now time.Time) (auth.Credentials, error) {
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
