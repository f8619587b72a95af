// Package authtest is a kit for test services of signed APIs. It serves requests in memory or
// over a loopback socket, injects faults into chosen requests, and makes up data from a seed.
// The packages huaweiorgtest and alibabarmtest are built on it. Use it for a test service of
// another API of the same clouds.
//
// A service responds to each request with a [Reply], which is a value: a [Server] sends it in
// the same way with or without a socket. Before that, [Faults] may apply a [Kind] of fault to
// the request:
//
//	type service struct {
//		server authtest.Server
//		faults authtest.Faults
//	}
//
//	func newService() *service {
//		s := &service{}
//		s.server.Respond = s.respond
//		return s
//	}
//
//	func (s *service) respond(r *http.Request, body []byte) authtest.Reply {
//		// find the operation, and the caller with huawei.Verifier or alibaba.Verifier
//		kind, _ := s.faults.Take(op, accountID)
//		return kind.Run(r.Context(), func() authtest.Reply {
//			return authtest.JSON(http.StatusOK, result)
//		})
//	}
//
// In memory there are neither goroutines nor real waits, so that a test can run timeouts and
// retries in the simulated time of [testing/synctest].
//
// # What a service keeps
//
// [Accounts] hold the accounts and their access keys, [Members] the members of organizations,
// and a [Ledger] invitations or other things with IDs. A [Meter] counts what a [Quota] limits,
// and [Requests] record what the service received. [Page] and [Seed.Marker] make pages of a
// list. [Trusts] decide who gets a [Session] of an agency or role, whose temporary access key
// [Accounts] issue. [ReplyOf] lets a handler respond.
//
// A service may run for long. [Requests] and [Recent] keep only the latest things, and so do
// [Accounts] of temporary access keys and [Nonces], which detect copies of signed requests.
//
// # Kinds of faults
//
// Some kinds break the connection ([NoConnection], [Reset], [Hang], [Delay], [AppliedThen]) or
// the body ([CutBody], [ResetBody], [Drip], [Huge], [TruncateBody], [AppendBody]). Some change
// a document ([SetField], [DropField]), and some respond instead of the service ([Raw],
// [ErrorPage], [Redirect]). [Together] joins several. [NewKind] makes a kind of a service's
// own, for example for its error bodies.
package authtest
