package alibaba

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
)

// The Verifier accepts no other algorithm of signature V1.
const (
	methodV1  = "HMAC-SHA1"
	versionV1 = "1.0"
)

// The service documents no limits for a request with signature V1. The largest invitation has
// 52 parameters.
const (
	maxParametersV1 = 1000
	maxBytesV1      = 1 << 20
)

// A claimV1 is what the parameters of a request with signature V1 claim about its signer. None
// of it is verified.
type claimV1 struct {
	method     string
	parameters []canonical.Field // the parameters of query and form, sorted, without the signature
	signature  string
}

// readClaimV1 reads the claim of a request. It rejects a parameter that is sent twice: the
// scheme signs a set of names, and a service that reads one of two values might not read the
// value that the caller meant. It also rejects a body that is not a form, because the signature
// does not cover it.
func readClaimV1(req *http.Request, body []byte) (claimV1, bool) {
	if canonical.CheckRequest(req) != nil || req.URL.Opaque != "" || cmp.Or(req.URL.Path, "/") != "/" {
		return claimV1{}, false
	}
	if len(body) > 0 && !isForm(req) {
		return claimV1{}, false
	}
	parameters, ok := readParameters(req.URL.RawQuery, string(body))
	if !ok {
		return claimV1{}, false
	}
	c := claimV1{method: cmp.Or(req.Method, http.MethodGet), parameters: parameters}
	c.signature = c.value("Signature")
	c.parameters = slices.DeleteFunc(c.parameters, func(f canonical.Field) bool { return f.Name == "Signature" })
	return c, c.signature != "" && c.value("AccessKeyId") != "" && c.value("SignatureType") == "" &&
		c.value("SignatureMethod") == methodV1 && c.value("SignatureVersion") == versionV1
}

func isForm(req *http.Request) bool {
	kind, _, _ := strings.Cut(req.Header.Get("Content-Type"), ";")
	return strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded")
}

// readParameters decodes and sorts the parameters of a query and a form. It rejects a repeated
// name and more than the limits.
func readParameters(query, form string) ([]canonical.Field, bool) {
	if len(query)+len(form) > maxBytesV1 {
		return nil, false
	}
	all, err := canonical.AppendPairs(nil, query)
	if err != nil {
		return nil, false
	}
	if all, err = canonical.AppendPairs(all, form); err != nil || len(all) > maxParametersV1 {
		return nil, false
	}
	canonical.Sort(all)
	for i := 1; i < len(all); i++ {
		if all[i-1].Name == all[i].Name {
			return nil, false
		}
	}
	return all, true
}

func (c claimV1) value(name string) string {
	value, _ := canonical.ValueOf(c.parameters, name)
	return value
}

// isComplete reports whether the claim has what every request needs besides the signature
// and the access key ID.
func (c claimV1) isComplete() bool {
	for _, name := range [...]string{"Action", "SignatureNonce", "Timestamp", "Version"} {
		if c.value(name) == "" {
			return false
		}
	}
	return true
}

func (c claimV1) hasToken(token string) bool {
	return subtle.ConstantTimeCompare([]byte(c.value("SecurityToken")), []byte(token)) == 1
}

// isProven reports whether secret made the signature. It compares the encoded signatures,
// because a decoder would accept several spellings of the last digit.
func (c claimV1) isProven(secret string) bool {
	text := append([]byte(c.method), "&%2F&"...)
	text = canonical.AppendEscaped(text, string(canonical.AppendQuery(nil, c.parameters)))
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	mac.Write(text)
	want := base64.StdEncoding.EncodeToString(mac.Sum(nil))
	return subtle.ConstantTimeCompare([]byte(c.signature), []byte(want)) == 1
}
