// Package alibabarmtest is Alibaba Cloud Resource Directory in memory: accounts, roles and
// invitations for tests of code that uses [alibabarm], and for programs that run without a
// cloud account.
//
//	s := alibabarmtest.New()
//	inviter := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
//	s.Seed(s.Believable(300)...)
//	client, err := s.NewClient(inviter)
//
// The clients of [Service.NewClient] reach the service without sockets and without goroutines,
// so that a test can run waits, timeouts and expiry in the simulated time of
// [testing/synctest]. [Service.Start] opens a loopback listener for real connections.
//
// # Faults
//
// [Service.Inject] makes chosen requests fail. This lets the first page pass, resets the second
// request, and throttles the third:
//
//	s.Inject(
//		alibabarmtest.Fault{Op: alibabarmtest.ListHandshakesForAccount, Skip: 1, Kind: alibabarmtest.Reset()},
//		alibabarmtest.Fault{Op: alibabarmtest.ListHandshakesForAccount, Kind: alibabarmtest.Throttled("850")},
//	)
//
// Some kinds break the connection ([NoConnection], [Reset], [Hang], [Delay], [AppliedThen]),
// the body ([CutBody], [ResetBody], [Drip], [Huge], [TruncateBody], [AppendBody]) or the page
// ([OnPage], [ClampSize], [EmptyPage], [SetField], [DropField] and more). Some respond instead
// of the service ([Refuse], [Raw] and those with a name of their own), all of them also in XML.
// [Together] joins several. [Service.Skew] lets the clocks differ. [Service.Requests] returns
// what the service received, and [Service.Unused] the faults that hit nothing.
//
// # What is true to the service
//
//   - The service serves both API versions, each on its own hosts as in the cloud:
//     2020-03-31 on resourcemanager.aliyuncs.com, 2022-04-19 on
//     resourcedirectory.aliyuncs.com and resourcedirectory-intl.aliyuncs.com. A host of
//     another name, such as a loopback address, serves both, and STS, too.
//   - The service verifies the signature of every request with [alibaba.Verifier] before
//     anything else. It refuses a wrong secret, a date more than 15 minutes off, a
//     changed query, an expired token, or a nonce of the last 15 minutes with the
//     service's own error body. As in the cloud, that body can hold all that was signed,
//     including the security token.
//   - The service verifies two signatures: V3 (ACS3-HMAC-SHA256), whose action, version
//     and date are headers, and V1 (HMAC-SHA1) of older SDKs, where they are parameters
//     of the query or of a form. It verifies no other one: not a bearer token,
//     ACS3-HMAC-SM3, ACS3-RSA-SHA256, ACS4-HMAC-SHA256 or an RSA key pair. The message
//     of the refusal says so, and so does Hint in [Service.Requests].
//   - Responses are JSON, including errors. They are XML if the request says Format=XML,
//     or accepts application/xml alone. See also [WithXML] and [XML].
//   - The management account lists sent invitations. An account lists the received ones
//     that name its ID or e-mail address.
//   - Pages are numbered from 1 and have 1 to 100 invitations (10 if the request does
//     not say) in the order in which they were added, the newest last (but see
//     [WithNewestFirst]). Each page has its number, size and the total. A page after the
//     last one is empty.
//   - A pending invitation past its date is shown as expired. Lists show an invitation
//     for 30 days after its end (see [WithRetention]).
//   - Every response has X-Acs-Request-Id, and Date by the clock of the service.
//   - All seven operations on invitations have state. A management account invites and
//     cancels, the invited account accepts or declines, and an account that accepts
//     becomes a member. Both can read an invitation by its ID, the invited account with
//     the two real names. See [WithUnreadable] for those that have ended. The service
//     refuses an ID that the cloud cannot have issued for its form, not as unknown.
//   - Membership is state, too: ListAccounts lists it, by number and, in version
//     2022-04-19, by token and with the login e-mail. RemoveCloudAccount ends it, and
//     GetResourceDirectory serves members. [Service.Accounts] returns all accounts with
//     their roles, and how and since when they belong to their directory.
//   - The published quotas hold, see Quotas below. [WithPropagationDelay] hides a new
//     invitation for a while, [WithMembershipDelay] a change of the members, and
//     [WithRejoinDelay] delays the return of an account that was removed.
//   - The service does not store a folder, and version 2020-03-31 ignores it.
//
// # Quotas
//
// Each quota has an option. A negative one means no limit.
//
//	invitations of a directory a day          20    409 LimitExceeded.InvitationRate            [WithInvitationQuota]
//	pending invitations of a directory        20    409 LimitExceeded.InvitationRate            [WithPendingQuota]
//	members of a directory                    20    409 LimitExceeded.Account                   [WithMemberQuota]
//	invitations of one target a day           none  409 LimitExceeded.SameTargetInvitationRate  [WithSameTargetQuota]
//	invalid targets a day, in 2022-04-19      none  409 LimitExceeded.Invitation.InvalidTarget  [WithInvalidTargetQuota]
//
// An accepted invitation does not count for the daily quota. The cloud publishes no number for
// the last two quotas, and does not say when a day begins. Here, a day is the last 24 hours, or
// see [WithCalendarDays].
//
// # Stand-ins
//
// The cloud does not document how it refuses a page size out of range, a version on the host of
// the other one, an unknown signature, a parameter of signature V1 that is sent twice, bad
// tags, inviting an account that was removed just now or letting it join, letting an account
// join a full directory, or, in version 2020-03-31, inviting a member. These refusals are
// stand-ins, and so is the status of LimitExceeded.SameTargetInvitationRate: do not depend on
// them. [WithRefusal] replaces them, so that a test can show that it does not depend on them.
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
// The providers of [alibaba] work with the service. Pass them its RoundTripper as their
// transport, or its URL as their endpoint:
//
//	member := alibabarm.AssumeRole(root.Provider(), alibabarm.AssumeInput{
//		RoleARN: "acs:ram::" + account.ID + ":role/inviter", SessionName: "test", Transport: s.RoundTripper(),
//	})
//
// The providers of the official credentials library use https only. They work with an
// httptest.NewTLSServer of the service whose certificate [http.DefaultTransport] trusts.
//
// The service knows the temporary credentials that it issues, and refuses them once they have
// expired by its clock. The providers use the clock of this machine, so keep the default clock
// of the service. Every account has a role of any name, which the management account may
// assume. [Service.SetTrust] changes that. The service accepts any ID token unless a [Trust]
// names one: it verifies neither signatures nor dates of ID tokens, and ignores the content of
// a policy.
package alibabarmtest
