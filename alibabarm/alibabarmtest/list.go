package alibabarmtest

import (
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

const (
	defaultPageSize = 10
	maxPageSize     = 100
)

// A listBody is a page of a list by number or by token.
type listBody struct {
	RequestID  string         `json:"RequestId"`
	NextToken  string         `json:"NextToken,omitempty"`
	PageNumber int            `json:"PageNumber,omitempty"`
	PageSize   int            `json:"PageSize,omitempty"`
	TotalCount int            `json:"TotalCount"`
	Handshakes map[string]any `json:"Handshakes,omitempty"`
	Accounts   map[string]any `json:"Accounts,omitempty"`
}

// A handshakeBody has the words of the service, not those of the client under test.
type handshakeBody struct {
	HandshakeID         string `json:"HandshakeId"`
	ResourceDirectoryID string `json:"ResourceDirectoryId"`
	MasterAccountID     string `json:"MasterAccountId"`
	MasterAccountName   string `json:"MasterAccountName"`
	TargetEntity        string `json:"TargetEntity"`
	TargetType          string `json:"TargetType"`
	Note                string `json:"Note,omitempty"`
	Status              string `json:"Status"`
	CreateTime          string `json:"CreateTime,omitempty"`
	ModifyTime          string `json:"ModifyTime,omitempty"`
	ExpireTime          string `json:"ExpireTime,omitempty"`

	// Only GetHandshake has these.
	MasterAccountRealName  string `json:"MasterAccountRealName,omitempty"`
	InvitedAccountRealName string `json:"InvitedAccountRealName,omitempty"`
}

func toBody(h alibabarm.Handshake) handshakeBody {
	return handshakeBody{
		HandshakeID:         h.ID,
		ResourceDirectoryID: h.ResourceDirectoryID,
		MasterAccountID:     h.MasterAccountID,
		MasterAccountName:   h.MasterAccountName,
		TargetEntity:        h.TargetEntity,
		TargetType:          string(h.TargetType),
		Note:                h.Note,
		Status:              string(h.Status),
		CreateTime:          timestamp(h.CreateTime),
		ModifyTime:          timestamp(h.ModifyTime),
		ExpireTime:          timestamp(h.ExpireTime),
	}
}

func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

func (c *call) listSent() reply {
	if out, ok := c.asManagement(); !ok {
		return out
	}
	return c.list(c.inviter)
}

func (c *call) listReceived() reply {
	return c.list(func(h *alibabarm.Handshake) bool { return c.account.invited(*h) })
}

func (c *call) list(match func(*alibabarm.Handshake) bool) reply {
	all := func() []*entry {
		return c.s.listed(c.now, func(e *entry) bool { return match(&e.Item) && e.Visible(c.now, c.s.lag) })
	}
	return numbered(c, all, func(e *entry) handshakeBody { return toBody(shown(&e.Item, c.now)) })
}

// numbered responds with the requested page of a list by number.
func numbered[T, R any](c *call, all func() []*authtest.Entry[T], body func(*authtest.Entry[T]) R) reply {
	asked, bad := c.asked()
	if bad != "" {
		return c.refusal(invalid(bad))
	}
	given, rows, total := page(c, asked, all, body)
	stated := given
	if c.echoAsked {
		stated = asked
	}
	return c.rows(listBody{PageNumber: stated.number, PageSize: stated.size, TotalCount: total}, rows)
}

// rows responds with the rows of a list, nested once more, as XML needs it.
func (c *call) rows(body listBody, rows any) reply {
	body.RequestID = c.requestID
	container, name := c.container()
	nested := map[string]any{name: rows}
	if container == "Accounts" {
		body.Accounts = nested
	} else {
		body.Handshakes = nested
	}
	return c.document(http.StatusOK, c.op+"Response", body)
}

// container returns what holds the rows of a list, and the name of a row in it.
func (c *call) container() (container, name string) {
	if c.op == ListAccounts {
		return "Accounts", "Account"
	}
	return "Handshakes", "Handshake"
}

// A place is which page of a list, from 1, and how long pages are.
type place struct{ number, size int }

// asked returns the requested page. bad names a parameter that is out of range.
func (c *call) asked() (p place, bad string) {
	var ok bool
	if p.number, ok = c.number("PageNumber", 1, math.MaxInt32); !ok {
		return p, "PageNumber"
	}
	if p.size, ok = c.number("PageSize", defaultPageSize, maxPageSize); !ok {
		return p, "PageSize"
	}
	return p, ""
}

// number returns a parameter between 1 and most.
func (c *call) number(name string, otherwise, most int) (int, bool) {
	text, ok := c.param(name)
	if !ok {
		return otherwise, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 1 && n <= most
}

// page collects the rows of a page, which faults may have moved, and counts all rows.
func page[T, R any](c *call, at place, all func() []*authtest.Entry[T], body func(*authtest.Entry[T]) R) (given place, rows []R, total int) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	entries := all()
	for _, move := range c.moves {
		at = move(at, len(entries))
	}
	from := min(min(at.number-1, len(entries))*at.size, len(entries)) // no overflow
	rows = []R{}                                                      // an empty list is not null
	for _, e := range entries[from:min(from+at.size, len(entries))] {
		rows = append(rows, body(e))
	}
	return at, rows, len(entries)
}
