// Package alibaba is access to Alibaba Cloud: it finds the credentials of an
// account, signs requests with them and verifies such signatures.
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
// Users of package alibabarm find the same functions there.
//
// # Where credentials come from
//
// [DefaultProvider] looks where the official SDKs do. It is no wrapper of
// github.com/aliyun/credentials-go, the official package, which does more to a process than
// read: it rewrites the configuration of the aliyun command, prints what a command printed,
// asks for metadata through a proxy, and panics if [net/http.DefaultTransport] is wrapped.
// [FromCredential] takes a credential of that package, for what DefaultProvider does not
// know. It adds callers that stop waiting when their context ends, one look-up at a time,
// and errors without secrets.
//
// [AssumeRole] exchanges credentials for temporary ones of a role, perhaps in another
// account. Its requests go to STS alone, over a transport that can be chosen
// ([AssumeInput].Transport), and end with the context. A refusal is an [auth.ServiceError].
//
// # Signatures
//
// [Signer] and [Verifier] are the two sides of ACS3-HMAC-SHA256. The Verifier is for
// services of one's own and for tests, and accepts signature V1 of older SDKs as well,
// which the Signer does not write. Whether a nonce was seen before is for the server to
// decide.
package alibaba
