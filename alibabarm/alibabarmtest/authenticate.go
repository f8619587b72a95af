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

// nonceMemory is how long a nonce cannot be used again, and how far the date of a request may
// be off.
const nonceMemory = 15 * time.Minute

// dateLayout is the form of the date of a request, which has no fraction.
const dateLayout = "2006-01-02T15:04:05Z"

// authenticate finds the caller by its signature. If there is none, the reply says why.
func (c *call) authenticate() (out reply, ok bool) {
	keys, err := alibaba.Verifier{}.Verify(c.r, c.body, c.s.accounts.Key, c.now)
	if err != nil {
		return c.unauthenticated(err), false
	}
	if !keys.Expires.IsZero() && !c.now.Before(keys.Expires) {
		return c.staleToken(), false
	}
	c.accessKeyID = keys.AccessKeyID
	if c.account, ok = c.s.accounts.Get(keys.AccountID); !ok {
		return c.unknownKey(), false
	}
	if !c.takeNonce(keys.AccessKeyID) {
		return c.nonceUsed(), false
	}
	return reply{}, true
}

// takeNonce uses up a nonce, and returns false if the access key used it too recently. If the
// date of a request is ahead, the service would accept a copy for longer.
func (c *call) takeNonce(key string) bool {
	until := c.now.Add(nonceMemory)
	if date, ok := c.date(); ok && date.After(c.now) {
		until = date.Add(nonceMemory)
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.s.nonces.Use(key, c.public("SignatureNonce"), c.now, until)
}

// date returns when the request was signed, by the clock of the signer.
func (c *call) date() (time.Time, bool) {
	text := c.public("Timestamp")
	date, err := time.Parse(dateLayout, text)
	return date, err == nil && len(text) == len(dateLayout)
}

// unauthenticated returns the refusal of the gateway, which shows what it signed if the
// signature is wrong.
func (c *call) unauthenticated(err error) reply {
	refused, ok := errors.AsType[*auth.VerifyError](err)
	if !ok {
		return c.refuse(http.StatusBadRequest, "IncompleteSignature", "The request cannot be read.")
	}
	switch refused.Reason {
	case auth.VerifyUnknownKey:
		return c.unknownKey()
	case auth.VerifyDate:
		if _, ok := c.date(); !ok {
			return c.refuse(http.StatusBadRequest, "InvalidTimeStamp.Format", "The time stamp is not of the form 2006-01-02T15:04:05Z.")
		}
		return c.refuse(http.StatusBadRequest, "InvalidTimeStamp.Expired", "The time stamp is more than 15 minutes off.")
	case auth.VerifyToken:
		if c.public("SecurityToken") == "" {
			return c.refuse(http.StatusBadRequest, "MissingSecurityToken", "The access key needs its security token.")
		}
		return c.refuse(http.StatusBadRequest, "InvalidSecurityToken.MismatchWithAccessKey",
			"The security token is not that of the access key.")
	case auth.VerifySignature, auth.VerifyBodyHash:
		return c.wrongSignature()
	default:
		return c.incomplete(refused.Reason)
	}
}

// incomplete refuses a signature that cannot be verified, and says why, for example because the
// service does not verify the scheme or a parameter is missing.
func (c *call) incomplete(reason auth.VerifyReason) reply {
	if hint := c.schemeHint(); hint != "" {
		out := c.refuse(http.StatusBadRequest, "IncompleteSignature", "The signature is not complete: "+hint+".")
		out.Hint = hint
		return out
	}
	if c.v1 && reason == auth.VerifyUnsignedHeader {
		return c.refusal(missing(c.missingPublic()))
	}
	return c.refuse(http.StatusBadRequest, "IncompleteSignature", "The signature is not complete: "+string(reason)+".")
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

// stringToSign shows the caller what the gateway signed. For signature V1 it is exact. For V3,
// only the content is like that of the cloud: it holds the access key ID, the token and all
// parameters.
func (c *call) stringToSign() string {
	all := url.Values{}
	for _, params := range []url.Values{c.form, c.query} {
		for name, values := range params {
			all[name] = values
		}
	}
	if c.v1 {
		all.Del("Signature")
	} else {
		_, id, _ := strings.Cut(c.r.Header.Get("Authorization"), "Credential=")
		id, _, _ = strings.Cut(id, ",")
		all.Set("AccessKeyId", id)
		for _, name := range publicParameters {
			if value := c.public(name); value != "" {
				all.Set(name, value)
			}
		}
	}
	return c.r.Method + "&%2F&" + url.QueryEscape(strings.ReplaceAll(all.Encode(), "+", "%20"))
}
