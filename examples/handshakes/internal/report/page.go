package report

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
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// The page is well-formed XML, too, so that a test can read it. The style and the script
// are constant, because the browser takes only those whose hashes the page names.
var (
	//go:embed page.html
	pageText string
	//go:embed style.css
	style string
	//go:embed script.js
	script string
)

// A caps says how many rows of a table the screen shows until the reader asks for all of
// them: lists, accounts, and findings of one kind and account. The page has all rows, and
// a printer prints them. The style hides the others from the screen only, because a
// browser needs seconds to lay out 20,000 rows.
type caps struct{ Lists, Accounts, Rows int }

var onScreen = caps{Lists: 10, Accounts: 50, Rows: 200}

var pageTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"text":  terminal.Printable,
		"num":   number,
		"count": Count,
		"date":  func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") },
		"left":  left, "detail": detail, "reported": reported,
	}).Parse(pageText)
})

// WriteHTML writes the report as a page of one file that loads nothing. Texts from
// outside cannot act: the template escapes them, and terminal.Printable makes visible
// what could turn the direction of writing.
//
// The page has every finding. The screen shows the first 200 of each kind of an account
// until the reader asks for all, and a print has all of them. If the reader has searched,
// a print has what matches and says so.
func (r *Report) WriteHTML(w io.Writer) error {
	t, err := pageTemplate()
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(w)
	return cmp.Or(t.Execute(buffered, r.page()), buffered.Flush())
}

// A page is what the template shows.
type page struct {
	*Report
	Sums          Sums
	Policy        string
	Style         template.CSS
	Script        template.JS
	Cap           caps
	Organizations []string
	Kinds         []kind
	Accounts      []account
	States        []stateRow
	Bars          []bar
	Timeline      timeline
	GoneGroup     group
}

func (r *Report) page() page {
	s := r.Sums()
	organizations := map[string]bool{}
	for _, l := range r.Lists {
		organizations[l.Organization] = true
	}
	delete(organizations, "") // unknown
	states, kinds := stateRows(s), r.kinds(s)
	return page{
		Report: r, Sums: s,
		Policy: policy(), Style: template.CSS(style), Script: template.JS(script),
		Cap:           onScreen,
		Organizations: slices.Sorted(maps.Keys(organizations)),
		Kinds:         kinds,
		Accounts:      r.accounts(s, kinds),
		States:        states,
		Bars:          bars(s, states),
		Timeline:      r.timeline(s),
		GoneGroup:     group{Caption: "Gone since the baseline", ShowAccount: true, At: r.At, Chunks: chunks(r.Gone)},
	}
}

// policy forbids everything except the style and the script of the page.
func policy() string {
	return fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'", hash(style), hash(script))
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// A kind counts the findings of one kind. Class is the one of [Kinds].
type kind struct {
	Class, Title string
	Count        int
}

func (r *Report) kinds(s Sums) (out []kind) {
	titles := map[string]string{
		KindUnexpected: "Unexpected senders", KindExpiring: "Expiring within " + span(r.Within), KindExpired: "Expired", KindPending: "Pending",
	}
	for _, class := range Kinds() {
		if class != KindUnexpected || r.Checked || s.Kinds[class] > 0 {
			out = append(out, kind{class, titles[class], s.Kinds[class]})
		}
	}
	return out
}

// An account is an account of the summary, with its findings by kind.
type account struct {
	ID string // of the element
	*PartSum
	Groups []group // one for each kind
	Capped bool    // the screen does not show all findings at first
}

// accounts puts those with the most pressing findings first.
func (r *Report) accounts(s Sums, kinds []kind) (out []account) {
	found := map[place][]Finding{}
	for _, f := range r.Findings {
		at := place{f.Invitation.Cloud, f.Account, f.Kind}
		found[at] = append(found[at], f)
	}
	slices.SortStableFunc(s.Accounts, func(a, b *PartSum) int {
		c := 0
		for _, k := range kinds {
			c = cmp.Or(c, cmp.Compare(b.Kinds[k.Class], a.Kinds[k.Class]))
		}
		return c
	})
	for i, sum := range s.Accounts {
		a := account{ID: "a" + strconv.Itoa(i+1), PartSum: sum}
		for j, k := range kinds {
			k.Count = sum.Kinds[k.Class]
			a.Capped = a.Capped || k.Count > onScreen.Rows
			a.Groups = append(a.Groups, group{
				ID: fmt.Sprintf("%sk%d", a.ID, j+1), kind: k, At: r.At,
				Caption: fmt.Sprintf("%s: %s, %s", k.Title, terminal.Printable(a.Account), terminal.Printable(a.Title)),
				Chunks:  chunks(found[place{sum.Cloud, sum.Account, k.Class}]),
			})
		}
		out = append(out, a)
	}
	return out
}

// A group holds the findings of one account and kind.
type group struct {
	ID string
	kind
	Caption     string
	ShowAccount bool
	At          time.Time // when the audit ran
	Chunks      []chunk
}

// A chunk is a table with a part of a group, whose rows are counted from 1. A browser that prints
// a table works through all of its rows for each page, so that one table of 20,000 rows would
// take minutes.
type chunk struct {
	First, Last int
	Rows        []Finding
}

func chunks(findings []Finding) (out []chunk) {
	last := 0
	for rows := range slices.Chunk(findings, onScreen.Rows) {
		out = append(out, chunk{last + 1, last + len(rows), rows})
		last += len(rows)
	}
	return out
}

// detail has the IDs of the inviter, or the type of the target.
func detail(f Finding) string {
	if f.List != Received {
		return string(f.Invitation.Target.Type)
	}
	ids := []string{f.Invitation.OrganizationID, f.Invitation.InviterID}
	return strings.Join(slices.DeleteFunc(ids, func(id string) bool { return id == "" }), ", ")
}

// reported is the status if the state does not say it.
func reported(f Finding) string {
	if status := string(f.Invitation.Status); f.State != StateExpiring && f.State != status {
		return status
	}
	return ""
}

// number separates the thousands.
func number(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// Count is a number of things, such as 1 list or 2,000 lists.
func Count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return number(n) + " " + thing
}

const day = 24 * time.Hour

// left is how long it is from now to a time, or ago.
func left(t, now time.Time) string {
	if d := t.Sub(now); d >= 0 {
		return "in " + span(d)
	}
	return span(now.Sub(t)) + " ago"
}

// span is a time in its greatest unit.
func span(d time.Duration) string {
	switch {
	case d >= 2*day:
		return Count(int(d/day), "day")
	case d >= 2*time.Hour:
		return Count(int(d/time.Hour), "hour")
	default:
		return number(int(d/time.Minute)) + " min"
	}
}
