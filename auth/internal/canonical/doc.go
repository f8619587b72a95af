// Package canonical is what SDK-HMAC-SHA256 of Huawei Cloud and ACS3-HMAC-SHA256 of
// Alibaba Cloud share: both hash one canonical form of a request and sign that hash with
// the plain secret. [Scheme.Sign] writes such a signature, and [Scheme.Read] and
// [Claim.Proves] are the server's side. What a scheme signs, and which headers it sets,
// is the matter of its own package.
package canonical
