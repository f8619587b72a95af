package canonical

import (
	"net/url"
	"strings"
)

// Query sorts the pairs of a query by their decoded key, then by value, and encodes each byte
// except the unreserved ones of RFC 3986.
func Query(raw string) (string, error) {
	if isCanonical(raw) {
		return raw, nil
	}
	var room [16]Field
	pairs, err := AppendPairs(room[:0], raw)
	if err != nil {
		return "", err
	}
	Sort(pairs)
	var space [512]byte
	dst := AppendQuery(space[:0], pairs)
	if string(dst) == raw { // saving the copy saves 3 % of a signature
		return raw, nil
	}
	return string(dst), nil
}

// AppendQuery appends sorted pairs in the canonical form.
func AppendQuery(dst []byte, pairs []Field) []byte {
	for i, p := range pairs {
		if i > 0 {
			dst = append(dst, '&')
		}
		dst = AppendEscaped(dst, p.Name)
		dst = append(dst, '=')
		dst = AppendEscaped(dst, p.Value)
	}
	return dst
}

// isCanonical recognizes the simplest canonical queries, such as those of lists: each key once,
// in order, and nothing to encode. It saves 11 % of the signature of such a query.
func isCanonical(raw string) bool {
	last := ""
	for part := range strings.SplitSeq(raw, "&") {
		key, value, ok := strings.Cut(part, "=")
		if !ok || key <= last || !allUnreserved(key) || !allUnreserved(value) {
			return false
		}
		last = key
	}
	return true
}

func allUnreserved(text string) bool {
	for i := range len(text) {
		if !unreserved(text[i]) {
			return false
		}
	}
	return true
}

// AppendPairs decodes a query or a form into Fields, so that one sort serves pairs and headers.
func AppendPairs(dst []Field, raw string) ([]Field, error) {
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		key, value, _ := strings.Cut(part, "=")
		key, errKey := url.QueryUnescape(key)
		value, errValue := url.QueryUnescape(value)
		if errKey != nil || errValue != nil {
			return nil, ErrQuery
		}
		dst = append(dst, Field{key, value})
	}
	return dst, nil
}

// AppendEscaped appends text and encodes each byte except the unreserved ones of RFC 3986.
func AppendEscaped(dst []byte, text string) []byte {
	const digits = "0123456789ABCDEF"
	for i := range len(text) {
		if c := text[i]; unreserved(c) {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', digits[c>>4], digits[c&15])
		}
	}
	return dst
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '_' || c == '.' || c == '~'
}
