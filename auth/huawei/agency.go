package huawei

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// AssumeInput says which agency to act as, and how.
type AssumeInput struct {
	// AgencyURN is the agency, as iam::0123456789abcdef0123456789abcdef:agency:inviter.
	AgencyURN string
	// SessionName is what the account's audit log shows: 2 to 128 characters.
	SessionName string
	// Duration is the life of the keys in whole seconds, from 15 minutes to 12
	// hours. Default 1 hour, which is the most that the service allows where base
	// is an assumed agency itself.
	Duration time.Duration
	// ExternalID is what the agency's trust policy asks for, if it does.
	ExternalID string
	// Policy is JSON that narrows what the agency may do, or "".
	Policy string
	// Endpoint is the base URL of STS. Default: HUAWEICLOUD_SDK_STS_ENDPOINT, or
	// https://sts.cn-north-4.myhuaweicloud.com.
	Endpoint string
	// Transport sends the signed requests. Default: [auth.SharedTransport].
	Transport http.RoundTripper
}

// AssumeAgency gives temporary keys of an agency in another account, which the keys
// of base may assume. So one key pair does for the accounts of a whole organization:
//
//	base := auth.Cache(huawei.DefaultProvider(), 0)
//	member := client.With(huaweiorg.WithCredentials(huawei.AssumeAgency(base, huawei.AssumeInput{
//		AgencyURN:   "iam::" + accountID + ":agency:inviter",
//		SessionName: "nightly-list",
//	})))
//
// The cache lets any number of agencies share what base finds. Each time the result is
// asked, it makes new keys; a client asks again shortly before they end. They carry
// the account ID of the agency, so that it is not looked up.
//
// Asking fails with [auth.ErrInvalid], before anything is sent, where in is not valid; with
// [auth.ErrPermission] where the agency does not trust base.
//
// API: POST /v5/agencies/assume of STS
func AssumeAgency(base auth.Provider, in AssumeInput) auth.Provider {
	const op = "AssumeAgency"
	i := identity{getenv: os.Getenv, link: in.Transport}
	err := in.check()
	var c *auth.Client
	if err == nil {
		c, err = i.client(i.sts(in.Endpoint), base, hintAgency)
	}
	// A function, since fmt shows nothing of one.
	return auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
		if err != nil {
			return auth.Credentials{}, wrap(op, err)
		}
		if ctx == nil {
			return auth.Credentials{}, wrap(op, errNilContext)
		}
		var keys auth.Credentials
		var session string
		_, err := send(ctx, c, op, http.MethodPost, "/v5/agencies/assume", nil, in.body(), func(body []byte) (err error) {
			keys, session, err = stsKeys(body)
			return err
		}, in.ExternalID)
		if err != nil {
			return auth.Credentials{}, err
		}
		keys.AccountID = cmp.Or(accountIn(in.AgencyURN), accountIn(session))
		return keys, nil
	})
}

var hintAgency = hint{text: "check the agency, its trust policy and the external ID", only: auth.ErrPermission}

func (in *AssumeInput) check() error {
	name := utf8.RuneCountInString(in.SessionName)
	switch {
	case !temporary.IsToken(in.AgencyURN):
		return fmt.Errorf("set AgencyURN, such as iam::account:agency:name: %w", auth.ErrInvalid)
	case name < 2 || name > 128:
		return fmt.Errorf("the SessionName has %d characters: give it 2 to 128: %w", name, auth.ErrInvalid)
	case in.Duration != 0 && (in.Duration < 15*time.Minute || in.Duration > 12*time.Hour):
		return fmt.Errorf("the Duration is %v: give 15 minutes to 12 hours, or 0 for one hour: %w", in.Duration, auth.ErrInvalid)
	case in.Policy != "" && !json.Valid([]byte(in.Policy)):
		return fmt.Errorf("the Policy is not JSON: %w", auth.ErrInvalid)
	}
	return nil
}

func (in *AssumeInput) body() any {
	return struct {
		AgencyURN   string `json:"agency_urn"`
		SessionName string `json:"agency_session_name"`
		Duration    int64  `json:"duration_seconds,omitempty"`
		ExternalID  string `json:"external_id,omitempty"`
		Policy      string `json:"policy,omitempty"`
	}{in.AgencyURN, in.SessionName, int64(in.Duration / time.Second), in.ExternalID, in.Policy}
}

// accountIn is the account in a URN, service:region:account:type:name; "" if it has
// none.
func accountIn(urn string) string {
	parts := strings.SplitN(urn, ":", 4)
	if len(parts) < 4 || !isAccountID(parts[2]) {
		return ""
	}
	return parts[2]
}
