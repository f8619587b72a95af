package alibabarm

import (
	"context"
	"errors"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm/internal/xmlscan"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// A ResourceDirectory is the resource directory that an account belongs to. Its JSON uses
// the service's field names and decodes to an equal value.
type ResourceDirectory struct {
	// ID identifies the directory, such as rd-Q7mZk1. It is case-sensitive.
	ID string `json:"ResourceDirectoryId"`
	// MasterAccountID and MasterAccountName identify the management account. The name may be
	// an e-mail address. Compare the ID: anyone can choose a name.
	MasterAccountID   string `json:"MasterAccountId"`
	MasterAccountName string `json:"MasterAccountName"`
	RootFolderID      string `json:"RootFolderId"`
	// CreateTime is in UTC. It is zero if the service sends no time or one that the client
	// cannot read.
	CreateTime time.Time `json:"CreateTime,omitzero"`
	// ControlPolicyStatus says whether control policies are enabled, in the service's words.
	ControlPolicyStatus string `json:"ControlPolicyStatus,omitzero"`
}

// GetResourceDirectory returns the resource directory that the caller manages or belongs to.
// If the account is in no directory, the error is [ErrNotInOrganization].
//
// API: [GetResourceDirectory in 2020-03-31], [GetResourceDirectory in 2022-04-19]
//
// [GetResourceDirectory in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-getresourcedirectory
// [GetResourceDirectory in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-getresourcedirectory
func (c *Client) GetResourceDirectory(ctx context.Context) (*ResourceDirectory, error) {
	var d ResourceDirectory
	_, err := c.get(ctx, "GetResourceDirectory", "", func(r *auth.Response) (err error) {
		d, err = decodeDirectory(r.Body)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &d, nil
}

var errNotDirectory = errors.New("the response is not a resource directory")

func decodeDirectory(body []byte) (ResourceDirectory, error) {
	return decodeObject(body, rows[ResourceDirectory]{
		name: "ResourceDirectory",
		key:  func(d ResourceDirectory) string { return d.ID },
		json: func(r *pagejson.Reader, d *ResourceDirectory) { readDirectory(r, r.Shared, d) },
		xml:  func(r *xmlscan.Reader, d *ResourceDirectory) { readDirectory(r, r.Value, d) },
	}, errNotDirectory)
}

// readDirectory reads a directory from JSON or XML, as readAccount reads an account.
func readDirectory(r document, value func() string, d *ResourceDirectory) {
	for key := range r.Object {
		switch {
		case key.Is("ResourceDirectoryId"):
			r.Text(&d.ID)
		case key.Is("MasterAccountId"):
			r.Text(&d.MasterAccountID)
		case key.Is("MasterAccountName"):
			r.Text(&d.MasterAccountName)
		case key.Is("RootFolderId"):
			r.Text(&d.RootFolderID)
		case key.Is("CreateTime"):
			d.CreateTime = pagejson.ParseTime([]byte(value()))
		case key.Is("ControlPolicyStatus"):
			r.Text(&d.ControlPolicyStatus)
		}
	}
}
