package invitation_test

import (
	"time"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// huaweiHandshake has a value in each field.
var huaweiHandshake = huaweiorg.Handshake{
	ID: "h-1", URN: "u", Status: huaweiorg.StatusPending, Notes: "n", ManagementAccountID: "m", ManagementAccountName: "mn",
	OrganizationID: "o-1", Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: "e"},
	CreatedAt: time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC),
	UpdatedAt: time.Date(2025, 2, 3, 4, 5, 7, 0, time.UTC),
	ExpiredAt: time.Date(2025, 2, 17, 4, 5, 6, 0, time.UTC),
}

const huaweiHandshakeJSON = `{"id":"h-1","urn":"u","status":"pending","notes":"n","management_account_id":"m","management_account_name":"mn",
	"organization_id":"o-1","target":{"type":"account","entity":"e"},"created_at":"2025-02-03T04:05:06Z",
	"updated_at":"2025-02-03T04:05:07Z","expired_at":"2025-02-17T04:05:06Z"}`

func huaweiFinal(status string) bool { return huaweiorg.Status(status).Final() }

var huaweiFinals = map[string]bool{
	"pending": false, "accepted": true, "declined": true, "cancelled": true, "expired": true, "": false, "awaiting_review": false,
}

func huaweiListBody(rows string) string { return `{"handshakes":[` + rows + `]}` }
