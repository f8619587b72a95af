// Package auth holds what both clouds share beneath their clients: credentials, the conditions
// of errors, and retries. Most programs use it to give credentials to a client and to test for
// a condition:
//
//	client, err := huaweiorg.NewClient(auth.Static(accessKeyID, accessKeySecret, ""))
//	if err != nil { return err }
//	h, err := client.ShowHandshake(ctx, id)
//	switch {
//	case errors.Is(err, auth.ErrNotFound): … // it may have been deleted
//	case err != nil: return err
//	}
//
// # Credentials
//
// A [Provider] returns [Credentials]: [Static], [ProviderFunc], [Chain], or those of auth/huawei
// and auth/alibaba. The client asks the provider before each attempt, through a [Cache]. One
// refresh at a time serves any number of callers. It starts before the credentials expire. If it
// fails, the client keeps the credentials while they are valid. The clock of the service decides
// whether they are, as far as it is known. Until then, the client also sends credentials that
// seem to have expired, and the service decides.
//
// If the service rejects credentials as stale, or does not know the access key, the client
// forgets exactly these and asks the provider again. If the provider returns other credentials,
// the client signs the call once more. It does not send the same credentials again in that
// call, because some services lock an access key after a few refusals. The next call asks the
// provider first and sends what it returns. So neither a key that was replaced nor a key that
// becomes active late needs a restart.
//
// # Errors
//
// The conditions, [ErrNotFound] and the others, are the same for both clouds. A [ServiceError]
// is a response that is not the expected one. No error, log record or printed value holds a
// secret, a token, a signature or the query of a URL.
//
// # What is retried
//
// The client package classifies each response. This package classifies an attempt without a
// complete response.
//
//	what happened                        read     write    waits
//	-----------------------------------  -------  -------  ---------------------------
//	no connection: dial, DNS, TLS        yes      yes      backoff
//	no response: reset, timeout          yes      no       backoff
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
// The client waits as long as the service asks, or for the backoff if that is longer. It adds a
// random part to the wait that the service asks for: up to as much again, and at most 10
// seconds. So callers that were refused at the same moment do not return at the same moment. The
// client shortens the random part if only the wait itself fits the deadline of the context and
// [Retry].MaxElapsed.
//
// A count limits retries after failures, and a time limits retries after throttling ([Retry]).
// The client does not begin a wait that would outlast the deadline of the context, or that is
// longer than [Retry].MaxElapsed. The call then fails at once with the error of the service. A
// context that ends stops everything at once. These rules may become finer, with one exception:
// the client resends a write only if the write certainly had no effect.
//
// # The wire
//
//	Client.Do ─► go-retryablehttp ─► http.Client ─► Transport ─► Base
//	   │             the waits       no redirects      │         the network
//	   ├ classify each response                        ├ clone the request
//	   ├ back off, limit, bound                        ├ date, nonce, signature
//	   └ credentials, before the timeout starts        └ refuse any other host
//
// Signing is below the retries: each attempt has its own date, nonce, signature and
// credentials. What is signed is what is sent, to the byte. Nothing goes to a host other than
// that of the endpoint: a redirect is a response like any other.
//
// The package knows no cloud. A [Signer] and the sources of credentials come from auth/huawei
// and auth/alibaba, and the client packages are built on [Client]. [Transport] alone signs the
// requests of any [net/http.Client]:
//
//	client := &http.Client{Transport: &auth.Transport{
//		Provider: auth.Static(accessKeyID, accessKeySecret, ""),
//		Signer:   huawei.Signer{},
//		Host:     "organizations.myhuaweicloud.com",
//	}}
//	resp, err := client.Get("https://organizations.myhuaweicloud.com/v1/organizations")
package auth
