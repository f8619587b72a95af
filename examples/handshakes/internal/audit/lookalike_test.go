package audit

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// lookAlike returns the first of the known names that looks like a name.
func lookAlike(name string, known []string) string {
	for _, k := range known {
		if skeleton(name) != "" && skeleton(name) == skeleton(k) {
			return k
		}
	}
	return ""
}

func TestSkeleton(t *testing.T) {
	t.Parallel()
	known := []string{"acme_root", "Müller GmbH", "team-1"}
	for _, test := range []struct{ rule, name, want string }{
		{rule: "digits look like letters", name: "acme_r00t", want: "acme_root"},
		{rule: "case and separators do not count", name: "ACME-Root", want: "acme_root"},
		{rule: "the same name of another sender is an imitation", name: "acme_root", want: "acme_root"},
		{rule: "Cyrillic letters look like Latin ones", name: "асmе_rооt", want: "acme_root"},
		{rule: "Greek letters look like Latin ones", name: "αcme_rοοt", want: "acme_root"},
		{rule: "full-width letters are letters", name: "ａｃｍｅ＿ｒｏｏｔ", want: "acme_root"},
		{rule: "invisible characters do not count", name: "ac\u200bme_ro\u00adot", want: "acme_root"},
		{rule: "marks do not count", name: "a\u0301cme_root", want: "acme_root"},
		{rule: "accents do not count", name: "Muller GmbH", want: "Müller GmbH"},
		{rule: "two letters look like one", name: "acrne_root", want: "acme_root"},
		{rule: "another letter is another name", name: "acme_boot", want: ""},
		{rule: "other digits are another name", name: "team-2", want: ""},
		{rule: "another name is no imitation", name: "northwind", want: ""},
		{rule: "a name without a letter imitates nobody", name: "--", want: ""},
		{rule: "an empty name imitates nobody", name: "", want: ""},
	} {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, lookAlike(test.name, known))
		})
	}
}

func TestSkeleton_AnyNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		assert.Contains(t, []string{"", b}, lookAlike(a, []string{b}))
		assert.Equal(t, lookAlike(a, []string{b}) == "", lookAlike(b, []string{a}) == "", "two names look like each other in both directions")
		if utf8.ValidString(a) && skeleton(a) != "" {
			assert.Equal(t, a, lookAlike(a, []string{a}))
		}
	})
}
