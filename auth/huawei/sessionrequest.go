package huawei

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// A sessionRequest asks STS for a session of an agency.
type sessionRequest struct {
	AgencyURN         string   `json:"agency_urn"`
	SessionName       string   `json:"agency_session_name"`
	Duration          int64    `json:"duration_seconds,omitempty"`
	Policy            string   `json:"policy,omitempty"`
	PolicyIDs         []string `json:"policy_ids,omitempty"`
	ExternalID        string   `json:"external_id,omitempty"`
	SerialNumber      string   `json:"serial_number,omitempty"`
	TokenCode         string   `json:"token_code,omitempty"`
	SourceIdentity    string   `json:"source_identity,omitempty"`
	Tags              []Tag    `json:"tags,omitempty"`
	TransitiveTagKeys []string `json:"transitive_tag_keys,omitempty"`
	ProviderURN       string   `json:"provider_urn,omitempty"`
	IDToken           string   `json:"id_token,omitempty"`
}

// checkAgency rejects invalid values that all requests have in common.
func checkAgency(urn, name string, d time.Duration, policy string, policyIDs []string) error {
	if !temporary.IsToken(urn) {
		return fmt.Errorf("set AgencyURN, such as iam::account:agency:name: %w", auth.ErrInvalid)
	}
	if err := temporary.CheckLength("AgencyURN", urn, 1, 1500); err != nil {
		return err
	}
	if err := temporary.CheckLength("SessionName", name, 2, 128); err != nil {
		return err
	}
	if slices.Contains(policyIDs, "") {
		return fmt.Errorf("one of the PolicyIDs is empty: %w", auth.ErrInvalid)
	}
	return temporary.CheckSession(d, policy)
}

// send exchanges the request for credentials.
func (r sessionRequest) send(ctx context.Context, c *auth.Client, op, path string) (auth.Credentials, error) {
	var keys auth.Credentials
	var urn string
	_, err := send(ctx, c, op, http.MethodPost, path, nil, r, func(body []byte) (err error) {
		keys, urn, err = stsKeys(body)
		return err
	}, r.ExternalID, r.Policy, r.TokenCode, r.IDToken)
	if err != nil {
		return auth.Credentials{}, err
	}
	keys.AccountID = cmp.Or(accountIn(r.AgencyURN), accountIn(urn))
	return keys, nil
}

// accountIn returns the account in a URN, service:region:account:type:name, or "" if it has
// none.
func accountIn(urn string) string {
	parts := strings.SplitN(urn, ":", 4)
	if len(parts) < 4 || !isAccountID(parts[2]) {
		return ""
	}
	return parts[2]
}
