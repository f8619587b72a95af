package pagejson

// Bytes reads a string, or a number as it is written; anything else is skipped and gives
// nil. They hold until the next read, and may be part of the body.
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

// chars is like [Reader.Bytes], but gives a whole number as its digits.
func (r *Reader) chars() []byte {
	if r.peek() == '"' {
		return r.text(r.quoted())
	}
	return integer(r.Bytes())
}

// maxText bounds a key, a string or a number that is handed out, as it is written in the
// body, and maxTexts bounds all strings of a page together. The longest that services
// have is 10 KB, and a page of theirs has less than 10 MB of them.
const (
	maxText  = 256 << 10
	maxTexts = 16 << 20
)

// text takes what [Reader.quoted] returns. Nearly all texts are plain and short, and what
// is done with others has a function of its own: in one, a page takes 3 % longer.
func (r *Reader) text(raw []byte, plain bool) []byte {
	if plain && len(raw) <= maxText {
		return raw
	}
	return r.unusual(raw, plain)
}

func (r *Reader) unusual(raw []byte, plain bool) []byte {
	if len(raw) > maxText {
		r.fail("a text of more than 256 KiB")
		return nil
	}
	r.unquoted = appendUnquoted(r.unquoted[:0], raw)
	return r.unquoted
}

// keep counts a string that was made.
func (r *Reader) keep(length int) {
	if r.kept += length; r.kept > maxTexts {
		r.fail("more than 16 MiB of text")
	}
}

// Text reads a string, or a number as its text, into *s, for text that differs from row
// to row; anything else is "". A whole number is written without exponent and fraction,
// as 1190022334455660 for 119002233445566e1; it is "" where it has more than 64 digits
// then. *s is set when the row is at its end, or, outside of [Rows], at [Reader.End].
func (r *Reader) Text(s *string) {
	text := r.chars()
	if !r.row.fits(text) {
		r.settle()
	}
	r.row.add(s, text)
}

// settle makes the row's texts strings.
func (r *Reader) settle() {
	r.keep(len(r.row.text))
	r.row.settle()
}

// maxRow bounds the text of a row that is gathered before it is made a string.
const maxRow = 64 << 10

// A row gathers texts, and makes them one string: one allocation a row. With a string for
// each text, a page takes 8 % longer.
type row struct {
	text    []byte
	pending [16]pending
	n       int
}

type pending struct {
	dst *string
	end int // in the row's text, where the next one begins
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

// Shared reads what [Reader.Text] reads, for text that repeats from row to row: it
// is allocated once a page, as long as the page has few such texts. If nothing is shared,
// a page takes 10 % longer.
func (r *Reader) Shared() string {
	text := r.chars()
	if len(text) == 0 {
		return ""
	}
	first := hash(text)
	for i := range 8 {
		word := &r.words[(first+i)%len(r.words)]
		if *word == "" {
			*word = r.made(text)
		}
		if *word == string(text) {
			return *word
		}
	}
	return r.made(text)
}

func (r *Reader) made(text []byte) string {
	r.keep(len(text))
	return string(text)
}

// words is a hash table of bounded size and effort: texts that find no place in it
// are not shared. That is why its hash may be a weak one.
type words [64]string

// hash is of what differs in statuses, types, names and IDs: the ends and the length.
func hash(text []byte) int {
	first, middle, last := int(text[0]), int(text[len(text)/2]), int(text[len(text)-1])
	return len(text) + 3*first + 5*middle + 7*last
}
