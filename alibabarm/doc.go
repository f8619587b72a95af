// Package alibabarm is a client for account invitations in Alibaba Cloud Resource Directory,
// which the service calls handshakes.
//
//	client, err := alibabarm.NewClient(alibabarm.DefaultProvider())
//	if err != nil { return err }
//	for h, err := range client.ListHandshakesForResourceDirectory().All(ctx) {
//		if err != nil { return err }
//		fmt.Println(h.ID, h.Status, h.TargetEntity, h.ExpireTime)
//	}
//
// A list is complete, or its last element is an error that says why it is not. Check err
// before the item: with an error, the item is the zero [Handshake].
//
// # Lists
//
// [Client.ListHandshakesForResourceDirectory] lists what the directory has sent, and
// [Client.ListHandshakesForAccount] what the account has received. Both return a
// [pagination.Pager]. The options of package pagination set the page size, a limit, read-ahead
// and the cursor to resume from. A cursor holds the operation, the version, the endpoint and,
// if it is known, the account (see [WithAccount]). Another list refuses it. It holds no
// secret. The service numbers its pages and does not promise an order, and a list can change
// between two pages. The pager finds what has moved, and [pagination.WithRescan] says how hard
// it tries.
//
// An accepted invitation does not prove that the account is a member. The account may have
// left since, and an account that was created in the directory never had an invitation.
// [Client.ListAccounts] lists the members: [Version20220419] by token, with their login
// e-mail, and [Version20200331] by number. [Client.GetResourceDirectory] says which directory
// the caller belongs to.
//
// # Writes
//
// [Client.InviteAccountToResourceDirectory], [Client.AcceptHandshake],
// [Client.DeclineHandshake] and [Client.CancelHandshake] change one invitation.
// [Client.InviteAll], [Client.AcceptFrom], [Client.ResendExpired] and [Client.CancelPending]
// change many, and return an [Outcome] for each. [DryRun] shows what they would do.
//
// If the response to a write is lost, the client does not resend the write on a guess. It
// reads the state back and reports that, or [ErrOutcomeUnknown]. Package
// [github.com/orghandshakes/handshakes-go/auth/invitation] has the rules, which are the same
// for both clouds. The client reads:
//
//	AcceptHandshake, DeclineHandshake  GetHandshake; if it fails, the received list
//	CancelHandshake                    GetHandshake; if it fails, the sent list
//	InviteAccountToResourceDirectory   the sent list
//
// A HandshakeStatusMismatch of GetHandshake does not prove that the invitation has ended.
//
// The client takes an invitation in the sent list for its own if target and note are equal,
// except for the case of an address and the space in the note. It resends a missing invitation
// as often as [WithRetry] allows, because the service refuses a second invitation of a target.
// It does not resend while the list, whose pages are numbered, keeps changing. Tags and the
// folder cannot be read back.
//
// # Errors
//
// Test for conditions. They are the same values in all packages of this module:
//
//	switch {
//	case errors.Is(err, alibabarm.ErrPermission): … // ask for the permission
//	case err != nil: return err
//	}
//
// Four conditions are finer, and also match a coarse one:
//
//	ErrNotInOrganization  ErrPermission  ResourceDirectoryNotInUse, EntityNotExists.ResourceDirectory
//	ErrNotPending         ErrConflict    HandshakeStatusMismatch, StatusError
//	ErrAlreadyMember      ErrConflict    EntityAlreadyExists.ResourceDir.Account
//	ErrAlreadyInvited     ErrConflict    EntityAlreadyExists.Handshake
//
// The two codes of ErrNotInOrganization come with a 404, and also match [ErrNotFound].
//
// [errors.As] finds an [*Error] with the status, the code and the request ID if the service
// refused the call. Other causes are [auth.TransportError], [auth.SignError] and, for lists,
// [pagination.Error], whose Cursor resumes at the page that failed. The code decides before
// the status: a 404 can say that the access key is not known, which is [ErrUnauthenticated].
// Do not rely on the text of an error. It holds no secret: the client removes what echoes a
// signed request.
//
// # Credentials
//
// [DefaultProvider] looks where the official SDKs look, when the first call needs
// credentials. [FromCredential] takes any credential of these SDKs. [auth.Static],
// [auth.ProviderFunc] and [auth.Chain] are the other ways. The client signs each attempt anew.
//
// One client serves many accounts, and [AssumeRole] gets credentials for all of them from one
// access key:
//
//	client.With(alibabarm.WithCredentials(p)).ListHandshakesForAccount()
//
// Create p once for each account, and keep it (see [WithCredentials]).
//
// # Versions and sites
//
// The API has two versions with the same operations, each at its own hosts. The vendor
// recommends [Version20220419] and no longer maintains [Version20200331], which is the default
// here. The constants say what each version lacks. Use one of them in a program, not both.
//
//	version     accounts of     endpoint                 host
//	----------  --------------  -----------------------  -------------------------------------
//	2020-03-31  both sites      Endpoint                 resourcemanager.aliyuncs.com
//	            within a VPC    EndpointVPC              resourcemanager.vpc-proxy.aliyuncs.com
//	2022-04-19  China           EndpointDirectory        resourcedirectory.aliyuncs.com
//	            international   EndpointInternational    resourcedirectory-intl.aliyuncs.com
//	            within a VPC    EndpointDirectoryVPC     resourcedirectory.vpc-proxy.aliyuncs.com
//
// [WithVersion] chooses the first endpoint of the version. Accounts of the international site
// add their own endpoint to the second version:
//
//	alibabarm.WithVersion(alibabarm.Version20220419), alibabarm.WithEndpoint(alibabarm.EndpointInternational)
//
// # Hosts
//
// A client sends its calls to its endpoint and to no other host. A provider may ask other
// hosts for credentials. [DefaultProvider] asks these hosts in the order of its places, and
// stops as soon as one has credentials:
//
//	host                                 for                                how to keep it from asking
//	-----------------------------------  ---------------------------------  ------------------------------------------
//	sts.aliyuncs.com, or                 a role: of an OIDC token, of a     set no role in the environment, and give
//	sts.REGION.aliyuncs.com, or          profile of the aliyun command, of  profiles and files an access key
//	sts-vpc.REGION.aliyuncs.com          the credentials file
//	the sign-in page of the profile      a profile of mode CloudSSO         ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true
//	oauth.aliyun.com,                    a profile of mode OAuth            ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true
//	oauth.alibabacloud.com
//	100.100.100.200                      the RAM role of an ECS instance    ALIBABA_CLOUD_ECS_METADATA_DISABLED=true
//	what a URI names                     ALIBABA_CLOUD_CREDENTIALS_URI, or  leave the variable unset, and
//	                                     a profile of mode CredentialsURI   ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true
//
// REGION is the value of ALIBABA_CLOUD_STS_REGION. With
// ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true, the host is the one within a VPC. A profile of mode
// External starts a command, which may call any host. [AssumeRole] calls STS, and
// [FromCredential] calls what its credential calls. [auth.Static] calls no host:
//
//	alibabarm.NewClient(auth.Static(id, secret, token))
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
// The client retries reads after a lost connection, a truncated response, a 5xx or a nonce
// that the service has seen before. It retries every call after throttling (whatever the
// status, after the wait that the service asks for) and concurrent changes. A used-up quota is
// not throttling: the call fails at once with [ErrQuota]. Package auth has the rules that both
// clouds share.
//
// Three faults of credentials are retried, each once: the client corrects a wrong date by the
// date of the service, it refreshes an expired security token, and it asks the provider again
// if the service does not know the access key or has disabled it. [WithRetry] sets the limits.
// These rules may change.
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
//	400 Throttling.User               24 ErrThrottled       24 ErrThrottled       0.2 0.4 0.8 … 20
//	the same, TimeLeft:60000          6 ErrThrottled        6 ErrThrottled        70 70 70 … 70
//	the same, TimeLeft:999999999      1 ErrThrottled        1 ErrThrottled        -
//	the same, Retry-After: 60         6 ErrThrottled        6 ErrThrottled        70 70 70 … 70
//	the same, Retry-After: 31536000   1 ErrThrottled        1 ErrThrottled        -
//	429 of a proxy                    24 ErrThrottled       24 ErrThrottled       0.2 0.4 0.8 … 20
//	429 ConcurrentCallNotSupported    5 ErrConflict         5 ErrConflict         0.2 0.4 0.8 1.6
//	409 LimitExceeded.InvitationRate  1 ErrQuota            1 ErrQuota            -
//	503 ServiceUnavailable            5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	503 with nothing                  5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	502 with HTML                     5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	400 SignatureNonceUsed            5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	403                               1 ErrPermission       1 ErrPermission       -
//	400 InvalidSecurityToken.Expired  2 ErrUnauthenticated  2 ErrUnauthenticated  0
//	400 SignatureDoesNotMatch         1 ErrUnauthenticated  1 ErrUnauthenticated  -
//	404 InvalidAccessKeyId.NotFound   2 ErrUnauthenticated  2 ErrUnauthenticated  0
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
//   - A response may be JSON or XML, whatever the request asks for.
//   - An empty list may be an empty container of any form, or none.
//   - Numbers may come as strings, and IDs as numbers.
//   - The total may count the page, or nothing. A page may be smaller than asked for.
//   - A text that is not a time becomes the zero time. A status or a target type may be
//     unknown, and the client keeps it.
//   - A new invitation may take a while to appear: [Client.WaitHandshake] and writes wait.
//   - GetHandshake may not read an invitation that has ended. The lists do.
//   - Finished invitations may disappear after 30 days.
package alibabarm
