package report

import (
	"regexp"
	"strings"
	"unicode"
)

// LookAlike returns the known name that name imitates, and "" if it imitates none. A name
// imitates another if a reader may take it for that one: case, separators, accents and
// invisible characters do not count, a 0 is an o, letters of Greek and Cyrillic are the
// Latin ones that they resemble, and one letter may be missing, added, replaced or
// swapped with the next one. Names that differ in their digits, as team-1 and team-2 do,
// are no imitations.
//
// The known name itself counts, too. Anyone can choose a name, so call LookAlike for
// senders whose ID is not expected.
func LookAlike(name string, known []string) string {
	looks := skeleton(name)
	for _, k := range known {
		other := skeleton(k)
		same := looks == other || near([]rune(looks), []rune(other))
		if looks != "" && same && !numbered(name, k) {
			return k
		}
	}
	return ""
}

// lookalikes maps characters to the small Latin letter that they look like. The key has
// one list for each value.
var lookalikes = func() map[rune]rune {
	out := map[rune]rune{}
	for letter, others := range map[rune]string{
		'a': "4@àáâãäåāăąαаɑ", 'b': "8вьЬβƅ", 'c': "çćčсϲ¢", 'd': "ďđԁ", 'e': "3èéêëēĕėęěеёєε", 'f': "ƒ", 'g': "9ğģɡց",
		'h': "һнհ", 'j': "јϳ", 'k': "ķκкĸ", 'l': "1i|!ìíîïīĭįıιіїӏļľłĺǀ", 'm': "мϻ", 'n': "ñńňņпηո", 'o': "0òóôõöøōŏőοоσօ〇",
		'p': "рρþ", 'q': "ԛգ", 'r': "ŕřгяɾ", 's': "5$śšşșѕƽ", 't': "7ťţțтτ", 'u': "ùúûüũūŭůűųυцս", 'v': "νѵ", 'w': "ŵωшԝѡ",
		'x': "хχ", 'y': "ýÿуүγ", 'z': "2źżžζᴢ",
	} {
		for _, r := range others {
			out[r] = letter
		}
	}
	return out
}()

// severalLetters are those that together look like one.
var severalLetters = strings.NewReplacer("rn", "m", "vv", "w")

// skeleton is equal for names that look alike.
func skeleton(name string) string {
	var b strings.Builder
	for _, r := range name {
		if '\uff01' <= r && r <= '\uff5e' { // the full-width forms of ASCII
			r -= '\uff01' - '!'
		}
		r = unicode.ToLower(r)
		if letter, ok := lookalikes[r]; ok {
			r = letter
		}
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			b.WriteRune(r)
		}
	}
	return severalLetters.Replace(b.String())
}

var digit = regexp.MustCompile(`[0-9]`)

// numbered reports whether two names differ only in the values of digits.
func numbered(a, b string) bool {
	return a != b && digit.ReplaceAllString(a, "0") == digit.ReplaceAllString(b, "0")
}

// near reports whether two skeletons are equal except for one letter, or for two that
// are swapped. Short names are often that near by chance.
func near(a, b []rune) bool {
	const short = 5
	if min(len(a), len(b)) < short {
		return false
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return max(len(a), len(b)) <= 1 ||
		len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
