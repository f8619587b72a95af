// Package auth keeps the credentials of an account, has requests signed with them, sends
// the requests, and retries where that is safe. [Transport] alone signs the requests of any
// [net/http.Client]:
//
//	client := &http.Client{Transport: &auth.Transport{
//		Provider: auth.Static(id, secret, ""),
//		Signer:   huawei.Signer{},
//		Host:     "organizations.myhuaweicloud.com",
//	}}
//	resp, err := client.Get("https://organizations.myhuaweicloud.com/v1/organizations")
//
// The package knows no cloud. A [Signer] and the places where credentials are found come
// from auth/huawei and auth/alibaba. The client packages are built on [Client]; most of
// their users need nothing of this package but [Static], [Chain] and [Cache], which give
// them their credentials.
//
// # The wire
//
//	Client.Do ─► go-retryablehttp ─► http.Client ─► Transport ─► Base
//	   │             the waits       no redirects      │         the network
//	   ├ classify each response                        ├ clone the request
//	   ├ back off, limit, bound                        ├ date, nonce, signature
//	   └ credentials, before the time limit starts     └ refuse any other host
//
// Signing stands beneath the retries: each attempt has its own date, nonce, signature
// and credentials. What is signed is what is sent, to the byte, and nothing goes to a
// host other than the endpoint's: a redirect is a response like any other.
//
// # What is retried
//
// The client's Classify gives a verdict on each response. An attempt without a complete
// response is classified here.
//
//	what happened                        read     write    waits
//	-----------------------------------  -------  -------  ---------------------------
//	no connection: dial, DNS, TLS        yes      yes      backoff
//	no response: reset, time limit       yes      no       backoff
//	response cut within its body         yes      no       backoff
//	Refused: nothing was done            yes      yes      what is asked, or backoff
//	Ambiguous: a 5xx, or a response      yes      no       what is asked, or backoff
//	  that Call.Check cannot read
//	Throttled                            yes      yes      what is asked, or backoff
//	ClockSkew, and the date differs      once     once     none
//	StaleCredentials, and there are      once     once     none
//	  other credentials
//	Unauthenticated: as one of these     once     once     none
//	Fatal: any other 4xx, a quota, …     no       no
//	a fault that lasts: a certificate    no       no
//	  that is not trusted, a proxy that
//	  refuses, a peer without HTTP, …
//	a response that is too large         no       no
//	a request that cannot be signed      no       no
//
// The client waits as long as the service asks, or for the backoff if that is longer. It
// adds a random part to the wait that the service asks for: up to as much again, and at
// most 10 seconds. Callers that were refused at the same moment do not return at the
// same moment. The client cuts the random part short where only the wait itself fits the
// context's deadline and [Retry].MaxElapsed.
//
// Failures are bounded by count, throttling by time ([Retry]). A wait that would
// outlast the context's deadline, or that a service asks for beyond
// [Retry].MaxElapsed, is not begun: the call fails at once with what the service
// said. A context that ends stops everything at once. These rules may become finer, with
// one exception: a write is resent only if it certainly had no effect.
//
// # Credentials
//
// A [Provider] is asked before each attempt, through a [Cache]: one refresh is in
// flight for any number of callers, it starts before the keys expire, and while the
// old keys are valid a failed refresh keeps them. Whether they have expired is judged
// by the service's clock, as far as it is known; until then the service decides, and
// keys that seem to have expired as they come are sent. When a service rejects keys as
// stale, or does not know the access key, exactly those are forgotten and the Provider is
// asked anew. If it gives other keys, the call is signed once more. The same keys are not
// sent again in that call, for some services lock a key after a few refusals. The next
// call asks the Provider first and sends what it gives then, so that neither a key that
// was replaced nor one that is activated late needs a restart.
//
// # Errors
//
// The conditions ([ErrNotFound] and the others) are shared by both clouds, and so is
// [ServiceError], a response that is not the expected one. No error, log record or printed
// value holds a secret, a token, a signature or the query of a URL.
package auth
