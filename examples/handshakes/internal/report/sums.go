package report

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

// A PartSum is the Sum of the lists of one cloud, or of one account of it.
type PartSum struct {
	Cloud, Title string
	Account      string // "" for all accounts of the cloud
	Sum
}

// Sums are the numbers of a report. Those of the clouds add up to the total, and so do
// those of the accounts.
type Sums struct {
	Sum
	Clouds, Accounts []*PartSum
	Gone             int // findings of the baseline that are not found any more
}

// A place is where a finding is. Two clouds may have accounts of one name.
type place struct{ cloud, account, kind string }

// Sums counts the lists and the findings. It is the only place that does: each number
// that is shown comes from here.
func (r *Report) Sums() Sums {
	s := Sums{Sum: newSum(), Gone: len(r.Gone)}
	parts := map[place]*PartSum{}
	part := func(in *[]*PartSum, at place, title string) *Sum {
		if parts[at] == nil {
			parts[at] = &PartSum{Cloud: at.cloud, Title: title, Account: at.account, Sum: newSum()}
			*in = append(*in, parts[at])
		}
		return &parts[at].Sum
	}
	each := func(cloud, title, account string, add func(*Sum)) {
		add(&s.Sum)
		add(part(&s.Clouds, place{cloud: cloud}, title))
		add(part(&s.Accounts, place{cloud: cloud, account: account}, title))
	}
	for _, l := range r.Lists {
		each(l.Cloud, l.Title, l.Account, func(sum *Sum) { sum.addList(l) })
	}
	for _, f := range r.Findings {
		each(f.Invitation.Cloud, f.Invitation.Cloud, f.Account, func(sum *Sum) { sum.addFinding(f) })
	}
	return s
}
