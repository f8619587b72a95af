// Package canonical makes and reads the signatures that SDK-HMAC-SHA256 of Huawei Cloud and
// ACS3-HMAC-SHA256 of Alibaba Cloud have in common: both hash one canonical form of a request
// and sign that hash with the plain secret. [Scheme.Sign] writes such a signature.
// [Scheme.Read] and [Claim.Proves] are for the server. The package of each scheme decides what
// it signs and which headers it sets.
package canonical
