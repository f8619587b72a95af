package audit

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
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

func TestAudit_markLookAlikes(t *testing.T) {
	t.Parallel()
	from := func(id, organization, account, name string) invitation.Invitation {
		return invitation.Invitation{ID: id, Status: invitation.StatusPending, Expires: noon.Add(5 * day),
			OrganizationID: organization, InviterID: account, InviterName: name}
	}
	list := []invitation.Invitation{
		from("h-1", "o-2", "22", "other"),
		from("h-2", "o-1", "11", "acme_root"),
		from("h-3", "o-3", "33", "acme_r00t"),
		from("h-4", "o-4", "44", "acme_root"),
	}
	marked := func(o audit) (ids []string) {
		o.within = day
		a := auditOf(o, list...)
		for i, f := range a.Sums().Findings {
			if f.LookAlike == "" {
				continue
			}
			assert.Equal(t, "acme_root", f.LookAlike)
			assert.Equal(t, i, len(ids), "they come first")
			ids = append(ids, f.Invitation.ID)
		}
		return ids
	}
	assert.ElementsMatch(t, []string{"h-3", "h-4"}, marked(audit{expect: []string{"o-1"}}), "the expected organization shows its manager's name")
	assert.ElementsMatch(t, []string{"h-3", "h-4"}, marked(audit{expect: []string{"11"}}))
	assert.Empty(t, marked(audit{}), "without -expect, no name is known")

	own := auditOf(audit{}, list...)
	own.Lists[0].Identity.Organization = invitation.Organization{ManagerID: "11", ManagerName: "acme_root"}
	own.markLookAlikes()
	for _, f := range own.Lists[0].Findings {
		imitates := f.Invitation.ID == "h-3" || f.Invitation.ID == "h-4"
		assert.Equal(t, imitates, f.LookAlike != "", "%s: the manager of an audited organization is known", f.Invitation.ID)
	}

	a, err := offline(t, "-cloud huawei")
	require.NoError(t, err)
	findings := a.Sums().Findings
	assert.Equal(t, "acme_r00t", findings[0].Invitation.InviterName)
	assert.Equal(t, "acme_root", findings[0].LookAlike, "the caller's own organization shows its manager's name")
	for _, format := range []string{output.Table, output.CSV, output.JSON, output.JSONLines, html} {
		a.output.Format = format
		var out bytes.Buffer
		require.NoError(t, a.write(onDay(), &out, terminal.Screen{}, a.Sums().Findings))
		assert.Regexp(t, `(?i)look[-_ ]?(s )?a?like`, out.String(), format)
	}
}
