package pagejson

// Bytes returns the text of a string, or a number as it is written. It skips any other value
// and returns nil. The bytes are valid until the next read, and may be part of the body.
func (r *Reader) Bytes() []byte {
	switch c := r.peek(); {
	case c == '"':
		return r.text(r.quoted())
	case c == '-' || '0' <= c && c <= '9':
		return r.text(r.number(), true)
	default:
		r.Skip()
		return nil
	}
}

// chars is like [Reader.Bytes], but returns an integer as its digits.
func (r *Reader) chars() []byte {
	if r.peek() == '"' {
		return r.text(r.quoted())
	}
	return integer(r.Bytes())
}

// maxText bounds a key, a string or a number that the caller reads, as it is written in the
// body. maxTexts bounds all strings of a page together. The longest text that services have is
// 10 KB, and their pages have less than 10 MB of texts.
const (
	maxText  = 256 << 10
	maxTexts = 16 << 20
)

// text takes the results of [Reader.quoted]. Nearly all texts are plain and short. The code for
// the others is a function of its own, so that the compiler can inline this one: otherwise, a
// page takes 3 % longer.
func (r *Reader) text(raw []byte, plain bool) []byte {
	if plain && len(raw) <= maxText {
		return raw
	}
	return r.unquote(raw, plain)
}

func (r *Reader) unquote(raw []byte, plain bool) []byte {
	if len(raw) > maxText {
		r.fail("a text of more than 256 KiB")
		return nil
	}
	r.unquoted = appendUnquoted(r.unquoted[:0], raw)
	return r.unquoted
}

// keep counts the bytes of a new string.
func (r *Reader) keep(length int) {
	if r.kept += length; r.kept > maxTexts {
		r.fail("more than 16 MiB of text")
	}
}

// Text reads a string, or a number as its text, into *s. It is for texts that differ from row
// to row. Any other value becomes "". An integer is written without exponent and fraction, as
// 1190022334455660 for 119002233445566e1, or is "" if it has more than 64 digits then. Text
// sets *s when the row ends or, outside of [Rows], at [Reader.End].
func (r *Reader) Text(s *string) {
	text := r.chars()
	if !r.row.fits(text) {
		r.settle()
	}
	r.row.add(s, text)
}

// settle turns the texts of the row into strings.
func (r *Reader) settle() {
	r.keep(len(r.row.text))
	r.row.settle()
}

// maxRow bounds the text of a row that is gathered before it becomes a string.
const maxRow = 64 << 10

// A row gathers texts and makes one string of them, so that each row takes one allocation. With
// a string for each text, a page takes 8 % longer.
type row struct {
	text    []byte
	pending [16]pending
	n       int
}

type pending struct {
	dst *string
	end int // the offset in the text of the row, where the next text begins
}

func (w *row) fits(text []byte) bool {
	return w.n < len(w.pending) && len(w.text)+len(text) <= maxRow
}

func (w *row) add(dst *string, text []byte) {
	w.text = append(w.text, text...)
	w.pending[w.n] = pending{dst, len(w.text)}
	w.n++
}

func (w *row) settle() {
	all, start := string(w.text), 0
	for _, p := range w.pending[:w.n] {
		*p.dst = all[start:p.end]
		start = p.end
	}
	w.text, w.n = w.text[:0], 0
}

// Shared reads the same values as [Reader.Text] and returns the text. It is for texts that
// repeat from row to row: it allocates each of them once, if the page has few such texts.
// Without sharing, a page takes 10 % longer.
func (r *Reader) Shared() string {
	text := r.chars()
	if len(text) == 0 {
		return ""
	}
	first := hash(text)
	for i := range 8 {
		word := &r.words[(first+i)%len(r.words)]
		if *word == "" {
			*word = r.newString(text)
		}
		if *word == string(text) {
			return *word
		}
	}
	return r.newString(text)
}

func (r *Reader) newString(text []byte) string {
	r.keep(len(text))
	return string(text)
}

// words is a hash table of bounded size and effort. A text that finds no place in it is not
// shared, so a weak hash does no harm.
type words [64]string

// hash uses what differs in statuses, types, names and IDs: the length, the ends and the
// middle.
func hash(text []byte) int {
	first, middle, last := int(text[0]), int(text[len(text)/2]), int(text[len(text)-1])
	return len(text) + 3*first + 5*middle + 7*last
}
