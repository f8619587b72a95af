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
	"slices"
	"strconv"
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

const minutes = "2006-01-02 15:04"

var pageTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"text":  terminal.Printable,
		"num":   number,
		"count": count,
		"date":  func(t time.Time) string { return t.UTC().Format(minutes) },
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
	if err := t.Execute(buffered, r.page()); err != nil {
		return err
	}
	return buffered.Flush()
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
	Kinds         []kindColumn
	Accounts      []account
	States        []stateRow
	Bars          []bar
	Timeline      timeline
	GoneGroup     group
}

func (r *Report) page() page {
	s := r.Sums()
	p := page{
		Report: r, Sums: s,
		Policy: policy(), Style: template.CSS(style), Script: template.JS(script),
		Cap:           onScreen,
		Organizations: r.organizations(),
		Kinds:         r.kindColumns(s),
		States:        stateRows(s),
		Bars:          bars(s),
		Timeline:      r.timeline(s),
		GoneGroup:     r.group(r.Gone),
	}
	p.GoneGroup.Caption, p.GoneGroup.ShowAccount = "Gone since the baseline", true
	p.Accounts = r.accounts(s, p.Kinds)
	return p
}

// policy forbids everything except the style and the script of the page.
func policy() string {
	return fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'", hash(style), hash(script))
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// Failed returns the lists that say why they are incomplete.
func (p page) Failed() []List {
	return slices.DeleteFunc(slices.Clone(p.Lists), func(l List) bool { return l.Err == "" })
}

// CapLists, CapAccounts and CapGone say that the screen does not show all rows at first.
func (p page) CapLists() bool    { return len(p.Lists) > p.Cap.Lists }
func (p page) CapAccounts() bool { return len(p.Accounts) > p.Cap.Accounts }
func (p page) CapGone() bool     { return len(p.Gone) > p.Cap.Rows }

func (r *Report) organizations() []string {
	var ids []string
	for _, l := range r.Lists {
		if l.Organization != "" {
			ids = append(ids, l.Organization)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// A kindColumn is a kind of findings in the summary.
type kindColumn struct {
	Kind, Title string
	Count       int
}

// Class is a word that a style can be written for.
func (k kindColumn) Class() string { return known(Kinds(), k.Kind) }

// kindColumns are the known kinds, and others that were found.
func (r *Report) kindColumns(s Sums) []kindColumn {
	kinds := append(Kinds(), s.kinds()...)
	slices.SortFunc(kinds, compareKinds)
	titles := map[string]string{
		KindUnexpected: "Unexpected senders", KindExpiring: "Expiring within " + period(r.Within), KindExpired: "Expired", KindPending: "Pending",
	}
	var out []kindColumn
	for _, kind := range slices.Compact(kinds) {
		if kind != KindUnexpected || r.Checked || s.Kinds[kind] > 0 {
			out = append(out, kindColumn{kind, cmp.Or(titles[kind], terminal.Printable(kind), "Other"), s.Kinds[kind]})
		}
	}
	return out
}

// An account is an account of the summary, with its findings by kind.
type account struct {
	ID string // of the element
	AccountSum
	Groups []group // one for each kindColumn
}

// Capped says that the screen does not show all findings at first.
func (a account) Capped() bool {
	return slices.ContainsFunc(a.Groups, func(g group) bool { return g.Count > onScreen.Rows })
}

// accounts puts those with the most pressing findings first.
func (r *Report) accounts(s Sums, kinds []kindColumn) []account {
	type place struct {
		accountKey
		kind string
	}
	found := map[place][]Finding{}
	for _, f := range r.Findings {
		at := place{f.account(), f.Kind}
		found[at] = append(found[at], f)
	}
	slices.SortStableFunc(s.Accounts, func(a, b AccountSum) int {
		for _, k := range kinds {
			if c := cmp.Compare(b.Kinds[k.Kind], a.Kinds[k.Kind]); c != 0 {
				return c
			}
		}
		return 0
	})
	var out []account
	for i, sum := range s.Accounts {
		a := account{ID: "a" + strconv.Itoa(i+1), AccountSum: sum}
		for j, k := range kinds {
			k.Count = sum.Kinds[k.Kind]
			rows := found[place{accountKey{sum.Cloud, sum.Account}, k.Kind}]
			g := r.group(rows)
			g.ID, g.kindColumn = fmt.Sprintf("%sk%d", a.ID, j+1), k
			g.Caption = fmt.Sprintf("%s: %s, %s", k.Title, terminal.Printable(a.Account), terminal.Printable(a.Title))
			a.Groups = append(a.Groups, g)
		}
		out = append(out, a)
	}
	return out
}

// known returns name if it is in names, and "other" if not.
func known(names []string, name string) string {
	if slices.Contains(names, name) {
		return name
	}
	return "other"
}

// number separates the thousands.
func number(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0 && text[at-1] != '-'; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// count is a number of things, such as 1 list or 2,000 lists.
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return number(n) + " " + thing
}
