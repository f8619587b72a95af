// Package huaweiorgtest is Huawei Cloud Organizations in memory: a service with
// accounts, roles and invitations for tests of code that uses [huaweiorg], and
// for programs that show themselves without a cloud account.
//
//	s := huaweiorgtest.New()
//	inviter := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
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
//   - Every request must be signed, and is verified with [huawei.Verifier] before
//     anything else: a wrong secret, a date more than 15 minutes off, a changed query
//     or an expired token is refused with the service's own error body. As in the
//     cloud, that body can hold the signed headers, security token included.
//     [WithLockout] locks an access key after five refused signatures.
//   - The signature is SDK-HMAC-SHA256. No other one is served: not an IAM token
//     (X-Auth-Token), V11-HMAC-SHA256, SDK-HMAC-SM3 nor a signature with a key pair. The
//     message of the refusal says so, and so does Hint in [Service.Requests].
//   - Sent invitations are listed for the management account and delegated
//     administrators, received ones for the account they name.
//   - All seven operations on invitations have state: who accepts becomes a member, only a pending
//     invitation can be answered, only the management account invites and cancels, the
//     whole organization may show one. A target that is a member, or has an open
//     invitation, is not invited.
//   - Membership is state, too: ListAccounts lists it, RemoveAccount and
//     LeaveOrganization end it, and ShowOrganization is for members. [Service.Accounts]
//     returns all accounts with their roles, and how and since when they belong to their
//     organization.
//   - The published quotas hold, see Quotas below. [WithPropagationDelay] hides new
//     invitations for a while, and [WithMembershipDelay] a change of the members.
//   - Pages are of 1 to 2000 invitations (200 where the request does not say) in the
//     order in which they were added, the newest last. A marker is opaque, needs
//     percent-encoding, and stays good while invitations come and go.
//   - A pending invitation past its date is shown as expired, and a finished one is
//     listed for 30 days (see [WithRetention]).
//   - Every answer has X-Request-Id, and Date by the clock of the service.
//
// # Quotas
//
// Each has an option, and no bound if that is negative. What a test adds or removes itself
// does not count.
//
//	invitations of an organization in 24 hours       20   400 Organizations.9009  [WithInvitationQuota]
//	accounts of an organization                      10   400 Organizations.1305  [WithAccountQuota]
//	removals of an organization in 24 hours           5   400 Organizations.9014  [WithRemovalQuota]
//	joining and leaving of an account in 30 days     10   400 Organizations.2202  [WithChangeQuota]
//
// The cloud says that an account can join and leave ten times a month. That a month is the
// last 30 days, and that the quota holds for joining, leaving and removing alike, are
// assumptions.
//
// # Stand-ins
//
// Error codes that the cloud does not document are stand-ins here and begin with
// "Organizations.9", "STS5.9" or "IAM.9". Do not rely on them. [WithRefusal] puts others in
// the place of those of Organizations, so that a test can show that it does not.
//
//	Organizations.9001  400  a limit or marker that is none
//	Organizations.9002  400  a bad target, bad notes or tags
//	Organizations.9003  404  an unknown invitation
//	Organizations.9004  409  inviting a member
//	Organizations.9005  409  inviting a target that has an open invitation
//	Organizations.9006  409  an invitation that was accepted or declined
//	Organizations.9007  409  an invitation that has expired
//	Organizations.9008  409  accepting in an account that belongs to an organization
//	Organizations.9009  400  the quota of invitations
//	Organizations.9011  404  removing an account that is no member
//	Organizations.9012  409  removing or leaving of the management account
//	Organizations.9013  409  removing or leaving of a delegated administrator
//	Organizations.9014  400  the quota of removals
//
// Organizations.1325, for an account that is being closed (see Account.Status), is a code
// of the cloud. Its status 409, and when it comes, are stand-ins, too.
//
// # Operations
//
// One service serves Organizations, IAM and STS, on whatever host they are called:
//
//	ListHandshakes                   GET  /v1/organizations/handshakes
//	ListReceivedHandshakes           GET  /v1/received-handshakes
//	ShowHandshake                    GET  /v1/organizations/handshakes/{handshake_id}
//	InviteAccount                    POST /v1/organizations/accounts/invite
//	AcceptHandshake                  POST /v1/received-handshakes/{handshake_id}/accept
//	DeclineHandshake                 POST /v1/received-handshakes/{handshake_id}/decline
//	CancelHandshake                  POST /v1/organizations/handshakes/{handshake_id}/cancel
//	ListAccounts                     GET  /v1/organizations/accounts
//	ShowAccount                      GET  /v1/organizations/accounts/{account_id}
//	RemoveAccount                    POST /v1/organizations/accounts/{account_id}/remove
//	LeaveOrganization                POST /v1/organizations/leave
//	ShowOrganization                 GET  /v1/organizations
//	ListQuotas                       GET  /v1/organizations/quotas
//	KeystoneListAuthDomains          GET  /v3/auth/domains
//	CreateTokenWithIdToken           POST /v3.0/OS-AUTH/id-token/tokens             not signed
//	CreateTemporaryAccessKeyByToken  POST /v3.0/OS-CREDENTIAL/securitytokens        not signed
//	GetCallerIdentity                GET  /v5/caller-identity
//	AssumeAgency                     POST /v5/agencies/assume
//	AssumeAgencyWithOIDC             POST /v5/agencies/assume-with-oidc             not signed
//
// [Service.Handle] adds any other operation.
//
// # Credentials of IAM and STS
//
// The providers of [huawei] work against the service: give them its RoundTripper as their
// transport, or its URL as their endpoint.
//
//	member := huaweiorg.AssumeAgency(root.Provider(), huaweiorg.AssumeInput{
//		AgencyURN: "iam::" + account.ID + ":agency:inviter", SessionName: "test", Transport: s.RoundTripper(),
//	})
//
// The service knows the temporary keys that it issues, and refuses them once they have
// expired by its clock. The providers use the clock of this machine, so let that of the
// service run, too, as it does by default. Every account has an agency of any name, which
// the management account may assume; [Service.SetTrust] says otherwise, and
// [Service.SetIdentityProvider] lets users of an identity provider sign in. Any ID token is
// accepted unless a [Trust] names one: signatures and dates of ID tokens are not verified,
// and what a policy says is not heeded.
//
// # Faults
//
// [Service.Inject] makes chosen requests go wrong:
//
//	s.Inject(
//		huaweiorgtest.Fault{Op: huaweiorgtest.ListHandshakes, Skip: 1, Kind: huaweiorgtest.Reset()},
//		huaweiorgtest.Fault{Op: huaweiorgtest.ListHandshakes, Kind: huaweiorgtest.Throttled("2")},
//	)
//
// lets the first page pass, resets the second, and throttles the third request. There
// are kinds that break the connection ([NoConnection], [Reset], [Hang], [Delay],
// [AppliedThen]), the body ([CutBody], [ResetBody], [Drip], [Huge], [TruncateBody],
// [AppendBody]), the page ([EmptyPage], [RepeatMarker], [SetField], [DropField]), and
// kinds that answer in the service's place ([Refuse], [Raw] and those with a name of
// their own). [Together] joins several. A write that takes effect though its answer is
// lost is AppliedThen(Reset()). [Service.Skew] puts the clocks apart. What
// came in is in [Service.Requests]; faults that hit nothing are in [Service.Unused].
package huaweiorgtest
