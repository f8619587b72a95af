package huaweiorg

import (
	"context"
	"errors"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// An Organization is the organization that an account belongs to. Its JSON uses the
// service's field names and decodes to an equal value.
type Organization struct {
	// ID identifies the organization, such as o-0k3v7m2q9x4c8b1n.
	ID string `json:"id"`
	// URN is the resource name. Do not rely on its form.
	URN string `json:"urn"`
	// ManagementAccountID and ManagementAccountName identify the management account. Compare
	// the ID: anyone can choose a name.
	ManagementAccountID   string `json:"management_account_id"`
	ManagementAccountName string `json:"management_account_name"`
	// CreatedAt is in UTC. It is zero if the service sends no time or one that the client
	// cannot read.
	CreatedAt time.Time `json:"created_at,omitzero"`
}

// ShowOrganization returns the organization that the caller belongs to. Any account may call
// it. If the account is in no organization, the error is [ErrNotInOrganization].
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
