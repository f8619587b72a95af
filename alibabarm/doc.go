// Package alibabarm is a client for account invitations in Alibaba Cloud Resource
// Directory, which the service calls handshakes.
//
//	client, err := alibabarm.NewClient(alibabarm.DefaultProvider())
//	for h, err := range client.ListHandshakesForResourceDirectory().All(ctx) {
//		if err != nil { return err }
//		fmt.Println(h.ID, h.Status, h.TargetEntity, h.ExpireTime)
//	}
//
// A list is complete, or its last element is an error that says why it is not.
// Check err before the item: with an error the item is the zero [Handshake].
//
// # Versions
//
// The API has two versions with the same operations, each at a host of its own:
// [Version20200331] is the default, [Version20220419] is for [WithVersion]. Accounts of
// the international site add an endpoint to the second:
//
//	alibabarm.WithVersion(alibabarm.Version20220419), alibabarm.WithEndpoint(alibabarm.EndpointInternational)
//
// # Lists
//
// [Client.ListHandshakesForResourceDirectory] and [Client.ListHandshakesForAccount]
// return a [pagination.Pager]; options of package pagination set the page size, a
// limit, reading ahead, and where to resume. A cursor holds the operation, the version,
// the endpoint and, with [auth.Static] keys that are not temporary, the account; any
// other list refuses it. It holds no secret. The service numbers its pages and does not
// promise an order, nor that a list stands still between two pages: the pager finds
// what has moved, and [pagination.WithRescan] says how hard it tries.
//
// # Credentials
//
// [DefaultProvider] looks where the official SDKs do when a call needs keys, and
// [FromCredential] takes any credential of theirs. [auth.Static], [auth.ProviderFunc]
// and [auth.Chain] are the other ways. Each attempt is signed anew. One client serves
// many accounts:
//
//	client.With(alibabarm.WithCredentials(p)).ListHandshakesForAccount()
//
// # Retries
//
// Tried again are, for reads, lost connections, cut answers, status 5xx and a nonce
// that was seen before; and for all calls what the service refused for now: throttling
// (whatever the status, after the wait it asks for) and concurrent changes. A wrong date
// is corrected by the service's own, and expired temporary keys are renewed, once
// each. Quotas are not throttling: an invitation too many is [ErrQuota], at once.
// Redirects are not followed. An answer that reports success and cannot be read
// ends the call. [WithRetry] sets the bounds. These rules may change.
//
// # Errors
//
// Test for conditions, which are the same values for all packages of this module:
//
//	if errors.Is(err, alibabarm.ErrPermission) { … }
//
// A refusal of the service is an [*Error] under [errors.As], with the status, the
// code and the request ID. Other causes are [auth.TransportError], [auth.SignError],
// and for lists [pagination.Error], whose Cursor goes on at the page that failed. The
// codes decide before the status: a 404 can be a key that is not known, which is
// [ErrUnauthenticated]. The text of an error is not to be relied on. It holds no
// secret: what echoes a signed request is left out.
//
// # What is not known of the service
//
// Where its descriptions differ or are silent, every reading is taken:
//
//   - An answer may be JSON or XML, whatever was asked for.
//   - An empty list may be an empty container of any form, or none.
//   - Numbers may come as strings, and IDs as numbers.
//   - The total may count the page, or nothing; a page may be smaller than asked for.
//   - What is not a time is the zero time. A status or target type may be unknown; it
//     is kept.
//   - Finished invitations may vanish after 30 days.
package alibabarm
