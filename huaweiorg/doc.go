// Package huaweiorg is a client for account invitations in Huawei Cloud
// Organizations, which the service calls handshakes.
//
//	client, err := huaweiorg.NewClient(huaweiorg.DefaultProvider())
//	for h, err := range client.ListHandshakes().All(ctx) {
//		if err != nil { return err }
//		fmt.Println(h.ID, h.Status, h.Target.Entity, h.ExpiredAt)
//	}
//
// A list is complete, or its last element is an error that says why it is not.
// Check err before the item: with an error the item is the zero [Handshake].
//
// # Lists
//
// [Client.ListHandshakes] and [Client.ListReceivedHandshakes] return a
// [pagination.Pager]; options of package pagination set the page size, a limit,
// reading ahead, and where to resume. A cursor holds the operation, the endpoint
// and, with [auth.Static] keys that are not temporary, the account; any other list
// refuses it. It holds no secret. The service does not promise an order, nor that
// a list stands still between two pages.
//
// # Credentials
//
// [DefaultProvider] reads the variables of the official SDKs when a call needs
// them. [auth.Static], [auth.ProviderFunc] and [auth.Chain] are the other ways.
// Each attempt is signed anew. One client serves many accounts:
//
//	client.With(huaweiorg.WithCredentials(p)).ListReceivedHandshakes()
//
// # Retries
//
// Tried again are, for reads, lost connections, cut answers and status 5xx; and for
// all calls what the service refused for now: throttling (429, after the wait it
// asks for), concurrent changes (409) and codes that say "later". A wrong date is
// corrected by the service's own, and expired temporary keys are renewed, once
// each. No other 401 and no 403 is tried again: the service locks a key after five.
// Redirects are not followed. An answer that reports success and cannot be read
// ends the call. [WithRetry] sets the bounds. These rules may change.
//
// # Errors
//
// Test for conditions, which are the same values for all packages of this module:
//
//	if errors.Is(err, huaweiorg.ErrPermission) { … }
//
// A refusal of the service is an [*Error] under [errors.As], with the status, the
// code and the request ID. Other causes are [auth.TransportError], [auth.SignError],
// and for lists [pagination.Error], whose Cursor goes on at the page that failed. The
// codes decide before the status: 401 with a code of Organizations is
// [ErrPermission], as it is about the caller's role and not about the keys. The
// text of an error is not to be relied on. It holds no secret: what echoes a
// signed request is left out.
//
// # What is not known of the service
//
// Where its descriptions differ or are silent, every reading is taken:
//
//   - The last page has a marker that is null, empty or missing, or no page_info.
//   - The default page size is 200 or 1000; a size is always sent.
//   - Times may have fractions and offsets. What is not a time is the zero time.
//   - A status or target type may be unknown; it is kept.
//   - Most of the service's own error codes are not published; the status decides.
//   - Finished invitations may vanish after 30 days, or stay for a year.
package huaweiorg
