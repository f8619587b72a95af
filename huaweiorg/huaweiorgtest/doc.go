// Package huaweiorgtest is Huawei Cloud Organizations in memory: accounts, roles and
// invitations for tests of code that uses [huaweiorg], and for programs that run without a
// cloud account.
//
//	s := huaweiorgtest.New()
//	inviter := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
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
//		huaweiorgtest.Fault{Op: huaweiorgtest.ListHandshakes, Skip: 1, Kind: huaweiorgtest.Reset()},
//		huaweiorgtest.Fault{Op: huaweiorgtest.ListHandshakes, Kind: huaweiorgtest.Throttled("2")},
//	)
//
// Some kinds break the connection ([NoConnection], [Reset], [Hang], [Delay], [AppliedThen]),
// the body ([CutBody], [ResetBody], [Drip], [Huge], [TruncateBody], [AppendBody]) or the page
// ([EmptyPage], [RepeatMarker], [SetField], [DropField]). Some respond instead of the service
// ([Refuse], [Raw] and those with a name of their own). [Together] joins several.
// AppliedThen(Reset()) is a write that takes effect although its response is lost.
// [Service.Skew] lets the clocks differ. [Service.Requests] returns what the service received,
// and [Service.Unused] the faults that hit nothing.
//
// # What is true to the service
//
//   - The service verifies the signature of every request with [huawei.Verifier] before
//     anything else. It refuses a wrong secret, a date more than 15 minutes off, a
//     changed query or an expired token with the service's own error body. As in the
//     cloud, that body can hold the signed headers, including the security token.
//     [WithLockout] locks an access key after five refused signatures.
//   - The signature is SDK-HMAC-SHA256. The service verifies no other one: not an IAM
//     token (X-Auth-Token), V11-HMAC-SHA256, SDK-HMAC-SM3 or a signature with a key
//     pair. The message of the refusal says so, and so does Hint in [Service.Requests].
//   - The management account and delegated administrators list sent invitations. An
//     account lists the received ones that name it.
//   - All seven operations on invitations have state. An account that accepts becomes a
//     member. Only a pending invitation can be accepted, declined or cancelled. Only the
//     management account invites and cancels. Every account of the organization may show
//     an invitation. The service refuses to invite a member, or a target that has a
//     pending invitation.
//   - Membership is state, too: ListAccounts lists it, RemoveAccount and
//     LeaveOrganization end it, and ShowOrganization serves members. [Service.Accounts]
//     returns all accounts with their roles, and how and since when they belong to their
//     organization.
//   - The published quotas hold, see Quotas below. [WithPropagationDelay] hides new
//     invitations for a while, and [WithMembershipDelay] a change of the members.
//   - Pages have 1 to 2000 invitations (200 if the request does not say) in the order in
//     which they were added, the newest last. A marker is opaque, needs
//     percent-encoding, and stays valid while invitations come and go.
//   - A pending invitation past its date is shown as expired. Lists show an invitation
//     for 30 days after its end (see [WithRetention]).
//   - Every response has X-Request-Id, and Date by the clock of the service.
//
// # Quotas
//
// Each quota has an option. A negative one means no limit. Additions and removals by the test
// itself do not count.
//
//	invitations of an organization in 24 hours       20   400 Organizations.9009  [WithInvitationQuota]
//	accounts of an organization                      10   400 Organizations.1305  [WithAccountQuota]
//	removals of an organization in 24 hours           5   400 Organizations.9014  [WithRemovalQuota]
//	joining and leaving of an account in 30 days     10   400 Organizations.2202  [WithChangeQuota]
//
// The cloud says that an account can join and leave ten times a month. Two assumptions: a month
// is the last 30 days, and the quota counts joining, leaving and removing alike.
//
// # Stand-ins
//
// Error codes that the cloud does not document are stand-ins and begin with "Organizations.9",
// "STS5.9" or "IAM.9". Do not depend on them. [WithRefusal] replaces those of Organizations, so
// that a test can show that it does not depend on them.
//
//	Organizations.9001  400  an invalid limit or marker
//	Organizations.9002  400  an invalid target, notes or tags
//	Organizations.9003  404  an unknown invitation
//	Organizations.9004  409  inviting a member
//	Organizations.9005  409  inviting a target that has a pending invitation
//	Organizations.9006  409  an invitation that was accepted or declined
//	Organizations.9007  409  an invitation that has expired
//	Organizations.9008  409  accepting in an account that belongs to an organization
//	Organizations.9009  400  the quota of invitations
//	Organizations.9011  404  removing an account that is not a member
//	Organizations.9012  409  removing or leaving of the management account
//	Organizations.9013  409  removing or leaving of a delegated administrator
//	Organizations.9014  400  the quota of removals
//
// Organizations.1325, for an account that is being closed (see Account.Status), is a code of
// the cloud. Its status 409, and when the service returns it, are stand-ins, too.
//
// # Operations
//
// One service serves Organizations, IAM and STS, for every host name:
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
// The providers of [huawei] work with the service. Pass them its RoundTripper as their
// transport, or its URL as their endpoint:
//
//	member := huaweiorg.AssumeAgency(root.Provider(), huaweiorg.AssumeInput{
//		AgencyURN: "iam::" + account.ID + ":agency:inviter", SessionName: "test", Transport: s.RoundTripper(),
//	})
//
// The service knows the temporary credentials that it issues, and refuses them once they have
// expired by its clock. The providers use the clock of this machine, so keep the default clock
// of the service. Every account has an agency of any name, which the management account may
// assume. [Service.SetTrust] changes that, and [Service.SetIdentityProvider] lets users of an
// identity provider sign in. The service accepts any ID token unless a [Trust] names one: it
// verifies neither signatures nor dates of ID tokens, and ignores the content of a policy.
package huaweiorgtest
