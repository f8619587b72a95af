package xmlscan

import (
	"bytes"
	"regexp"
	"strings"
)

// accept skips text if it is next.
func (r *Reader) accept(text string) bool {
	if !bytes.HasPrefix(r.body[r.at:], []byte(text)) {
		return false
	}
	r.at += len(text)
	return true
}

// until skips the next end, and returns what is before it.
func (r *Reader) until(end string) []byte {
	before, _, found := bytes.Cut(r.body[r.at:], []byte(end))
	if !found {
		r.fail(end + " is missing")
		return nil
	}
	r.at += len(before) + len(end)
	return before
}

func (r *Reader) space() {
	for r.at < len(r.body) && strings.IndexByte(" \t\r\n", r.body[r.at]) >= 0 {
		r.at++
	}
}

// misc skips what may stand before and after the root element.
func (r *Reader) misc() {
	for r.err == nil {
		switch r.space(); {
		case r.accept("<!--"):
			r.comment()
		case r.accept("<?"):
			r.instruction()
		case r.parts == 0 && r.acceptFold("<!DOCTYPE"):
			r.doctype()
		default:
			return
		}
	}
}

// open reads a start tag after its first byte.
func (r *Reader) open() {
	if r.depth++; r.depth > maxDepth {
		r.fail("elements nest too deeply")
	}
	r.tag, r.unread = r.name(), true
	for r.err == nil {
		r.part()
		r.space()
		if r.empty = r.accept("/>"); r.empty || r.accept(">") {
			return
		}
		r.attribute()
	}
}

// part counts elements and attributes.
func (r *Reader) part() {
	if r.parts++; r.parts > maxParts {
		r.fail("more than 2,000,000 elements and attributes")
	}
}

// close reads an end tag after its first two bytes.
func (r *Reader) close(tag []byte) {
	name := r.name()
	r.space()
	if r.err == nil && (!bytes.Equal(name, tag) || !r.accept(">")) {
		r.fail("an element ends under another name")
	}
	r.depth--
}

// attribute reads a name and a value. The client uses no attributes.
func (r *Reader) attribute() {
	r.name()
	r.space()
	if !r.accept("=") {
		r.fail("an attribute has no value")
	}
	r.space()
	quote := `"`
	if !r.accept(quote) {
		if quote = "'"; !r.accept(quote) {
			r.fail("an attribute has no quotes")
			return
		}
	}
	value := r.until(quote)
	end := r.at
	if bytes.IndexByte(value, '<') >= 0 {
		r.fail("a tag is within an attribute")
	}
	for i := bytes.IndexByte(value, '&'); i >= 0 && r.err == nil; i = bytes.IndexByte(value, '&') {
		r.at = end - len(quote) - len(value) + i
		value = value[i+1:]
		r.reference()
	}
	if r.err == nil {
		r.at = end
	}
}

// maxName is several times the length of the service's longest name.
const maxName = 256

// name reads the name of an element or attribute.
func (r *Reader) name() []byte {
	start := r.at
	for r.at < len(r.body) && isNameByte(r.body[r.at]) {
		r.at++
	}
	name := r.body[start:r.at]
	if len(name) == 0 || len(name) > maxName || strings.IndexByte("-.0123456789", name[0]) >= 0 || bytes.Count(name, []byte(":")) > 1 {
		r.fail("a name is missing, too long or not in ASCII")
		return nil
	}
	return name
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._:", c) >= 0
}

// localName returns a name without the prefix of its namespace.
func localName(name []byte) []byte {
	prefix, local, _ := bytes.Cut(name, []byte(":"))
	if len(prefix) == 0 || len(local) == 0 {
		return name
	}
	return local
}

func (r *Reader) comment() {
	r.until("--")
	if !r.accept(">") {
		r.fail("-- is within a comment")
	}
}

const maxDeclaration = 1024

// declared finds the encoding and the version in a declaration. It looks at the ends of names,
// as encoding/xml does.
var declared = regexp.MustCompile(`(version|encoding)[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')`)

// instruction reads a declaration or an instruction after its first two bytes.
func (r *Reader) instruction() {
	name := r.name()
	text := r.until("?>")
	if !bytes.EqualFold(name, []byte("xml")) {
		return
	}
	if len(text) > maxDeclaration {
		r.fail("the declaration of XML is too long")
		return
	}
	for _, m := range declared.FindAllSubmatch(text, 3) {
		switch value := string(m[2]) + string(m[3]); {
		case string(m[1]) == "version" && value != "1.0":
			r.fail("the XML version is not 1.0")
		case string(m[1]) == "encoding" && !strings.EqualFold(value, "utf-8"):
			r.fail("the encoding is not UTF-8")
		}
	}
}

// doctype reads a document type declaration after its name. It refuses declarations within,
// because they could declare entities.
func (r *Reader) doctype() {
	text := r.until(">")
	if bytes.ContainsAny(text, "[<") || bytes.Count(text, []byte(`"`))%2 == 1 || bytes.Count(text, []byte("'"))%2 == 1 {
		r.fail("the DOCTYPE has declarations")
	}
}

// acceptFold works like accept, but ignores the case of letters.
func (r *Reader) acceptFold(text string) bool {
	end := r.at + len(text)
	if end > len(r.body) || !bytes.EqualFold(r.body[r.at:end], []byte(text)) {
		return false
	}
	r.at = end
	return true
}
