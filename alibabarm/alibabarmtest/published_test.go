package alibabarmtest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// A published row is a situation and the cloud's known response.
type published struct {
	topic, situation string
	opts             []alibabarmtest.Option
	do               func(x stage) outcome
	status           int
	code             string
	older            string // the code of version 2020-03-31 if it differs; "200" for success
	body             string // regular expression
}

func TestService_Published(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range append(publishedOperations(), publishedLimits()...) {
		name := c.topic + "/" + c.situation
		require.False(t, seen[name], name)
		seen[name] = true
		for _, e := range edges {
			t.Run(name+"/"+e.version, func(t *testing.T) {
				t.Parallel()
				got := c.do(newStage(t, e, c.opts...))
				status, code := c.status, c.code
				switch {
				case e.version == version2022 || c.older == "":
				case c.older == "200":
					status, code = http.StatusOK, ""
				default:
					code = c.older
				}
				assert.Equal(t, status, got.status, got.body)
				assert.Equal(t, code, got.Code)
				assert.Regexp(t, c.body, got.body)
				assert.Regexp(t, upperUUID, got.RequestID)
				if status != http.StatusOK {
					assert.NotEmpty(t, got.Message)
					assert.NotEmpty(t, got.HostID)
					assert.NotEmpty(t, got.Recommend)
				}
			})
		}
	}
}

func publishedOperations() []published {
	const (
		member    = alibabarmtest.ListAccounts
		directory = alibabarmtest.GetResourceDirectory
		mismatch  = "HandshakeStatusMismatch"
		unknown   = "EntityNotExists.Handshake"
		none      = "EntityNotExists.ResourceDirectory"
	)
	return []published{
		{topic: "operations", situation: "sending returns the invitation",
			do: func(x stage) outcome { return x.invite(x.guest.ID) }, status: 200,
			body: `"Handshake":\{"HandshakeId":"h-[0-9a-zA-Z]{16}".*"Status":"Pending"`},
		{topic: "operations", situation: "reading returns the invitation",
			do: func(x stage) outcome { return x.on(x.root, getOp, x.open()) }, status: 200,
			body: `"Status":"Pending"`},
		{topic: "operations", situation: "accepting returns the invitation",
			do: func(x stage) outcome { return x.accept() }, status: 200,
			body: `"Status":"Accepted"`},
		{topic: "operations", situation: "declining returns the invitation",
			do: func(x stage) outcome { return x.on(x.guest, declineOp, x.open()) }, status: 200,
			body: `"Status":"Declined"`},
		{topic: "operations", situation: "cancelling returns the invitation",
			do: func(x stage) outcome { return x.on(x.root, cancelOp, x.open()) }, status: 200,
			body: `"Status":"Cancelled"`},
		{topic: "operations",
			situation: "a list is nested twice, and has its page number and total",
			do:        func(x stage) outcome { x.open(); return x.call(x.root, sentOp) },
			status:    200,
			body: `"PageNumber":1,"PageSize":10,"TotalCount":1,` +
				`"Handshakes":\{"Handshake":\[\{`},
		{topic: "who may call", situation: "the invited account cannot cancel",
			do: func(x stage) outcome { return x.on(x.guest, cancelOp, x.open()) }, status: 403,
			code: "NoPermission",
			body: `"AccessDeniedDetail":\{"AuthAction":"resourcemanager:CancelHandshake"`},
		{topic: "who may call", situation: "the inviter cannot accept",
			do: func(x stage) outcome { return x.on(x.root, acceptOp, x.open()) }, status: 403,
			code: "NoPermission"},
		{topic: "who may call", situation: "an account without a directory cannot invite",
			do: func(x stage) outcome {
				return x.edge.post(x.t, x.Service, x.guest, inviteOp, inviteOf("1"))
			}, status: 404, code: none},
		{topic: "who may call",
			situation: "an account without a directory cannot list what was sent",
			do:        func(x stage) outcome { return x.call(x.guest, sentOp) }, status: 404,
			code: none},
		{topic: "who may call", situation: "any account lists what it received",
			do: func(x stage) outcome { return x.call(x.guest, receivedOp) }, status: 200},
		{topic: "who may call", situation: "a stranger does not find the invitation",
			do:     func(x stage) outcome { return x.on(x.elsewhere, acceptOp, x.open()) },
			status: 404, code: unknown},
		{topic: "parameters", situation: "an invitation needs its ID",
			do: func(x stage) outcome { return x.call(x.root, getOp) }, status: 400,
			code: "MissingParameter.HandshakeId"},
		{topic: "parameters", situation: "an invitation needs a target",
			do: func(x stage) outcome {
				return x.call(x.root, inviteOp, "TargetType", "Account")
			},
			status: 400, code: "MissingParameter.TargetEntity"},
		{topic: "parameters", situation: "an invitation needs the type of its target",
			do:     func(x stage) outcome { return x.call(x.root, inviteOp, "TargetEntity", "1") },
			status: 400, code: "MissingParameter.TargetType"},
		{topic: "parameters", situation: "an address is of type Email",
			do: func(x stage) outcome {
				return x.call(x.root, inviteOp, "TargetEntity", "a@b.test", "TargetType", "Account")
			}, status: 400, code: "InvalidParameter.TargetEntity"},
		{topic: "parameters", situation: "there is no third type",
			do: func(x stage) outcome {
				return x.call(x.root, inviteOp, "TargetEntity", "1", "TargetType", "Name")
			}, status: 400, code: "InvalidParameter.TargetType"},
		{topic: "parameters", situation: "a note has up to 1024 characters",
			do: func(x stage) outcome { return x.inviteWith(long(1024), 0) }, status: 200},
		{topic: "parameters", situation: "a larger page is refused",
			do: func(x stage) outcome { return x.inviteWith(long(1025), 0) }, status: 400,
			code: "InvalidParameter.Note.Length"},
		{topic: "parameters", situation: "a folder needs the form of a folder ID", older: "200",
			do: func(x stage) outcome {
				return x.call(x.root, inviteOp, "TargetEntity", "3000", "TargetType", "Account",
					"ParentFolderId", "x")
			}, status: 400, code: "InvalidParameter.ParentFolderId"},
		{topic: "fields", situation: "the invited account receives both real names",
			do: func(x stage) outcome { return x.on(x.guest, getOp, x.open()) }, status: 200,
			body: `"MasterAccountRealName":".*"InvitedAccountRealName":"`},
		{topic: "fields", situation: "times are in UTC and have no fraction",
			do: func(x stage) outcome { return x.on(x.root, getOp, x.open()) }, status: 200,
			body: `"CreateTime":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"`},
		{topic: "final states", situation: "an accepted invitation cannot be accepted",
			do:     func(x stage) outcome { return x.on(x.guest, acceptOp, x.open("Accepted")) },
			status: 409, code: mismatch},
		{topic: "final states", situation: "a declined invitation cannot be cancelled",
			do:     func(x stage) outcome { return x.on(x.root, cancelOp, x.open("Declined")) },
			status: 409, code: mismatch},
		{topic: "final states", situation: "an expired invitation cannot be declined",
			do:     func(x stage) outcome { return x.on(x.guest, declineOp, x.open("Expired")) },
			status: 409, code: mismatch},
		{topic: "final states", situation: "an accepted invitation may be unreadable",
			opts:   []alibabarmtest.Option{alibabarmtest.WithUnreadable("Accepted")},
			do:     func(x stage) outcome { return x.on(x.root, getOp, x.open("Accepted")) },
			status: 409, code: mismatch},
		{topic: "final states", situation: "an open invitation keeps its target from another",
			do: func(x stage) outcome { x.open(); return x.invite(x.guest.ID) }, status: 409,
			code: "EntityAlreadyExists.Handshake"},
		{topic: "who may join", situation: "a member is not invited",
			do:     func(x stage) outcome { return x.invite(x.member.ID) },
			status: 409, code: "EntityAlreadyExists.ResourceDir.Account",
			older: "NotSupport.AccountInAnotherResourceDirectory"},
		{topic: "who may join", situation: "an account of another directory is not invited",
			do: func(x stage) outcome { return x.invite(x.elsewhere.ID) }, status: 409,
			code: "NotSupport.AccountInAnotherResourceDirectory"},
		{topic: "who may join", situation: "an account of another directory cannot accept",
			status: 409,
			code:   "NotSupport.AccountInAnotherResourceDirectory",
			do: func(x stage) outcome {
				return x.on(x.elsewhere, acceptOp, x.Seed(to(x.elsewhere, ""))[0].ID)
			}},
		{topic: "members", situation: "an account that accepted is listed as invited", status: 200,
			body: `"AccountId":"1190022334455667".*"JoinMethod":"invited",` +
				`"JoinTime":"2025-03-01T10:00:00.000Z".*"Status":"InviteSuccess",` +
				`"Type":"CloudAccount"`,
			do: func(x stage) outcome { x.accept(); return x.call(x.root, member) }},
		{topic: "members", situation: "the login address is in the newer version only", status: 200,
			do: func(x stage) outcome {
				x.accept()
				got := x.call(x.root, member)
				assert.Equal(x.t, x.newer(),
					strings.Contains(got.body, `"AccountName":"ops@guest.test"`))
				return got
			}},
		{topic: "members", situation: "an account without a directory has no members to list",
			do: func(x stage) outcome { return x.call(x.guest, member) }, status: 404, code: none},
		{topic: "members", situation: "a member can read its directory",
			do: func(x stage) outcome { return x.call(x.member, directory) }, status: 200,
			body: `"ResourceDirectory":\{"ResourceDirectoryId":"rd-`},
		{topic: "members", situation: "an account outside has no directory",
			do: func(x stage) outcome { return x.call(x.guest, directory) }, status: 404,
			code: "ResourceDirectoryNotInUse"},
		{topic: "members", situation: "removing returns only the request ID",
			do: func(x stage) outcome { return x.remove(x.member) }, status: 200,
			body: `^\{"RequestId":"[^"]*"\}\n?$`},
		{topic: "members", situation: "an account that was created cannot be removed", status: 409,
			code: "AccountTypeOrStatusMismatch",
			do: func(x stage) outcome {
				return x.remove(x.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member}))
			}},
		{topic: "members", situation: "an account outside cannot be removed",
			do: func(x stage) outcome { return x.remove(x.guest) }, status: 404,
			code: "EntityNotExists.Account"},
	}
}
