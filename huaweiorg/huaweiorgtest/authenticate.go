package huaweiorgtest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// authenticate finds the caller by its signature. If it cannot, the reply says why.
func (c *call) authenticate() (out reply, ok bool) {
	keys, err := huawei.Verifier{}.Verify(c.r, c.body, c.s.accounts.Key, c.now)
	if err != nil {
		return c.unauthenticated(err), false
	}
	if !keys.Expires.IsZero() && !c.now.Before(keys.Expires) {
		return c.refuse(http.StatusUnauthorized, "APIGW.0307", "The token must be updated."), false
	}
	if id := c.r.Header.Get("X-Domain-Id"); id != "" && id != keys.AccountID {
		return c.badSignature("the domain ID is not that of the access key"), false
	}
	c.account, ok = c.s.accounts.Get(keys.AccountID)
	if !ok {
		return c.badSignature("the account does not exist"), false
	}
	return reply{}, true
}

// unauthenticated words the refusal as the gateway does, which shows what it signed
// where the signature is wrong.
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
	default:
		return c.badSignature(string(refused.Reason))
	}
}

func (c *call) badSignature(why string) reply {
	return c.refuse(http.StatusUnauthorized, "APIGW.0301", "Incorrect IAM authentication information: "+why)
}

// echo shows the caller what the gateway signed, | for line feeds. It is a rough
// likeness: what matters is that it holds all that was signed.
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
