// Package alibabarmtest is Alibaba Cloud Resource Directory in memory: a service
// with accounts, roles and invitations for tests of code that uses [alibabarm], and
// for programs that show themselves without a cloud account.
//
//	s := alibabarmtest.New()
//	inviter := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
//	s.Seed(s.Believable(300)...)
//	client, err := s.NewClient(inviter)
//
// The clients of [Service.NewClient] reach the service without sockets and without
// goroutines, so that waits, timeouts and expiry can be tested in the simulated time
// of [testing/synctest]. [Service.Start] opens a loopback listener where a real
// connection is wanted.
//
// # What is true to the service
//
//   - Both API versions are served, each on its own hosts as in the cloud:
//     2020-03-31 on resourcemanager.aliyuncs.com, 2022-04-19 on
//     resourcedirectory.aliyuncs.com and resourcedirectory-intl.aliyuncs.com. On a
//     host of another name, such as a loopback address, both are, and STS is, too.
//   - Every request must be signed, and is verified with [alibaba.Verifier] before
//     anything else: a wrong secret, a date more than 15 minutes off, a changed query,
//     an expired token or a nonce that came within the last 15 minutes is refused with
//     the service's own error body. As in the cloud, that body can hold all that was
//     signed, security token included.
//   - Two signatures are served: V3 (ACS3-HMAC-SHA256), whose action, version and date are
//     headers, and V1 (HMAC-SHA1) of older SDKs, where they are parameters
//     of the query or of a form. No other one is: not a bearer token, ACS3-HMAC-SM3,
//     ACS3-RSA-SHA256, ACS4-HMAC-SHA256 nor an RSA key pair. The message of the refusal
//     says so, and so does Hint in [Service.Requests].
//   - Answers are JSON, errors too; they are XML where the request says Format=XML,
//     or in Accept application/xml alone. See also [WithXML] and [XML].
//   - Sent invitations are listed for the management account, received ones for the
//     account whose ID or e-mail address they name.
//   - Pages are numbered from 1 and have 1 to 100 invitations (10 where the request
//     does not say) in the order in which they were added, the newest last (but see
//     [WithNewestFirst]). Page, size and total stand on each; a page behind the last
//     is empty.
//   - A pending invitation past its date is shown as expired, and a finished one is
//     listed for 30 days (see [WithRetention]).
//   - Every answer has X-Acs-Request-Id, and Date by the clock of the service.
//   - All seven operations on invitations have state. A management account invites and
//     cancels, the invited account accepts or declines, and who accepts becomes a
//     member. Both can read an invitation by its ID, the invited account with the two
//     real names; see [WithUnreadable] for those that are over.
//     An ID that the cloud cannot have issued is refused for its form, not as unknown.
//   - Membership is state, too: ListAccounts lists it, by number and, in version
//     2022-04-19, by token and with the login e-mail; RemoveCloudAccount ends it, and
//     GetResourceDirectory is for members. [Service.Accounts] returns all accounts with
//     their roles, and how and since when they belong to their directory.
//   - The published quotas hold, see Quotas below. [WithPropagationDelay] hides a new
//     invitation for a while, [WithMembershipDelay] a change of the members, and
//     [WithRejoinDelay] keeps an account that was removed from coming back at once.
//   - A folder is not kept, and version 2020-03-31 does not look at it.
//
// # Quotas
//
// Each has an option, and no bound if that is negative.
//
//	invitations of a directory a day          20    409 LimitExceeded.InvitationRate            [WithInvitationQuota]
//	pending invitations of a directory        20    409 LimitExceeded.InvitationRate            [WithPendingQuota]
//	members of a directory                    20    409 LimitExceeded.Account                   [WithMemberQuota]
//	invitations of one target a day           none  409 LimitExceeded.SameTargetInvitationRate  [WithSameTargetQuota]
//	invalid targets a day, in 2022-04-19      none  409 LimitExceeded.Invitation.InvalidTarget  [WithInvalidTargetQuota]
//
// An accepted invitation does not count for those of a day. The cloud publishes no number
// for the last two, and does not say when a day begins: it is the last 24 hours, or see
// [WithCalendarDays].
//
// # Stand-ins
//
// The cloud does not document how it refuses a page size out of range, a version on the
// host of the other, a signature that it does not know, a parameter of signature V1 that is
// sent twice, bad tags, to invite an account that was removed just now or to let it join,
// to let an account join a directory that is full, or, in version 2020-03-31, to invite a
// member. These refusals are stand-ins, and so is the status of
// LimitExceeded.SameTargetInvitationRate: do not rely on them. [WithRefusal] puts others in
// their place, so that a test can show that it does not.
//
// # Operations
//
// One service serves both versions of Resource Directory, and STS:
//
//	ListHandshakesForResourceDirectory  2020-03-31, 2022-04-19
//	ListHandshakesForAccount            2020-03-31, 2022-04-19
//	GetHandshake                        2020-03-31, 2022-04-19
//	InviteAccountToResourceDirectory    2020-03-31, 2022-04-19
//	AcceptHandshake                     2020-03-31, 2022-04-19
//	DeclineHandshake                    2020-03-31, 2022-04-19
//	CancelHandshake                     2020-03-31, 2022-04-19
//	ListAccounts                        2020-03-31, 2022-04-19
//	GetAccount                          2020-03-31, 2022-04-19
//	RemoveCloudAccount                  2020-03-31, 2022-04-19
//	GetResourceDirectory                2020-03-31, 2022-04-19
//	AssumeRole                          2015-04-01
//	AssumeRoleWithOIDC                  2015-04-01              not signed
//	GetCallerIdentity                   2015-04-01
//
// [Service.Handle] adds any other operation.
//
// # Credentials of STS
//
// The providers of [alibaba] work against the service: give them its RoundTripper as their
// transport, or its URL as their endpoint.
//
//	member := alibabarm.AssumeRole(root.Provider(), alibabarm.AssumeInput{
//		RoleARN: "acs:ram::" + account.ID + ":role/inviter", SessionName: "test", Transport: s.RoundTripper(),
//	})
//
// The providers of the official credentials library speak https alone. They work against an
// httptest.NewTLSServer of the service whose certificate [http.DefaultTransport] trusts.
//
// The service knows the temporary keys that it issues, and refuses them once they have
// expired by its clock. The providers use the clock of this machine, so let that of the
// service run, too, as it does by default. Every account has a role of any name, which the
// management account may assume; [Service.SetTrust] says otherwise. Any ID token is accepted
// unless a [Trust] names one: signatures and dates of ID tokens are not verified, and what a
// policy says is not heeded.
//
// # Faults
//
// [Service.Inject] makes chosen requests go wrong:
//
//	s.Inject(
//		alibabarmtest.Fault{Op: alibabarmtest.ListHandshakesForAccount, Skip: 1, Kind: alibabarmtest.Reset()},
//		alibabarmtest.Fault{Op: alibabarmtest.ListHandshakesForAccount, Kind: alibabarmtest.Throttled("850")},
//	)
//
// lets the first page pass, resets the second, and throttles the third request. There
// are kinds that break the connection ([NoConnection], [Reset], [Hang], [Delay],
// [AppliedThen]), the body ([CutBody], [ResetBody], [Drip], [Huge], [TruncateBody],
// [AppendBody]), the page ([OnPage], [ClampSize], [EmptyPage], [SetField], [DropField]
// and more), and kinds that answer in the service's place ([Refuse], [Raw] and those
// with a name of their own), all of them in XML, too. [Together] joins several.
// [Service.Skew] puts the clocks apart. What came in is in [Service.Requests]; faults
// that hit nothing are in [Service.Unused].
package alibabarmtest
