package audit

import (
	"cmp"
	"slices"
)

// A sum counts the invitations and the findings of some lists.
type sum struct {
	*account                                    // of one of the lists
	Lists, Incomplete, Pages, Invitations, Open int
	LookAlikes                                  int            // findings from look-alike senders
	States                                      map[string]int // invitations by state
	Changes                                     map[string]int // findings by change
	Expires                                     []int          // open invitations by column of the timeline
	Findings                                    []*finding
	Kinds                                       map[string][]*finding
}

// sum counts. Every number on the page comes from here.
func (a *audit) sum(lists []*list) *sum {
	s := &sum{Lists: len(lists), States: map[string]int{}, Changes: map[string]int{}, Expires: make([]int, days+2), Kinds: map[string][]*finding{}}
	for _, l := range lists {
		s.account = l.account
		s.Pages += l.Pages
		s.Invitations += l.Invitations
		if l.Err != nil {
			s.Incomplete++
		}
		for state, n := range l.States {
			s.States[state] += n
		}
		s.Findings = append(s.Findings, l.Findings...)
	}
	sortFindings(s.Findings)
	for _, f := range s.Findings {
		s.Kinds[f.Kind] = append(s.Kinds[f.Kind], f)
		s.Changes[f.Change]++
		if f.LookAlike != "" {
			s.LookAlikes++
		}
		if column, open := a.column(f); open {
			s.Open++
			s.Expires[column]++
		}
	}
	return s
}

// Sums are the numbers of a report. The numbers of the clouds add up to the total, and so do those
// of the accounts. The accounts with the most urgent findings come first.
type sums struct {
	*sum
	Clouds, Accounts []*sum
}

// Sums returns the numbers of the report.
func (a *audit) Sums() sums {
	s := sums{
		sum:      a.sum(a.Lists),
		Clouds:   a.sumsBy(func(l *list) string { return l.Cloud }),
		Accounts: a.sumsBy(func(l *list) string { return l.label() }),
	}
	slices.SortStableFunc(s.Accounts, func(a, b *sum) (order int) {
		for _, kind := range kinds {
			order = cmp.Or(order, cmp.Compare(len(b.Kinds[kind]), len(a.Kinds[kind])))
		}
		return order
	})
	return s
}

// sumsBy returns a sum for each group of lists with the same key.
func (a *audit) sumsBy(key func(*list) string) (all []*sum) {
	groups := map[string][]*list{}
	for _, l := range a.Lists {
		groups[key(l)] = append(groups[key(l)], l)
	}
	for _, l := range a.Lists {
		if group := groups[key(l)]; group[0] == l {
			all = append(all, a.sum(group))
		}
	}
	return all
}
