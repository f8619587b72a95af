package auth

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
	"time"
)

// AlibabaSigner signs with ACS3-HMAC-SHA256, signature V3 of Alibaba Cloud, and
// verifies such signatures. It signs Host, Content-Type and every X-Acs-* header.
type AlibabaSigner struct {
	// Nonce makes the x-acs-signature-nonce, which the service accepts once. It
	// may be called from several goroutines. nil: 128 random bits in hex.
	Nonce func() string
}

var (
	_ Signer   = AlibabaSigner{}
	_ Verifier = AlibabaSigner{}
)

// alibabaDate is what [time.RFC3339], which is faster to write, makes of a time in UTC.
const alibabaDate = "2006-01-02T15:04:05Z"

func (AlibabaSigner) scheme() scheme {
	return scheme{algorithm: "ACS3-HMAC-SHA256", credential: " Credential=", separator: ","}
}

// Sign implements [Signer]. It sets the X-Acs-* headers Date, Signature-Nonce,
// Content-Sha256 and Security-Token, and Authorization; X-Acs-Action and
// X-Acs-Version are the caller's.
func (s AlibabaSigner) Sign(req *http.Request, body []byte, c Credentials, now time.Time) error {
	if err := checkRequest(req); err != nil {
		return err
	}
	if err := c.signable(); err != nil {
		return err
	}
	if req.Header == nil {
		req.Header = make(http.Header)
	}
	hash := hashOf(body)
	setHeaders(req.Header,
		pair{"Authorization", ""},
		pair{"X-Acs-Date", now.UTC().Format(time.RFC3339)},
		pair{"X-Acs-Signature-Nonce", s.nonce()},
		pair{"X-Acs-Content-Sha256", hash},
		pair{"X-Acs-Security-Token", c.SecurityToken})
	pinHost(req)
	var room [16]field
	fields, err := alibabaFields(room[:0], req)
	if err != nil {
		return err
	}
	return s.scheme().sign(req, fields, hash, "", c)
}

func (s AlibabaSigner) nonce() string {
	if s.Nonce != nil {
		return s.Nonce()
	}
	var bits [16]byte
	_, _ = rand.Read(bits[:]) // never fails
	var text [2 * len(bits)]byte
	hex.Encode(text[:], bits[:])
	return string(text[:])
}

func alibabaFields(dst []field, req *http.Request) ([]field, error) {
	dst, _, err := appendField(dst, req, "Host")
	for name, values := range req.Header {
		if err != nil {
			return nil, err
		}
		if mustSign(name) {
			dst, _, err = appendValues(dst, lowerName(name), values)
		}
	}
	if err != nil {
		return nil, err
	}
	sortFields(dst)
	for i := 1; i < len(dst); i++ {
		if dst[i-1].name == dst[i].name {
			return nil, errRepeated
		}
	}
	return dst, nil
}

// mustSign tells whether the scheme wants this header signed where it is present.
func mustSign(name string) bool {
	const prefix = "x-acs-"
	return len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) || strings.EqualFold(name, "content-type")
}

// Verify implements [Verifier]. Host, Content-Type and every X-Acs-* header must
// be signed where they are sent, and Host and X-Acs-Action, -Content-Sha256,
// -Date, -Signature-Nonce and -Version must be sent, with a value.
func (s AlibabaSigner) Verify(req *http.Request, body []byte, lookup func(id string) (Credentials, bool), now time.Time) (Credentials, error) {
	c, ok := s.scheme().read(req)
	if !ok {
		return refuse(VerifyMalformed)
	}
	keys, ok := lookupKeys(lookup, c.id)
	if !ok {
		return refuse(VerifyUnknownKey)
	}
	if !signsAll(req, c.fields) {
		return refuse(VerifyUnsignedHeader)
	}
	date, _ := valueOf(c.fields, "x-acs-date")
	hash, _ := valueOf(c.fields, "x-acs-content-sha256")
	switch {
	case !dateInRange(date, alibabaDate, now):
		return refuse(VerifyDate)
	case hash != hashOf(body):
		return refuse(VerifyBodyHash)
	case !tokenMatches(req.Header["X-Acs-Security-Token"], keys):
		return refuse(VerifyToken)
	case !s.scheme().proves(req, c, hash, "", keys.AccessKeySecret):
		return refuse(VerifySignature)
	}
	return keys, nil
}

func signsAll(req *http.Request, fields []field) bool {
	for _, name := range [...]string{"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"} {
		if value, _ := valueOf(fields, name); value == "" {
			return false
		}
	}
	for name, values := range req.Header {
		if len(values) == 0 || !mustSign(name) {
			continue
		}
		if _, signed := valueOf(fields, lowerName(name)); !signed {
			return false
		}
	}
	return true
}
