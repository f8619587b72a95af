package huawei

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// AssumeInput names the agency to assume, and how.
type AssumeInput struct {
	// AgencyURN is the agency, for example
	// iam::0123456789abcdef0123456789abcdef:agency:inviter, with up to 1,500 characters.
	AgencyURN string
	// SessionName appears in the audit log of the account. It has 2 to 128 characters.
	SessionName string
	// Duration is the lifetime of the credentials in full seconds, from 15 minutes to 12 hours.
	// Default 1 hour, which is also the maximum if base returns temporary credentials.
	Duration time.Duration
	// ExternalID is the external ID that the agency's trust policy asks for, or "". It has 2 to
	// 1,224 characters.
	ExternalID string
	// Policy is JSON that limits the permissions of the agency, or "". It has up to 2,048
	// characters.
	Policy string
	// PolicyIDs are policies of IAM that limit the permissions.
	PolicyIDs []string
	// MFA, if set, proves that the caller has a device, if the trust policy asks for it.
	MFA MFA
	// SourceIdentity identifies the person or program that assumes the agency, or is "". It has
	// 2 to 64 characters.
	SourceIdentity string
	// Tags are the tags of the session.
	Tags []Tag
	// TransitiveTagKeys are the keys of tags that pass on to the agencies that this session
	// assumes.
	TransitiveTagKeys []string
	// Endpoint is the base URL of STS. Default: HUAWEICLOUD_SDK_STS_ENDPOINT, or
	// https://sts.cn-north-4.myhuaweicloud.com.
	Endpoint string
	// Transport sends the signed requests. Default: [auth.SharedTransport].
	Transport http.RoundTripper
}

// An MFA is a device for multi-factor authentication. The zero MFA is no device.
type MFA struct {
	// SerialNumber identifies the device to the service.
	SerialNumber string
	// Code returns the code that the device shows now. It is called for each session, also for
	// a background refresh, because the service accepts no code twice.
	Code func(context.Context) (string, error)
}

// A Tag is a label of a session.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// AssumeAgency returns a provider of temporary credentials of an agency in another account. The
// credentials of base must be allowed to assume it. So one access key is enough for all
// accounts of an organization:
//
//	base := auth.Cache(huawei.DefaultProvider(), 0)
//	member := client.With(huaweiorg.WithCredentials(huawei.AssumeAgency(base, huawei.AssumeInput{
//		AgencyURN:   "iam::" + accountID + ":agency:inviter",
//		SessionName: "nightly-list",
//	})))
//
// The cache lets any number of agencies share the credentials of base. The result is itself an
// [auth.Cache]: it calls STS once for any number of callers, and again shortly before the
// credentials expire. Create it once for each agency, and keep it. The credentials include the
// account ID of the agency, so there is no lookup.
//
// Asking for credentials fails with [auth.ErrInvalid], before any request, if in is not valid,
// and with [auth.ErrPermission] if the agency does not trust base.
//
// API: POST /v5/agencies/assume of STS
func AssumeAgency(base auth.Provider, in AssumeInput) auth.Provider {
	const op = "AssumeAgency"
	in.PolicyIDs, in.Tags, in.TransitiveTagKeys = slices.Clone(in.PolicyIDs), slices.Clone(in.Tags), slices.Clone(in.TransitiveTagKeys)
	i := identity{getenv: os.Getenv, link: in.Transport}
	err := in.check()
	var c *auth.Client
	if err == nil {
		c, err = i.client(i.sts(in.Endpoint), base, hintAgency)
	}
	// A function, because fmt shows nothing of a function.
	return temporary.NewSession(accountIn(in.AgencyURN), func(ctx context.Context) (auth.Credentials, error) {
		if err != nil {
			return auth.Credentials{}, wrap(op, err)
		}
		if err := in.checkChain(ctx, c); err != nil {
			return auth.Credentials{}, wrap(op, err)
		}
		code, err := in.MFA.code(ctx)
		if err != nil {
			return auth.Credentials{}, wrap(op, err)
		}
		r := in.request()
		r.TokenCode = code
		return r.send(ctx, c, op, "/v5/agencies/assume")
	})
}

var hintAgency = hint{text: "check the agency, its trust policy and the external ID", only: auth.ErrPermission}

func (in *AssumeInput) check() error {
	if err := checkAgency(in.AgencyURN, in.SessionName, in.Duration, in.Policy, in.PolicyIDs); err != nil {
		return err
	}
	if err := temporary.CheckOptional("ExternalID", in.ExternalID, 2, 1224); err != nil {
		return err
	}
	if err := temporary.CheckOptional("SourceIdentity", in.SourceIdentity, 2, 64); err != nil {
		return err
	}
	switch {
	case (in.MFA.SerialNumber == "") != (in.MFA.Code == nil):
		return fmt.Errorf("the MFA is not complete: set both SerialNumber and Code: %w", auth.ErrInvalid)
	case slices.ContainsFunc(in.Tags, func(t Tag) bool { return t.Key == "" }), slices.Contains(in.TransitiveTagKeys, ""):
		return fmt.Errorf("a tag has no key: %w", auth.ErrInvalid)
	}
	return nil
}

// checkChain rejects a session that would last longer than a session assumed from another one
// may. The call reports an error of base.
func (in *AssumeInput) checkChain(ctx context.Context, c *auth.Client) error {
	if in.Duration <= time.Hour {
		return nil
	}
	if keys, err := c.Credentials(ctx); err == nil && keys.SecurityToken != "" {
		return fmt.Errorf("the Duration is %v: with the temporary credentials of base, give one hour at most: %w", in.Duration, auth.ErrInvalid)
	}
	return nil
}

// code returns the code of the device, or "" if there is no device.
func (m MFA) code(ctx context.Context) (string, error) {
	if m.Code == nil {
		return "", nil
	}
	code, err := m.Code(ctx)
	switch {
	case err != nil:
		return "", fmt.Errorf("the MFA gave no code: %w", err)
	case !temporary.IsToken(code): // such as a code that ends with the line feed of a prompt
		return "", fmt.Errorf("the MFA gave a code that is not one word of printable characters: %w", auth.ErrInvalid)
	}
	return code, nil
}

func (in *AssumeInput) request() sessionRequest {
	return sessionRequest{
		AgencyURN: in.AgencyURN, SessionName: in.SessionName, Duration: int64(in.Duration / time.Second),
		Policy: in.Policy, PolicyIDs: in.PolicyIDs,
		ExternalID: in.ExternalID, SerialNumber: in.MFA.SerialNumber, SourceIdentity: in.SourceIdentity,
		Tags: in.Tags, TransitiveTagKeys: in.TransitiveTagKeys,
	}
}
