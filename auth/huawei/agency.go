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

// AssumeInput says which agency to act as, and how.
type AssumeInput struct {
	// AgencyURN is the agency, as iam::0123456789abcdef0123456789abcdef:agency:inviter:
	// up to 1,500 characters.
	AgencyURN string
	// SessionName is what the account's audit log shows: 2 to 128 characters.
	SessionName string
	// Duration is the life of the credentials in whole seconds, from 15 minutes to 12
	// hours. Default 1 hour, which is the most where base gives temporary credentials
	// itself.
	Duration time.Duration
	// ExternalID is what the agency's trust policy asks for, if it does: 2 to 1,224
	// characters.
	ExternalID string
	// Policy is JSON that narrows what the agency may do, or "": up to 2,048 characters.
	Policy string
	// PolicyIDs are policies of IAM that narrow it.
	PolicyIDs []string
	// MFA, if set, proves that the caller has a device, where the trust policy asks for it.
	MFA MFA
	// SourceIdentity is who acts behind the agency, or "": 2 to 64 characters.
	SourceIdentity string
	// Tags are passed to the session.
	Tags []Tag
	// TransitiveTagKeys are the keys of tags that pass on to the agencies which this
	// session assumes.
	TransitiveTagKeys []string
	// Endpoint is the base URL of STS. Default: HUAWEICLOUD_SDK_STS_ENDPOINT, or
	// https://sts.cn-north-4.myhuaweicloud.com.
	Endpoint string
	// Transport sends the signed requests. Default: [auth.SharedTransport].
	Transport http.RoundTripper
}

// An MFA is a device for multi-factor authentication. The zero MFA is none.
type MFA struct {
	// SerialNumber identifies the device to the service.
	SerialNumber string
	// Code gives the code that the device shows now. It is asked for each session, since
	// no code is accepted twice: also when credentials are renewed in the background.
	Code func(context.Context) (string, error)
}

// A Tag is a label of a session.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// AssumeAgency gives temporary credentials of an agency in another account, which those of
// base may assume. So one access key does for the accounts of a complete organization:
//
//	base := auth.Cache(huawei.DefaultProvider(), 0)
//	member := client.With(huaweiorg.WithCredentials(huawei.AssumeAgency(base, huawei.AssumeInput{
//		AgencyURN:   "iam::" + accountID + ":agency:inviter",
//		SessionName: "nightly-list",
//	})))
//
// The cache lets any number of agencies share what base finds. The result is an
// [auth.Cache] itself: STS is asked once for any number of callers, and again shortly
// before the credentials expire. Make it once for each agency, and keep it. The credentials
// carry the account ID of the agency, so that it is not looked up.
//
// Asking fails with [auth.ErrInvalid], before anything is sent, if in is not valid; with
// [auth.ErrPermission] if the agency does not trust base.
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
	// A function, since fmt shows nothing of one.
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

// checkChain refuses a session that would last longer than one that stands on another may.
// An error of base is told by the call.
func (in *AssumeInput) checkChain(ctx context.Context, c *auth.Client) error {
	if in.Duration <= time.Hour {
		return nil
	}
	if keys, err := c.Credentials(ctx); err == nil && keys.SecurityToken != "" {
		return fmt.Errorf("the Duration is %v: with the temporary credentials of base, give one hour at most: %w", in.Duration, auth.ErrInvalid)
	}
	return nil
}

// code is "" where there is no device.
func (m MFA) code(ctx context.Context) (string, error) {
	if m.Code == nil {
		return "", nil
	}
	code, err := m.Code(ctx)
	switch {
	case err != nil:
		return "", fmt.Errorf("the MFA gave no code: %w", err)
	case !temporary.IsToken(code): // as one that ends with the line feed of a prompt
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
