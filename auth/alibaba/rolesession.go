package alibaba

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// A roleSession is what all ways to assume a role have in common.
type roleSession struct {
	arn, name string
	duration  time.Duration // 0: an hour
	policy    string        // "": none
}

// check refuses what STS would.
func (s roleSession) check() error {
	if accountOfRole(s.arn) == "" {
		return fmt.Errorf("the RoleARN is not one: write it as acs:ram::1234567890123456:role/name: %w", auth.ErrInvalid)
	}
	if err := temporary.CheckLength("SessionName", s.name, 2, 64); err != nil {
		return err
	}
	return temporary.CheckSession(s.duration, s.policy)
}

// accountOfRole is the account in an ARN, acs:ram::account:role/name; "" if it is no ARN
// of a role.
func accountOfRole(arn string) string {
	rest, ok := strings.CutPrefix(arn, "acs:ram::")
	account, name, found := strings.Cut(rest, ":role/")
	if !ok || !found || account == "" || strings.Trim(account, "0123456789") != "" || !temporary.IsToken(name) {
		return ""
	}
	return account
}

func (s roleSession) form() url.Values {
	form := url.Values{"RoleArn": {s.arn}, "RoleSessionName": {s.name}}
	if s.duration != 0 {
		form.Set("DurationSeconds", strconv.FormatInt(int64(s.duration/time.Second), 10))
	}
	setUnlessEmpty(form, "Policy", s.policy)
	return form
}

func setUnlessEmpty(form url.Values, name, value string) {
	if value != "" {
		form.Set(name, value)
	}
}

// assume exchanges the form for credentials. A second session does no harm, so the call is
// Safe, and a response that cannot be read is retried. No error repeats the policy or
// anything of secrets.
func (s roleSession) assume(ctx context.Context, c *auth.Client, op string, form url.Values, secrets ...string) (auth.Credentials, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader(form.Encode()))
	if err != nil {
		return auth.Credentials{}, wrap(op, err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Acs-Action", op)
	req.Header.Set("X-Acs-Version", stsVersion)
	var keys auth.Credentials
	_, err = c.Do(ctx, auth.Call{
		Op: op, Safe: true, Request: req,
		Secrets: auth.NewSecrets(append(secrets, s.policy)...),
		Check: func(r *auth.Response) auth.Decision {
			var err error
			keys, err = sessionOf(r.Body)
			return unreadable(r, err)
		},
	})
	if err != nil {
		return auth.Credentials{}, wrap(op, err)
	}
	keys.AccountID = accountOfRole(s.arn)
	return keys, nil
}

// sessionOf reads the credentials in a response, in JSON or XML.
func sessionOf(body []byte) (auth.Credentials, error) {
	var w struct {
		Credentials struct {
			ID      temporary.Text    `json:"AccessKeyId" xml:"AccessKeyId"`
			Secret  temporary.Text    `json:"AccessKeySecret" xml:"AccessKeySecret"`
			Token   temporary.Text    `json:"SecurityToken" xml:"SecurityToken"`
			Expires temporary.Instant `json:"Expiration" xml:"Expiration"`
		}
	}
	if decode(body, &w) != nil {
		return auth.Credentials{}, temporary.ErrNoKeys
	}
	return temporary.KeyPair(w.Credentials).Credentials()
}
