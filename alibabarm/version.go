package alibabarm

import "fmt"

// A Version is a version of the API, which is a date. Both versions have the same operations
// and show the same invitations. The vendor advises to use only one of them in a program.
type Version string

// The versions. Each has its own hosts, and a host serves only one version.
const (
	// Version20200331 is Resource Manager, at [Endpoint]. It is the default, because one
	// host serves both sites. The vendor no longer maintains it: it still works, but only
	// the other version receives new features. It lacks:
	//
	//   - [InviteAccountInput].ParentFolderID
	//   - the code that reports that a target is a member ([ErrAlreadyMember])
	//   - the code for too many invalid targets
	//   - the login e-mail of the accounts in a member list, and page tokens for
	//     that list
	Version20200331 Version = "2020-03-31"
	// Version20220419 is Resource Directory Master, at [EndpointDirectory] or
	// [EndpointInternational]. The vendor recommends it. No host serves both sites: accounts
	// of the international site must set [EndpointInternational].
	Version20220419 Version = "2022-04-19"
)

// The base URLs of the service. They are the same for all regions.
const (
	// Endpoint serves [Version20200331] to accounts of both sites.
	Endpoint = "https://resourcemanager.aliyuncs.com"
	// EndpointDirectory serves [Version20220419] to accounts of the China site.
	EndpointDirectory = "https://resourcedirectory.aliyuncs.com"
	// EndpointInternational serves [Version20220419] to accounts of the international site.
	// Pass it to [WithEndpoint].
	EndpointInternational = "https://resourcedirectory-intl.aliyuncs.com"
)

// The base URLs of the service within a VPC. Pass them to [WithEndpoint].
const (
	// EndpointVPC serves [Version20200331]. Two regions have their own hosts:
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
		return fmt.Errorf("unknown version: use Version20200331 or Version20220419: %w", ErrInvalid)
	}
}
