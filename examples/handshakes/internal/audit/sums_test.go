//go:build !race

// The race detector finds nothing here, because these tests have one goroutine.

package audit

import (
	"errors"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// randomReport returns a report, and how many invitations and findings were added to it.
func randomReport(random *rand.Rand) (r *audit, invitations, findings int) {
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	r = &audit{At: sampleDay, within: time.Duration(random.IntN(60)) * 11 * time.Hour, Cut: random.IntN(9) == 0}
	if random.IntN(2) == 0 {
		r.expect = []string{"o-1"}
	}
	for range 1 + random.IntN(5) {
		l := &list{States: map[string]int{}, account: &account{Cloud: pick("huawei", "alibaba"), Name: pick("a", "b", "c")}, Kind: pick(sent, received), Pages: random.IntN(2000)}
		l.Title = titles[l.Cloud]
		if random.IntN(3) == 0 {
			l.Err = errors.New("denied")
		}
		r.Lists = append(r.Lists, l)
	}
	baseline := random.IntN(2) == 0
	randomFinding := func(cloud string) finding {
		f := finding{
			Kind:  pick("", kindUnexpected, kindExpiring, kindExpired, kindPending),
			State: pick("pending", kindExpiring, "expired", "accepted", "cancelled", "unknown <state>", "deleted"),
			Invitation: invitation.Invitation{Cloud: cloud, ID: strconv.Itoa(random.Int()),
				Expires: sampleDay.Add(time.Duration(random.Int64N(int64(90*day))) - 20*day)},
		}
		if f.State == "pending" && random.IntN(4) == 0 {
			f.Invitation.Expires = time.Time{}
		}
		if f.Kind != "" {
			findings++
		}
		if baseline {
			f.Change = pick(changeNew, changeStill)
		}
		if f.Kind == kindUnexpected {
			f.LookAlike = pick("", "acme")
		}
		return f
	}
	for range random.IntN(60) {
		l := r.Lists[random.IntN(len(r.Lists))]
		l.add(randomFinding(l.Cloud))
		invitations++
	}
	added := findings
	if baseline {
		r.Baseline = "before.csv"
		for range random.IntN(5) {
			gone := randomFinding("huawei")
			r.Gone = append(r.Gone, &gone)
		}
	}
	return r, invitations, added
}

// toNumber reads a number as the page shows it.
func toNumber(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(text))
	require.NoError(t, err)
	return n
}

// A shownTable is what a table of the page shows: the numbers of its rows, and of its foot.
type shownTable struct {
	rows [][]int
	foot []int
}

func readTable(t *testing.T, page *node, id string) (out shownTable) {
	t.Helper()
	numbers := func(tr *node) (row []int) {
		for _, td := range tr.all("td") {
			if td.attrs["class"] == "n" {
				row = append(row, toNumber(t, td.content()))
			}
		}
		return row
	}
	table := page.withID(id)
	require.NotNil(t, table, id)
	for _, tr := range table.all("tbody")[0].all("tr") {
		out.rows = append(out.rows, numbers(tr))
	}
	out.foot = numbers(table.all("tfoot")[0])
	return out
}

// assertAddsUp checks that each number of the foot is the sum of its column.
func (s shownTable) assertAddsUp(t *testing.T) {
	t.Helper()
	sums := make([]int, len(s.foot))
	for _, row := range s.rows {
		require.Len(t, row, len(sums))
		for i, n := range row {
			sums[i] += n
		}
	}
	assert.Equal(t, s.foot, sums)
}

func sumOf(numbers []int) (sum int) {
	for _, n := range numbers {
		sum += n
	}
	return sum
}

// readTiles returns the numbers at the top of the page by their names.
func readTiles(t *testing.T, page *node) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, list := range page.all("ul") {
		if list.attrs["class"] != "tiles" {
			continue
		}
		for _, li := range list.all("li") {
			out[strings.TrimSpace(li.text)] = toNumber(t, li.all("b")[0].content())
		}
	}
	return out
}

func countClass(page *node, name, class string) (n int) {
	for _, e := range page.all(name) {
		if strings.HasPrefix(e.attrs["class"]+" ", class+" ") {
			n++
		}
	}
	return n
}

func TestAudit_writePage_NumbersAddUp(t *testing.T) {
	t.Parallel()
	seeds := uint64(1000)
	if os.Getenv("STORM_WRITES") == "" {
		seeds = 200
	}
	for seed := range seeds {
		r, invitations, findings := randomReport(rand.New(rand.NewPCG(seed, 1)))
		page := parsePage(t, strings.NewReplacer(style, "", script, "").Replace(render(t, r))) // they show no number
		lists, states, days, summary := readTable(t, page, "lists"), readTable(t, page, "states"), readTable(t, page, "days"), readTable(t, page, "summary")
		for _, table := range []shownTable{lists, states, days, summary} {
			table.assertAddsUp(t)
		}
		assertInvitations(t, invitations, lists, states, summary)
		assertFindings(t, page, findings, summary)
		tiles := readTiles(t, page)
		if r.Baseline != "" {
			assert.Equal(t, findings, tiles["New since the baseline"]+tiles["Still there"])
			assert.Len(t, r.Gone, tiles["Gone"])
			assert.Equal(t, tiles["New since the baseline"], countClass(page.withID("findings"), "span", "badge new"))
		}
		assert.Equal(t, tiles["Look-alike senders"]+tiles["Look-alike sender"], countClass(page.withID("findings"), "strong", "look"))
		if t.Failed() {
			t.Fatalf("with the report of seed %d", seed)
		}
	}
}

// assertInvitations checks that the total is the sum of the lists, of the states, of the
// clouds and of the accounts.
func assertInvitations(t *testing.T, want int, lists, states, summary shownTable) {
	t.Helper()
	assert.Equal(t, want, lists.foot[1], "lists")
	total := len(states.foot) - 1
	assert.Equal(t, want, states.foot[total], "states")
	assert.Equal(t, want, sumOf(states.foot[:total]), "clouds")
	for _, row := range states.rows {
		assert.Equal(t, row[total], sumOf(row[:total]))
	}
	assert.Equal(t, want, summary.foot[len(summary.foot)-1], "accounts")
}

// assertFindings checks that the total is the sum of the kinds, in total and for each
// account, and that each number is that of the rows beneath it.
func assertFindings(t *testing.T, page *node, want int, summary shownTable) {
	t.Helper()
	tiles := readTiles(t, page)
	assert.Equal(t, want, tiles["Findings"]+tiles["Finding"])
	total := len(summary.foot) - 2
	for _, row := range append(summary.rows, summary.foot) {
		assert.Equal(t, row[total], sumOf(row[:total]))
	}
	assert.Equal(t, want, summary.foot[total])
	shown := 0
	for _, group := range page.withID("findings").all("div") {
		if group.attrs["class"] == "group" {
			n := toNumber(t, group.all("h4")[0].all("span")[0].content())
			rows := 0
			for _, body := range group.all("tbody") {
				rows += len(body.all("tr"))
			}
			assert.Equal(t, n, rows)
			shown += n
		}
	}
	assert.Equal(t, want, shown)
}
