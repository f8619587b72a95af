package auth

import (
	"net/http"
	"time"
)

// A Signer signs requests for one cloud. auth/huawei and auth/alibaba have one each. An error
// of [Client.Do] names a Signer by its String method, if it has one.
type Signer interface {
	// Sign sets the headers of the scheme on req, Authorization last, and rewrites the query
	// into the form that it signs, so that the client sends what was signed. body is the exact
	// payload, and now is the date of the signature. Empty credentials are [ErrNoCredentials],
	// and those that are not printable ASCII are [ErrInvalid]. After an error, the caller must
	// not send req. Several goroutines may call Sign.
	Sign(req *http.Request, body []byte, c Credentials, now time.Time) error
}

// A Verifier is the server's side of a [Signer].
type Verifier interface {
	// Verify returns who signed req, a request as a server receives it with payload body.
	// lookup returns the credentials of an access key ID. Verify calls it at most once. now is
	// the server's clock. The error is always a [*VerifyError].
	//
	// The server itself decides whether the credentials have expired, and whether a nonce was
	// seen before.
	Verify(req *http.Request, body []byte, lookup func(id string) (Credentials, bool), now time.Time) (Credentials, error)
}

// A VerifyReason says why a [Verifier] rejects a request.
type VerifyReason string

// The reasons to reject a request, in the order in which a Verifier checks them.
const (
	// VerifyMalformed: the request has no signature, or its Authorization header,
	// its URL or its parameters are not of the scheme's form.
	VerifyMalformed VerifyReason = "malformed request"
	// VerifyUnknownKey: the access key ID is unknown.
	VerifyUnknownKey VerifyReason = "unknown access key"
	// VerifyUnsignedHeader: a header that must be signed is missing or not signed,
	// or a parameter is missing where the scheme signs parameters.
	VerifyUnsignedHeader VerifyReason = "header missing or not signed"
	// VerifyDate: the date is unreadable or more than 15 minutes off.
	VerifyDate VerifyReason = "date out of range"
	// VerifyBodyHash: the hash in the request is not that of the body.
	VerifyBodyHash VerifyReason = "body hash mismatch"
	// VerifyToken: the security token is not that of the credentials.
	VerifyToken VerifyReason = "security token mismatch"
	// VerifySignature: the signature is not the one of this request.
	VerifySignature VerifyReason = "signature mismatch"
)

// A VerifyError says why a [Verifier] rejects a request.
type VerifyError struct{ Reason VerifyReason }

func (e *VerifyError) Error() string { return "auth: Verify: " + string(e.Reason) }
