// Package huawei is access to Huawei Cloud: it finds the credentials of an
// account, signs requests with them and verifies such signatures.
//
//	provider := auth.Cache(huawei.DefaultProvider(), 0)
//	client := &http.Client{Transport: &auth.Transport{
//		Provider: provider,
//		Signer:   huawei.Signer{},
//		Host:     "organizations.myhuaweicloud.com",
//	}}
//	resp, err := client.Get("https://organizations.myhuaweicloud.com/v1/organizations")
//
// Users of package huaweiorg find its most used functions there and need this package for
// the options alone.
//
// # Where credentials come from
//
// [DefaultProvider] looks where the official SDKs do: the environment, the profile file,
// the metadata service of a server, the agent of a pod; an identity provider's token comes
// before an access key. [AssumeAgency] exchanges credentials for temporary ones of an
// agency in another account, and [AssumeAgencyWithOIDC] the ID token of a build service or
// a cluster. [LookupAccountID] adds the account ID to credentials that come without one,
// since the service wants it in the header X-Domain-Id.
//
// The requests for credentials go to IAM and STS, whose endpoints and transport can be chosen
// ([WithIAMEndpoint], [WithSTSEndpoint], [WithTransport]; by default all share the
// connections of [auth.SharedTransport]), and to services of the machine
// itself, which are always reached directly. A refusal is an [auth.ServiceError]. No
// error repeats a secret or a token.
//
// # Signatures
//
// [Signer] and [Verifier] are the two sides of SDK-HMAC-SHA256. The Verifier is for
// services of one's own and for tests: whether credentials have expired is for the
// server to decide.
package huawei
