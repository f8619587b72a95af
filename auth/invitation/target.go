package invitation

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A TargetForm is the form of a text that names an invited account.
type TargetForm int

// The forms. FreeText is for an unknown type of target: it has only the rules of all forms.
const (
	FreeText      TargetForm = iota
	AccountName              // an account's name, with letters and spaces of any kind
	AccountID                // letters and digits of ASCII, - and _: Huawei Cloud
	AccountDigits            // digits of ASCII: Alibaba Cloud
	EmailAddress             // one address, without a scheme or a person's name
)

// Limits, in characters. An account ID of digits is a 64-bit number.
const (
	maxAccountID     = 64
	maxAccountDigits = 20
	maxAddress       = 254
	maxLocalPart     = 64
	maxLabel         = 63
)

// CheckTarget returns an error if text cannot name an account in this form. The clients call it
// before they send an invitation, for two reasons: an invitation that the service refuses may
// use up a part of the daily quota, and a target with an invisible character is never
// recognized again.
//
// In every form, a character that is invisible or not assigned is an error. A plain space is
// allowed inside a name and in free text. The error names the first such character with its
// position and its code point, such as U+200B.
func CheckTarget(form TargetForm, text string) error {
	if text == "" {
		return errors.New("the text is empty")
	}
	if form == EmailAddress {
		if scheme, _, ok := strings.Cut(text, ":"); ok && checkCharacters(AccountID, scheme) == nil {
			return fmt.Errorf("the address begins with %q; leave that out", scheme+":")
		}
	}
	if err := checkCharacters(form, text); err != nil {
		return err
	}
	switch n := utf8.RuneCountInString(text); {
	case form == AccountID && n > maxAccountID, form == AccountDigits && n > maxAccountDigits:
		return fmt.Errorf("%d characters are too many for an account ID", n)
	case form == EmailAddress:
		return checkAddress(text)
	}
	return nil
}

// checkCharacters checks each character alone.
func checkCharacters(form TargetForm, text string) error {
	position := 0
	for i, r := range text {
		position++
		if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
			return fmt.Errorf("character %d is not valid UTF-8", position)
		}
		outermost := i == 0 || i == len(text)-1
		switch {
		case !visible(r) || r == ' ' && outermost:
			return fmt.Errorf("character %d is %U, which is invisible: remove it", position, r)
		case !form.allows(r):
			return fmt.Errorf("character %d is %q (%U): %s", position, r, r, form.alphabet())
		}
	}
	return nil
}

// visible reports whether a person can see the character, or whether it is a plain space. The
// Unicode categories alone do not decide that: some letters and marks are blank, and U+FFFD
// replaces a character that was lost.
func visible(r rune) bool {
	const brailleBlank = '\u2800'
	return unicode.IsPrint(r) && r != utf8.RuneError && r != brailleBlank &&
		!unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func (f TargetForm) allows(r rune) bool {
	digit := '0' <= r && r <= '9'
	letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	switch f {
	case AccountDigits:
		return digit
	case AccountID:
		return digit || letter || r == '-' || r == '_'
	case EmailAddress:
		return digit || letter || strings.ContainsRune("@.!#$%&'*+/=?^_`{|}~-", r) ||
			unicode.In(r, unicode.L, unicode.M) && !unicode.Is(lookAlikes, r)
	default:
		return true
	}
}

func (f TargetForm) alphabet() string {
	switch f {
	case AccountDigits:
		return "an account ID has digits only"
	case AccountID:
		return "an account ID has letters and digits of ASCII, - and _ only"
	default:
		return "an e-mail address has no such character"
	}
}

// lookAlikes are letters that look like ASCII letters, or like a dot. Other characters that
// look like @ or a dot are not letters, so an address cannot have them anyway.
var lookAlikes = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x2100, Hi: 0x214F, Stride: 1}, // letters as symbols, such as the Kelvin sign
		{Lo: 0xA4D0, Hi: 0xA4FF, Stride: 1}, // Lisu, with a dot among its letters
		{Lo: 0xFB00, Hi: 0xFB06, Stride: 1}, // ligatures, which come from typeset pages
		{Lo: 0xFF00, Hi: 0xFFEF, Stride: 1}, // wide and narrow forms
	},
	R32: []unicode.Range32{
		{Lo: 0x1D400, Hi: 0x1D7FF, Stride: 1}, // letters of formulas
	},
}

// checkAddress checks the parts of an address whose characters are allowed.
func checkAddress(text string) error {
	local, domain, _ := strings.Cut(text, "@")
	switch n := strings.Count(text, "@"); {
	case n != 1:
		return fmt.Errorf("an e-mail address has one @, not %d", n)
	case local == "" || domain == "":
		return errors.New("the address has nothing before or after its @")
	case utf8.RuneCountInString(text) > maxAddress || utf8.RuneCountInString(local) > maxLocalPart:
		return fmt.Errorf("the address is longer than %d characters, or than %d before its @", maxAddress, maxLocalPart)
	case badDots(local) || badDots(domain):
		return errors.New("the address has a dot at the beginning or the end of a part, or two in a row")
	case !strings.Contains(domain, "."):
		return errors.New("the address has no complete domain after its @, such as example.org")
	}
	for label := range strings.SplitSeq(domain, ".") {
		if utf8.RuneCountInString(label) > maxLabel || strings.Trim(label, "-") != label ||
			strings.ContainsAny(label, "!#$%&'*+/=?^_`{|}~") {
			return fmt.Errorf("the address has no valid domain after its @: %q cannot be a part of one", label)
		}
	}
	return nil
}

func badDots(part string) bool {
	return strings.Trim(part, ".") != part || strings.Contains(part, "..")
}
