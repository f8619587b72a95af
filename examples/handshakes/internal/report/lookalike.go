package report

import (
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
	if looks == "" {
		return ""
	}
	for _, k := range known {
		if skeleton(k) == looks && !numbered(name, k) {
			return k
		}
	}
	for _, k := range known {
		if closeTo([]rune(looks), []rune(skeleton(k))) && !numbered(name, k) {
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
		r = unicode.ToLower(plainForm(r))
		if letter, ok := lookalikes[r]; ok {
			r = letter
		}
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			b.WriteRune(r)
		}
	}
	return severalLetters.Replace(b.String())
}

// plainForm returns the ASCII character of a full-width or mathematical one.
func plainForm(r rune) rune {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	switch {
	case '\uff01' <= r && r <= '\uff5e':
		return r - '\uff01' + '!'
	case '\U0001d400' <= r && r <= '\U0001d6a3': // bold, italic, script and others
		return rune(letters[int(r-'\U0001d400')%len(letters)])
	case '\U0001d7ce' <= r && r <= '\U0001d7ff':
		return '0' + (r-'\U0001d7ce')%10
	default:
		return r
	}
}

// numbered reports whether two names differ, but in nothing except the values of digits.
func numbered(a, b string) bool {
	shape := func(name string) string {
		return strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return '0'
			}
			return r
		}, name)
	}
	return a != b && shape(a) == shape(b)
}

// closeTo reports whether two skeletons are equal except for one letter, or for two that
// are swapped. Short names are often that close by chance.
func closeTo(a, b []rune) bool {
	const short = 5
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < short || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case i == len(a): // b has at most one more, at its end
		return true
	case len(a) < len(b):
		return string(a[i:]) == string(b[i+1:])
	case string(a[i+1:]) == string(b[i+1:]):
		return true
	default:
		return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == string(b[i+2:])
	}
}
