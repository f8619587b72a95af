package alibabarm

import "fmt"

// A Version is a version of the API: a date. Both have the same operations.
type Version string

// The versions. Each has hosts of its own, and a host serves no other version.
const (
	// Version20200331 is Resource Manager, at [Endpoint].
	Version20200331 Version = "2020-03-31"
	// Version20220419 is Resource Directory Master, at [EndpointDirectory] or
	// [EndpointInternational].
	Version20220419 Version = "2022-04-19"
)

// The service's base URLs. They are the same for all regions.
const (
	// Endpoint serves [Version20200331].
	Endpoint = "https://resourcemanager.aliyuncs.com"
	// EndpointDirectory serves [Version20220419] to accounts of the China site.
	EndpointDirectory = "https://resourcedirectory.aliyuncs.com"
	// EndpointInternational serves [Version20220419] to accounts of the
	// international site. It is for [WithEndpoint].
	EndpointInternational = "https://resourcedirectory-intl.aliyuncs.com"
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
