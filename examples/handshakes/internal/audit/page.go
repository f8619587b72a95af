package audit

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/version"
)

// The page is also well-formed XML, so that a test can read it. The style and the script are
// constant: the browser accepts only a style and a script with a hash that the page names.
var (
	//go:embed page.html
	pageText string
	//go:embed style.css
	style string
	//go:embed script.js
	script string
)

// maxRows is how many rows a table has, and how many of a kind the screen shows until the reader
// asks for all of them. A browser needs seconds to lay out 20,000 rows. For each page that it
// prints, it lays out a complete table, so one table of 20,000 rows takes minutes.
const maxRows = 100

// writePage writes the report as an HTML page in one file that loads nothing. Hostile texts cannot
// run or change the page: the template escapes them, and terminal.Printable makes characters
// visible that could change the direction of writing.
//
// The page has every finding. The screen shows the first 100 of each kind of an account until the
// reader asks for all, and a print has all of them. After a search, a print has the findings that
// match, and says so.
func (a *audit) writePage(w io.Writer) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"policy":  policy,
		"style":   func() template.CSS { return template.CSS(style) },
		"script":  func() template.JS { return template.JS(script) },
		"cap":     func() int { return maxRows },
		"text":    terminal.Printable,
		"count":   cli.Count,
		"date":    func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") },
		"checked": func() bool { return a.expect != nil },
		"version": version.String,
		"tables":  func(rows []*finding) [][]*finding { return slices.Collect(slices.Chunk(rows, maxRows)) },
		"states":  func(s *sum) []string { return slices.Sorted(maps.Keys(s.States)) },
		"top":     func(cloud *sum) int { return max(1, slices.Max(cloud.Expires)) },
		"kinds":   a.kinds, "title": a.title, "columns": a.columns, "peak": a.peak,
	}).Parse(pageText)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(w)
	return cmp.Or(t.Execute(buffered, a), buffered.Flush())
}

// policy forbids everything except the style and the script of the page.
func policy() string {
	return fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'", hash(style), hash(script))
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// kinds returns the kinds of findings that the page counts.
func (a *audit) kinds(s *sum) []string {
	if a.expect == nil && s.Kinds[kindUnexpected] == nil {
		return kinds[1:]
	}
	return kinds
}

// title returns the name of a kind of findings on the page.
func (a *audit) title(kind string) string {
	return map[string]string{
		kindUnexpected: "Unexpected senders",
		kindExpiring:   "Expiring within " + cli.FormatDuration(a.within),
		kindExpired:    "Expired",
		kindPending:    "Pending",
	}[kind]
}

const (
	day = 24 * time.Hour
	// days is how many days the timeline has. An invitation of either cloud expires after 14
	// days, and today is not a complete day.
	days = 14 + 1
)

// columns returns the names of the columns of the timeline: the days, then a column for
// invitations that expire later, and one for those without a date.
func (a *audit) columns() (names []string) {
	for i := range days {
		names = append(names, a.At.UTC().AddDate(0, 0, i).Format("Jan 2"))
	}
	return append(names, "later", "no date")
}

// column returns the column that counts an invitation, if it is open. An invitation that should
// have expired before today counts today.
func (a *audit) column(f *finding) (column int, open bool) {
	column = days + 1
	if e := f.Invitation.Expires; !e.IsZero() {
		column = min(max(0, int(e.Sub(a.At.UTC().Truncate(day))/day)), days)
	}
	return column, f.State == kindExpiring || f.State == kindPending
}

// peak names the day on which most invitations of a cloud expire, "" if none expires.
func (a *audit) peak(cloud *sum) string {
	most := slices.Max(cloud.Expires[:days])
	if most == 0 {
		return ""
	}
	return fmt.Sprintf("peak: %d on %s", most, a.columns()[slices.Index(cloud.Expires, most)])
}
