package xmlscan

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// MaxRows is how many rows a list may have. The caller counts them.
const MaxRows = 10_000

const (
	maxDepth = 1000
	// maxParts is how many elements and attributes there may be.
	maxParts = 2_000_000
	maxText  = 256 << 10
	maxTexts = 16 << 20
)

// A Reader reads an XML text once, from its beginning to its end, as [pagejson.Reader] reads
// JSON. It copies only the texts that the caller asks for. For a body of tags or attributes,
// encoding/xml needs 30 to 45 times the body's length in memory, and it limits neither.
//
// The Reader refuses what no response needs: entities that the document declares, charsets
// other than UTF-8, and names that are not ASCII. It reads the rest as encoding/xml does.
type Reader struct {
	body []byte
	at   int
	err  error

	depth, parts int
	kept         int    // bytes of all texts so far
	buffer       []byte // collects a text
	char         [utf8.UTFMax]byte

	tag    []byte // the tag of the current element
	empty  bool   // the current element has no content
	unread bool   // the caller has not read its content
}

// NewReader returns a reader of body. It starts at the content of the root element.
func NewReader(body []byte) *Reader {
	r := &Reader{body: body}
	r.accept("\ufeff")
	r.characters()
	r.misc()
	if r.err == nil && !r.accept("<") {
		r.fail("there is no element")
	}
	r.open()
	return r
}

// Root returns the name of the root element.
func (r *Reader) Root() string { return string(localName(r.tag)) }

// End ends the reading. Only comments and white space may follow.
func (r *Reader) End() error {
	if r.unread {
		r.Skip()
	}
	r.misc()
	if r.err == nil && r.at < len(r.body) {
		r.fail("there is more than one element")
	}
	return r.err
}

// Fail refuses the body for the caller's reason, unless the Reader refused it before.
func (r *Reader) Fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.at = len(r.body)
}

func (r *Reader) fail(problem string) {
	if r.err == nil {
		r.Fail(&syntaxError{r.at, problem})
	}
}

// A syntaxError says where and why the Reader refused a body. It quotes nothing of the body.
type syntaxError struct {
	offset  int
	problem string
}

func (e *syntaxError) Error() string { return "XML: byte " + strconv.Itoa(e.offset) + ": " + e.problem }

// Object yields the elements within the current one. The body of the loop reads the content of
// each element, or the Reader skips it.
func (r *Reader) Object(yield func(pagejson.Key) bool) { r.Content(nil, yield) }

// Skip skips the content of the current element.
func (r *Reader) Skip() {
	for range r.Object {
	}
}

// Text reads the text of the current element, without the elements within it.
func (r *Reader) Text(s *string) { *s = r.Value() }

// Value returns what Text reads.
func (r *Reader) Value() string {
	r.buffer = r.buffer[:0]
	r.Content(&r.buffer, func(pagejson.Key) bool { return true })
	if r.kept += len(r.buffer); r.kept > maxTexts {
		r.fail("more than 16 MiB of text")
	}
	return string(r.buffer)
}

// Content reads the current element up to its end. It appends the text to text, unless that is
// nil.
func (r *Reader) Content(text *[]byte, yield func(pagejson.Key) bool) {
	if !r.unread {
		r.fail("an element is read twice")
	}
	tag, empty := r.tag, r.empty
	r.unread = false
	for !empty && r.err == nil {
		switch r.chars(text); {
		case r.accept("<!--"):
			r.comment()
		case r.accept("<![CDATA["):
			r.take(text, lineFeeds(r.until("]]>")))
		case r.accept("<?"):
			r.instruction()
		case r.accept("</"):
			r.close(tag)
			return
		case !r.accept("<"):
			r.fail("an element has no end")
		default:
			r.open()
			if name := localName(r.tag); r.err == nil && !yield(pagejson.Key(name)) {
				r.fail("a loop was left before its end")
			}
			if r.unread {
				r.Skip()
			}
		}
	}
	r.depth--
}

// chars reads text and its references.
func (r *Reader) chars(text *[]byte) {
	for r.err == nil {
		rest := r.body[r.at:]
		n := bytes.IndexAny(rest, "<&")
		if n < 0 {
			r.fail("an element has no end")
			return
		}
		if i := bytes.Index(rest[:n], []byte("]]>")); i >= 0 {
			r.fail("]]> is outside of CDATA")
			return
		}
		r.at += n
		r.take(text, lineFeeds(rest[:n]))
		if rest[n] == '<' {
			return
		}
		r.take(text, r.reference())
	}
}

// take adds to a text.
func (r *Reader) take(text *[]byte, more []byte) {
	if text == nil || r.err != nil {
		return
	}
	if len(*text)+len(more) > maxText {
		r.fail("a text of more than 256 KiB")
		return
	}
	*text = append(*text, more...)
}

// lineFeeds replaces all line ends by line feeds, as XML requires.
func lineFeeds(text []byte) []byte {
	if len(text) > maxText || bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
}

var entities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "apos": '\'', "quot": '"'}

// reference reads a reference to a character. The result is valid until the next call.
func (r *Reader) reference() []byte {
	const longest = len("&#x0010FFFF;")
	rest := r.body[r.at:min(r.at+longest, len(r.body))]
	end := bytes.IndexByte(rest, ';')
	if end < 0 {
		r.fail("a reference has no end")
		return nil
	}
	name := rest[1:end]
	char, ok := entities[string(name)]
	if !ok {
		char, ok = r.number(name)
	}
	if !ok {
		return nil
	}
	r.at += end + 1
	return utf8.AppendRune(r.char[:0], char)
}

// number returns the character of a reference such as #65 or #x41.
func (r *Reader) number(name []byte) (rune, bool) {
	digits, isNumber := bytes.CutPrefix(name, []byte("#"))
	if !isNumber {
		r.fail("an entity is not one of lt, gt, amp, apos and quot")
		return 0, false
	}
	base := 10
	if hex, ok := bytes.CutPrefix(digits, []byte("x")); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || n > utf8.MaxRune || !isChar(rune(n)) {
		r.fail("a reference names no character")
		return 0, false
	}
	return rune(n), true
}

// characters refuses characters that XML must not contain anywhere.
func (r *Reader) characters() {
	for rest := r.body[r.at:]; len(rest) > 0; {
		char, size := rune(rest[0]), 1
		if char >= utf8.RuneSelf {
			char, size = utf8.DecodeRune(rest)
		}
		if char == utf8.RuneError && size == 1 || !isChar(char) {
			r.at = len(r.body) - len(rest)
			r.fail("the text is not UTF-8 or has control characters")
			return
		}
		rest = rest[size:]
	}
}

func isChar(c rune) bool {
	return c == '\t' || c == '\n' || c == '\r' || ' ' <= c && c < 0xD800 || 0xE000 <= c && c <= 0xFFFD || 0x10000 <= c && c <= utf8.MaxRune
}
