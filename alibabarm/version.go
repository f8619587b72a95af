package alibabarm

import "fmt"

// A Version is a version of the API: a date. Both have the same operations and show the
// same invitations. The vendor advises to use one of them in a program, not both.
type Version string

// The versions. Each has hosts of its own, and a host serves no other version.
const (
	// Version20200331 is Resource Manager, at [Endpoint]. It is the default here, since one
	// host serves both sites. The vendor does not maintain it any more: it can still be
	// used, but new features come to the other version only. It lacks:
	//
	//   - [InviteAccountInput].ParentFolderID
	//   - the code that says that a target is a member ([ErrAlreadyMember])
	//   - the code for too many targets that were not valid
	//   - the login e-mail of the accounts in a list of members, and paging that list by token
	Version20200331 Version = "2020-03-31"
	// Version20220419 is Resource Directory Master, at [EndpointDirectory] or
	// [EndpointInternational]. The vendor recommends it. It lacks a host for both sites:
	// accounts of the international site have to set theirs.
	Version20220419 Version = "2022-04-19"
)

// The service's base URLs. They are the same for all regions.
const (
	// Endpoint serves [Version20200331] to accounts of both sites.
	Endpoint = "https://resourcemanager.aliyuncs.com"
	// EndpointDirectory serves [Version20220419] to accounts of the China site.
	EndpointDirectory = "https://resourcedirectory.aliyuncs.com"
	// EndpointInternational serves [Version20220419] to accounts of the
	// international site. It is for [WithEndpoint].
	EndpointInternational = "https://resourcedirectory-intl.aliyuncs.com"
)

// The service's base URLs within a VPC, for [WithEndpoint].
const (
	// EndpointVPC serves [Version20200331]. Two regions have hosts of their own:
	// resourcemanager-vpc.me-east-1.aliyuncs.com and
	// resourcemanager-vpc.cn-hangzhou-finance.aliyuncs.com.
	EndpointVPC = "https://resourcemanager.vpc-proxy.aliyuncs.com"
	// EndpointDirectoryVPC serves [Version20220419] to accounts of both sites.
	EndpointDirectoryVPC = "https://resourcedirectory.vpc-proxy.aliyuncs.com"
)

func (v Version) endpoint() string {
	if v == Version20220419 {
		return EndpointDirectory
	}
	return Endpoint
}

func (v Version) check() error {
	switch v {
	case Version20200331, Version20220419:
		return nil
	default:
		return fmt.Errorf("the version is not known: use Version20200331 or Version20220419: %w", ErrInvalid)
	}
}
