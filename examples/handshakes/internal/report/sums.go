package report

import (
	"maps"
	"slices"
)

// A Sum counts some lists and their findings.
type Sum struct {
	Lists, Incomplete, Pages int
	// Invitations is the sum of States.
	Invitations int
	States      map[string]int
	// Findings is the sum of Kinds. New and Still count those that a baseline does not
	// have and has, and LookAlikes those whose sender imitates another.
	Findings               int
	Kinds                  map[string]int
	New, Still, LookAlikes int
}

func newSum() Sum { return Sum{States: map[string]int{}, Kinds: map[string]int{}} }

func (s *Sum) addList(l List) {
	s.Lists++
	s.Pages += l.Pages
	if l.Err != "" {
		s.Incomplete++
	}
	s.Invitations += l.Invitations()
	for state, n := range l.States {
		s.States[state] += n
	}
}

func (s *Sum) addFinding(f Finding) {
	s.Findings++
	s.Kinds[f.Kind]++
	switch f.Change {
	case ChangeNew:
		s.New++
	case ChangeStill:
		s.Still++
	}
	if f.LookAlike != "" {
		s.LookAlikes++
	}
}

// A CloudSum is the Sum of the lists of one cloud.
type CloudSum struct {
	Cloud, Title string
	Sum
}

// An AccountSum is the Sum of the lists of one account of one cloud.
type AccountSum struct {
	Cloud, Title, Account string
	Sum
}

// Sums are the numbers of a report. Those of the clouds add up to the total, and so do
// those of the accounts.
type Sums struct {
	Sum
	Clouds   []CloudSum
	Accounts []AccountSum
	Gone     int // findings of the baseline that are not found any more
}

// Sums counts the lists and the findings. It is the only place that does: each number
// that is shown comes from here.
func (r *Report) Sums() Sums {
	s := Sums{Sum: newSum(), Gone: len(r.Gone)}
	clouds, accounts := map[string]*CloudSum{}, map[accountKey]*AccountSum{}
	var cloudOrder []string
	var accountOrder []accountKey
	count := func(k accountKey, title string, add func(*Sum)) {
		if clouds[k.cloud] == nil {
			clouds[k.cloud] = &CloudSum{Cloud: k.cloud, Title: title, Sum: newSum()}
			cloudOrder = append(cloudOrder, k.cloud)
		}
		if accounts[k] == nil {
			accounts[k] = &AccountSum{Cloud: k.cloud, Title: clouds[k.cloud].Title, Account: k.account, Sum: newSum()}
			accountOrder = append(accountOrder, k)
		}
		add(&s.Sum)
		add(&clouds[k.cloud].Sum)
		add(&accounts[k].Sum)
	}
	for _, l := range r.Lists {
		count(accountKey{l.Cloud, l.Account}, l.Title, func(sum *Sum) { sum.addList(l) })
	}
	for _, f := range r.Findings {
		count(f.account(), f.Invitation.Cloud, func(sum *Sum) { sum.addFinding(f) })
	}
	for _, c := range cloudOrder {
		s.Clouds = append(s.Clouds, *clouds[c])
	}
	for _, a := range accountOrder {
		s.Accounts = append(s.Accounts, *accounts[a])
	}
	return s
}

// An accountKey tells accounts apart: two clouds may have accounts of one name.
type accountKey struct{ cloud, account string }

func (f Finding) account() accountKey { return accountKey{f.Invitation.Cloud, f.Account} }

// kinds returns the kinds that s counts, the most pressing first.
func (s Sum) kinds() []string { return slices.SortedFunc(maps.Keys(s.Kinds), compareKinds) }
