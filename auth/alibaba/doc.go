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
// [DefaultProvider] and [FromCredential] stand on github.com/aliyun/credentials-go, the
// official package. This package adds what that does not have: callers that stop waiting
// when their context ends, one look-up at a time, and errors without secrets.
//
// [AssumeRole] exchanges credentials for temporary ones of a role, perhaps in another
// account. Its requests go to STS alone, over a transport that can be chosen
// ([AssumeInput].Transport), and end with the context. A refusal is an [auth.ServiceError].
//
// # Signatures
//
// [Signer] and [Verifier] are the two sides of ACS3-HMAC-SHA256. The Verifier is for
// services of one's own and for tests: whether a nonce was seen before is for the server
// to decide.
package alibaba
