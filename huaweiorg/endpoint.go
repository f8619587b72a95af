package huaweiorg

// The base URLs of the service. Each site has its own accounts: one site does not know the
// access keys of another.
const (
	// Endpoint serves the accounts of mainland China and of the international site, in all
	// regions. It is the default.
	Endpoint = "https://organizations.myhuaweicloud.com"
	// EndpointEurope serves the accounts of the European site, region eu-west-101. Pass it
	// to [WithEndpoint]. It is not verified: the vendor's Terraform provider composes this
	// URL, and no SDK contains it. The IAM of this site is
	// https://iam.eu-west-101.myhuaweicloud.eu, which is not verified either.
	EndpointEurope = "https://organizations.eu-west-101.myhuaweicloud.eu"
)
