package audit

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

var sampleDay = time.Date(2026, 3, 10, 9, 30, 0, 0, time.UTC)

var titles = map[string]string{"huawei": "Huawei Cloud", "alibaba": "Alibaba Cloud"}

// sampleLists are the sent list of one account of Huawei Cloud and the received list of another.
func sampleLists(sender, receiver string) []*list {
	return []*list{
		{account: &account{Cloud: "huawei", Title: "Huawei Cloud", Name: sender}, Kind: sent, States: map[string]int{}},
		{account: &account{Cloud: "huawei", Title: "Huawei Cloud", Name: receiver}, Kind: received, States: map[string]int{}},
	}
}

// sample is a report of some accounts of both clouds with n findings, and about as many
// invitations that are not findings. The same n and accounts make the same report.
func sample(n, accounts int) *audit {
	random := rand.New(rand.NewPCG(uint64(n), uint64(accounts)))
	r := &audit{
		At: sampleDay, within: 3 * day, expect: []string{"o-a1b2c3d4e5f6g7h8"},
		Settings: []string{"-within 3d", "-expect o-a1b2c3d4e5f6g7h8", "-cloud both"},
	}
	for i := range accounts {
		cloud, organization := "huawei", "o-a1b2c3d4e5f6g7h8"
		if i%3 == 2 {
			cloud, organization = "alibaba", "rd-Wk3p9z"
		}
		a := &account{Cloud: cloud, Title: titles[cloud], Name: fmt.Sprintf("team-%02d", i+1), Identity: invitation.Identity{
			AccountID: fmt.Sprintf("auditor-%d", 1+i%4), Organization: invitation.Organization{ID: organization},
		}}
		for _, kind := range []string{sent, received} {
			r.Lists = append(r.Lists, &list{account: a, Kind: kind, Pages: 1 + n/accounts/200, States: map[string]int{}})
		}
	}
	for i := range n {
		l := r.Lists[random.IntN(len(r.Lists))]
		l.add(sampleFinding(random, l, i))
		r.Lists[random.IntN(len(r.Lists))].add(finding{State: []string{"accepted", "accepted", "declined", "cancelled"}[random.IntN(4)]})
	}
	return r
}

func sampleFinding(random *rand.Rand, l *list, i int) finding {
	f := finding{State: "pending", Invitation: invitation.Invitation{
		Cloud: l.Cloud, ID: fmt.Sprintf("h-%06d-%08x", i, random.Uint32()), Status: "pending",
		Target:         invitation.Target{Type: "account", Entity: fmt.Sprintf("%016d", random.Uint64N(1e16))},
		OrganizationID: "o-" + strconv.FormatUint(random.Uint64(), 36), InviterName: "northwind-" + strconv.Itoa(random.IntN(40)),
		Note: []string{"", "Join the organization for shared billing.", "请接受邀请，加入我们的组织。", "Sandbox account for the data team; ask Kim before you accept."}[random.IntN(4)],
	}}
	expires := sampleDay.Add(time.Duration(random.Int64N(int64(14 * day))))
	switch random.IntN(6) {
	case 0:
		f.State, expires = "expired", sampleDay.Add(-time.Duration(random.Int64N(int64(20*day))))
		f.Invitation.Status = []invitation.Status{"expired", "pending"}[random.IntN(2)]
	case 1:
		if l.Kind == received {
			f.Kind = kindUnexpected
			if random.IntN(4) == 0 {
				f.Invitation.InviterName, f.LookAlike = "acme_r00t", "acme_root"
			}
		}
	case 2:
		expires = time.Time{}
	}
	if f.State == "pending" && !expires.IsZero() && expires.Before(sampleDay.Add(3*day)) {
		f.State = kindExpiring
	}
	if f.Kind == "" {
		f.Kind = f.State
	}
	f.Invitation.Expires = expires
	return f
}

// withBaseline adds to a report what changed since a baseline.
func withBaseline(r *audit, gone int) *audit {
	r.Baseline = "audit-march-9.jsonl"
	for i, f := range r.Sums().Findings {
		f.Change = []string{changeStill, changeStill, changeNew}[i%3]
	}
	random := rand.New(rand.NewPCG(7, uint64(gone)))
	for i := range gone {
		f := sampleFinding(random, r.Lists[i%len(r.Lists)], 900_000+i)
		f.Account, f.List, f.Change = r.Lists[i%len(r.Lists)].Name, r.Lists[i%len(r.Lists)].Kind, changeGone
		r.Gone = append(r.Gone, &f)
	}
	return r
}

// render returns the page of a report.
func render(t testing.TB, r *audit) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, r.writePage(&b))
	return b.String()
}

// A node is an element of a page.
type node struct {
	name     string
	attrs    map[string]string
	parent   *node
	children []*node
	text     string  // of the element itself
	parts    []*node // the children and the texts between them
}

// parsePage reads a page as XML, which fails unless it is well-formed.
func parsePage(t testing.TB, page string) *node {
	t.Helper()
	root := &node{}
	at := root
	for d := xml.NewDecoder(strings.NewReader(page)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			child := &node{name: token.Name.Local, attrs: map[string]string{}, parent: at}
			for _, a := range token.Attr {
				child.attrs[a.Name.Local] = a.Value
			}
			at.children, at.parts = append(at.children, child), append(at.parts, child)
			at = child
		case xml.EndElement:
			at = at.parent
		case xml.CharData:
			at.text += string(token)
			at.parts = append(at.parts, &node{text: string(token)})
		}
	}
}

// all returns the elements below n that have this name, in the order of the page.
func (n *node) all(name string) (found []*node) {
	for _, c := range n.children {
		if c.name == name {
			found = append(found, c)
		}
		found = append(found, c.all(name)...)
	}
	return found
}

// withID returns the element below n with this ID, nil if there is none.
func (n *node) withID(id string) *node {
	for _, c := range n.children {
		if c.attrs["id"] == id {
			return c
		}
		if found := c.withID(id); found != nil {
			return found
		}
	}
	return nil
}

// content is the text of n and of all that is below it.
func (n *node) content() string {
	if n.parts == nil {
		return n.text
	}
	var b strings.Builder
	for _, part := range n.parts {
		b.WriteString(part.content())
	}
	return b.String()
}

const attack = `</td></table></style></script><script>window.attacked=1</script><img src=x onerror="window.attacked=1">"' onload='x {{.At}} <!-- ]]> &amp;` + "\x00\x1b[2J\u202e\u2066\ufffe\r\n"

// hostileReport is a report whose every text is an attack.
func hostileReport() *audit {
	f := finding{
		Kind: kindPending, Change: attack, Account: attack, List: attack, State: attack, LookAlike: attack,
		Invitation: invitation.Invitation{
			Cloud: attack, ID: attack, Status: attack, Target: invitation.Target{Type: attack, Entity: attack},
			OrganizationID: attack, InviterID: attack, InviterName: attack, Note: attack, Expires: sampleDay.Add(time.Hour),
		},
	}
	in := f
	in.List, in.Kind = received, kindUnexpected
	return &audit{
		At: sampleDay, Settings: []string{attack}, within: time.Hour, expect: []string{attack},
		Lists: []*list{{
			account: &account{Cloud: attack, Title: attack, Name: attack, Identity: invitation.Identity{
				Cloud: attack, Endpoint: attack, AccountID: attack, Role: attack,
				Organization: invitation.Organization{ID: attack, ManagerID: attack, ManagerName: attack},
				Reads:        []invitation.ReadAccess{{Read: attack, Op: attack, Access: attack, Action: attack}},
			}},
			Kind: attack, Invitations: 2, States: map[string]int{attack: 2}, Findings: []*finding{&f, &in}, Err: errors.New(attack),
		}},
		Baseline: attack, Gone: []*finding{&f, &in},
	}
}
