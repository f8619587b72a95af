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
// # Which hosts are asked
//
// A provider asks these hosts, and no other:
//
//   - iam.myhuaweicloud.com and then sts.cn-north-4.myhuaweicloud.com for the account ID
//     ([DefaultProvider] and [LookupAccountID]): once for each access key that comes without
//     one, and again minutes after a failure. Neither is asked where
//     HUAWEICLOUD_SDK_DOMAIN_ID or the profile's domain_id gives it.
//   - iam.myhuaweicloud.com for an ID token, where the environment or the profile names one.
//   - sts.cn-north-4.myhuaweicloud.com for an agency ([AssumeAgency], [AssumeAgencyWithOIDC]).
//   - 169.254.169.254, the metadata service of a server, where neither the environment nor
//     the profile has credentials. [WithoutMetadata] and
//     HUAWEICLOUD_SDK_ECS_METADATA_DISABLED=true leave it out.
//   - The host of HC_CONTAINER_CREDENTIALS_FULL_URI, the agent of a pod, after it. Without
//     the variable there is none.
//
// [WithIAMEndpoint] and [WithSTSEndpoint], HUAWEICLOUD_SDK_IAM_ENDPOINT and
// HUAWEICLOUD_SDK_STS_ENDPOINT, and the profile's iam_endpoint replace IAM and STS. Where
// several are set, the option counts, then the profile for its own credentials, then the
// variable. A version at the end of such a URL, as /v3, does no harm. With these options, two
// providers serve two sites in one process. A client whose endpoint is not of myhuaweicloud.com, such as one of
// Europe's or of a cloud of one's own, has IAM and STS asked for the account ID or an ID
// token only where they are replaced: it tells its provider, also through an [auth.Cache] or
// an [auth.Chain].
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
