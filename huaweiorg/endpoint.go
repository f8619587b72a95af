package huaweiorg

// The service's base URLs. The sites have accounts of their own: the access keys of one
// are not known at another.
const (
	// Endpoint serves the accounts of mainland China and of the international site, in
	// all regions. It is the default.
	Endpoint = "https://organizations.myhuaweicloud.com"
	// EndpointEurope is for the accounts of the European site, region eu-west-101. It is
	// for [WithEndpoint]. It is not verified: the vendor's Terraform provider composes
	// this URL, and no SDK has it. IAM of this site is
	// https://iam.eu-west-101.myhuaweicloud.eu, which is not verified either.
	EndpointEurope = "https://organizations.eu-west-101.myhuaweicloud.eu"
)
