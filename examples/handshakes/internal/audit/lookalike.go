package audit

import (
	"strings"
	"unicode"
)

// lookAlike returns the known name that a reader may mistake name for, and "" if there is none.
// It ignores case, separators, accents and invisible characters. It takes a 0 for an o, and
// Greek and Cyrillic letters for the Latin letters that they resemble.
//
// An equal name is a look-alike, too. Anyone can choose a name, so call lookAlike for senders
// with an ID that is not expected.
func lookAlike(name string, known []string) string {
	looks := skeleton(name)
	for _, k := range known {
		if looks != "" && looks == skeleton(k) {
			return k
		}
	}
	return ""
}

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

// skeleton returns the same text for names that look alike.
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
