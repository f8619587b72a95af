package pagejson

// Bytes reads a string, or a number as its text; anything else is skipped and gives
// nil. They hold until the next read, and may be part of the body.
func (r *Reader) Bytes() []byte {
	switch c := r.peek(); {
	case c == '"':
		return r.text(r.quoted())
	case c == '-' || '0' <= c && c <= '9':
		return r.number()
	default:
		r.Skip()
		return nil
	}
}

// text takes what [Reader.quoted] returns.
func (r *Reader) text(raw []byte, plain bool) []byte {
	if plain {
		return raw
	}
	r.unquoted = appendUnquoted(r.unquoted[:0], raw)
	return r.unquoted
}

// Text reads what [Reader.Bytes] reads into *s, for text that differs from row to
// row. *s is set when the row is at its end, or, outside of [Rows], at [Reader.End].
func (r *Reader) Text(s *string) { r.row.add(s, r.Bytes()) }

// A row gathers texts, and makes them one string.
type row struct {
	text    []byte
	pending [16]pending
	n       int
}

type pending struct {
	dst *string
	end int // in the row's text, where the next one begins
}

func (w *row) add(dst *string, text []byte) {
	if w.n == len(w.pending) {
		w.settle()
	}
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

// Shared reads what [Reader.Bytes] reads, for text that repeats from row to row: it
// is allocated once a page, as long as the page has few such texts.
func (r *Reader) Shared() string { return r.words.get(r.Bytes()) }

// words is a hash table of bounded size and effort: texts that find no place in it
// are not shared. That is why its hash may be a weak one.
type words [64]string

func (w *words) get(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	first := hash(text)
	for i := range 8 {
		word := &w[(first+i)%len(w)]
		if *word == "" {
			*word = string(text)
		}
		if *word == string(text) {
			return *word
		}
	}
	return string(text)
}

// hash is of what differs in statuses, types, names and IDs: the ends and the length.
func hash(text []byte) int {
	first, middle, last := int(text[0]), int(text[len(text)/2]), int(text[len(text)-1])
	return len(text) + 3*first + 5*middle + 7*last
}
