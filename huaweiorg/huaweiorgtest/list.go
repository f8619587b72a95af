package huaweiorgtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
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

type listBody struct {
	Handshakes []handshakeBody `json:"handshakes"`
	PageInfo   pageInfoBody    `json:"page_info"`
}

type pageInfoBody struct {
	NextMarker   *string `json:"next_marker"` // null at the end
	CurrentCount int     `json:"current_count"`
}

// A handshakeBody is in the words of the service, not in those of the client under
// test.
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
	switch c.account.Role {
	case Management, DelegatedAdministrator:
	case Outside:
		return c.refuse(http.StatusUnauthorized, "Organizations.1015", "Organization not found.")
	default:
		return c.refuse(http.StatusUnauthorized, "Organizations.1002",
			"Only the management account or a delegated administrator of an organization can call this operation.")
	}
	return c.list(func(h huaweiorg.Handshake) bool { return h.OrganizationID == c.account.OrganizationID })
}

func (c *call) listReceived() reply {
	return c.list(c.account.invited)
}

func (c *call) list(match func(huaweiorg.Handshake) bool) reply {
	after, limit, ok := c.page()
	if !ok {
		return c.refuse(http.StatusBadRequest, "Organizations.9001", "Invalid limit or marker.")
	}
	items, last, more := c.s.page(c.now, match, after, limit)
	info := pageInfoBody{CurrentCount: len(items)}
	if more {
		next := c.marker(last, 0)
		info.NextMarker = &next
	}
	return authtest.JSON(http.StatusOK, listBody{items, info})
}

// page reads which page is asked for: after which number, and how long.
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

// page collects up to limit invitations behind a number, and says whether others
// follow.
func (s *Service) page(now time.Time, match func(huaweiorg.Handshake) bool, after uint64, limit int) (items []handshakeBody, last uint64, more bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	items = []handshakeBody{} // an empty list is not null
	for _, e := range s.handshakes.After(after) {
		h, ok := s.shown(e, now)
		if !ok || !match(h) || !s.seen(e, now) {
			continue
		}
		if len(items) == limit {
			return items, last, true
		}
		items, last = append(items, toBody(h)), e.Number
	}
	return items, last, false
}

const (
	tagSize   = 8
	plainSize = 12 // the number and a nonce
)

// marker hides a number: 28 characters of standard base64, so that it often holds + or
// / and always =. It is good for one operation and account. Markers to the same place
// differ in their nonce.
func (c *call) marker(number uint64, nonce uint32) string {
	plain := binary.BigEndian.AppendUint64(nil, number)
	plain = binary.BigEndian.AppendUint32(plain, nonce)
	tag := c.mac("tag", plain)[:tagSize]
	mask(plain, c.mac("mask", tag))
	return base64.StdEncoding.EncodeToString(append(tag, plain...))
}

// position is where a marker points; false for one that was not issued here.
func (c *call) position(marker string) (uint64, bool) {
	b, err := base64.StdEncoding.Strict().DecodeString(marker)
	if err != nil || len(b) != tagSize+plainSize || base64.StdEncoding.EncodeToString(b) != marker {
		return 0, false
	}
	tag, plain := b[:tagSize], b[tagSize:]
	mask(plain, c.mac("mask", tag))
	return binary.BigEndian.Uint64(plain), hmac.Equal(tag, c.mac("tag", plain)[:tagSize])
}

func (c *call) mac(use string, b []byte) []byte {
	key := c.s.seed.Digest("marker", use, c.op, c.account.ID)
	h := hmac.New(sha256.New, key[:])
	h.Write(b)
	return h.Sum(nil)
}

func mask(b, with []byte) {
	for i := range b {
		b[i] ^= with[i]
	}
}
