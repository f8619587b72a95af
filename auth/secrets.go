package auth

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"sort"
	"strings"
	"sync"
)

// secretRun is how many bytes of a secret in a row count as the secret. Shorter runs occur by
// chance.
const secretRun = 12

// A Secrets holds what one call sends and no error may repeat: an access key secret, a security
// token, an external ID. It removes them from text that comes from outside. The zero value
// holds nothing. Printing a Secrets never shows its content.
type Secrets struct {
	// Functions, because fmt shows nothing of a function.
	values func() []string
	index  func() *secretIndex
}

// NewSecrets returns a Secrets that holds values. It ignores empty ones.
func NewSecrets(values ...string) Secrets {
	kept := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
	if len(kept) == 0 {
		return Secrets{}
	}
	return Secrets{
		values: func() []string { return kept },
		index:  sync.OnceValue(func() *secretIndex { return newSecretIndex(kept) }),
	}
}

// And returns a Secrets that holds the values of s and more.
func (s Secrets) And(values ...string) Secrets {
	if s.values == nil {
		return NewSecrets(values...)
	}
	return NewSecrets(append(slices.Clone(s.values()), values...)...)
}

// join returns a Secrets that holds the values of both.
func (s Secrets) join(more Secrets) Secrets {
	if more.values == nil {
		return s
	}
	return s.And(more.values()...)
}

// Excerpt makes text of a response fit for an error or a log: valid UTF-8 on one line, one
// space for each run of spaces and control characters, and at most limit bytes. It cuts the
// text where it begins to echo a signed request of either cloud, and where net/http quotes a
// response that is not HTTP.
//
// Excerpt removes each run of 12 bytes or more of a secret, and a shorter secret if it is a
// word of its own. It finds them in any case, escaped up to four times for a URL, JSON, XML or
// HTML, in base64 and in hexadecimal digits.
func (s Secrets) Excerpt(text string, limit int) string {
	if limit <= 0 {
		return ""
	}
	if len(text) <= limit && looksLikeID(text) && !s.in(text) { // an ID without a secret needs no change
		return text
	}
	// Runs of spaces and secrets may be long. To read the rest would take too much time.
	if len(text)/8 > limit {
		text = text[:8*limit]
	}
	text = withoutEcho(s.clean(oneLine(text)))
	return s.shorten(text, limit)
}

const removed = "[removed]"

// clean replaces the secrets in the text.
func (s Secrets) clean(text string) string {
	found := s.find(text)
	if len(found) == 0 {
		return text
	}
	sort.Sort(spans(found))
	var out strings.Builder
	done := 0
	for i := 0; i < len(found); {
		from, to := found[i].from, found[i].to
		for i++; i < len(found) && found[i].from <= to; i++ {
			to = max(to, found[i].to)
		}
		out.WriteString(text[done:from] + removed)
		done = to
	}
	return out.String() + text[done:]
}

// shorten cuts text to limit bytes. A cut can leave a short secret as the last word, so it cuts
// again before what it finds.
func (s Secrets) shorten(text string, limit int) string {
	text = strings.TrimSpace(shorten(text, limit))
	for {
		found := s.find(text)
		if len(found) == 0 {
			return text
		}
		first := slices.MinFunc(found, func(a, b span) int { return a.from - b.from })
		text = strings.TrimSpace(text[:first.from])
	}
}

func (s Secrets) in(text string) bool { return len(s.find(text)) > 0 }

// A span is a part of a text.
type span struct{ from, to int }

// spans sort by where they begin. Unlike package slices, package sort adds no sort function of
// its own to a program.
type spans []span

func (s spans) Len() int           { return len(s) }
func (s spans) Less(i, j int) bool { return s[i].from < s[j].from }
func (s spans) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }

// find returns the parts of text that are secret, in no order.
func (s Secrets) find(text string) (found []span) {
	if s.index == nil || text == "" {
		return nil
	}
	index := s.index()
	for v := range views(text) {
		found = index.appendRuns(found, v)
		found = index.appendWords(found, v)
		for decoded := range encodedViews(v) {
			found = index.appendRuns(found, decoded)
		}
	}
	return found
}

// A secretIndex finds secrets in one pass over a text. It compares the secrets themselves only
// where the filter says that there may be a run of one.
type secretIndex struct {
	secrets []string // folded secrets of secretRun bytes or more
	words   []string // folded secrets that count only as separate words
	filter  []uint64 // a Bloom filter of all runs
}

func newSecretIndex(values []string) *secretIndex {
	x := &secretIndex{}
	size := 0
	for _, value := range values {
		plain := oneLine(value)
		if plain == "" {
			continue
		}
		for _, form := range []string{plain, unescapedFully(plain)} {
			switch form = string(fold([]byte(form))); {
			case form == "" || slices.Contains(x.secrets, form) || slices.Contains(x.words, form):
			case len(form) < secretRun:
				x.words = append(x.words, form)
			default:
				x.secrets = append(x.secrets, form)
				size += len(form)
			}
		}
		if len(plain) < secretRun {
			x.words = append(x.words, encodedWords(value)...)
		}
	}
	const bitsEach = 16
	x.filter = make([]uint64, nextPower(max(1, size*bitsEach/64)))
	for _, secret := range x.secrets {
		for i := 0; i+secretRun <= len(secret); i++ {
			at, bits := x.slot([]byte(secret[i : i+secretRun]))
			x.filter[at] |= bits
		}
	}
	return x
}

// encodedWords are the encodings of a short secret that have no escapes.
func encodedWords(value string) []string {
	words := []string{hex.EncodeToString([]byte(value))}
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		words = append(words, string(fold([]byte(e.EncodeToString([]byte(value))))))
	}
	slices.Sort(words)
	return slices.Compact(words)
}

func nextPower(n int) int {
	p := 1
	for p < n {
		p *= 2
	}
	return p
}

// slot returns where the filter has the two bits of a run.
func (x *secretIndex) slot(run []byte) (at int, bits uint64) {
	const odd1, odd2 = 0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f
	h := binary.LittleEndian.Uint64(run)*odd1 ^ uint64(binary.LittleEndian.Uint32(run[8:]))*odd2
	h ^= h >> 32
	h *= odd1
	h ^= h >> 29
	return int(h>>12) & (len(x.filter) - 1), 1<<(h&63) | 1<<(h>>6&63)
}

// appendRuns appends each run that v has of a secret.
func (x *secretIndex) appendRuns(found []span, v view) []span {
	if len(x.secrets) == 0 {
		return found
	}
	for i := 0; i+secretRun <= len(v.text); i++ {
		run := v.text[i : i+secretRun]
		if at, bits := x.slot(run); x.filter[at]&bits == bits && x.has(string(run)) {
			found = appendSpan(found, v.span(i, i+secretRun))
		}
	}
	return found
}

func (x *secretIndex) has(run string) bool {
	return slices.ContainsFunc(x.secrets, func(secret string) bool { return strings.Contains(secret, run) })
}

// appendSpan extends the last span if it meets the next one.
func appendSpan(found []span, next span) []span {
	if n := len(found); n > 0 && found[n-1].from <= next.from && next.from <= found[n-1].to {
		found[n-1].to = max(found[n-1].to, next.to)
		return found
	}
	return append(found, next)
}

// appendWords appends short secrets that have no letter or digit beside them.
func (x *secretIndex) appendWords(found []span, v view) []span {
	for _, word := range x.words {
		text := string(v.text)
		for at := 0; ; {
			i := strings.Index(text[at:], word)
			if i < 0 {
				break
			}
			from, to := at+i, at+i+len(word)
			at = from + 1
			if (from == 0 || !alphanumeric(text[from-1])) && (to == len(text) || !alphanumeric(text[to])) {
				found = append(found, v.span(from, to))
			}
		}
	}
	return found
}

func alphanumeric(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
}

// fold makes equal, in place, what a service may make of one text: other cases, and a space for
// the plus of a query.
func fold(text []byte) []byte {
	for i, b := range text {
		switch {
		case 'A' <= b && b <= 'Z':
			text[i] = b + ('a' - 'A')
		case b <= ' ':
			text[i] = '+'
		}
	}
	return text
}
