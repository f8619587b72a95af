// Package huawei finds the credentials of an account in Huawei Cloud, signs requests with them
// and verifies such signatures. Most users of package huaweiorg find what they need there, and
// use this package for its options:
//
//	provider := huawei.DefaultProvider(huawei.WithoutMetadata())
//	client, err := huaweiorg.NewClient(provider)
//
// With [auth.Transport], it also signs the requests of any [net/http.Client]:
//
//	client := &http.Client{Transport: &auth.Transport{
//		Provider: auth.Cache(huawei.DefaultProvider(), 0),
//		Signer:   huawei.Signer{},
//		Host:     "organizations.myhuaweicloud.com",
//	}}
//	resp, err := client.Get("https://organizations.myhuaweicloud.com/v1/organizations")
//
// # Where credentials come from
//
// [DefaultProvider] looks where the official SDKs look: the environment, the profile file, the
// metadata service of a server, the agent of a pod. The token of an identity provider comes
// before an access key. [AssumeAgency] exchanges credentials for temporary ones of an agency in
// another account, and [AssumeAgencyWithOIDC] the ID token of a build service or a cluster.
// [LookupAccountID] adds the account ID to credentials that come without one, because the
// service wants it in the header X-Domain-Id.
//
// # Which hosts are called
//
// A provider calls these hosts, and no other:
//
//   - iam.myhuaweicloud.com and then sts.cn-north-4.myhuaweicloud.com for the account ID
//     ([DefaultProvider] and [LookupAccountID]): once for each access key that comes
//     without one, and again minutes after a failure. Neither is called if
//     HUAWEICLOUD_SDK_DOMAIN_ID or the domain_id of the profile has the ID.
//   - iam.myhuaweicloud.com for an ID token, if the environment or the profile names
//     one.
//   - sts.cn-north-4.myhuaweicloud.com for an agency ([AssumeAgency],
//     [AssumeAgencyWithOIDC]).
//   - 169.254.169.254, the metadata service of a server, if neither the environment nor
//     the profile has credentials. [WithoutMetadata] and
//     HUAWEICLOUD_SDK_ECS_METADATA_DISABLED=true exclude it.
//   - The host of HC_CONTAINER_CREDENTIALS_FULL_URI, the agent of a pod, after it, if
//     the variable is set.
//
// [WithIAMEndpoint] and [WithSTSEndpoint], HUAWEICLOUD_SDK_IAM_ENDPOINT and
// HUAWEICLOUD_SDK_STS_ENDPOINT, and the iam_endpoint of the profile replace IAM and STS. If
// several are set, the option counts first, then the profile for its own credentials, then the
// variable. A version at the end of such a URL, for example /v3, is allowed. With these
// options, two providers serve two sites in one process.
//
// A client passes its endpoint to its provider, also through an [auth.Cache] or an
// [auth.Chain]. If the endpoint is not of myhuaweicloud.com, for example in Europe or in a
// private cloud, the provider calls IAM and STS for the account ID or an ID token only if their
// endpoints are set.
//
// By default, all providers share the connections of [auth.SharedTransport] to IAM and STS.
// [WithTransport] chooses others. The services of the machine itself are always called
// directly, without a proxy. A refusal is an [auth.ServiceError]. No error repeats a secret or
// a token.
//
// # Signatures
//
// [Signer] and [Verifier] are the two sides of SDK-HMAC-SHA256. The Verifier is for private
// services and for tests. The server itself decides whether credentials have expired.
package huawei
