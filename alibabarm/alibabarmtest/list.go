package alibabarmtest

import (
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

const (
	defaultPageSize = 10
	maxPageSize     = 100
)

type listBody struct {
	RequestID  string         `json:"RequestId"`
	PageNumber int            `json:"PageNumber"`
	PageSize   int            `json:"PageSize"`
	TotalCount int            `json:"TotalCount"`
	Handshakes handshakesBody `json:"Handshakes"`
}

// handshakesBody nests the list once more, as XML needs it.
type handshakesBody struct {
	Handshake []handshakeBody `json:"Handshake"`
}

// A handshakeBody is in the words of the service, not in those of the client under
// test.
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
	asked, bad := c.asked()
	if bad != "" {
		return c.refuse(http.StatusBadRequest, "InvalidParameter."+bad, "The parameter "+bad+" is not valid.")
	}
	given, rows, total := c.page(asked, match)
	told := given
	if c.echoAsked {
		told = asked
	}
	return c.document(http.StatusOK, c.op+"Response", listBody{
		RequestID: c.requestID, PageNumber: told.number, PageSize: told.size, TotalCount: total,
		Handshakes: handshakesBody{rows},
	})
}

// A place is which page of a list, from 1, and how long pages are.
type place struct{ number, size int }

// asked reads which page is asked for. bad names a parameter that is out of range.
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

// number reads a parameter between 1 and most.
func (c *call) number(name string, otherwise, most int) (int, bool) {
	text, ok := c.param(name)
	if !ok {
		return otherwise, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 1 && n <= most
}

// page collects the invitations of a page, which faults may have moved, and counts
// all.
func (c *call) page(at place, match func(*alibabarm.Handshake) bool) (given place, rows []handshakeBody, total int) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	all := c.s.listed(c.now, func(e *entry) bool { return match(&e.Item) && e.Visible(c.now, c.s.lag) })
	for _, move := range c.moves {
		at = move(at, len(all))
	}
	from := min(min(at.number-1, len(all))*at.size, len(all)) // no overflow
	rows = []handshakeBody{}                                  // an empty list is not null
	for _, e := range all[from:min(from+at.size, len(all))] {
		rows = append(rows, toBody(shown(&e.Item, c.now)))
	}
	return at, rows, len(all)
}
