// Package clouds is what the programs know of the two clouds: their names and flags,
// how their clients are opened, where their credentials come from, and the organizations
// that -offline makes up.
package clouds

// A Cloud is a service that has invitations.
type Cloud struct {
	Name, Title string
	// OrganizationID and AccountID are the forms of IDs.
	OrganizationID, AccountID IDForm
}

// The values of -cloud.
const (
	HuaweiName  = "huawei"
	AlibabaName = "alibaba"
	both        = "both"
)

// Huawei is Huawei Cloud Organizations.
func Huawei() Cloud {
	return Cloud{Name: HuaweiName, Title: "Huawei Cloud", OrganizationID: huaweiOrganization, AccountID: huaweiAccount}
}

// Alibaba is Alibaba Cloud Resource Directory.
func Alibaba() Cloud {
	return Cloud{Name: AlibabaName, Title: "Alibaba Cloud", OrganizationID: alibabaOrganization, AccountID: alibabaAccount}
}
