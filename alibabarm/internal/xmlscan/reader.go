package xmlscan

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// MaxRows is how many rows a list may have. It is for the caller to count them.
const MaxRows = 10_000

const (
	maxDepth = 1000
	// maxParts is how many elements and attributes there may be.
	maxParts = 2_000_000
	maxText  = 256 << 10
	maxTexts = 16 << 20
)

// A Reader reads one XML text from its beginning to its end, once, as
// [pagejson.Reader] reads JSON. It copies nothing but the texts that it is asked for:
// encoding/xml takes 30 to 45 times the body's length in memory where the body is
// all tags or attributes, and has no bound on either.
//
// It accepts less than encoding/xml does, and reads what it accepts as encoding/xml does.
// It refuses everything that a service's response has no use for: entities of the document's
// own, charsets other than UTF-8, and names that are not ASCII.
type Reader struct {
	body []byte
	at   int
	err  error

	depth, parts int
	kept         int    // bytes of the texts that were made
	buffer       []byte // for a text that is not made yet
	char         [utf8.UTFMax]byte

	tag    []byte // of the element that was opened last
	empty  bool   // it has no content
	unread bool   // its content was not read
}

// NewReader returns a reader of body that is about to read the content of the root element.
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

// Root is the name of the root element.
func (r *Reader) Root() string { return string(localName(r.tag)) }

// End ends the reading: nothing but comments and white space may be left.
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

// Fail refuses the body for a reason of the caller's, unless it was refused before.
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

// An syntaxError tells where and why a body was refused. It quotes nothing of it.
type syntaxError struct {
	offset  int
	problem string
}

func (e *syntaxError) Error() string { return "XML: byte " + strconv.Itoa(e.offset) + ": " + e.problem }

// Object is ranged over the elements within the one that was opened last. The body of
// the loop reads the content of each, or leaves it to be skipped.
func (r *Reader) Object(yield func(pagejson.Key) bool) { r.Content(nil, yield) }

// Skip reads the content of the element that was opened last and forgets it.
func (r *Reader) Skip() {
	for range r.Object {
	}
}

// Text reads the text of the element that was opened last; elements within it are left
// out of it.
func (r *Reader) Text(s *string) { *s = r.Value() }

// Value is what Text reads.
func (r *Reader) Value() string {
	r.buffer = r.buffer[:0]
	r.Content(&r.buffer, func(pagejson.Key) bool { return true })
	if r.kept += len(r.buffer); r.kept > maxTexts {
		r.fail("more than 16 MiB of text")
	}
	return string(r.buffer)
}

// Content reads the element that was opened last up to its end. The text goes to text, unless that is nil.
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

// lineFeeds writes all ends of lines as XML has them.
func lineFeeds(text []byte) []byte {
	if len(text) > maxText || bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
}

var entities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "apos": '\'', "quot": '"'}

// reference reads a reference to a character, which holds until the next one.
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

// number is the character that #65 or #x41 stands for.
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

// characters refuses what no XML may contain, wherever it is.
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
