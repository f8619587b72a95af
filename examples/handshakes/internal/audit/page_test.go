package audit

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestAudit_writePage_Policy(t *testing.T) {
	t.Parallel()
	page := parsePage(t, render(t, withBaseline(sample(30, 3), 3)))
	var content string
	for _, meta := range page.all("meta") {
		if meta.attrs["http-equiv"] == "Content-Security-Policy" {
			content = meta.attrs["content"]
		}
	}
	styles, scripts := page.all("style"), page.all("script")
	require.Len(t, styles, 1)
	require.Len(t, scripts, 1)
	assert.Equal(t, style, styles[0].text, "the style is the constant file")
	assert.Equal(t, script, scripts[0].text, "the script is the constant file")
	assert.Equal(t, "default-src 'none'; style-src '"+hash(styles[0].text)+"'; script-src '"+hash(scripts[0].text)+"'; base-uri 'none'; form-action 'none'", content)
	assert.Equal(t, "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", hash("hello"))
}

func TestAudit_writePage_Script(t *testing.T) {
	t.Parallel()
	for _, forbidden := range []string{
		`{{`, `[<&]`, `\b(inner|outer)HTML\b`, `insertAdjacentHTML`, `document\.write`, `\beval\b`, `\bFunction\b`, `DOMParser`, `createContextualFragment`, `srcdoc`,
		`\bon[a-z]+\s*=`, `setAttribute\(["']on`, `\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import|open)\b`, `\b(src|href|action|location)\b`, `\.style\b`,
	} {
		assert.NotRegexp(t, forbidden, script)
	}
	assert.Contains(t, script, "textContent")
	for _, forbidden := range []string{`{{`, `url\(`, `@import`, `[<&]`, `expression`} {
		assert.NotRegexp(t, forbidden, style)
	}
}

func TestAudit_writePage_HostileTexts(t *testing.T) {
	t.Parallel()
	r := hostileReport()
	assertEveryTextIsAnAttack(t, reflect.ValueOf(r))
	text := render(t, r)
	page := parsePage(t, text)
	assertInert(t, page)
	assert.Len(t, page.all("script"), 1)
	assert.NotRegexp(t, "[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", text, "characters that move the cursor or change the direction of writing")
	assert.NotContains(t, text, "ZgotmplZ")
	assert.GreaterOrEqual(t, strings.Count(page.content(), `</td></table></style></script><script>window.attacked=1</script>`), 25)
	assert.Contains(t, page.content(), `\x00\x1b[2J\u202e\u2066`)
}

// assertEveryTextIsAnAttack checks that hostileReport left out no field that the page can show.
func assertEveryTextIsAnAttack(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		assert.Contains(t, []string{attack, received, kindUnexpected, kindPending}, v.String())
	case reflect.Pointer:
		assertEveryTextIsAnAttack(t, v.Elem())
	case reflect.Slice:
		assert.NotZero(t, v.Len(), v.Type())
		for i := range v.Len() {
			assertEveryTextIsAnAttack(t, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if v.Type() != reflect.TypeFor[time.Time]() && (f.IsExported() || f.Anonymous) { // the page can show no others
				assertEveryTextIsAnAttack(t, v.Field(i))
			}
		}
	}
}

// assertInert checks that nothing on the page runs, loads or sends, and that every link leads to an
// element.
func assertInert(t *testing.T, page *node) {
	t.Helper()
	ids := map[string]int{}
	var links []string
	var walk func(*node)
	walk = func(n *node) {
		for _, c := range n.children {
			assert.Contains(t, strings.Fields(`html head meta title style script body main header footer section div h1 h2 h3 h4 p ul li b strong small span a
				code dl dt dd figure figcaption svg rect line text details summary table caption thead tbody tfoot tr th td input label`), c.name)
			for name, value := range c.attrs {
				assert.NotRegexp(t, "^(on.*|style|src|srcset|action|srcdoc)$", name)
				switch name {
				case "href":
					links = append(links, strings.TrimPrefix(value, "#"))
				case "aria-labelledby", "for":
					links = append(links, value)
				case "id":
					ids[value]++
				}
			}
			walk(c)
		}
	}
	walk(page)
	for _, link := range links {
		assert.Equal(t, 1, ids[link], "elements with the ID %s", link)
	}
}

func TestAudit_writePage_Accessible(t *testing.T) {
	t.Parallel()
	page := parsePage(t, render(t, withBaseline(sample(3000, 60), 300)))
	assertInert(t, page)
	tables := page.all("table")
	assert.Greater(t, len(tables), 60)
	for _, table := range tables {
		require.Len(t, table.all("caption"), 1)
		assert.NotEmpty(t, table.all("caption")[0].content())
		for _, th := range table.all("th") {
			assert.Contains(t, []string{"row", "col"}, th.attrs["scope"], th.content())
		}
		columns := len(table.all("thead")[0].all("th"))
		for _, tr := range table.all("tr") {
			assert.Len(t, tr.children, columns)
		}
	}
	for _, svg := range page.all("svg") {
		assert.True(t, svg.attrs["aria-hidden"] == "true" || svg.attrs["role"] == "img" && svg.attrs["aria-label"] != "", svg.attrs)
	}
	labelled := map[string]bool{}
	for _, label := range page.all("label") {
		labelled[label.attrs["for"]] = true
	}
	for _, input := range page.all("input") {
		assert.True(t, labelled[input.attrs["id"]], input.attrs["id"])
	}
	assert.Contains(t, page.content(), "peak: ")
}

func TestAudit_writePage_ManyFindings(t *testing.T) {
	t.Parallel()
	r := withBaseline(sample(5_000, 1), 1000)
	page := parsePage(t, render(t, r))
	findings := page.withID("findings")
	rows, shown := 0, 0
	for _, chunk := range page.all("div") {
		if !strings.HasPrefix(chunk.attrs["class"], "chunk") {
			continue
		}
		n := len(chunk.all("tbody")[0].all("tr"))
		assert.LessOrEqual(t, n, maxRows, "for each page that it prints, a browser lays out a complete table")
		rows += n
		if chunk.attrs["class"] == "chunk" {
			shown += n
		}
	}
	assert.Equal(t, 6_000, rows, "the page has every finding")
	assert.Equal(t, 5*maxRows, shown, "four kinds, and the findings that are gone")
	assert.Contains(t, findings.content(), "handshakes audit -format csv")

	screen := mediaOf(t, "screen")
	assert.Contains(t, screen, ".more { display: none; }")
	assert.Contains(t, screen, "content-visibility: auto")
	assert.Equal(t, 1, strings.Count(style, ".more"), "a print hides no finding")
	assert.Equal(t, 1, strings.Count(style, "content-visibility: auto"))
}

// mediaOf returns the rules of the style for this medium.
func mediaOf(t *testing.T, medium string) string {
	t.Helper()
	_, rest, found := strings.Cut(style, "\n@media "+medium+" {\n")
	require.True(t, found)
	rules, _, found := strings.Cut(rest, "\n}\n")
	require.True(t, found)
	return rules
}

func TestAudit_writePage_PrintRules(t *testing.T) {
	t.Parallel()
	rules := mediaOf(t, "print")
	for _, rule := range []string{`figure, [^{]*{ break-inside: avoid`, `details::details-content`, `tfoot { display: table-row-group; }`, `\.scroll { overflow: visible; }`} {
		assert.Regexp(t, rule, rules)
	}
	assert.NotRegexp(t, `(?m)^\s*(table|thead|tbody|tr|th|td)\b[^{]*\{[^}]*display: (block|grid|flex|none)`, style, "tables stay tables")
}

func TestAudit_writePage_Head(t *testing.T) {
	t.Parallel()
	t.Run("says what was audited", func(t *testing.T) {
		t.Parallel()
		text := parsePage(t, render(t, withBaseline(sample(60, 3), 2))).all("main")[0].content()
		for _, want := range []string{
			"2026-03-10 09:30 UTC", "library " + auth.Version, "3 accounts, 6 lists, 6 pages, 120 invitations", "o-a1b2c3d4e5f6g7h8", "rd-Wk3p9z",
			"-within 3d", "auditor-2", "yes, the audit read all lists to the end", "audit-march-9.jsonl",
		} {
			assert.Contains(t, text, want)
		}
	})
	t.Run("says why it is incomplete", func(t *testing.T) {
		t.Parallel()
		r := sample(60, 3)
		r.Lists[3].Err = errors.New("403 denied by policy")
		text := parsePage(t, render(t, r)).all("main")[0].content()
		assert.Contains(t, text, "This report is incomplete")
		assert.Contains(t, text, "1 of 6 lists is incomplete")
		assert.Contains(t, text, "team-02, Huawei Cloud, received: 403 denied by policy")
		assert.Contains(t, text, "1 incomplete")
	})
	t.Run("says that it was interrupted", func(t *testing.T) {
		t.Parallel()
		r := sample(60, 3)
		r.Cut = true
		r.Lists[0].Err, r.Lists[5].Err = errors.New("the audit was interrupted"), errors.New("the audit was interrupted")
		text := parsePage(t, render(t, r)).all("main")[0].content()
		assert.Contains(t, text, "The audit was interrupted. 2 of 6 lists are incomplete.")
		assert.Contains(t, text, "2 incomplete")
		assert.NotContains(t, text, "read all lists to the end")
	})
	t.Run("says that senders were not checked", func(t *testing.T) {
		t.Parallel()
		text := parsePage(t, render(t, &audit{At: sampleDay})).all("main")[0].content()
		assert.Contains(t, text, "not checked; -expect")
		assert.NotContains(t, text, "Unexpected senders")
		assert.Contains(t, text, "No findings.")
	})
	t.Run("shows the IDs of the sender and the target of an invitation", func(t *testing.T) {
		t.Parallel()
		r := &audit{At: sampleDay, Lists: sampleLists("a", "a")}
		in := invitation.Invitation{Cloud: "huawei", Status: "pending", Target: invitation.Target{Type: "email", Entity: "a@b.test"}, OrganizationID: "o-1", InviterID: "77", InviterName: "acme"}
		r.Lists[0].add(finding{Kind: kindPending, State: "pending", Invitation: in})
		r.Lists[1].add(finding{Kind: kindExpired, State: "expired", Invitation: in})
		text := parsePage(t, render(t, r)).withID("findings").content()
		assert.Contains(t, text, "a@b.testemail")
		assert.Contains(t, text, "acmeo-1, 77")
		assert.Contains(t, text, "expired, reported as pending")
	})
	t.Run("says what it does not know about a list", func(t *testing.T) {
		t.Parallel()
		r := &audit{At: sampleDay, Lists: sampleLists("a", "b")}
		r.Lists[1].Identity = invitation.Identity{Role: invitation.RoleNone, AccountID: "77"}
		text := parsePage(t, render(t, r)).content()
		assert.Contains(t, text, "sentunknown; see handshakes checkunknownyes")
		assert.Contains(t, text, "receivednone77yes")
	})
	t.Run("marks look-alikes in words", func(t *testing.T) {
		t.Parallel()
		assert.Contains(t, parsePage(t, render(t, sample(200, 2))).content(), "Look-alike of acme_root")
	})
}

func TestAudit_writePage_Error(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	err := sample(500, 2).writePage(&limited{left: 10_000, err: full})
	assert.ErrorIs(t, err, full)
}

// limited is a writer that fails when it is full.
type limited struct {
	left int
	err  error
}

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, l.err
	}
	return len(p), nil
}
