package auth

import (
	"cmp"
	"net/http"
	"time"
)

// HuaweiSigner signs with SDK-HMAC-SHA256, the AK/SK scheme of Huawei Cloud, and
// verifies such signatures.
type HuaweiSigner struct {
	// SignedHeaders names the headers to be signed, in any case and order; each
	// must be on the request, and X-Sdk-Date is added. nil: Host, X-Domain-Id,
	// X-Sdk-Content-Sha256, X-Sdk-Date and X-Security-Token, those that are there.
	SignedHeaders []string
}

var (
	_ Signer   = HuaweiSigner{}
	_ Verifier = HuaweiSigner{}
)

const (
	huaweiDate      = "20060102T150405Z"
	unsignedPayload = "UNSIGNED-PAYLOAD"
)

func (HuaweiSigner) scheme() scheme {
	return scheme{algorithm: "SDK-HMAC-SHA256", credential: " Access=", separator: ", ", slash: true, dated: true}
}

// Sign implements [Signer]. It sets X-Sdk-Date, X-Domain-Id where the account ID
// is known, X-Security-Token and Authorization. An X-Sdk-Content-Sha256 that is
// on the request stands for the hash of the body.
func (s HuaweiSigner) Sign(req *http.Request, body []byte, c Credentials, now time.Time) error {
	if err := checkRequest(req); err != nil {
		return err
	}
	if err := cmp.Or(c.signable(), printable("account ID", c.AccountID)); err != nil {
		return err
	}
	if req.Header == nil {
		req.Header = make(http.Header)
	}
	date := now.UTC().Format(huaweiDate)
	setHeaders(req.Header,
		pair{"Authorization", ""},
		pair{"X-Sdk-Date", date},
		pair{"X-Security-Token", c.SecurityToken})
	if c.AccountID != "" {
		setHeaders(req.Header, pair{"X-Domain-Id", c.AccountID})
	}
	pinHost(req)
	var room [8]field
	fields, err := s.fields(room[:0], req)
	if err != nil {
		return err
	}
	hash, ok := valueOf(fields, "x-sdk-content-sha256")
	if !ok {
		hash = hashOf(body)
	}
	return s.scheme().sign(req, fields, hash, date, c)
}

func (s HuaweiSigner) fields(dst []field, req *http.Request) ([]field, error) {
	if s.SignedHeaders == nil {
		return presentFields(dst, req)
	}
	dst, _, err := appendField(dst, req, "X-Sdk-Date")
	for _, name := range s.SignedHeaders {
		if err != nil {
			return nil, err
		}
		if _, twice := valueOf(dst, lowerName(name)); twice {
			continue
		}
		var found bool
		if dst, found, err = appendField(dst, req, name); err == nil && !found {
			err = errAbsent
		}
	}
	sortFields(dst)
	return dst, err
}

// presentFields are the default headers, which stand here in order. The default
// is short, since a proxy that alters a signed header breaks the signature.
func presentFields(dst []field, req *http.Request) ([]field, error) {
	dst, _, err := appendField(dst, req, "Host")
	for _, name := range [...]string{"X-Domain-Id", "X-Sdk-Content-Sha256", "X-Sdk-Date", "X-Security-Token"} {
		if err != nil {
			return nil, err
		}
		dst, _, err = appendValues(dst, lowerName(name), req.Header[name])
	}
	return dst, err
}

// Verify implements [Verifier]. X-Sdk-Date must be signed, and so must
// X-Sdk-Content-Sha256 where it is sent; UNSIGNED-PAYLOAD in it leaves the body
// unproven.
func (s HuaweiSigner) Verify(req *http.Request, body []byte, lookup func(id string) (Credentials, bool), now time.Time) (Credentials, error) {
	c, ok := s.scheme().read(req)
	if !ok {
		return refuse(VerifyMalformed)
	}
	keys, ok := lookupKeys(lookup, c.id)
	if !ok {
		return refuse(VerifyUnknownKey)
	}
	date, dated := valueOf(c.fields, "x-sdk-date")
	hash, hashed := valueOf(c.fields, "x-sdk-content-sha256")
	if !dated || !hashed && len(req.Header["X-Sdk-Content-Sha256"]) > 0 {
		return refuse(VerifyUnsignedHeader)
	}
	if !dateInRange(date, huaweiDate, now) {
		return refuse(VerifyDate)
	}
	switch {
	case !hashed:
		hash = hashOf(body)
	case hash != unsignedPayload && hash != hashOf(body):
		return refuse(VerifyBodyHash)
	}
	switch {
	case !tokenMatches(req.Header["X-Security-Token"], keys):
		return refuse(VerifyToken)
	case !s.scheme().proves(req, c, hash, date, keys.AccessKeySecret):
		return refuse(VerifySignature)
	}
	return keys, nil
}
