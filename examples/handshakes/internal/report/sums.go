package report

import (
	"cmp"
	"slices"
)

// A Sum counts the lists and the findings of an account, of a cloud, or of a complete report.
type Sum struct {
	Cloud, Title string // "" for all clouds
	Account      string // "" for all accounts

	Lists, Incomplete, Pages int
	// Invitations is the sum of States.
	Invitations int
	States      map[string]int
	// Findings is the number of findings in Kinds. LookAlikes counts those from look-alike
	// senders, and Changes counts them by their change.
	Findings, LookAlikes int
	Kinds                map[string][]*Finding
	Changes              map[string]int
	// Open is the sum of Expires, which counts open invitations by column of the timeline.
	Open    int
	Expires map[string]int
}

func (s *Sum) addList(l List) {
	s.Lists++
	s.Pages += l.Pages
	if l.Err != nil {
		s.Incomplete++
	}
	s.Invitations += l.Invitations()
	for state, n := range l.States {
		s.States[state] += n
	}
}

func (s *Sum) addFinding(f *Finding, column string) {
	s.Findings++
	s.Kinds[f.Kind] = append(s.Kinds[f.Kind], f)
	s.Changes[f.Change]++
	if f.LookAlike != "" {
		s.LookAlikes++
	}
	if column != "" {
		s.Open++
		s.Expires[column]++
	}
}

// Sums are the numbers of a report. The numbers of the clouds add up to the total, and so do those
// of the accounts. The accounts with the most urgent findings come first.
type Sums struct {
	*Sum
	Clouds, Accounts []*Sum
}

// Sums counts the lists and the findings. Every number on the page comes from here.
func (r *Report) Sums() (s Sums) {
	sums := map[[2]string]*Sum{}
	sum := func(cloud, title, account string) *Sum {
		at := [2]string{cloud, account}
		if sums[at] == nil {
			sums[at] = &Sum{
				Cloud: cloud, Title: title, Account: account,
				States: map[string]int{}, Kinds: map[string][]*Finding{}, Changes: map[string]int{}, Expires: map[string]int{},
			}
		}
		return sums[at]
	}
	s.Sum = sum("", "", "")
	for _, l := range r.Lists {
		cloud, account := sum(l.Cloud, l.Title, ""), sum(l.Cloud, l.Title, l.Name)
		for _, sum := range []*Sum{s.Sum, cloud, account} {
			sum.addList(l)
		}
		if cloud.Lists == 1 {
			s.Clouds = append(s.Clouds, cloud)
		}
		if account.Lists == 1 {
			s.Accounts = append(s.Accounts, account)
		}
	}
	for _, f := range r.Findings {
		cloud, column := f.Invitation.Cloud, r.column(f)
		for _, sum := range []*Sum{s.Sum, sum(cloud, "", ""), sum(cloud, "", f.Account)} {
			sum.addFinding(f, column)
		}
	}
	slices.SortStableFunc(s.Accounts, func(a, b *Sum) (order int) {
		for _, kind := range Kinds() {
			order = cmp.Or(order, cmp.Compare(len(b.Kinds[kind]), len(a.Kinds[kind])))
		}
		return order
	})
	return s
}
