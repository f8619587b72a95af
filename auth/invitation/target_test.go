package invitation_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

const (
	freeText     = invitation.FreeText
	accountName  = invitation.AccountName
	accountID    = invitation.AccountID
	accountDigit = invitation.AccountDigits
	emailAddress = invitation.EmailAddress
)

// goodTargets have a text of each form.
var goodTargets = map[invitation.TargetForm]string{
	freeText: "free text", accountName: "a name", accountID: "5f0e1d2c3b4a69788796a5b4c3d2e1f0", accountDigit: "1190022334455667", emailAddress: "ops@example.org",
}

func TestCheckTarget(t *testing.T) {
	t.Parallel()
	t.Run("accepts what can be a target", func(t *testing.T) {
		t.Parallel()
		for form, texts := range map[invitation.TargetForm][]string{
			freeText:     {"+49 30 1234", "a", "user:1"},
			accountName:  {"acme", "子公司-北京", "labor köln prod 11", "a b", "Ünïcode_1", "é", "e\u0301", "=a", "hid_1", "O'Neil & Sons (2)"},
			accountID:    {"5f0e1d2c3b4a69788796a5b4c3d2e1f0", "a", "A-b_9", "azAZ09", strings.Repeat("a", 64)},
			accountDigit: {"1190022334455667", "1", "0", strings.Repeat("9", 20)},
			emailAddress: {
				"ops@example.org", "a+b@example.com", "O'Neil@example.org", "first.last@sub.example.co.uk", "_@x.y", "a@1.example", "Ops@Example.test", "azAZ09@az.example",
				"经理@子公司.example", "bücher@bücher.example", "u\u0308@example.org", "アール@例え.jp", "a@xn--bcher-kva.example", "a@3com.com",
				strings.Repeat("a", 64) + "@example.org", "a@" + strings.Repeat("a", 63) + ".org",
				"a@" + strings.Repeat("a.", 124) + "orga", // 254 characters
			},
		} {
			for _, text := range append(texts, goodTargets[form]) {
				assert.NoError(t, invitation.CheckTarget(form, text), "%q", text)
			}
		}
	})
	t.Run("names an invisible character and its position", func(t *testing.T) {
		t.Parallel()
		for form, good := range goodTargets {
			for _, r := range invisible() {
				for at := 0; at <= len(good); at += max(1, len(good)/3) {
					err := invitation.CheckTarget(form, good[:at]+string(r)+good[at:])
					require.Error(t, err, "%U", r)
					assert.Contains(t, err.Error(), fmt.Sprintf("character %d is %U,", at+1, r))
				}
			}
		}
	})
	t.Run("refuses what is not UTF-8", func(t *testing.T) {
		t.Parallel()
		for form, good := range goodTargets {
			for _, bytes := range []string{"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80"} {
				err := invitation.CheckTarget(form, good[:2]+bytes+good[2:])
				require.Error(t, err)
				assert.Contains(t, err.Error(), "character 3 ")
			}
			assert.Error(t, invitation.CheckTarget(form, good+"\xff"))
			assert.Error(t, invitation.CheckTarget(form, ""))
		}
	})
	t.Run("allows a plain space only inside a name or free text", func(t *testing.T) {
		t.Parallel()
		for form, good := range goodTargets {
			err := invitation.CheckTarget(form, good[:2]+" "+good[2:])
			assert.Equal(t, form == freeText || form == accountName, err == nil, "%v", err)
			for _, text := range []string{" " + good, good + " ", " "} {
				err := invitation.CheckTarget(form, text)
				require.Error(t, err, "%q", text)
				assert.Contains(t, err.Error(), "U+0020")
			}
		}
	})
	t.Run("names a character that is not of the form's alphabet", func(t *testing.T) {
		t.Parallel()
		for form, characters := range map[invitation.TargetForm]string{
			accountID:    "@.:/ äаＡ１१५",
			accountDigit: "@.:/a -+eѕ１१٣²",
			emailAddress: "＠﹫。．｡﹒․·۔܁ꓸ‚,;<>()[]\"\\ １१٠²ａａℹﬁ𝐨€😀／",
		} {
			for _, r := range characters {
				good := goodTargets[form]
				err := invitation.CheckTarget(form, good[:5]+string(r)+good[5:])
				require.Error(t, err, "%c", r)
				assert.Contains(t, err.Error(), fmt.Sprintf("character 6 is %q (%U)", r, r))
			}
		}
	})
	t.Run("refuses what cannot be an address", func(t *testing.T) {
		t.Parallel()
		for _, text := range []string{
			"mailto:ops@example.org", "MAILTO:ops@example.org", "https://example.org/ops@example.org", "smtp:ops@example.org", "mailto://ops@example.org",
			"ops@example.org.", ".ops@example.org", "ops.@example.org", "o..ps@example.org", "ops@.example.org", "ops@example..org", "ops@.", "ops@example.org..",
			"ops", "ops.example.org", "@", "@example.org", "ops@", "ops@@example.org", "ops@example.org@", "a@b@example.org", "ops@example.org,dev@example.org",
			"ops@localhost", "ops@org", "ops@-example.org", "ops@example-.org", "ops@example.org-", "ops@exam_ple.org", "ops@exam!ple.org", "ops@example.org%20", "ops@[127.0.0.1]",
			"Ops <ops@example.org>", "<ops@example.org>", "\"ops\"@example.org", "ops@example.org;", "ops(at)example.org", "ops%40example.org", "ops@example,org",
			strings.Repeat("a", 65) + "@example.org", "a@" + strings.Repeat("a", 64) + ".org", "a@" + strings.Repeat("a.", 130) + "org",
		} {
			assert.Error(t, invitation.CheckTarget(emailAddress, text), "%q", text)
		}
	})
	t.Run("refuses what is too long for an account ID", func(t *testing.T) {
		t.Parallel()
		assert.Error(t, invitation.CheckTarget(accountID, strings.Repeat("a", 65)))
		assert.Error(t, invitation.CheckTarget(accountDigit, strings.Repeat("9", 21)))
	})
	t.Run("says to leave a scheme out", func(t *testing.T) {
		t.Parallel()
		assert.ErrorContains(t, invitation.CheckTarget(emailAddress, "mailto:ops@example.org"), `begins with "mailto:"; leave that out`)
		assert.ErrorContains(t, invitation.CheckTarget(emailAddress, "ops"), "one @", "there is no scheme")
		assert.ErrorContains(t, invitation.CheckTarget(emailAddress, "o ps:x@example.org"), "character 2", "that is no scheme")
	})
}

// invisible returns invisible characters of each category, and characters that are blank
// although their category does not show it.
func invisible() []rune {
	list := []rune{
		0, '\t', '\n', '\r', 0x1b, 0x7f, 0x85, // control characters
		0xad, 0x61c, 0x200b, 0x200c, 0x200d, 0x200e, 0x202a, 0x202e, 0x2060, 0x2066, 0xfeff, 0xe0001, 0xe0041, // format
		0xa0, 0x1680, 0x2000, 0x2003, 0x2009, 0x202f, 0x205f, 0x3000, 0x2028, 0x2029, // separators
		0x378, 0xffff, 0xfdd0, 0x1ffff, 0x10ffff, // not assigned
		0xe000, 0xf0000, // private
		0x115f, 0x1160, 0x3164, 0xffa0, 0x34f, 0x17b4, 0x180b, 0xfe00, 0xfe0f, 0xe0100, 0x2800, 0xfffd,
	}
	for _, table := range []*unicode.RangeTable{unicode.Cf, unicode.Zs, unicode.Zl, unicode.Zp} {
		for _, r := range table.R16 {
			list = append(list, rune(r.Lo), rune(r.Hi))
		}
	}
	kept := list[:0]
	for _, r := range list {
		if r != ' ' && utf8.ValidRune(r) {
			kept = append(kept, r)
		}
	}
	return kept
}
