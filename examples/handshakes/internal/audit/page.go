package audit

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// The page is XML, too, so that it can be checked to be well-formed.
//
//go:embed page.html
var pageText string

// html writes the page. The template escapes; on top of that, strangers' texts are
// made printable, as they could turn the direction of writing.
func (r *report) html(o options, w io.Writer) error {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return err
	}
	return t.Execute(w, r.page(o))
}

// A page is what the template shows.
type page struct {
	At, Within, Checked string
	Lists               string
	Failed              []failedList
	Cut                 bool
	Findings            []section
	Bars                []bar
	Timeline            timeline
}

type failedList struct{ Name, Why string }

// A section is one kind of finding.
type section struct {
	Kind, Title string
	Open        bool // the others unfold
	Rows        []findingRow
}

// A findingRow is an entry as it is read.
type findingRow struct {
	Cloud, Account, List, Status string
	With, Organization, ID       string
	Expires, Left, Notes         string
}

func (r *report) page(o options) page {
	p := page{
		At:       r.at.UTC().Format(minutes),
		Cut:      r.cut,
		Within:   period(o.within),
		Lists:    count(r.lists, "list"),
		Bars:     r.bars(),
		Timeline: r.timeline(o.within),
	}
	if o.expect == nil {
		p.Checked = "Senders were not checked: -expect says who is expected."
	}
	for _, f := range r.failed {
		p.Failed = append(p.Failed, failedList{terminal.Printable(f.Name), terminal.Printable(f.Err.Error())})
	}
	titles := map[string]string{
		unexpected: "Unexpected senders", expiring: "Expiring within " + p.Within, expired: "Expired", pending: "Pending",
	}
	for _, kind := range findings {
		s := section{Kind: kind, Title: titles[kind], Open: kind == unexpected || kind == expiring}
		for _, e := range r.found(kind) {
			s.Rows = append(s.Rows, e.row(r.at))
		}
		if s.Rows != nil {
			p.Findings = append(p.Findings, s)
		}
	}
	return p
}

func (e entry) row(now time.Time) findingRow {
	title := ""
	if c := clouds.Choose(e.Cloud); len(c) == 1 {
		title = c[0].Title
	}
	row := findingRow{
		Cloud: title, Account: e.account, List: string(e.list), Status: e.Status,
		With: e.with(), Organization: e.Organization, ID: e.ID,
		Expires: clouds.Show(e.Expires, minutes), Notes: e.Notes,
	}
	for _, text := range []*string{&row.Account, &row.Status, &row.With, &row.Organization, &row.ID, &row.Notes} {
		*text = terminal.Printable(*text)
	}
	if !e.Expires.IsZero() && slices.Contains(findings, e.state) {
		row.Left = left(e.Expires.Sub(now))
	}
	return row
}

// left is a time from now on, or ago, in its two greatest units.
func left(d time.Duration) string {
	if d < 0 {
		return span(-d) + " ago"
	}
	return "in " + span(d)
}

func span(d time.Duration) string {
	switch {
	case d >= 2*day:
		return fmt.Sprintf("%d days", d/day)
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d hours", d/time.Hour)
	default:
		return fmt.Sprintf("%d min", d/time.Minute)
	}
}

// period is a flag's time as it is read.
func period(d time.Duration) string {
	if days := d / day; days > 1 && d%day == 0 {
		return fmt.Sprintf("%d days", days)
	}
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}

// A bar shows a cloud's invitations by their state.
type bar struct {
	Title string
	Total string
	Parts []part
}

// A part is a rectangle of a bar; X and Width are percentages.
type part struct {
	Class, State string
	Count        int
	X, Width     string
}

// states are those with a colour of their own, in the order of the bar.
var states = []string{"accepted", pending, expiring, expired, "declined", "cancelled"}

func (r *report) bars() []bar {
	var out []bar
	for _, c := range r.clouds {
		b := bar{Title: c.Title, Total: count(c.total, "invitation")}
		rest, begin := c.total, 0
		add := func(class, state string, n int) {
			if n > 0 {
				b.Parts = append(b.Parts, part{class, state, n, percent(begin, c.total), percent(n, c.total)})
				begin += n
			}
		}
		for _, s := range states {
			add(s, s, c.states[s])
			rest -= c.states[s]
		}
		add("other", "other", rest)
		out = append(out, b)
	}
	return out
}

func percent(n, of int) string {
	if of == 0 {
		return "0%"
	}
	return fmt.Sprintf("%.3f%%", 100*float64(n)/float64(of))
}

// open are the entries whose time still runs.
func (r *report) open(cloud string) []entry {
	return slices.DeleteFunc(slices.Clone(r.entries), func(e entry) bool {
		return e.Cloud != cloud || e.state != pending && e.state != expiring
	})
}
