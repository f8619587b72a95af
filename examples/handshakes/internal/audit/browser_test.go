package audit

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// visible counts the rows of findings that the screen shows.
const visible = `[...document.querySelectorAll("#findings .findings tbody tr")].filter(row => row.checkVisibility()).length`

const setUp = `
	var until = (done) => new Promise((resolve) => { const look = () => done() ? resolve(0) : requestAnimationFrame(look); look(); });
	var field = (name) => [...document.querySelectorAll(".tools label")].find(l => l.firstChild.data === name).querySelector("input, select");
	var enter = (name, value) => { field(name).value = value; field(name).dispatchEvent(new Event("input", { bubbles: true })); };
	var said = () => document.querySelector(".tools [role=status]").textContent;
	var column = (n) => [...document.querySelector("#findings .group").querySelectorAll("tbody tr:not(.miss)")].map(row => row.cells[n].firstChild.textContent);
	0`

func TestAudit_writePage_InBrowser(t *testing.T) {
	b := startBrowser(t)
	r := withBaseline(sample(1000, 3), 20)
	b.open(r)
	b.eval(setUp, nil)
	all := b.number(visible)

	t.Run("the script adds controls and says how many findings there are", func(t *testing.T) {
		assert.Equal(t, "1000 findings", b.text(`said()`))
		assert.Less(t, all, 1000, "rows of groups beyond the cap are hidden")
	})
	t.Run("search finds every row, also a hidden one", func(t *testing.T) {
		findings := r.Sums().Findings
		for _, f := range []*finding{findings[0], findings[500], findings[999]} {
			b.eval(fmt.Sprintf(`enter("Search the findings", %q)`, strings.ToUpper(f.Invitation.ID)), nil)
			assert.Equal(t, "1 of 1000 findings match", b.text(`said()`))
			assert.Equal(t, 1, b.number(visible))
		}
	})
	t.Run("a search without a match shows no row", func(t *testing.T) {
		b.eval(`enter("Search the findings", "no such text")`, nil)
		assert.Equal(t, "0 of 1000 findings match", b.text(`said()`))
		assert.Zero(t, b.number(visible))
	})
	t.Run("filters count as the report does", func(t *testing.T) {
		b.eval(`enter("Search the findings", "")`, nil)
		sums := r.Sums()
		for field, want := range map[string]map[string]int{
			"Kind":   {"Unexpected senders": len(sums.Kinds[kindUnexpected]), "Expired": len(sums.Kinds[kindExpired])},
			"Marked": {"new": sums.Labels[changeNew], "still": sums.Labels[changeStill], "look-alike": sums.Labels["look-alike"]},
		} {
			for value, n := range want {
				b.eval(fmt.Sprintf(`enter(%q, %q)`, field, value), nil)
				assert.Equal(t, fmt.Sprint(n)+" of 1000 findings match", b.text(`said()`), "%s: %s", field, value)
			}
			b.eval(fmt.Sprintf(`enter(%q, "")`, field), nil)
		}
		assert.Equal(t, "1000 findings", b.text(`said()`))
		assert.Equal(t, all, b.number(visible))
	})
	t.Run("a heading sorts its group, and says in which direction", func(t *testing.T) {
		b.eval(`document.querySelector("#findings .group").scrollIntoView(), until(() => document.querySelector("#findings .group button"))`, nil)
		var before, up, down []string
		b.eval(`column(3)`, &before)
		b.eval(`document.querySelectorAll("#findings .group table")[0].tHead.rows[0].cells[3].firstChild.click(), column(3)`, &up)
		assert.Equal(t, "ascending", b.text(`document.querySelector("#findings [aria-sort]").getAttribute("aria-sort")`))
		b.eval(`document.querySelectorAll("#findings .group table")[0].tHead.rows[0].cells[3].firstChild.click(), column(3)`, &down)
		assert.Equal(t, "descending", b.text(`document.querySelector("#findings [aria-sort]").getAttribute("aria-sort")`))
		assert.NotEqual(t, before, up)
		assert.ElementsMatch(t, before, up)
		assert.IsIncreasing(t, up)
		assert.IsDecreasing(t, down)
		b.eval(`document.querySelectorAll("#summary th button")[6].click()`, nil)
		var counts []string
		b.eval(`[...document.querySelectorAll("#summary tbody tr")].map(row => row.cells[6].textContent.padStart(9))`, &counts)
		assert.IsNonDecreasing(t, counts, "numbers are sorted as numbers")
	})
	t.Run("a print shows what matches, and says so", func(t *testing.T) {
		b.call("Emulation.setEmulatedMedia", map[string]any{"media": "print"}, nil)
		assert.Equal(t, 1000, b.number(visible), "also the rows that the screen hides")
		b.eval(`enter("Marked", "look-alike")`, nil)
		assert.Equal(t, r.Sums().Labels["look-alike"], b.number(visible))
		assert.Equal(t, 1, b.number(`[document.querySelector(".tools [role=status]")].filter(e => e.checkVisibility()).length`))
		b.eval(`enter("Marked", "")`, nil)
		b.call("Emulation.setEmulatedMedia", map[string]any{"media": ""}, nil)
	})
	t.Run("a box shows all rows of an account", func(t *testing.T) {
		b.eval(`document.querySelectorAll("#findings .cap").forEach(box => box.click())`, nil)
		assert.Equal(t, 1000, b.number(visible))
	})
	t.Run("a phone scrolls tables and not the page", func(t *testing.T) {
		b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": true}, nil)
		assert.LessOrEqual(t, b.number(`document.documentElement.scrollWidth`), 360)
		assert.Equal(t, "table", b.text(`getComputedStyle(document.querySelector(".findings")).display`))
		assert.Equal(t, "table-row", b.text(`getComputedStyle(document.querySelector(".findings tbody tr")).display`))
		b.call("Emulation.clearDeviceMetricsOverride", nil, nil)
	})
	b.assertQuiet()
}

func TestAudit_writePage_InBrowserIsInert(t *testing.T) {
	b := startBrowser(t)
	b.open(hostileReport())
	assert.Equal(t, "Invitation audit", b.text(`document.querySelector("h1").textContent`))
	assert.Equal(t, 1, b.number(`document.scripts.length`))
	assert.Zero(t, b.number(`document.querySelectorAll("img, iframe, object, [onload], [onerror]").length`))
	assert.Zero(t, b.number(`window.attacked || 0`))
	b.assertQuiet()
}

var sampleID = regexp.MustCompile(`h-[0-9]{6}-[0-9a-f]{8}`)

func TestAudit_writePage_PrintsEveryFinding(t *testing.T) {
	for _, n := range []int{10, 1000, 20_000} {
		t.Run(fmt.Sprintf("%d findings", n), func(t *testing.T) {
			if n > 1000 && os.Getenv("PRINT_ROWS") != strconv.Itoa(n) {
				t.Skipf("printing %d findings takes minutes: set PRINT_ROWS=%[1]d", n)
			}
			b := startBrowser(t)
			r := withBaseline(sample(n, max(1, n/5000)), n/10)
			b.open(r)
			assert.LessOrEqual(t, b.number(visible), 4*4*maxRows, "the screen shows a part")
			printed := b.print()
			times := map[string]int{}
			for _, id := range sampleID.FindAllString(printed, -1) {
				times[id]++
			}
			assert.Len(t, times, n+n/10)
			for _, f := range append(r.Sums().Findings, r.Gone...) {
				if times[f.Invitation.ID] != 1 {
					t.Fatalf("the print has %s %d times", f.Invitation.ID, times[f.Invitation.ID])
				}
			}
			assert.Contains(t, printed, "nodate", "the table of the timeline, which is closed on the screen")
			b.assertQuiet()
		})
	}
}
