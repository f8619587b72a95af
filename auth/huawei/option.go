package huawei

import (
	"net/http"

	"github.com/orghandshakes/handshakes-go/auth"
)

// An Option is a setting for [DefaultProvider] and [LookupAccountID].
type Option func(*identity)

// WithIAMEndpoint sets the base URL of IAM, instead of HUAWEICLOUD_SDK_IAM_ENDPOINT or of a
// profile. The URL is https, or http on a loopback address. Default:
// https://iam.myhuaweicloud.com.
func WithIAMEndpoint(url string) Option {
	return func(i *identity) { i.iamURL = url }
}

// WithSTSEndpoint sets the base URL of STS, instead of HUAWEICLOUD_SDK_STS_ENDPOINT. The URL is
// https, or http on a loopback address. Default: https://sts.cn-north-4.myhuaweicloud.com.
func WithSTSEndpoint(url string) Option {
	return func(i *identity) { i.stsURL = url }
}

// WithTransport sends the requests to IAM and STS through rt. Default: [auth.SharedTransport].
// The services of this machine, which are the metadata service and the agent of a pod, are
// always called directly. With a nil rt, asking for credentials is [auth.ErrInvalid].
func WithTransport(rt http.RoundTripper) Option {
	return func(i *identity) { i.link = auth.RequireTransport(rt) }
}

// WithoutMetadata excludes the metadata service of a server from [DefaultProvider], like
// HUAWEICLOUD_SDK_ECS_METADATA_DISABLED=true. Other programs do not know this variable, which
// is named after that of Alibaba Cloud's SDKs.
func WithoutMetadata() Option {
	return func(i *identity) { i.withoutMetadata = true }
}
