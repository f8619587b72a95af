// Package alibabarm is a client for account invitations in Alibaba Cloud Resource
// Directory, which the service calls handshakes.
//
//	client, err := alibabarm.NewClient(alibabarm.DefaultProvider())
//	if err != nil { return err }
//	for h, err := range client.ListHandshakesForResourceDirectory().All(ctx) {
//		if err != nil { return err }
//		fmt.Println(h.ID, h.Status, h.TargetEntity, h.ExpireTime)
//	}
//
// A list is complete, or its last element is an error that says why it is not.
// Check err before the item: with an error the item is the zero [Handshake].
//
// # Versions and sites
//
// The API has two versions with the same operations, each at hosts of its own. The vendor
// recommends [Version20220419], and does not maintain [Version20200331] any more, which is
// the default here; each says what it lacks. Use one of them in a program, not both.
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
// add theirs to the second one:
//
//	alibabarm.WithVersion(alibabarm.Version20220419), alibabarm.WithEndpoint(alibabarm.EndpointInternational)
//
// # Lists
//
// [Client.ListHandshakesForResourceDirectory] and [Client.ListHandshakesForAccount]
// return a [pagination.Pager]; options of package pagination set the page size, a
// limit, reading ahead, and where to resume. A cursor holds the operation, the version,
// the endpoint and, where it is known, the account (see [WithAccount]); any other list
// refuses it. It holds no secret. The service numbers its pages and does not
// promise an order, nor that a list stands still between two pages: the pager finds
// what has moved, and [pagination.WithRescan] says how hard it tries.
//
// # Members
//
// An accepted invitation does not prove that the account is a member: it may have left
// since, and an account that was created in the directory never had an invitation.
// [Client.ListAccounts] lists the members: [Version20220419] by token, with their login
// e-mail, and [Version20200331] by number. [Client.GetResourceDirectory] says which
// directory the caller is in.
//
// # Credentials
//
// [DefaultProvider] looks where the official SDKs do when a call needs keys, and
// [FromCredential] takes any credential of theirs. [auth.Static], [auth.ProviderFunc]
// and [auth.Chain] are the other ways. Each attempt is signed anew. One client serves
// many accounts, and with [AssumeRole] one key pair does for all of them:
//
//	client.With(alibabarm.WithCredentials(p)).ListHandshakesForAccount()
//
// Make p once for each account, and keep it: see [WithCredentials].
//
// # Hosts
//
// A client sends its calls to its endpoint and to no other host. A provider may ask other
// hosts for credentials. [DefaultProvider] asks these, in the order of its places and only
// until one has credentials:
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
// REGION is what ALIBABA_CLOUD_STS_REGION names; with ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true
// the host is the one within a VPC. A profile of mode External starts a command, which may
// ask whom it likes. [AssumeRole] asks STS, and [FromCredential] asks what the credential
// asks. [auth.Static] asks nobody:
//
//	alibabarm.NewClient(auth.Static(id, secret, token))
//
// # Retries
//
// The client retries reads after a lost connection, a truncated response, a 5xx or a nonce
// that was seen before. It retries every call that the service refused for now: throttling
// (whatever the status, after the wait that it asks for) and concurrent changes. The client
// corrects a wrong date by the service's own, and renews expired temporary keys, once
// each. If the service does not know the access key, or it is disabled, the client asks
// the provider for the credentials again and signs the call once more, but only with
// another key. Quotas are not throttling: an invitation too many is [ErrQuota], at once.
// Redirects are not followed. If a response reports success and cannot be read, a read
// is retried, and a write is read back. [WithRetry] sets the bounds. These rules may change.
//
// The table shows what a call does while a fault lasts, with the default limits: the
// attempts, the outcome, and the waits between the attempts if each random part is as long
// as it can be. After a fault that hits once, the retry succeeds.
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
//	clock 2 h behind, keys for 1 h    2 ok                  2 ok                  0
//	clock 2 h ahead, keys for 1 h     2 ok                  2 ok                  0
//	redirect                          1 *Error              1 *Error              -
//	200 with HTML                     5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	200 cut short                     5 ErrUnavailable      1 ErrUnavailable      0.2 0.4 0.8 1.6
//	response too large                1 ErrTooLarge         1 ErrTooLarge         -
//
// The client adds a random part to a wait that the service asks for, up to as much again
// and at most 10 seconds, so that many callers do not return at the same moment. Waits for
// throttling end within six minutes of the call's start. A longer one is not begun:
// [Error].RetryAfter says when to come again.
//
// # Writes
//
// The client resends a write that the service refused for now. If the write may have taken
// effect (a lost connection, a time limit, a 5xx, a nonce that was used before, a response
// that is truncated, too large or unreadable), the table says 1: the client does not resend
// it on a guess. It reads the state back:
//
//	AcceptHandshake, DeclineHandshake  GetHandshake, or else the received list
//	CancelHandshake                    GetHandshake, or else the sent list
//	InviteAccountToResourceDirectory   the sent list
//
// A HandshakeStatusMismatch of GetHandshake does not prove that the invitation has ended.
// What the reads show decides:
//
//   - It took effect: the call succeeds, with the invitation as it stands.
//   - The invitation came to another end: a [StatusError], which is [ErrNotPending].
//   - It is still pending: the client resends the write, as often as [WithRetry] allows. To
//     turn retries off turns this off, but not the reading.
//   - The state does not show it: [ErrOutcomeUnknown]. The error holds all causes, says what to
//     check, and matches their conditions, too: test for ErrOutcomeUnknown first.
//
// If the service refuses the resend, the first attempt may have succeeded, so the client
// reads the state once more. If the context ends before there is a response, the outcome is
// unknown.
//
// Accept, decline and cancel can be called again. If the service refuses one because of the
// invitation's state, the client looks once, without waiting. If the state is the wanted
// one, the call succeeds; another end is a [StatusError]; and if the look fails or shows
// neither, the error is the service's own refusal. [Client.CurrentHandshake] is such a look
// by itself.
//
// The service has no idempotency token. The client takes an invitation in the sent list for
// its own if target and note are equal, except for the case of an address and the space in
// the note, and it is not from before the call, by the dates of the service, which count
// full seconds. If the list shows none for [auth.Retry].SettleTime, the client resends it,
// as often as [WithRetry] allows: the service refuses a second invitation of a target. The
// client never resends while another invitation of the target is open, or one that may be
// this one, or while the list, whose pages are numbered, keeps changing: that is
// ErrOutcomeUnknown. Two programs that invite the same target with equal notes at the same
// moment can each take the one invitation for their own; give them different notes. Tags
// and folder cannot be read back.
//
// [Client.InviteAll], [Client.AcceptFrom], [Client.ResendExpired] and
// [Client.CancelPending] deal with many invitations and return an [Outcome] for each.
// [DryRun] shows what they would do. The observer of [WithObserver] sees each call, also
// those that read back.
//
// # Both clouds, and the rest of the service
//
// [Client.Invitations] returns this client as an [invitation.Service], in words that both
// clouds share. It also waits for many invitations and watches a list for changes.
// [Client.Check] finds out what the caller is and may do, without any write. [Client.Do]
// performs any other operation of the service.
//
// # Errors
//
// Test for conditions, which are the same values for all packages of this module:
//
//	switch {
//	case errors.Is(err, alibabarm.ErrPermission): … // ask for the permission
//	case err != nil: return err
//	}
//
// Four conditions are finer, and match a coarse one as well:
//
//	ErrNotInOrganization  ErrPermission  ResourceDirectoryNotInUse, EntityNotExists.ResourceDirectory
//	ErrNotPending         ErrConflict    HandshakeStatusMismatch, StatusError
//	ErrAlreadyMember      ErrConflict    EntityAlreadyExists.ResourceDir.Account
//	ErrAlreadyInvited     ErrConflict    EntityAlreadyExists.Handshake
//
// The two codes of ErrNotInOrganization come with a 404 and match [ErrNotFound], too.
//
// A refusal of the service is an [*Error] under [errors.As], with the status, the
// code and the request ID. Other causes are [auth.TransportError], [auth.SignError],
// and for lists [pagination.Error], whose Cursor goes on at the page that failed. The
// codes decide before the status: a 404 can be a key that is not known, which is
// [ErrUnauthenticated]. Do not rely on the text of an error. It holds no secret: what echoes
// a signed request is left out.
//
// # What is not known of the service
//
// Where its descriptions differ or are silent, the client accepts every reading:
//
//   - A response may be JSON or XML, whatever was asked for.
//   - An empty list may be an empty container of any form, or none.
//   - Numbers may come as strings, and IDs as numbers.
//   - The total may count the page, or nothing; a page may be smaller than asked for.
//   - What is not a time is the zero time. A status or target type may be unknown; it
//     is kept.
//   - A new invitation may take a while to be seen: [Client.WaitHandshake] and writes wait.
//   - GetHandshake may not read an invitation that is over; the lists do.
//   - Finished invitations may vanish after 30 days.
package alibabarm
