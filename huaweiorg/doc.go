// Package huaweiorg is a client for account invitations in Huawei Cloud Organizations, which
// the service calls handshakes.
//
//	client, err := huaweiorg.NewClient(huaweiorg.DefaultProvider())
//	if err != nil { return err }
//	for h, err := range client.ListHandshakes().All(ctx) {
//		if err != nil { return err }
//		fmt.Println(h.ID, h.Status, h.Target.Entity, h.ExpiredAt)
//	}
//
// A list is complete, or its last element is an error that says why it is not. Check err
// before the item: with an error, the item is the zero [Handshake].
//
// # Lists
//
// [Client.ListHandshakes] lists what the organization has sent, and
// [Client.ListReceivedHandshakes] what the account has received. Both return a
// [pagination.Pager]. The options of package pagination set the page size, a limit, read-ahead
// and the cursor to resume from. A cursor holds the operation, the endpoint and, if it is
// known, the account (see [WithAccount]). Another list refuses it. It holds no secret. The
// service does not promise an order, and a list can change between two pages.
//
// An accepted invitation does not prove that the account is a member. The account may have
// left since, and an account that was created in the organization never had an invitation.
// [Client.ListAccounts] lists the members, and [Client.ShowOrganization] says which
// organization the caller belongs to.
//
// # Writes
//
// [Client.InviteAccount], [Client.AcceptHandshake], [Client.DeclineHandshake] and
// [Client.CancelHandshake] change one invitation. [Client.InviteAll], [Client.AcceptFrom],
// [Client.ResendExpired] and [Client.CancelPending] change many, and return an [Outcome] for
// each. [DryRun] shows what they would do.
//
// If the response to a write is lost, the client does not resend the write on a guess. It
// reads the state back and reports that, or [ErrOutcomeUnknown]. Package
// [github.com/orghandshakes/handshakes-go/auth/invitation] has the rules, which are the same
// for both clouds. The client reads:
//
//	AcceptHandshake, DeclineHandshake  the received list
//	CancelHandshake                    ShowHandshake; if it fails, the sent list
//	InviteAccount                      the sent list
//
// The client takes an invitation in the sent list for its own if target and notes are equal.
// It resends a missing invitation once, because it is not known whether the service refuses a
// second invitation of a target. Tags cannot be read back.
//
// # Errors
//
// Test for conditions. They are the same values in all packages of this module:
//
//	switch {
//	case errors.Is(err, huaweiorg.ErrPermission): … // ask for the permission
//	case err != nil: return err
//	}
//
// Four conditions are finer, and also match a coarse one:
//
//	ErrNotInOrganization  ErrPermission  Organizations.1015
//	ErrNotPending         ErrConflict    Organizations.1401, StatusError
//	ErrAlreadyMember      ErrConflict    no published code
//	ErrAlreadyInvited     ErrConflict    no published code
//
// [errors.As] finds an [*Error] with the status, the code and the request ID if the service
// refused the call. Other causes are [auth.TransportError], [auth.SignError] and, for lists,
// [pagination.Error], whose Cursor resumes at the page that failed. The code decides before
// the status: a 401 with a code of Organizations is [ErrPermission], because it is about the
// role of the caller and not about the credentials. Do not rely on the text of an error. It
// holds no secret: the client removes what echoes a signed request.
//
// # Credentials
//
// [DefaultProvider] looks where the official SDKs look, when the first call needs
// credentials: the environment, the profile file, the metadata service of a server and the
// agent of a pod. [auth.Static], [auth.ProviderFunc] and [auth.Chain] are the other ways.
// [LookupAccountID] adds the account ID to an access key that comes without one. The client
// signs each attempt anew.
//
// One client serves many accounts, and [AssumeAgency] gets credentials for all of them from
// one access key:
//
//	client.With(huaweiorg.WithCredentials(p)).ListReceivedHandshakes()
//
// Create p once for each account, and keep it (see [WithCredentials]).
//
// # Sites
//
// The service has one host for all regions of a site. Accounts belong to a site, and so do
// their access keys.
//
//	site                            endpoint          host
//	------------------------------  ----------------  ------------------------------------------
//	mainland China, international   Endpoint          organizations.myhuaweicloud.com
//	Europe (eu-west-101)            EndpointEurope    organizations.eu-west-101.myhuaweicloud.eu
//
// The host of Europe is not verified. Pass it to [WithEndpoint], and pass the IAM of that
// site, https://iam.eu-west-101.myhuaweicloud.eu, to [huawei.WithIAMEndpoint] or set
// HUAWEICLOUD_SDK_IAM_ENDPOINT.
//
// # Both clouds, and the rest of the service
//
// [Client.Invitations] returns this client as an [invitation.Service], in words that both
// clouds share. It also waits for many invitations, and watches a list for changes.
// [Client.Check] finds out who the caller is and what it may read, without any write.
// [Client.Do] performs any other operation of the service. [WithObserver] sees each call,
// also those that read back.
//
// # Retries
//
// The client retries reads after a lost connection, a truncated response or a 5xx. It retries
// every call after throttling (429, after the wait that the service asks for), concurrent
// changes (409) and codes that say "later". Package auth has the rules that both clouds share.
//
// The client does not retry a 401 or a 403, with three exceptions, each once: it corrects a
// wrong date by the date of the service, it refreshes an expired security token, and it asks
// the provider again if the service does not know the access key. The service locks an access
// key after five refused signatures. [WithRetry] sets the limits. These rules may change.
//
// The table shows what a call does while a fault lasts, with the default limits: the
// attempts, the outcome, and the waits between the attempts if each random part is as long as
// it can be. After a fault that happens once, the retry succeeds.
//
//	while it lasts                    list, get             write                 waits, in seconds
//	--------------------------------  --------------------  --------------------  -------------------
//	no connection                     5 ErrUnavailable      5 ErrUnavailable      0.2 0.4 0.8 1.6
//	reset before the response         5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	response lost                     5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	reset within the body             5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	body cut short                    5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	hang                              5 ErrUnavailable      1 ErrUnavailable      30.2 30.4 30.8 31.6
//	body of a byte a second           5 ErrUnavailable      1 ErrUnavailable      30.2 30.4 30.8 31.6
//	429                               24 ErrThrottled       24 ErrThrottled       0.2 0.4 0.8 … 20
//	429, Retry-After: 60              6 ErrThrottled        6 ErrThrottled        70 70 70 … 70
//	429, Retry-After: 31536000        1 ErrThrottled        1 ErrThrottled        -
//	503                               5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	503 APIGW.0613, IAM is down       5 ErrUnavailable      5 ErrUnavailable      0.2 0.4 0.8 1.6
//	502 with HTML                     5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	409 Organizations.1003            5 ErrConflict         5 ErrConflict         0.2 0.4 0.8 1.6
//	403                               1 ErrPermission       1 ErrPermission       -
//	401 APIGW.0307, stale token       2 ErrUnauthenticated  2 ErrUnauthenticated  0
//	401 APIGW.0301, unknown key       2 ErrUnauthenticated  2 ErrUnauthenticated  0
//	401 APIGW.0301, wrong access key  1 ErrUnauthenticated  1 ErrUnauthenticated  -
//	the same, session's last minute   2 ErrUnauthenticated  2 ErrUnauthenticated  0
//	clock 2 h behind the service's    2 ok                  2 ok                  0
//	clock 2 h ahead of the service's  2 ok                  2 ok                  0
//	clock 2 h behind, session of 1 h  2 ok                  2 ok                  0
//	clock 2 h ahead, session of 1 h   2 ok                  2 ok                  0
//	redirect                          1 *Error              1 *Error              -
//	200 with HTML                     5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	200 cut short                     5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	response too large                1 ErrTooLarge         1 ErrTooLarge         -
//
// The client adds a random part to a wait that the service asks for, up to as much again and
// at most 10 seconds, so that many callers do not return at the same moment. Waits for
// throttling end within six minutes of the start of the call. The client does not begin a
// longer wait: [Error].RetryAfter says when to call again.
//
// # What is not known of the service
//
// If its descriptions differ or say nothing, the client accepts every reading:
//
//   - The last page has a marker that is null, empty or missing, or no page_info.
//   - The default page size is 200 or 1000. The client always sends a size.
//   - Times may have fractions and offsets. A text that is not a time becomes the zero time.
//   - A status or a target type may be unknown. The client keeps it.
//   - Most of the service's own error codes are not published. Then the status decides.
//   - A new invitation may take a while to appear: [Client.WaitHandshake] and writes wait.
//   - Finished invitations may disappear after 30 days, or stay for a year.
package huaweiorg
