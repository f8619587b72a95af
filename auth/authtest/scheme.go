package authtest

import "strings"

// SchemeOf returns the name of the signature scheme that an Authorization header begins
// with, if it is one of these, and "" otherwise. It never returns text of the header, which
// may be a secret.
func SchemeOf(authorization string, names ...string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(authorization), " ")
	for _, name := range names {
		if strings.EqualFold(first, name) {
			return name
		}
	}
	return ""
}

// SchemeHint returns a text which says that a service does not verify the signature scheme of a
// request, and names those that it verifies. The scheme is "" if the request is not signed. Use
// the text for the error message and the Hint of a [Reply].
func SchemeHint(scheme string, verified ...string) string {
	hint := "the request is not signed"
	if scheme != "" {
		hint = "the request comes with " + scheme + ", which this test service does not verify"
	}
	if len(verified) > 0 {
		hint += ": sign it with " + strings.Join(verified, " or ")
	}
	return hint
}
