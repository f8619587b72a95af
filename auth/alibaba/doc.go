// Package alibaba finds the credentials of an account in Alibaba Cloud, signs requests with
// them and verifies such signatures. Most users of package alibabarm find what they need there,
// and use this package for its options:
//
//	provider := alibaba.DefaultProvider(alibaba.WithSTSEndpoint("https://sts.eu-central-1.aliyuncs.com"))
//	client, err := alibabarm.NewClient(provider)
//
// With [auth.Transport], it also signs the requests of any [net/http.Client]:
//
//	client := &http.Client{Transport: &auth.Transport{
//		Provider: alibaba.DefaultProvider(),
//		Signer:   alibaba.Signer{},
//		Host:     "resourcedirectory.aliyuncs.com",
//	}}
//	req, err := http.NewRequest(http.MethodPost, "https://resourcedirectory.aliyuncs.com/", nil)
//	if err != nil {
//		return err
//	}
//	req.Header.Set("X-Acs-Action", "GetResourceDirectory")
//	req.Header.Set("X-Acs-Version", "2022-04-19")
//	resp, err := client.Do(req)
//
// # Where credentials come from
//
// [DefaultProvider] looks where the official SDKs look: the environment, the token of an
// identity provider, the profiles of the aliyun command, the credentials file, the metadata
// service of an ECS instance, and a URI. [AssumeRole] exchanges credentials for temporary ones
// of a role, perhaps in another account. A refusal by STS is an [auth.ServiceError].
//
// DefaultProvider does not use github.com/aliyun/credentials-go, the official package, because
// that package does more to a process than read: it rewrites the configuration of the aliyun
// command, prints what a command printed, asks the metadata service through a proxy, and panics
// if [net/http.DefaultTransport] is wrapped. [FromCredential] takes a credential of that
// package, for the sources that DefaultProvider does not support. With FromCredential, callers
// stop waiting when their context ends, look-ups run one at a time, and errors hold no secrets.
//
// # Signatures
//
// [Signer] and [Verifier] are the two sides of ACS3-HMAC-SHA256. The Verifier is for private
// services and for tests. It also accepts signature V1 of older SDKs, which the Signer does not
// write. The server itself must reject a nonce that it has seen before.
package alibaba
