package auth

import (
	"net/http"
	"time"
)

// A Signer makes a request one that the cloud accepts. The packages auth/huawei and
// auth/alibaba have one each. An error of [Client.Do] names a Signer by its String
// method, if it has one.
type Signer interface {
	// Sign sets the headers of the scheme on req, Authorization last, and
	// rewrites the query into the form that it signs, so that what is sent is
	// what was signed. body is the exact payload; now is the date of the
	// signature. Empty credentials are [ErrNoCredentials], and those that are not
	// printable ASCII are [ErrInvalid]. After an error req
	// must not be sent. Sign may be called from several goroutines.
	Sign(req *http.Request, body []byte, c Credentials, now time.Time) error
}
