package huaweiorgtest_test

import (
	"net/http"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func publishedLimits() []published {
	guestJoins := func(x stage, times int) {
		for range times {
			require.Equal(x.t, http.StatusOK, x.accept().status)
			require.Equal(x.t, http.StatusOK, x.leave(x.guest).status)
		}
	}
	one := []huaweiorgtest.Option{huaweiorgtest.WithInvitationQuota(-1)}
	return []published{
		{topic: "validity", situation: "an invitation expires 14 days after it was sent",
			do: func(x stage) outcome { return x.invite(x.guest.ID) }, status: 200,
			message: `"created_at":"2025-03-01T10:00:00Z","expired_at":"2025-03-15T10:00:00Z"`},
		{topic: "validity", situation: "it has expired after 14 days", status: 200,
			message: `"updated_at":"2025-03-15T10:00:00Z".*"status":"expired"`,
			do: func(x stage) outcome {
				path := x.open()
				x.Advance(14 * day)
				return x.get(x.root, path)
			}},
		{topic: "retention", situation: "an ended invitation is shown for 30 days", status: 200,
			message: `"status":"declined"`,
			do: func(x stage) outcome {
				path := x.open("declined")
				x.Advance(30*day - time.Second)
				return x.get(x.root, path)
			}},
		{topic: "retention", situation: "it is not shown after 30 days", status: 404,
			code: "stand-in",
			do: func(x stage) outcome {
				path := x.open("declined")
				x.Advance(30 * day)
				return x.get(x.root, path)
			}},
		{topic: "retention", situation: "WithRetention shows it for a year", status: 200,
			opts: []huaweiorgtest.Option{huaweiorgtest.WithRetention(365 * day)},
			do: func(x stage) outcome {
				path := x.open("declined")
				x.Advance(364 * day)
				return x.get(x.root, path)
			}},
		{topic: "quota of invitations", situation: "20 in 24 hours are accepted",
			do:     func(x stage) outcome { x.inviteMany(19); return x.invite(x.guest.ID) },
			status: 200},
		{topic: "quota of invitations", situation: "one more is refused",
			do:     func(x stage) outcome { x.inviteMany(20); return x.invite(x.guest.ID) },
			status: 400, code: "stand-in", message: "^Quota exceeded for "},
		{topic: "quota of invitations", situation: "ended invitations count", status: 400,
			code: "stand-in",
			do: func(x stage) outcome {
				x.inviteMany(20)
				for _, h := range x.Handshakes() {
					require.Equal(x.t, http.StatusOK,
						x.post(x.root, sentPath+"/"+h.ID+"/cancel", "").status)
				}
				return x.invite(x.guest.ID)
			}},
		{topic: "quota of invitations", situation: "there is room again after 24 hours",
			do: func(x stage) outcome {
				x.inviteMany(20)
				x.Advance(day)
				return x.invite(x.guest.ID)
			}, status: 200},
		{topic: "quota of invitations", situation: "there is no room before 24 hours are over",
			status: 400, code: "stand-in",
			do: func(x stage) outcome {
				x.inviteMany(20)
				x.Advance(day - time.Second)
				return x.invite(x.guest.ID)
			}},
		{topic: "quota of accounts", situation: "there may be 10 with the management account",
			opts: one,
			do:   func(x stage) outcome { x.addMembers(6); return x.accept() }, status: 200},
		{topic: "quota of accounts", situation: "the next one cannot join", opts: one,
			do: func(x stage) outcome { x.addMembers(7); return x.accept() }, status: 400,
			code: "Organizations.1305", message: "^Quota exceeded for account"},
		{topic: "quota of accounts", situation: "the next one cannot be invited", opts: one,
			do:     func(x stage) outcome { x.addMembers(7); return x.invite(x.guest.ID) },
			status: 400, code: "Organizations.1305", message: "^Quota exceeded for account"},
		{topic: "quota of removals", situation: "5 in 24 hours are accepted",
			do: func(x stage) outcome { x.removeMany(4); return x.remove(x.member) }, status: 200},
		{topic: "quota of removals", situation: "one more is refused",
			do: func(x stage) outcome { x.removeMany(5); return x.remove(x.member) }, status: 400,
			code: "stand-in", message: "^Quota exceeded for "},
		{topic: "quota of removals", situation: "an account can still leave",
			do: func(x stage) outcome { x.removeMany(5); return x.leave(x.member) }, status: 200},
		{topic: "quota of removals", situation: "there is room again after 24 hours",
			do: func(x stage) outcome {
				x.removeMany(5)
				x.Advance(day)
				return x.remove(x.member)
			}, status: 200},
		{topic: "changes of an account",
			situation: "an account can join and leave 10 times a month",
			do: func(x stage) outcome {
				guestJoins(x, 4)
				x.accept()
				return x.leave(x.guest)
			},
			status: 200},
		{topic: "changes of an account", situation: "it cannot join an eleventh time",
			do: func(x stage) outcome { guestJoins(x, 5); return x.accept() }, status: 400,
			code: "Organizations.2202", message: "changed too many times"},
		{topic: "changes of an account", situation: "it can join again after a month",
			do: func(x stage) outcome {
				guestJoins(x, 5)
				x.Advance(30 * day)
				return x.accept()
			},
			status: 200},
		{topic: "an account that is being closed", situation: "the list shows its state",
			do: func(x stage) outcome {
				x.close(x.member)
				return x.get(x.root, accountsPath)
			},
			status:  200,
			message: `"name":"member","join_method":"created","status":"pending_closure"`},
		{topic: "an account that is being closed", situation: "it cannot be removed",
			do:     func(x stage) outcome { x.close(x.member); return x.remove(x.member) },
			status: 409, code: "Organizations.1325", message: "being closed"},
		{topic: "an account that is being closed", situation: "it cannot join",
			do: func(x stage) outcome { x.close(x.guest); return x.accept() }, status: 409,
			code: "Organizations.1325"},
		{topic: "pages", situation: "a limit is at least 1",
			do: func(x stage) outcome { return x.get(x.root, sentPath+"?limit=0") }, status: 400,
			code: "stand-in"},
		{topic: "pages", situation: "a limit is at most 2000",
			do:     func(x stage) outcome { return x.get(x.root, sentPath+"?limit=2001") },
			status: 400, code: "stand-in"},
		{topic: "pages", situation: "a request may ask for a page of 2000",
			do:     func(x stage) outcome { return x.get(x.root, accountsPath+"?limit=2000") },
			status: 200},
		{topic: "pages", situation: "the default limit is 200", status: 200,
			message: `"current_count":200\}`,
			do: func(x stage) outcome {
				x.Seed(make([]huaweiorg.Handshake, 201)...)
				return x.get(x.root, sentPath)
			}},
		{topic: "pages", situation: "a marker that the service did not send is refused",
			do: func(x stage) outcome { return x.get(x.root, sentPath+"?marker=") }, status: 400,
			code: "stand-in"},
		{topic: "authentication", situation: "the gateway refuses a wrong secret",
			do: func(x stage) outcome {
				x.root.Credentials.AccessKeySecret += "x"
				return x.get(x.root, sentPath)
			}, status: 401, code: "APIGW.0301", message: "aksk"},
		{topic: "authentication", situation: "the gateway refuses a date that is 15 minutes off",
			do: func(x stage) outcome {
				x.Skew(15*time.Minute + time.Second)
				return x.get(x.root, sentPath)
			}, status: 401, code: "APIGW.0301"},
		{topic: "authentication", situation: "a token that has expired must be renewed",
			status: 401, code: "APIGW.0307",
			do: func(x stage) outcome {
				x.root.Credentials = x.TemporaryCredentials(x.root, time.Hour)
				x.Advance(time.Hour)
				return x.get(x.root, sentPath)
			}},
		{topic: "throttling", situation: "the gateway responds with 429 and names the limit",
			status: 429, code: "APIGW.0308", message: "limit:60,time:1 minute",
			do: func(x stage) outcome {
				x.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Throttled("")})
				return x.get(x.root, sentPath)
			}},
	}
}
