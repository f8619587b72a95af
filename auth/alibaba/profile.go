package alibaba

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

const envNoProfile = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED"

var cliFile = configFile{variable: "ALIBABA_CLOUD_CONFIG_FILE", folder: ".aliyun", name: "config.json"}

// cliConfig is the configuration file of the aliyun command.
type cliConfig struct {
	Current  string     `json:"current"`
	Profiles []*profile `json:"profiles"`
}

// A profile names an identity. Its mode decides which of the other settings count.
type profile struct {
	Name string `json:"name"`
	Mode string `json:"mode"`

	AccessKeyID     string `json:"access_key_id"`
	AccessKeySecret string `json:"access_key_secret"`
	SecurityToken   string `json:"sts_token"`
	Expires         int64  `json:"sts_expiration"`

	RoleARN       string `json:"ram_role_arn"`
	SessionName   string `json:"ram_session_name"`
	Seconds       int    `json:"expired_seconds"`
	Policy        string `json:"policy"`
	ExternalID    string `json:"external_id"`
	Region        string `json:"sts_region"`
	VPC           bool   `json:"enable_vpc"`
	SourceProfile string `json:"source_profile"`
	InstanceRole  string `json:"ram_role_name"`

	OIDCProvider  string `json:"oidc_provider_arn"`
	OIDCToken     string `json:"oidc_token"`
	OIDCTokenFile string `json:"oidc_token_file"`

	SSOSignInURL    string `json:"cloud_sso_sign_in_url"`
	SSOAccount      string `json:"cloud_sso_account_id"`
	SSOAccessConfig string `json:"cloud_sso_access_config"`
	SSOToken        string `json:"access_token"`
	SSOTokenExpires int64  `json:"cloud_sso_access_token_expire"`
	OAuthSite       string `json:"oauth_site_type"`
	OAuthToken      string `json:"oauth_access_token"`
	OAuthExpires    int64  `json:"oauth_access_token_expire"`
	OAuthRefresh    string `json:"oauth_refresh_token"`

	Command string `json:"process_command"`
	URI     string `json:"credentials_uri"`
}

func (c *providerChain) cliProfile(ctx context.Context) (auth.Credentials, error) {
	if c.isOn(envNoProfile) {
		return auth.Credentials{}, fmt.Errorf("%s skips it: %w", envNoProfile, auth.ErrNoCredentials)
	}
	text, title, err := c.read(cliFile)
	if err != nil {
		return auth.Credentials{}, err
	}
	config, err := parseCLIConfig(text)
	var keys auth.Credentials
	if err == nil {
		keys, err = c.profileKeys(ctx, config, cmp.Or(c.env(envProfile), config.Current), nil)
	}
	if err != nil {
		return auth.Credentials{}, fmt.Errorf("%s: %w", title, err)
	}
	return keys, nil
}

// parseCLIConfig decodes the file as the official SDKs do. Its errors name the line and quote
// nothing.
func parseCLIConfig(text []byte) (*cliConfig, error) {
	config := new(cliConfig)
	err := json.Unmarshal(text, config)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return nil, fmt.Errorf("line %d is not JSON", lineOf(text, int(e.Offset)-1))
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return nil, fmt.Errorf("line %d: %s is %s", lineOf(text, int(e.Offset)-1), settingOf(e), kind(e.Value))
	}
	switch {
	case err != nil:
		return nil, errors.New("it is not JSON")
	case len(config.Profiles) == 0:
		return nil, fmt.Errorf("there are no profiles: %w", auth.ErrNoCredentials)
	}
	return config, nil
}

// settingOf names the setting that has the wrong type.
func settingOf(e *json.UnmarshalTypeError) string {
	if e.Field == "" {
		return "what should be an object"
	}
	return "the setting " + e.Field
}

// kind returns the first word of a description such as "number 1.5", with its article.
func kind(value string) string {
	word, _, _ := strings.Cut(value, " ")
	if strings.HasPrefix(word, "array") || strings.HasPrefix(word, "object") {
		return "an " + word
	}
	return "a " + word
}

func (c *cliConfig) find(name string) *profile {
	for _, p := range c.Profiles {
		if p != nil && p.Name == name {
			return p
		}
	}
	return nil
}

// maxSources limits how many profiles may follow each other through source_profile.
const maxSources = 8

// profileKeys returns the credentials of a profile. outer are the profiles that have it as
// their source_profile.
func (c *providerChain) profileKeys(ctx context.Context, config *cliConfig, name string, outer []*profile) (auth.Credentials, error) {
	p := config.find(name)
	var err error
	switch {
	case p == nil:
		return auth.Credentials{}, fmt.Errorf("there is no profile %s: %w", quote(name), auth.ErrNoCredentials)
	case len(outer) > maxSources || slices.Contains(outer, p):
		err = errors.New("the source_profile settings form a circle, or a chain of too many profiles")
	}
	var keys auth.Credentials
	if err == nil {
		keys, err = c.modeKeys(ctx, config, p, append(slices.Clone(outer), p))
	}
	if err != nil {
		return auth.Credentials{}, fmt.Errorf("profile %s: %w", quote(name), err)
	}
	return keys, nil
}

// quote prepares the name of a profile or section for an error.
func quote(name string) string { return `"` + auth.Excerpt(name, maxCode) + `"` }
