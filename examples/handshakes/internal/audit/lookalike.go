package audit

import (
	"strings"
	"unicode"
)

// lookalikes maps characters to the small Latin letter that they look like.
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

// severalLetters replaces pairs of letters that look like one letter.
var severalLetters = strings.NewReplacer("rn", "m", "vv", "w")

// skeleton returns the same text for names that a reader may mistake for each other. It ignores
// case, separators, accents and invisible characters. It takes a 0 for an o, and Greek and Cyrillic
// letters for the Latin letters that they resemble.
func skeleton(name string) string {
	return severalLetters.Replace(strings.Map(func(r rune) rune {
		if '\uff01' <= r && r <= '\uff5e' { // the full-width forms of ASCII
			r -= '\uff01' - '!'
		}
		r = unicode.ToLower(r)
		if letter, ok := lookalikes[r]; ok {
			r = letter
		}
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return -1
		}
		return r
	}, name))
}
