package huaweiorg

import (
	"context"
	"errors"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// An Organization is the organization that an account is in. Its JSON has the service's
// own field names, and decodes to an equal value.
type Organization struct {
	// ID identifies the organization, as o-0k3v7m2q9x4c8b1n.
	ID string `json:"id"`
	// URN is the resource name. Do not rely on its form.
	URN string `json:"urn"`
	// ManagementAccountID and ManagementAccountName are the management account. Compare
	// the ID: a name can be chosen.
	ManagementAccountID   string `json:"management_account_id"`
	ManagementAccountName string `json:"management_account_name"`
	// CreatedAt is in UTC, and zero where the service does not say or what it says is not
	// a time.
	CreatedAt time.Time `json:"created_at,omitzero"`
}

// ShowOrganization reads the organization that the caller is in. Any account may call it.
// For an account that is in none, the error is [ErrNotInOrganization].
//
// API: [GET /v1/organizations]
//
// [GET /v1/organizations]: https://support.huaweicloud.com/intl/en-us/api-organizations/ShowOrganization.html
func (c *Client) ShowOrganization(ctx context.Context) (*Organization, error) {
	var o Organization
	_, err := c.get(ctx, "ShowOrganization", "/v1/organizations", func(r *auth.Response) (err error) {
		o, err = decodeOrganization(r.Body)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &o, nil
}

var errNotOrganization = errors.New("the response is not an organization")

func decodeOrganization(body []byte) (Organization, error) {
	return decodeObject(body, "organization", errNotOrganization, readOrganization, func(o Organization) string { return o.ID })
}

func readOrganization(r *pagejson.Reader, o *Organization) {
	for key := range r.Object {
		switch {
		case key.Is("id"):
			r.Text(&o.ID)
		case key.Is("urn"):
			r.Text(&o.URN)
		case key.Is("management_account_id"):
			r.Text(&o.ManagementAccountID)
		case key.Is("management_account_name"):
			r.Text(&o.ManagementAccountName)
		case key.Is("created_at"):
			o.CreatedAt = r.Time()
		}
	}
}
