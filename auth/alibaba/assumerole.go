package alibaba

import (
	"context"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// AssumeInput is the input of [AssumeRole].
type AssumeInput struct {
	// RoleARN is the role, for example acs:ram::1234567890123456:role/inviter.
	RoleARN string
	// SessionName is what the account's audit log shows: 2 to 64 characters.
	SessionName string
	// Duration is how long the credentials are valid, in full seconds, from 15 minutes to 12
	// hours, and no longer than the role allows. Default 1 hour.
	Duration time.Duration
	// Policy is JSON that narrows the permissions of the session, or "": up to 2,048
	// characters.
	Policy string
	// ExternalID is the external ID that the trust policy of the role requires, or "": 2 to
	// 1,224 characters.
	ExternalID string
	// Endpoint is the base URL of STS, such as https://sts.eu-central-1.aliyuncs.com. Default:
	// the host of the region in ALIBABA_CLOUD_STS_REGION, within a VPC if
	// ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED is true; without a region, https://sts.aliyuncs.com.
	Endpoint string
	// Transport sends the signed requests. Default: [auth.SharedTransport].
	Transport http.RoundTripper
}

// AssumeRole provides temporary credentials of a role that the credentials of base may assume.
// The role may be in another account, so one access key is enough for all accounts of a
// resource directory:
//
//	base := alibaba.DefaultProvider()
//	member := client.With(alibabarm.WithCredentials(alibaba.AssumeRole(base, alibaba.AssumeInput{
//		RoleARN:     "acs:ram::" + accountID + ":role/inviter",
//		SessionName: "nightly-list",
//	})))
//
// The provider is an [auth.Cache]: it calls STS once for any number of callers, and again
// shortly before the credentials expire. Create one provider for each role, and keep it. If
// base is not an auth.Cache, wrap it in one, so that the roles share its credentials. The
// credentials carry the account ID of the role.
//
// The provider fails with [auth.ErrInvalid], before it sends anything, if in is not valid; with
// [auth.ErrPermission] if the role does not trust base; with [auth.ErrNotFound] if there is no
// such role.
//
// API: AssumeRole of STS, version 2015-04-01
func AssumeRole(base auth.Provider, in AssumeInput) auth.Provider {
	const op = "AssumeRole"
	role := roleSession{arn: in.RoleARN, name: in.SessionName, duration: in.Duration, policy: in.Policy}
	err := in.check(role)
	var c *auth.Client
	if err == nil {
		c, err = newSTS(in.Endpoint, in.Transport, base, Signer{}, roleAdvice)
	}
	return temporary.NewSession(accountOfRole(in.RoleARN), func(ctx context.Context) (auth.Credentials, error) {
		if err != nil {
			return auth.Credentials{}, wrap(op, err)
		}
		form := role.form()
		setUnlessEmpty(form, "ExternalId", in.ExternalID)
		return role.assume(ctx, c, op, form, in.ExternalID)
	})
}

var roleAdvice = advice{
	auth.ErrPermission: "allow sts:AssumeRole to the caller, and check the role's trust policy and the external ID",
	auth.ErrNotFound:   "check the RoleARN",
}

func (in *AssumeInput) check(role roleSession) error {
	if err := role.check(); err != nil {
		return err
	}
	return temporary.CheckOptional("ExternalID", in.ExternalID, 2, 1224)
}
