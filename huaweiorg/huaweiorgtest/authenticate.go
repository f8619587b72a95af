package huaweiorgtest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// authenticate finds the caller by its signature. If there is none, the reply says why.
func (c *call) authenticate() (out reply, ok bool) {
	keys, locked, err := c.verify()
	switch {
	case locked:
		return c.lockedKey(), false
	case err != nil:
		return c.unauthenticated(err), false
	}
	if !keys.Expires.IsZero() && !c.now.Before(keys.Expires) {
		return c.refuse(http.StatusUnauthorized, "APIGW.0307", "The token must be updated."), false
	}
	if id := c.r.Header.Get("X-Domain-Id"); id != "" && id != keys.AccountID {
		return c.badSignature("the domain ID is not that of the access key"), false
	}
	c.accessKeyID, c.temporary = keys.AccessKeyID, keys.SecurityToken != ""
	c.account, ok = c.s.accounts.Get(keys.AccountID)
	if !ok {
		return c.badSignature("the account does not exist"), false
	}
	return reply{}, true
}

// verify verifies the signature, and counts the result for or against the access key, which may
// be locked.
func (c *call) verify() (keys auth.Credentials, locked bool, err error) {
	var id string // the access key ID, if the service knows it
	keys, err = huawei.Verifier{}.Verify(c.r, c.body, func(asked string) (auth.Credentials, bool) {
		key, ok := c.s.accounts.Key(asked)
		if ok {
			id = asked
		}
		return key, ok
	}, c.now)
	return keys, id != "" && c.s.lockout.locks(id, err, c.now), err
}

// unauthenticated returns the refusal of the gateway, which shows what it signed if the
// signature is wrong.
func (c *call) unauthenticated(err error) reply {
	refused, ok := errors.AsType[*auth.VerifyError](err)
	if !ok {
		return c.badSignature("the request cannot be read")
	}
	switch refused.Reason {
	case auth.VerifySignature:
		return c.badSignature("verify aksk signature fail, " + c.echo())
	case auth.VerifyUnknownKey:
		return c.badSignature("the access key does not exist, " + c.echo())
	case auth.VerifyDate:
		return c.badSignature("the signature has expired or is not valid yet")
	case auth.VerifyMalformed:
		return c.malformed()
	default:
		return c.badSignature(string(refused.Reason))
	}
}

// The signature scheme that the service verifies, and others that the SDKs of the cloud write.
const servedScheme = "SDK-HMAC-SHA256"

var otherSchemes = []string{"V11-HMAC-SHA256", "SDK-HMAC-SM3", "SDK-ECDSA-P256-SHA256", "SDK-SM2-SM3", "Basic", "Bearer"}

// malformed refuses a request without a readable signature. If the service does not verify its
// scheme, the message and the record say so.
func (c *call) malformed() reply {
	authorization := c.r.Header.Get("Authorization")
	scheme := ""
	switch {
	case authtest.SchemeOf(authorization, servedScheme) != "":
		return c.badSignature(string(auth.VerifyMalformed))
	case len(c.r.Header["Authorization"]) > 0:
		scheme = cmp.Or(authtest.SchemeOf(authorization, otherSchemes...), "an unknown Authorization")
	case c.r.Header.Get("X-Auth-Token") != "":
		scheme = "an IAM token (X-Auth-Token)"
	}
	hint := authtest.SchemeHint(scheme, servedScheme)
	out := c.badSignature(hint)
	out.Hint = hint
	return out
}

func (c *call) lockedKey() reply {
	out := c.badSignature("the access key is locked")
	out.Hint = "five signatures of the access key were refused in a row: it is locked for five minutes, as WithLockout asks for"
	return out
}

func (c *call) badSignature(why string) reply {
	return c.refuse(http.StatusUnauthorized, "APIGW.0301", "Incorrect IAM authentication information: "+why)
}

// echo shows the caller what the gateway signed, with | for line feeds. Only the content is
// like that of the cloud: it holds all that was signed.
func (c *call) echo() string {
	_, names, _ := strings.Cut(c.r.Header.Get("Authorization"), "SignedHeaders=")
	names, _, _ = strings.Cut(names, ",")
	lines := []string{c.r.Method, c.r.URL.EscapedPath() + "/", c.r.URL.RawQuery}
	for _, name := range strings.Split(names, ";") {
		value := c.r.Header.Get(name)
		if strings.EqualFold(name, "host") {
			value = c.r.Host
		}
		lines = append(lines, name+":"+value)
	}
	sum := sha256.Sum256(c.body)
	lines = append(lines, "", names, hex.EncodeToString(sum[:]))
	return "canonicalRequest:" + strings.Join(lines, "|")
}
