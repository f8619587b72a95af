package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"
)

// stubDate is the form of the date that a [stubSigner] sends. stubSkew is how far the date may
// differ from the clock of a service of these tests.
const (
	stubDate = "20060102T150405Z"
	stubSkew = 15 * time.Minute
)

var testKeys = Credentials{AccessKeyID: "EXAMPLEAK0000000000A", AccessKeySecret: "example secret"}

// A stubSigner sends a date, the token and a signature in headers that Huawei Cloud uses. The
// real signers import this package, so its tests cannot use them.
type stubSigner struct{}

func (stubSigner) String() string { return "STUB-HMAC-SHA256" }

func (s stubSigner) Sign(req *http.Request, body []byte, c Credentials, now time.Time) error {
	if err := c.check(); err != nil {
		return err
	}
	date := now.UTC().Format(stubDate)
	req.Header.Set("X-Sdk-Date", date)
	req.Header.Del("X-Security-Token")
	if c.SecurityToken != "" {
		req.Header.Set("X-Security-Token", c.SecurityToken)
	}
	req.Header.Set("Authorization", s.authorization(req, body, c, date))
	return nil
}

func (s stubSigner) authorization(req *http.Request, body []byte, c Credentials, date string) string {
	mac := hmac.New(sha256.New, []byte(c.AccessKeySecret))
	mac.Write([]byte(req.Method + req.URL.RequestURI() + date + string(body)))
	return s.String() + " Access=" + c.AccessKeyID + ", Signature=" + hex.EncodeToString(mac.Sum(nil))
}
