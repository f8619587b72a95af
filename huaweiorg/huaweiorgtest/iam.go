package huaweiorgtest

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// The life of what IAM gives a federated user, in seconds.
const (
	subjectTokenSeconds     = 86400
	defaultFederatedSeconds = 900
	maxFederatedSeconds     = 86400
)

// listDomains names the account of the caller, which IAM calls a domain.
func (c *call) listDomains() reply {
	type domain struct {
		ID      string `json:"id"`
		Name    string `json:"name"`
		Enabled bool   `json:"enabled"`
	}
	return authtest.JSON(http.StatusOK, map[string]any{
		"domains": []domain{{ID: c.account.ID, Name: c.account.Name, Enabled: true}},
		"links":   map[string]any{"self": "https://" + c.r.Host + c.r.URL.Path, "previous": nil, "next": nil},
	})
}

// createToken signs a user of an identity provider in. The token is in a header.
func (c *call) createToken() reply {
	var in struct {
		Auth struct {
			IDToken struct {
				ID string `json:"id"`
			} `json:"id_token"`
		} `json:"auth"`
	}
	if json.Unmarshal(c.body, &in) != nil || in.Auth.IDToken.ID == "" {
		return c.refusal(refusedFederatedForm)
	}
	c.s.mu.Lock()
	a, ok := c.s.accounts.Get(c.s.identityProviders[c.r.Header.Get("X-Idp-Id")])
	c.s.mu.Unlock()
	if !ok || !c.s.trusts.AcceptsIDToken(a.ID, in.Auth.IDToken.ID) {
		return c.refusal(refusedFederation)
	}
	expires := c.now.Add(subjectTokenSeconds * time.Second)
	out := authtest.JSON(http.StatusCreated, map[string]any{"token": map[string]any{
		"methods": []string{"mapped"}, "issued_at": microseconds(c.now), "expires_at": microseconds(expires),
		"user": map[string]any{"domain": map[string]string{"id": a.ID, "name": a.Name}},
	}})
	out.SetHeader("X-Subject-Token: " + c.s.subjectToken(a.ID, expires))
	return out
}

const subjectTokenPrefix = "FakeSubjectToken."

// subjectToken says whose it is and hides when it ends, so that none has to be remembered.
func (s *Service) subjectToken(accountID string, expires time.Time) string {
	return subjectTokenPrefix + accountID + "." + s.seed.Marker(uint64(expires.Unix()), 0, "subject token", accountID)
}

// subject returns the account of a token that is good now.
func (s *Service) subject(token string, now time.Time) (a Account, ok bool) {
	rest, ok := strings.CutPrefix(token, subjectTokenPrefix)
	i := strings.LastIndexByte(rest, '.')
	if !ok || i < 0 {
		return Account{}, false
	}
	expires, ok := s.seed.Position(rest[i+1:], "subject token", rest[:i])
	if !ok || now.Unix() >= int64(expires) {
		return Account{}, false
	}
	return s.accounts.Get(rest[:i])
}

// createTemporaryKey exchanges a token for a temporary access key of the account.
func (c *call) createTemporaryKey() reply {
	var in struct {
		Auth struct {
			Identity struct {
				Methods []string `json:"methods"`
				Token   struct {
					ID      string `json:"id"`
					Seconds *int64 `json:"duration_seconds"`
				} `json:"token"`
			} `json:"identity"`
		} `json:"auth"`
	}
	err := json.Unmarshal(c.body, &in)
	identity, seconds := in.Auth.Identity, int64(defaultFederatedSeconds)
	if identity.Token.Seconds != nil {
		seconds = *identity.Token.Seconds
	}
	byToken := len(identity.Methods) == 1 && identity.Methods[0] == "token"
	if err != nil || !byToken || seconds < authtest.MinSessionSeconds || seconds > maxFederatedSeconds {
		return c.refusal(refusedFederatedForm)
	}
	a, ok := c.s.subject(identity.Token.ID, c.now)
	if !ok {
		return c.refusal(refusedSubjectToken)
	}
	key := c.s.accounts.Issue(c.s.seed, keyForm, a.ID, c.now.Add(time.Duration(seconds)*time.Second))
	return authtest.JSON(http.StatusCreated, map[string]any{"credential": map[string]string{
		"access": key.AccessKeyID, "secret": key.AccessKeySecret, "securitytoken": key.SecurityToken,
		"expires_at": microseconds(key.Expires),
	}})
}

func microseconds(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }
