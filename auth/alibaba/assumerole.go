package alibaba

import (
	"context"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// AssumeInput says which role to act as, and how.
type AssumeInput struct {
	// RoleARN is the role, as acs:ram::1234567890123456:role/inviter.
	RoleARN string
	// SessionName is what the account's audit log shows: 2 to 64 characters.
	SessionName string
	// Duration is the life of the credentials in whole seconds, from 15 minutes to 12
	// hours, and no longer than the role allows. Default 1 hour.
	Duration time.Duration
	// Policy is JSON that narrows what the role may do, or "": up to 2,048 characters.
	Policy string
	// ExternalID is what the role's trust policy asks for, if it does: 2 to 1,224
	// characters.
	ExternalID string
	// Endpoint is the base URL of STS, such as https://sts.eu-central-1.aliyuncs.com.
	// Default: that of the region in ALIBABA_CLOUD_STS_REGION, within a VPC if
	// ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED is true; or https://sts.aliyuncs.com.
	Endpoint string
	// Transport sends the signed requests. Default: [auth.SharedTransport].
	Transport http.RoundTripper
}

// AssumeRole gives temporary credentials of a role, which those of base may assume. The
// role may be in another account, so one access key does for the accounts of a complete
// resource directory:
//
//	base := alibaba.DefaultProvider()
//	member := client.With(alibabarm.WithCredentials(alibaba.AssumeRole(base, alibaba.AssumeInput{
//		RoleARN:     "acs:ram::" + accountID + ":role/inviter",
//		SessionName: "nightly-list",
//	})))
//
// The result is an [auth.Cache]: STS is asked once for any number of callers, and again
// shortly before the credentials expire. Make it once for each role, and keep it. Put base
// into an auth.Cache as well if it is not one, so that the roles share what it finds. The
// credentials carry the account ID of the role.
//
// Asking fails with [auth.ErrInvalid], before anything is sent, if in is not valid; with
// [auth.ErrPermission] if the role does not trust base; with [auth.ErrNotFound] if there is
// no such role.
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
