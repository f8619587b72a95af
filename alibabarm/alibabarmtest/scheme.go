package alibabarmtest

import (
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// The signature schemes that the service verifies, and others that the SDKs of the cloud write.
var (
	servedSchemes = []string{"ACS3-HMAC-SHA256 (signature V3)", "HMAC-SHA1 (signature V1)"}
	otherSchemes  = []string{"ACS3-HMAC-SM3", "ACS3-RSA-SHA256", "ACS4-HMAC-SHA256", "acs", "Basic", "Bearer"}
	otherMethods  = []string{"HMAC-SHA256", "HMAC-SM3", "SHA256withRSA"}
)

// publicParameters are the parameters of every request: parameters in signature V1, headers in
// V3.
var publicParameters = []string{"Action", "SecurityToken", "SignatureNonce", "Timestamp", "Version"}

var publicHeaders = map[string]string{
	"Action":         "X-Acs-Action",
	"SecurityToken":  "X-Acs-Security-Token",
	"SignatureNonce": "X-Acs-Signature-Nonce",
	"Timestamp":      "X-Acs-Date",
	"Version":        "X-Acs-Version",
}

// isV1 reports whether the request has signature V1, which is in parameters.
func (c *call) isV1() bool {
	return !c.hasAuthorization() && (c.has("Signature") || c.has("SignatureMethod"))
}

func (c *call) hasAuthorization() bool { return len(c.r.Header["Authorization"]) > 0 }

func (c *call) has(parameter string) bool {
	_, ok := c.param(parameter)
	return ok
}

// public returns a public parameter. It reads no header for signature V1, which does not sign
// headers: changing one in transit must not change the request.
func (c *call) public(name string) string {
	if !c.v1 {
		if value := c.r.Header.Get(publicHeaders[name]); value != "" {
			return value
		}
	}
	return c.first(name)
}

// missingPublic returns the first required public parameter that the request lacks.
func (c *call) missingPublic() string {
	for _, name := range publicParameters {
		if name != "SecurityToken" && c.public(name) == "" {
			return name
		}
	}
	return ""
}

// schemeHint names the scheme of the request, if the service does not verify it.
func (c *call) schemeHint() string {
	scheme, served := c.scheme()
	if served {
		return ""
	}
	return authtest.SchemeHint(scheme, servedSchemes...)
}

// scheme returns the signature scheme of the request, or "" if it is not signed.
func (c *call) scheme() (name string, served bool) {
	switch {
	case c.hasAuthorization():
		return schemeOf(c.r.Header.Get("Authorization"))
	case c.r.Header.Get("X-Acs-Bearer-Token") != "" || c.has("BearerToken") || strings.EqualFold(c.first("SignatureType"), "BEARERTOKEN"):
		return "a bearer token", false
	case !c.v1:
		return "", false
	default:
		return c.schemeV1()
	}
}

func schemeOf(authorization string) (name string, served bool) {
	if authtest.SchemeOf(authorization, "ACS3-HMAC-SHA256") != "" {
		return "", true
	}
	if name = authtest.SchemeOf(authorization, otherSchemes...); name == "" {
		name = "an unknown Authorization"
	}
	return name, false
}

// schemeV1 does not quote the request, except for known methods.
func (c *call) schemeV1() (name string, served bool) {
	method, version := c.first("SignatureMethod"), c.first("SignatureVersion")
	switch {
	case slices.Contains(otherMethods, method):
		return "SignatureMethod=" + method, false
	case method != "HMAC-SHA1":
		return "an unknown SignatureMethod", false
	case version != "1.0":
		return "an unknown SignatureVersion", false
	case c.first("SignatureType") != "":
		return "an unknown SignatureType", false
	}
	return "", true
}

// first returns the value of a parameter, or "" if there is none.
func (c *call) first(parameter string) string {
	value, _ := c.param(parameter)
	return value
}
