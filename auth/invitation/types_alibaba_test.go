package invitation_test

import (
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

// alibabaHandshake has a value in each field.
var alibabaHandshake = alibabarm.Handshake{
	ID: "h-1", ResourceDirectoryID: "rd-1", MasterAccountID: "1", MasterAccountName: "m",
	MasterAccountRealName: "mr", InvitedAccountRealName: "ir",
	TargetEntity: "e", TargetType: alibabarm.TargetTypeEmail, Note: "n", Status: alibabarm.StatusPending,
	CreateTime: time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC),
	ModifyTime: time.Date(2025, 2, 3, 4, 5, 7, 0, time.UTC),
	ExpireTime: time.Date(2025, 2, 17, 4, 5, 6, 0, time.UTC),
}

const alibabaHandshakeJSON = `{"HandshakeId":"h-1","ResourceDirectoryId":"rd-1","MasterAccountId":"1","MasterAccountName":"m",
	"MasterAccountRealName":"mr","InvitedAccountRealName":"ir","TargetEntity":"e","TargetType":"Email","Note":"n","Status":"Pending",
	"CreateTime":"2025-02-03T04:05:06Z","ModifyTime":"2025-02-03T04:05:07Z","ExpireTime":"2025-02-17T04:05:06Z"}`

func alibabaFinal(status string) bool { return alibabarm.Status(status).Final() }

var alibabaFinals = map[string]bool{
	"Pending": false, "Accepted": true, "Declined": true, "Cancelled": true, "Expired": true, "Deleted": true,
	"pending": false, "": false, "Revoked": false,
}

func alibabaListBody(rows string) string {
	return `{"RequestId":"7B93","Handshakes":{"Handshake":[` + rows + `]},"TotalCount":1,"PageNumber":1,"PageSize":100}`
}
