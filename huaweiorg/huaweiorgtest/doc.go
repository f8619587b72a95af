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
//     returns all accounts with their roles.
//   - 20 invitations in 24 hours and 10 accounts are the quotas; see
//     [WithInvitationQuota] and [WithAccountQuota]. [WithPropagationDelay] hides new
//     invitations for a while.
//   - Pages are of 1 to 2000 invitations (200 where the request does not say) in the
//     order in which they were added, the newest last. A marker is opaque, needs
//     percent-encoding, and stays good while invitations come and go.
//   - A pending invitation past its date is shown as expired, and a finished one is
//     listed for 30 days (see [WithRetention]).
//   - Every answer has X-Request-Id, and Date by the clock of the service.
//
// Error codes that the cloud does not document are stand-ins here and begin with
// "Organizations.9", "STS5.9" or "IAM.9". Do not rely on them.
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
