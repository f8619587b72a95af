package audit

import (
	"cmp"
	"slices"
)

// A sum counts the invitations and the findings of some lists.
type sum struct {
	*account                // of one of the lists
	Clouds, Accounts []*sum // only in the sum of all lists

	Lists, Incomplete, Pages int
	Invitations              int
	States                   map[string]int // invitations by state
	Open                     int            // invitations that are open
	Expires                  []int          // open invitations by column of the timeline
	Findings                 []*finding
	Kinds                    map[string][]*finding
	Labels                   map[string]int // findings by label, and by change
}

// sum counts. Every number on the page comes from here.
func (a *audit) sum(lists []*list) *sum {
	s := &sum{Lists: len(lists), States: map[string]int{}, Labels: map[string]int{}, Expires: make([]int, days+2), Kinds: map[string][]*finding{}}
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
		s.Labels[f.label()]++
		s.Labels[f.Change]++
		if column, open := a.column(f); open {
			s.Open++
			s.Expires[column]++
		}
	}
	return s
}

// Sums returns the sum of all lists. The sums of the clouds add up to it, and so do those of the
// accounts. The accounts with the most urgent findings come first.
func (a *audit) Sums() *sum {
	s := a.sum(a.Lists)
	s.Clouds = a.sumsBy(func(l *list) string { return l.Cloud })
	s.Accounts = a.sumsBy(func(l *list) string { return l.label() })
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
