// Package authtest is what a test service for a signed API is made of, but for the API
// itself: requests are served in memory or over a loopback socket, faults are injected
// into chosen ones, and a seed makes things up. The packages huaweiorgtest and
// alibabarmtest are built on it; so can be one for another API of the same clouds.
//
// A service answers each request with a [Reply], which is a value: a [Server] plays it
// the same without sockets and over one. In between, [Faults] may take the request to a
// [Kind], which is what goes wrong:
//
//	type service struct {
//		server authtest.Server
//		faults authtest.Faults
//	}
//
//	func newService() *service {
//		s := &service{}
//		s.server.Answer = s.answer
//		return s
//	}
//
//	func (s *service) answer(r *http.Request, body []byte) authtest.Reply {
//		// find the operation, and the caller with huawei.Verifier or alibaba.Verifier
//		kind, _ := s.faults.Take(op, accountID)
//		return kind.Run(r.Context(), func() authtest.Reply {
//			return authtest.JSON(http.StatusOK, result)
//		})
//	}
//
// In memory there are neither goroutines nor real waits, so that timeouts and retries
// can be tested in the simulated time of [testing/synctest].
//
// A service keeps its accounts and their access keys in [Accounts], who belongs to an
// organization in [Members], its invitations or other things with IDs in a [Ledger], what
// counts for a [Quota] in a [Meter], and what it received in [Requests]. [Page] and
// [Seed.Marker] make pages of a list. [Trusts] decide who gets a [Session] of an agency or
// role, whose temporary key [Accounts] issue, and [ReplyOf] lets a handler respond.
//
// A service may run for long: [Requests] and [Recent] keep the last ones only, and so do
// [Accounts] of temporary keys, and [Nonces], which knows copies of signed requests.
//
// # Kinds
//
// There are kinds that break the connection ([NoConnection], [Reset], [Hang], [Delay],
// [AppliedThen]) or the body ([CutBody], [ResetBody], [Drip], [Huge], [TruncateBody],
// [AppendBody]), that change a document ([SetField], [DropField]), and that answer in
// the service's place ([Raw], [ErrorPage], [Redirect]). [Together] joins several.
// [NewKind] makes those of a service of its own, such as one for its error bodies.
package authtest
