package huaweiorgtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A published row is a situation and the cloud's known response.
type published struct {
	topic, situation string
	opts             []huaweiorgtest.Option
	do               func(x stage) outcome
	status           int
	code             string // "stand-in" if no code is known; it then begins with Organizations.9
	message          string // regular expression for the message, or for the body of a success
}

func TestService_Published(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range append(publishedOperations(), publishedLimits()...) {
		name := c.topic + "/" + c.situation
		require.False(t, seen[name], name)
		seen[name] = true
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.do(newStage(t, c.opts...))
			assert.Equal(t, c.status, got.status, got.body)
			text := got.body
			switch {
			case got.status == http.StatusOK:
			case c.code == "stand-in":
				assert.Regexp(t, `^Organizations\.9\d{3}$`, got.ErrorCode)
				text = got.ErrorMsg
			default:
				assert.Equal(t, c.code, got.ErrorCode)
				text = got.ErrorMsg
			}
			assert.Regexp(t, c.message, text)
			assert.Equal(t, strings.HasPrefix(got.ErrorCode, "APIGW."), got.RequestID != "", "only the gateway has a request ID in the body")
			assert.NotEmpty(t, got.header.Get("X-Request-Id"))
		})
	}
}

func publishedOperations() []published {
	const handshake = `^\{"handshake":\{"id":"h-[0-9a-z]{8,32}","urn":"organizations::`
	wordsOf := func(status string) string { return handshake + `.*"status":"` + status + `"\}\}$` }
	const received = receivedPath + "/"
	return []published{
		{topic: "operations", situation: "sending returns the invitation",
			do: func(x stage) outcome { return x.invite(x.guest.ID) }, status: 200,
			message: wordsOf("pending")},
		{topic: "operations", situation: "showing returns the invitation",
			do: func(x stage) outcome { return x.get(x.member, x.open()) }, status: 200,
			message: wordsOf("pending")},
		{topic: "operations", situation: "accepting returns the invitation",
			do: func(x stage) outcome { return x.accept() }, status: 200,
			message: wordsOf("accepted")},
		{topic: "operations", situation: "declining returns the invitation",
			do: func(x stage) outcome {
				return x.post(x.guest, received+x.openID()+"/decline", "")
			}, status: 200, message: wordsOf("declined")},
		{topic: "operations", situation: "cancelling returns the invitation",
			do:     func(x stage) outcome { return x.post(x.root, x.open()+"/cancel", "") },
			status: 200, message: wordsOf("cancelled")},
		{topic: "operations", situation: "an empty list has its two containers",
			do: func(x stage) outcome { return x.get(x.root, sentPath) }, status: 200,
			message: `^\{"handshakes":\[\],"page_info":\{"next_marker":null,` +
				`"current_count":0\}\}$`},
		{topic: "paths", situation: "a received invitation has no path of its own",
			do: func(x stage) outcome { return x.get(x.guest, received+x.openID()) }, status: 404,
			code: "APIGW.0101"},
		{topic: "paths", situation: "accepting is not on the sent side",
			do:     func(x stage) outcome { return x.post(x.guest, x.open()+"/accept", "") },
			status: 404, code: "APIGW.0101"},
		{topic: "paths", situation: "cancelling is not on the received side",
			do: func(x stage) outcome {
				return x.post(x.root, received+x.openID()+"/cancel", "")
			},
			status: 404, code: "APIGW.0101"},
		{topic: "who may call", situation: "a delegated administrator cannot invite",
			do: func(x stage) outcome {
				return x.post(x.delegated, invitePath, inviteOf(x.guest.ID))
			}, status: 401, code: "Organizations.1001", message: "management account"},
		{topic: "who may call", situation: "a delegated administrator lists what was sent",
			do: func(x stage) outcome { return x.get(x.delegated, sentPath) }, status: 200},
		{topic: "who may call", situation: "a member cannot list what was sent",
			do: func(x stage) outcome { return x.get(x.member, sentPath) }, status: 401,
			code: "Organizations.1002", message: "delegated administrator"},
		{topic: "who may call", situation: "an account outside has no organization",
			do: func(x stage) outcome { return x.get(x.guest, sentPath) }, status: 401,
			code: "Organizations.1015"},
		{topic: "who may call", situation: "any account lists what it received",
			do: func(x stage) outcome { return x.get(x.guest, receivedPath) }, status: 200},
		{topic: "who may call", situation: "a stranger finds no invitation to accept",
			do: func(x stage) outcome {
				return x.post(x.elsewhere, received+x.openID()+"/accept", "")
			}, status: 404, code: "stand-in"},
		{topic: "fields", situation: "times are in UTC and have no fraction",
			do: func(x stage) outcome { return x.get(x.root, x.open()) }, status: 200,
			message: `"created_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"`},
		{topic: "fields", situation: "a name is a target, too", status: 200,
			message: `"target":\{"type":"name","entity":"guest"\}`,
			do: func(x stage) outcome {
				return x.post(x.root, invitePath,
					`{"target":{"type":"name","entity":"guest"},"notes":""}`)
			}},
		{topic: "notes and tags", situation: "notes are required",
			do: func(x stage) outcome {
				return x.post(x.root, invitePath, `{"target":{"type":"account","entity":"a"}}`)
			}, status: 400, code: "stand-in"},
		{topic: "notes and tags", situation: "notes have up to 1024 characters",
			do:     func(x stage) outcome { return x.inviteWith(strings.Repeat("ü", 1024), 0) },
			status: 200},
		{topic: "notes and tags", situation: "longer notes are refused",
			do:     func(x stage) outcome { return x.inviteWith(strings.Repeat("ü", 1025), 0) },
			status: 400, code: "stand-in"},
		{topic: "notes and tags", situation: "20 tags are accepted",
			do: func(x stage) outcome { return x.inviteWith("", 20) }, status: 200},
		{topic: "notes and tags", situation: "one more is refused",
			do: func(x stage) outcome { return x.inviteWith("", 21) }, status: 400,
			code: "stand-in"},
		{topic: "final states", situation: "a cancelled invitation cannot be cancelled",
			do: func(x stage) outcome {
				return x.post(x.root, x.open("cancelled")+"/cancel", "")
			},
			status: 400, code: "Organizations.1401", message: "has been cancelled"},
		{topic: "final states", situation: "a declined invitation cannot be cancelled",
			do: func(x stage) outcome {
				return x.post(x.root, x.open("declined")+"/cancel", "")
			},
			status: 409, code: "stand-in"},
		{topic: "final states", situation: "an expired invitation cannot be accepted",
			do: func(x stage) outcome {
				return x.post(x.guest, received+x.openID("expired")+"/accept", "")
			}, status: 409, code: "stand-in"},
		{topic: "final states", situation: "an open invitation keeps its target from another",
			do: func(x stage) outcome { x.open(); return x.invite(x.guest.ID) }, status: 409,
			code: "stand-in"},
		{topic: "members", situation: "an account that accepted is listed as invited", status: 200,
			message: fmt.Sprintf(`"id":"%s".*"name":"guest","join_method":"invited",`+
				`"status":"active","joined_at":"2025-03-01T10:00:00Z"`, guestID()),
			do: func(x stage) outcome { x.accept(); return x.get(x.root, accountsPath) }},
		{topic: "members", situation: "an account that was created is listed as created",
			do: func(x stage) outcome { return x.get(x.delegated, accountsPath) }, status: 200,
			message: `"name":"member","join_method":"created"`},
		{topic: "members", situation: "a member cannot list them",
			do: func(x stage) outcome { return x.get(x.member, accountsPath) }, status: 401,
			code: "Organizations.1002"},
		{topic: "members", situation: "a member can read its organization",
			do: func(x stage) outcome { return x.get(x.member, "/v1/organizations") }, status: 200,
			message: `^\{"organization":\{"id":"o-[0-9a-z]{10,32}"`},
		{topic: "members", situation: "an account outside is in no organization",
			do: func(x stage) outcome { return x.get(x.guest, "/v1/organizations") }, status: 401,
			code: "Organizations.1015"},
		{topic: "members", situation: "removing has an empty response",
			do: func(x stage) outcome { return x.remove(x.member) }, status: 200, message: "^$"},
		{topic: "members", situation: "leaving has an empty response",
			do: func(x stage) outcome { return x.leave(x.member) }, status: 200, message: "^$"},
		{topic: "members", situation: "a delegated administrator cannot be removed",
			do: func(x stage) outcome { return x.remove(x.delegated) }, status: 409,
			code: "stand-in"},
		{topic: "members", situation: "only the management account can remove members",
			do: func(x stage) outcome {
				return x.post(x.delegated, accountsPath+"/"+x.member.ID+"/remove", "")
			}, status: 401, code: "Organizations.1001"},
	}
}
