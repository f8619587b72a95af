package alibaba

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba/internal/command"
)

// modeKeys returns the credentials of a profile by its mode. The last of sources is p itself.
func (c *providerChain) modeKeys(ctx context.Context, config *cliConfig, p *profile, sources []*profile) (auth.Credentials, error) {
	switch p.Mode {
	case "AK":
		return p.keys("")
	case "StsToken":
		keys, err := p.keys(p.SecurityToken)
		if err == nil {
			err = missing(setting{"sts_token", p.SecurityToken})
		}
		return keys, err
	case "RamRoleArn":
		keys, err := p.keys("")
		if err != nil {
			return keys, err
		}
		return c.assumeOf(ctx, keys, p)
	case "ChainableRamRoleArn":
		keys, err := c.profileKeys(ctx, config, p.SourceProfile, sources)
		if err != nil {
			return auth.Credentials{}, fmt.Errorf("source_profile: %w", err)
		}
		return c.assumeOf(ctx, keys, p)
	case "EcsRamRole":
		return c.instanceRole(ctx, p.InstanceRole)
	case "OIDC":
		return c.oidcOf(ctx, p)
	case "CloudSSO":
		return c.cloudSSO(ctx, p)
	case "OAuth":
		return c.oauth(ctx, p)
	case "External":
		return c.external(ctx, p.Command)
	case "CredentialsURI":
		if err := missing(setting{"credentials_uri", p.URI}); err != nil {
			return auth.Credentials{}, err
		}
		return c.fromURI(ctx, "credentials_uri", p.URI)
	case "":
		return auth.Credentials{}, missing(setting{"mode", ""})
	}
	return auth.Credentials{}, &unusable{fmt.Errorf(
		"the mode %s is not supported: choose another profile with %s, or skip the profiles with %s=true", nameOf(p.Mode), envProfile, envNoProfile)}
}

// plainName matches names that cannot be a secret in the wrong setting.
var plainName = regexp.MustCompile(`^[A-Za-z]{1,16}(_[a-z]{1,16}){0,4}$`)

// nameOf prepares a mode or type for an error.
func nameOf(text string) string {
	if !plainName.MatchString(text) {
		return removed
	}
	return text
}

// keys returns the access key of the profile itself, and never a part of it from the
// environment.
func (p *profile) keys(token string) (auth.Credentials, error) {
	err := missing(setting{"access_key_id", p.AccessKeyID}, setting{"access_key_secret", p.AccessKeySecret})
	if err != nil {
		return auth.Credentials{}, err
	}
	return auth.Credentials{AccessKeyID: p.AccessKeyID, AccessKeySecret: p.AccessKeySecret, SecurityToken: token}, nil
}

func (p *profile) role() role {
	return role{
		arn: p.RoleARN, session: p.SessionName, policy: p.Policy, externalID: p.ExternalID,
		seconds: p.Seconds, region: p.Region, vpc: p.VPC,
	}
}

func (c *providerChain) assumeOf(ctx context.Context, keys auth.Credentials, p *profile) (auth.Credentials, error) {
	r := c.complete(p.role())
	if err := missing(setting{"ram_role_arn", r.arn}); err != nil {
		return auth.Credentials{}, err
	}
	return c.assume(ctx, keys, r)
}

func (c *providerChain) oidcOf(ctx context.Context, p *profile) (auth.Credentials, error) {
	t := c.oidcToken(oidcToken{provider: p.OIDCProvider, token: p.OIDCToken, file: p.OIDCTokenFile, name: "oidc_token_file"})
	r := c.complete(p.role())
	if err := missing(setting{"ram_role_arn", r.arn}, setting{"oidc_provider_arn", t.provider}, setting{"oidc_token_file", t.token + t.file}); err != nil {
		return auth.Credentials{}, err
	}
	return c.assumeWithOIDC(ctx, t, r)
}

// external ends the search while the command runs, because the next search will get its result.
func (c *providerChain) external(ctx context.Context, line string) (auth.Credentials, error) {
	keys, err := c.commands.Credentials(ctx, line)
	if errors.Is(err, command.ErrRunning) {
		err = &unusable{err}
	}
	return keys, err
}
