package huawei

import (
	"cmp"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
)

// A Signer signs with SDK-HMAC-SHA256, the AK/SK scheme of Huawei Cloud. Its zero value
// is ready to use.
type Signer struct {
	// SignedHeaders are the headers to sign, in any case and order. Each must be on the
	// request, and Sign adds X-Sdk-Date. nil means those of Host, X-Domain-Id,
	// X-Sdk-Content-Sha256, X-Sdk-Date and X-Security-Token that are on the request.
	SignedHeaders []string
}

var _ auth.Signer = Signer{}

// scheme is the form of the signatures, and dateLayout that of their dates.
var scheme = canonical.Scheme{Algorithm: "SDK-HMAC-SHA256", Credential: " Access=", Separator: ", ", Slash: true, Dated: true}

const dateLayout = "20060102T150405Z"

// String returns the name of the scheme.
func (Signer) String() string { return scheme.Algorithm }

// Sign implements [auth.Signer]. It sets X-Sdk-Date, X-Domain-Id if the account ID is known,
// X-Security-Token and Authorization. If the request has an X-Sdk-Content-Sha256, Sign uses it
// as the hash of the body.
func (s Signer) Sign(req *http.Request, body []byte, c auth.Credentials, now time.Time) error {
	if err := canonical.CheckRequest(req); err != nil {
		return err
	}
	if err := cmp.Or(canonical.CheckCredentials(c), canonical.CheckPrintable("account ID", c.AccountID)); err != nil {
		return err
	}
	if req.Header == nil {
		req.Header = make(http.Header)
	}
	date := now.UTC().Format(dateLayout)
	canonical.SetHeaders(req.Header,
		"Authorization", "",
		"X-Sdk-Date", date,
		"X-Security-Token", c.SecurityToken)
	if c.AccountID != "" {
		canonical.SetHeaders(req.Header, "X-Domain-Id", c.AccountID)
	}
	canonical.PinHost(req)
	var room [8]canonical.Field
	fields, err := s.fields(room[:0], req)
	if err != nil {
		return err
	}
	hash, ok := canonical.ValueOf(fields, "x-sdk-content-sha256")
	if !ok {
		hash = canonical.Hash(body)
	}
	return scheme.Sign(req, fields, hash, date, c)
}

func (s Signer) fields(dst []canonical.Field, req *http.Request) ([]canonical.Field, error) {
	if s.SignedHeaders == nil {
		return presentFields(dst, req)
	}
	dst, _, err := canonical.AppendField(dst, req, "X-Sdk-Date")
	for _, name := range s.SignedHeaders {
		if err != nil {
			return nil, err
		}
		if _, twice := canonical.ValueOf(dst, canonical.LowerName(name)); twice {
			continue
		}
		var found bool
		if dst, found, err = canonical.AppendField(dst, req, name); err == nil && !found {
			err = canonical.ErrAbsent
		}
	}
	canonical.Sort(dst)
	return dst, err
}

// presentFields are the default headers, in order. The default is short, because a proxy that
// changes a signed header breaks the signature.
func presentFields(dst []canonical.Field, req *http.Request) ([]canonical.Field, error) {
	var err error
	for _, name := range [...]string{"Host", "X-Domain-Id", "X-Sdk-Content-Sha256", "X-Sdk-Date", "X-Security-Token"} {
		if dst, _, err = canonical.AppendField(dst, req, name); err != nil {
			return nil, err
		}
	}
	return dst, nil
}
