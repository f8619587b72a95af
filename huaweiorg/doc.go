// Package huaweiorg is a client for account invitations in Huawei Cloud
// Organizations, which the service calls handshakes.
//
//	client, err := huaweiorg.NewClient(huaweiorg.DefaultProvider())
//	if err != nil { return err }
//	for h, err := range client.ListHandshakes().All(ctx) {
//		if err != nil { return err }
//		fmt.Println(h.ID, h.Status, h.Target.Entity, h.ExpiredAt)
//	}
//
// A list is complete, or its last element is an error that says why it is not.
// Check err before the item: with an error the item is the zero [Handshake].
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
// The host of Europe is not verified. Give it to [WithEndpoint], and the IAM of that site,
// https://iam.eu-west-101.myhuaweicloud.eu, to [huawei.WithIAMEndpoint] or in
// HUAWEICLOUD_SDK_IAM_ENDPOINT.
//
// # Lists
//
// [Client.ListHandshakes] and [Client.ListReceivedHandshakes] return a
// [pagination.Pager]; options of package pagination set the page size, a limit,
// reading ahead, and where to resume. A cursor holds the operation, the endpoint
// and, where it is known, the account (see [WithAccount]); any other list refuses it. It
// holds no secret. The service does not promise an order, nor that a list stands still
// between two pages.
//
// # Members
//
// An accepted invitation does not prove that the account is a member: it may have left
// since, and an account that was created in the organization never had an invitation.
// [Client.ListAccounts] lists the members, and [Client.ShowOrganization] says which
// organization the caller is in.
//
// # Credentials
//
// [DefaultProvider] looks where the official SDKs do when a call needs keys: the
// environment, the profile file, the metadata of a server, the pod identity of a
// container. [auth.Static], [auth.ProviderFunc] and [auth.Chain] are the other ways;
// [LookupAccountID] adds the account ID to keys that come without. Each attempt is
// signed anew. One client serves many accounts, and with [AssumeAgency] one key pair
// does for all of them:
//
//	client.With(huaweiorg.WithCredentials(p)).ListReceivedHandshakes()
//
// Make p once for each account, and keep it: see [WithCredentials].
//
// # Retries
//
// The client retries reads after a lost connection, a truncated response or a 5xx. It
// retries every call that the service refused for now: throttling (429, after the wait that
// it asks for), concurrent changes (409) and codes that say "later". The client corrects a
// wrong date by the service's own, and renews expired temporary keys, once each. If the service does not know the access key, the client asks the provider for
// the credentials again and signs the call once more, but only with another key. So a
// file that was rewritten, or a variable, works at once; otherwise it is read again
// every 5 minutes. No other 401 and no 403 is retried: the service locks a key after
// five. Redirects are not followed. If a response reports success and cannot be read, a read
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
//	401 APIGW.0301, wrong keys        1 ErrUnauthenticated  1 ErrUnauthenticated  -
//	the same, session's last minute   2 ErrUnauthenticated  2 ErrUnauthenticated  0
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
// effect (a lost connection, a time limit, a 5xx, a response that is truncated, too large or
// unreadable), the table says 1: the client does not resend it on a guess. It reads the
// state back:
//
//	AcceptHandshake, DeclineHandshake  the received list
//	CancelHandshake                    ShowHandshake, or else the sent list
//	InviteAccount                      the sent list
//
// What that shows decides:
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
// its own if target and notes are equal and it is not from before the call, by the dates of
// the service, which count full seconds. If the list shows none for
// [auth.Retry].SettleTime, the client resends it once: it is not known whether the service
// refuses a second invitation of a target. The client never resends while another
// invitation of the target is open, or one that may be this one: that is
// ErrOutcomeUnknown. Two programs that invite the same target with equal notes at the same
// moment can each take the one invitation for their own; give them different notes. Tags
// cannot be read back.
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
//	case errors.Is(err, huaweiorg.ErrPermission): … // ask for the permission
//	case err != nil: return err
//	}
//
// Four conditions are finer, and match a coarse one as well:
//
//	ErrNotInOrganization  ErrPermission  Organizations.1015
//	ErrNotPending         ErrConflict    Organizations.1401, StatusError
//	ErrAlreadyMember      ErrConflict    no published code
//	ErrAlreadyInvited     ErrConflict    no published code
//
// A refusal of the service is an [*Error] under [errors.As], with the status, the
// code and the request ID. Other causes are [auth.TransportError], [auth.SignError],
// and for lists [pagination.Error], whose Cursor goes on at the page that failed. The
// codes decide before the status: 401 with a code of Organizations is
// [ErrPermission], as it is about the caller's role and not about the keys. Do
// not rely on the text of an error. It holds no secret: what echoes a signed request is
// left out.
//
// # What is not known of the service
//
// Where its descriptions differ or are silent, the client accepts every reading:
//
//   - The last page has a marker that is null, empty or missing, or no page_info.
//   - The default page size is 200 or 1000; a size is always sent.
//   - Times may have fractions and offsets. What is not a time is the zero time.
//   - A status or target type may be unknown; it is kept.
//   - Most of the service's own error codes are not published; the status decides.
//   - A new invitation may take a while to be seen: [Client.WaitHandshake] and writes wait.
//   - Finished invitations may vanish after 30 days, or stay for a year.
package huaweiorg
