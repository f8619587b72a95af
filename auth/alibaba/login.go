package alibaba

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// loginTimeout limits how long a page that exchanges a login may take to respond.
const loginTimeout = 10 * time.Second

// loginMargin is how long stored credentials must remain valid to be preferred to new ones.
const loginMargin = 3 * time.Minute

const again = "log in again with the aliyun command"

// isAhead reports whether a time in seconds since 1970 is more than margin in the future.
func isAhead(seconds int64, margin time.Duration) bool {
	return time.Unix(seconds, 0).After(time.Now().Add(margin))
}

// cloudSSO exchanges the access token of a login that has not expired.
func (c *providerChain) cloudSSO(ctx context.Context, p *profile) (auth.Credentials, error) {
	err := missing(setting{"cloud_sso_sign_in_url", p.SSOSignInURL}, setting{"cloud_sso_account_id", p.SSOAccount}, setting{"cloud_sso_access_config", p.SSOAccessConfig})
	switch {
	case err != nil:
		return auth.Credentials{}, err
	case p.SSOToken == "" || !isAhead(p.SSOTokenExpires, 0):
		return auth.Credentials{}, fmt.Errorf("the CloudSSO access token is empty or expired: %s: %w", again, auth.ErrNoCredentials)
	}
	page, err := url.Parse(p.SSOSignInURL)
	if err != nil || !isConfidential(page) {
		return auth.Credentials{}, fmt.Errorf("cloud_sso_sign_in_url is not an https URL: %w", auth.ErrInvalid)
	}
	body, err := json.Marshal(map[string]string{"AccountId": p.SSOAccount, "AccessConfigurationId": p.SSOAccessConfig})
	if err != nil {
		return auth.Credentials{}, err
	}
	text, err := c.exchangeLogin(ctx, page.Scheme+"://"+page.Host+"/cloud-credentials", p.SSOToken, body)
	if err != nil {
		return auth.Credentials{}, err
	}
	var w struct {
		Keys json.RawMessage `json:"CloudCredential"`
	}
	if temporary.Unmarshal(text, &w) != nil {
		return auth.Credentials{}, temporary.ErrNoKeys
	}
	return readKeys(w.Keys)
}

// isConfidential reports whether a request to the page is encrypted or stays on this machine.
func isConfidential(page *url.URL) bool {
	addr, err := netip.ParseAddr(page.Hostname())
	loopback := page.Hostname() == "localhost" || err == nil && addr.IsLoopback()
	return page.Hostname() != "" && (page.Scheme == "https" || page.Scheme == "http" && loopback)
}

// signInPages are the sites of mode OAuth.
var signInPages = map[string]string{
	"CN":   "https://oauth.aliyun.com",
	"INTL": "https://oauth.alibabacloud.com",
}

// oauth returns the credentials that the aliyun command stored, or exchanges the access token of
// the login for new ones, while either is valid. It does not refresh the login, because that
// would invalidate the refresh token that the command still holds. The official SDKs do refresh
// it, and do not continue with another place. So if the login has expired, this search ends.
func (c *providerChain) oauth(ctx context.Context, p *profile) (auth.Credentials, error) {
	page := signInPages[strings.ToUpper(p.OAuthSite)]
	if page == "" {
		return auth.Credentials{}, fmt.Errorf("oauth_site_type is neither CN nor INTL: %w", auth.ErrInvalid)
	}
	stored, err := p.stored()
	fresh := p.OAuthToken != "" && (p.OAuthExpires == 0 || isAhead(p.OAuthExpires, 0))
	switch {
	case err == nil && isAhead(p.Expires, loginMargin), err == nil && isAhead(p.Expires, 0) && !fresh:
		return stored, nil
	case !fresh:
		return auth.Credentials{}, &unusable{errors.New("the OAuth login has expired: " + again)}
	}
	text, err := c.exchangeLogin(ctx, page+"/v1/exchange", p.OAuthToken, nil)
	if err != nil {
		return auth.Credentials{}, err
	}
	return readLogin(text)
}

// stored returns the temporary credentials in the profile.
func (p *profile) stored() (auth.Credentials, error) {
	keys, err := p.keys(p.SecurityToken)
	if err == nil {
		err = missing(setting{"sts_token", p.SecurityToken})
	}
	keys.Expires = time.Unix(p.Expires, 0).UTC()
	return keys, err
}

func readLogin(text []byte) (auth.Credentials, error) {
	var w struct {
		ID      temporary.Text    `json:"accessKeyId"`
		Secret  temporary.Text    `json:"accessKeySecret"`
		Token   temporary.Text    `json:"securityToken"`
		Expires temporary.Instant `json:"expiration"`
	}
	if temporary.Unmarshal(text, &w) != nil {
		return auth.Credentials{}, temporary.ErrNoKeys
	}
	return temporary.KeyPair(w).Credentials()
}

// exchangeLogin sends an access token to a page and returns the body of a response with status
// 200.
func (c *providerChain) exchangeLogin(ctx context.Context, page, token string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, page, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the URL of the sign-in page cannot be used")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	r, err := exchange(c.transport(), req, loginTimeout, auth.NewSecrets(token))
	if err != nil {
		return nil, err
	}
	if r.StatusCode != http.StatusOK {
		hint := ""
		if r.StatusCode == http.StatusUnauthorized {
			hint = again
		}
		return nil, refusal(req, r, hint)
	}
	return r.Body, nil
}
