package report

import (
	"strings"
	"unicode"
)

// LookAlike returns the known name that a reader may take name for, and "" if there is none.
// Case, separators, accents and invisible characters do not count, a 0 is an o, and letters of
// Greek and Cyrillic are the Latin ones that they resemble.
//
// The known name itself counts, too. Anyone can choose a name, so call LookAlike for senders
// whose ID is not expected.
func LookAlike(name string, known []string) string {
	looks := skeleton(name)
	for _, k := range known {
		if looks != "" && looks == skeleton(k) {
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
