package alibabarmtest

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

// nonceMemory is for how long a nonce cannot be used again, and how far the date of a
// request may be off.
const nonceMemory = 15 * time.Minute

// authenticate finds the caller by its signature. If it cannot, the reply says why.
func (c *call) authenticate() (out reply, ok bool) {
	keys, err := alibaba.Verifier{}.Verify(c.r, c.body, c.s.accounts.Key, c.now)
	if err != nil {
		return c.unauthenticated(err), false
	}
	if !keys.Expires.IsZero() && !c.now.Before(keys.Expires) {
		return c.staleToken(), false
	}
	if c.account, ok = c.s.accounts.Get(keys.AccountID); !ok {
		return c.unknownKey(), false
	}
	if !c.s.takeNonce(keys.AccessKeyID, c.r.Header, c.now) {
		return c.nonceUsed(), false
	}
	return reply{}, true
}

// takeNonce uses a nonce up, and is false if the key used it too short a time ago. The
// request may be dated ahead, and then a copy of it is accepted for longer.
func (s *Service) takeNonce(key string, header http.Header, now time.Time) bool {
	until := now.Add(nonceMemory)
	if date, err := time.Parse(time.RFC3339, header.Get("X-Acs-Date")); err == nil && date.After(now) {
		until = date.Add(nonceMemory)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.nonces.Use(key, header.Get("X-Acs-Signature-Nonce"), now, until)
}

// unauthenticated words the refusal as the gateway does, which shows what it signed
// where the signature is wrong.
func (c *call) unauthenticated(err error) reply {
	refused, ok := errors.AsType[*auth.VerifyError](err)
	if !ok {
		return c.refuse(http.StatusBadRequest, "IncompleteSignature", "The request cannot be read.")
	}
	switch refused.Reason {
	case auth.VerifyUnknownKey:
		return c.unknownKey()
	case auth.VerifyDate:
		return c.refuse(http.StatusBadRequest, "InvalidTimeStamp.Expired", "The time stamp is more than 15 minutes off.")
	case auth.VerifyToken:
		if c.r.Header.Get("X-Acs-Security-Token") == "" {
			return c.refuse(http.StatusBadRequest, "MissingSecurityToken", "The access key needs its security token.")
		}
		return c.refuse(http.StatusBadRequest, "InvalidSecurityToken.MismatchWithAccessKey",
			"The security token is not that of the access key.")
	case auth.VerifySignature, auth.VerifyBodyHash:
		return c.wrongSignature()
	default:
		return c.refuse(http.StatusBadRequest, "IncompleteSignature", "The signature is not complete: "+string(refused.Reason)+".")
	}
}

func (c *call) staleToken() reply {
	return c.refuse(http.StatusBadRequest, "InvalidSecurityToken.Expired", "The security token has expired.")
}

func (c *call) nonceUsed() reply {
	return c.refuse(http.StatusBadRequest, "SignatureNonceUsed", "The signature nonce was used before.")
}

func (c *call) wrongSignature() reply {
	return c.refuse(http.StatusBadRequest, "SignatureDoesNotMatch",
		"The signature does not match. server string to sign is:"+c.stringToSign())
}

func (c *call) unknownKey() reply {
	return c.refuse(http.StatusNotFound, "InvalidAccessKeyId.NotFound", "The access key ID is not found.")
}

// stringToSign shows the caller what the gateway signed. It is a rough likeness: what
// matters is that it holds the access key ID, the token and all parameters.
func (c *call) stringToSign() string {
	all := url.Values{}
	for _, params := range []url.Values{c.form, c.query} {
		for name, values := range params {
			all[name] = values
		}
	}
	_, id, _ := strings.Cut(c.r.Header.Get("Authorization"), "Credential=")
	id, _, _ = strings.Cut(id, ",")
	all.Set("AccessKeyId", id)
	for name, header := range map[string]string{
		"Action":         "X-Acs-Action",
		"SecurityToken":  "X-Acs-Security-Token",
		"SignatureNonce": "X-Acs-Signature-Nonce",
		"Timestamp":      "X-Acs-Date",
		"Version":        "X-Acs-Version",
	} {
		if value := c.r.Header.Get(header); value != "" {
			all.Set(name, value)
		}
	}
	return c.r.Method + "&%2F&" + url.QueryEscape(strings.ReplaceAll(all.Encode(), "+", "%20"))
}
