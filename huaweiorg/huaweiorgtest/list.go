package huaweiorgtest

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

const (
	defaultLimit = 200
	maxLimit     = 2000
)

type pageInfoBody struct {
	NextMarker   *string `json:"next_marker"` // null at the end
	CurrentCount int     `json:"current_count"`
}

// A handshakeBody has the words of the service, not those of the client under test.
type handshakeBody struct {
	ID                    string     `json:"id"`
	URN                   string     `json:"urn"`
	UpdatedAt             string     `json:"updated_at,omitempty"`
	CreatedAt             string     `json:"created_at,omitempty"`
	ExpiredAt             string     `json:"expired_at,omitempty"`
	ManagementAccountID   string     `json:"management_account_id"`
	ManagementAccountName string     `json:"management_account_name"`
	OrganizationID        string     `json:"organization_id"`
	Notes                 string     `json:"notes"`
	Target                targetBody `json:"target"`
	Status                string     `json:"status"`
}

type targetBody struct {
	Type   string `json:"type"`
	Entity string `json:"entity"`
}

func toBody(h huaweiorg.Handshake) handshakeBody {
	return handshakeBody{
		ID:                    h.ID,
		URN:                   h.URN,
		UpdatedAt:             timestamp(h.UpdatedAt),
		CreatedAt:             timestamp(h.CreatedAt),
		ExpiredAt:             timestamp(h.ExpiredAt),
		ManagementAccountID:   h.ManagementAccountID,
		ManagementAccountName: h.ManagementAccountName,
		OrganizationID:        h.OrganizationID,
		Notes:                 h.Notes,
		Target:                targetBody{Type: string(h.Target.Type), Entity: h.Target.Entity},
		Status:                string(h.Status),
	}
}

func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

func (c *call) listSent() reply {
	if out, ok := c.asAdministrator(); !ok {
		return out
	}
	return c.list(func(h huaweiorg.Handshake) bool { return h.OrganizationID == c.account.OrganizationID })
}

func (c *call) listReceived() reply {
	return c.list(c.account.invited)
}

func (c *call) list(match func(huaweiorg.Handshake) bool) reply {
	return page(c, "handshakes", func(after uint64) []*entry { return c.s.handshakes.After(after) }, func(e *entry) (handshakeBody, bool) {
		h, ok := c.s.shown(e, c.now)
		if !ok || !match(h) || !c.s.seen(e, c.now) {
			return handshakeBody{}, false
		}
		return toBody(h), true
	})
}

// page responds with the requested page of a list. Its rows are in the container of that name.
func page[T, R any](c *call, container string, after func(uint64) []*authtest.Entry[T], row func(*authtest.Entry[T]) (R, bool)) reply {
	start, limit, ok := c.page()
	if !ok {
		return c.refusal(refusedPage)
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	rows, last, more := authtest.Page(after(start), limit, row)
	info := pageInfoBody{CurrentCount: len(rows)}
	if more {
		next := c.marker(last, 0)
		info.NextMarker = &next
	}
	return authtest.JSON(http.StatusOK, map[string]any{container: rows, "page_info": info})
}

// page returns the requested page: the number before its first row, and its size.
func (c *call) page() (after uint64, limit int, ok bool) {
	query, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return 0, 0, false
	}
	limit = defaultLimit
	if query.Has("limit") {
		limit, err = strconv.Atoi(query.Get("limit"))
		if err != nil || limit < 1 || limit > maxLimit {
			return 0, 0, false
		}
	}
	if !query.Has("marker") {
		return 0, limit, true
	}
	after, ok = c.position(query.Get("marker"))
	return after, limit, ok
}

// marker returns a marker that hides a number. It is valid for one operation and account.
func (c *call) marker(number uint64, nonce uint32) string {
	return c.s.seed.Marker(number, nonce, c.op, c.account.ID)
}

// position returns where a marker points, and false for one that this service did not issue.
func (c *call) position(marker string) (uint64, bool) {
	return c.s.seed.Position(marker, c.op, c.account.ID)
}
