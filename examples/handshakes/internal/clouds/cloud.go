// Package clouds is what the programs know of the two clouds: their names and flags,
// how their clients are opened, where their credentials come from, and the organizations
// that -offline makes up.
package clouds

import (
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// A Cloud is a service that has invitations.
type Cloud struct {
	Name, Title string
	// Statuses are those that the service is known to have, in lower case.
	Statuses []string
	// MaxPageSize is the most that it gives for a request.
	MaxPageSize int
	// OrganizationID and AccountID are the forms of IDs.
	OrganizationID, AccountID IDForm

	flags []string // of its own
}

// The values of -cloud.
const (
	HuaweiName  = "huawei"
	AlibabaName = "alibaba"
	both        = "both"
)

// Huawei is Huawei Cloud Organizations.
func Huawei() Cloud {
	return Cloud{
		Name:  HuaweiName,
		Title: "Huawei Cloud",
		Statuses: lower(huaweiorg.StatusPending, huaweiorg.StatusAccepted, huaweiorg.StatusDeclined,
			huaweiorg.StatusCancelled, huaweiorg.StatusExpired),
		MaxPageSize:    2000,
		OrganizationID: huaweiOrganization,
		AccountID:      huaweiAccount,
		flags:          []string{huaweiEndpoint},
	}
}

// Alibaba is Alibaba Cloud Resource Directory.
func Alibaba() Cloud {
	return Cloud{
		Name:  AlibabaName,
		Title: "Alibaba Cloud",
		Statuses: lower(alibabarm.StatusPending, alibabarm.StatusAccepted, alibabarm.StatusDeclined,
			alibabarm.StatusCancelled, alibabarm.StatusExpired, alibabarm.StatusDeleted),
		MaxPageSize:    100,
		OrganizationID: alibabaOrganization,
		AccountID:      alibabaAccount,
		flags:          []string{alibabaEndpoint, alibabaVersion},
	}
}

// Choose gives the clouds of a value of -cloud in the order in which they are shown, none for an
// unknown one.
func Choose(name string) []Cloud {
	return slices.DeleteFunc([]Cloud{Huawei(), Alibaba()}, func(c Cloud) bool { return name != both && name != c.Name })
}

func lower[S ~string](words ...S) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ToLower(string(w))
	}
	return out
}
