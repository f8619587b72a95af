package alibabarmtest_test

import (
	"net/http"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func publishedLimits() []published {
	const rate, sameTarget, targets = "LimitExceeded.InvitationRate", "LimitExceeded.SameTargetInvitationRate", "LimitExceeded.Invitation.InvalidTarget"
	open := []alibabarmtest.Option{alibabarmtest.WithPendingQuota(-1)}
	daily := []alibabarmtest.Option{alibabarmtest.WithInvitationQuota(-1)}
	twice := []alibabarmtest.Option{alibabarmtest.WithSameTargetQuota(2)}
	three := []alibabarmtest.Option{alibabarmtest.WithInvalidTargetQuota(3)}
	rejoin := []alibabarmtest.Option{alibabarmtest.WithRejoinDelay(90 * time.Second)}
	inviteGuest := func(x stage, times int) {
		for range times {
			require.Equal(x.t, http.StatusOK, x.invite(x.guest.ID).status)
			x.endAll(alibabarm.StatusDeclined)
		}
	}
	tryInvalid := func(x stage, times int) {
		for range times - 1 {
			require.NotEqual(x.t, http.StatusOK, x.invite(x.elsewhere.ID).status)
		}
		require.NotEqual(x.t, http.StatusOK, x.invite("a@b.test").status)
	}
	return []published{
		{topic: "validity", situation: "an invitation expires 14 days after it was sent",
			do: func(x stage) outcome { return x.invite(x.guest.ID) }, status: 200,
			body: `"CreateTime":"2025-03-01T10:00:00Z".*"ExpireTime":"2025-03-15T10:00:00Z"`},
		{topic: "validity", situation: "it has expired after 14 days",
			do: func(x stage) outcome {
				id := x.open()
				x.Advance(14 * day)
				return x.on(x.root, getOp, id)
			}, status: 200, body: `"Status":"Expired"`},
		{topic: "retention", situation: "an ended invitation is shown for 30 days", status: 200,
			body: `"Status":"Declined"`,
			do: func(x stage) outcome {
				id := x.open("Declined")
				x.Advance(30*day - time.Second)
				return x.on(x.root, getOp, id)
			}},
		{topic: "retention", situation: "it is not shown after 30 days", status: 404,
			code: "EntityNotExists.Handshake",
			do: func(x stage) outcome {
				id := x.open("Declined")
				x.Advance(30 * day)
				return x.on(x.root, getOp, id)
			}},
		{topic: "quota of invitations", situation: "20 a day are accepted", opts: open,
			do:     func(x stage) outcome { x.inviteMany(19); return x.invite(x.guest.ID) },
			status: 200},
		{topic: "quota of invitations", situation: "one more is refused", opts: open,
			do:     func(x stage) outcome { x.inviteMany(20); return x.invite(x.guest.ID) },
			status: 409, code: rate},
		{topic: "quota of invitations", situation: "declined invitations count", opts: open,
			do: func(x stage) outcome {
				x.inviteMany(20)
				x.endAll("Declined")
				return x.invite(x.guest.ID)
			}, status: 409, code: rate},
		{topic: "quota of invitations", situation: "accepted invitations do not count",
			opts: []alibabarmtest.Option{alibabarmtest.WithPendingQuota(-1),
				alibabarmtest.WithMemberQuota(-1)},
			do: func(x stage) outcome {
				x.inviteMany(20)
				x.endAll("Accepted")
				return x.invite(x.guest.ID)
			}, status: 200},
		{topic: "quota of invitations", situation: "there is room again the next day", opts: open,
			do: func(x stage) outcome {
				x.inviteMany(20)
				x.Advance(day)
				return x.invite(x.guest.ID)
			}, status: 200},
		{topic: "quota of invitations", situation: "a day is 24 hours", opts: open,
			do: func(x stage) outcome {
				x.inviteMany(20)
				x.Advance(day - time.Second)
				return x.invite(x.guest.ID)
			}, status: 409, code: rate},
		{topic: "quota of invitations", situation: "with WithCalendarDays, a day ends at midnight",
			opts: append(open, alibabarmtest.WithCalendarDays(nil)),
			do: func(x stage) outcome {
				x.inviteMany(20)
				x.Advance(14 * time.Hour)
				return x.invite(x.guest.ID)
			}, status: 200},
		{topic: "quota of pending invitations", situation: "20 can be pending at once", opts: daily,
			do:     func(x stage) outcome { x.inviteMany(19); return x.invite(x.guest.ID) },
			status: 200},
		{topic: "quota of pending invitations", situation: "one more is refused", opts: daily,
			do: func(x stage) outcome {
				x.inviteMany(20)
				x.Advance(2 * day)
				return x.invite(x.guest.ID)
			}, status: 409, code: rate},
		{topic: "quota of pending invitations", situation: "there is room when one has ended",
			opts: daily, status: 200,
			do: func(x stage) outcome {
				x.inviteMany(20)
				x.Advance(14 * day)
				return x.invite(x.guest.ID)
			}},
		{topic: "quota of members", situation: "there may be 20",
			do: func(x stage) outcome { x.addMembers(18); return x.accept() }, status: 200},
		{topic: "quota of members", situation: "the next one is not invited",
			do:     func(x stage) outcome { x.addMembers(19); return x.invite(x.guest.ID) },
			status: 409, code: "LimitExceeded.Account"},
		{topic: "quota of members", situation: "the next one cannot join",
			do: func(x stage) outcome { x.addMembers(19); return x.accept() }, status: 409,
			code: "LimitExceeded.Account"},
		{topic: "invitations of one target", situation: "there is no limit by default",
			do:     func(x stage) outcome { inviteGuest(x, 15); return x.invite(x.guest.ID) },
			status: 200},
		{topic: "invitations of one target", situation: "they have a daily quota", opts: twice,
			do:     func(x stage) outcome { inviteGuest(x, 2); return x.invite(x.guest.ID) },
			status: 409, code: sameTarget},
		{topic: "invitations of one target", situation: "another target has its own", opts: twice,
			do: func(x stage) outcome { inviteGuest(x, 2); return x.invite("3000") }, status: 200},
		{topic: "invitations of one target", situation: "there is room again the next day",
			opts: twice,
			do: func(x stage) outcome {
				inviteGuest(x, 2)
				x.Advance(day)
				return x.invite(x.guest.ID)
			}, status: 200},
		{topic: "invalid targets", situation: "there is no limit by default",
			do:     func(x stage) outcome { tryInvalid(x, 50); return x.invite(x.guest.ID) },
			status: 200},
		{topic: "invalid targets", situation: "after too many, every invitation is refused",
			opts:   three,
			older:  "200",
			do:     func(x stage) outcome { tryInvalid(x, 3); return x.invite(x.guest.ID) },
			status: 409, code: targets},
		{topic: "invalid targets", situation: "before that, a valid target is accepted",
			opts:   three,
			do:     func(x stage) outcome { tryInvalid(x, 2); return x.invite(x.guest.ID) },
			status: 200},
		{topic: "invalid targets", situation: "there is room again the next day", opts: three,
			do: func(x stage) outcome {
				tryInvalid(x, 3)
				x.Advance(day)
				return x.invite(x.guest.ID)
			}, status: 200},
		{topic: "after a removal", situation: "without a delay, an account can be invited at once",
			do:     func(x stage) outcome { x.remove(x.member); return x.invite(x.member.ID) },
			status: 200},
		{topic: "after a removal", situation: "it cannot be invited within the delay", opts: rejoin,
			do: func(x stage) outcome {
				x.remove(x.member)
				x.Advance(90*time.Second - 1)
				return x.invite(x.member.ID)
			},
			status: 409, code: "NotSupport.AccountInAnotherResourceDirectory"},
		{topic: "after a removal", situation: "it cannot join within the delay", opts: rejoin,
			do: func(x stage) outcome {
				x.remove(x.member)
				return x.on(x.member, acceptOp, x.Seed(to(x.member, ""))[0].ID)
			}, status: 409, code: "NotSupport.AccountInAnotherResourceDirectory"},
		{topic: "after a removal", situation: "it can be invited after 90 seconds", opts: rejoin,
			do: func(x stage) outcome {
				x.remove(x.member)
				x.Advance(90 * time.Second)
				return x.invite(x.member.ID)
			}, status: 200},
		{topic: "pages", situation: "a page has up to 100 rows", status: 200,
			body: `"PageSize":100`,
			do:   func(x stage) outcome { return x.call(x.root, sentOp, "PageSize", "100") }},
		{topic: "pages", situation: "a larger page is refused", status: 400,
			code: "InvalidParameter.PageSize",
			do:   func(x stage) outcome { return x.call(x.root, sentOp, "PageSize", "101") }},
		{topic: "pages", situation: "pages are numbered from 1", status: 400,
			code: "InvalidParameter.PageNumber",
			do:   func(x stage) outcome { return x.call(x.root, sentOp, "PageNumber", "0") }},
		{topic: "pages", situation: "a page after the last is empty, with the same total",
			status: 200,
			body:   `"PageNumber":9,"PageSize":10,"TotalCount":1,"Handshakes":\{"Handshake":\[\]\}`,
			do: func(x stage) outcome {
				x.open()
				return x.call(x.root, sentOp, "PageNumber", "9")
			}},
		{topic: "authentication", situation: "a wrong secret is a wrong signature", status: 400,
			code: "SignatureDoesNotMatch", body: "server string to sign is:",
			do: func(x stage) outcome {
				x.root.Credentials.AccessKeySecret += "x"
				return x.call(x.root, sentOp)
			}},
		{topic: "authentication", situation: "the code of an unknown access key is its own",
			status: 404, code: "InvalidAccessKeyId.NotFound",
			do: func(x stage) outcome {
				x.root.Credentials.AccessKeyID = "Nobodys"
				return x.call(x.root, sentOp)
			}},
		{topic: "authentication", situation: "a clock that is more than 15 minutes off is refused",
			status: 400, code: "InvalidTimeStamp.Expired",
			do: func(x stage) outcome {
				x.Skew(15*time.Minute + time.Second)
				return x.call(x.root, sentOp)
			}},
		{topic: "authentication", situation: "a token that has expired must be renewed",
			status: 400, code: "InvalidSecurityToken.Expired",
			do: func(x stage) outcome {
				x.root.Credentials = x.TemporaryCredentials(x.root, time.Hour)
				x.Advance(time.Hour)
				return x.call(x.root, sentOp)
			}},
	}
}
