package clouds

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// CredentialsHelp is the part of a help that says where credentials are taken from.
//
//go:embed credentials.txt
var CredentialsHelp string

// KeysHelp is [CredentialsHelp] for a help that is a constant.
const KeysHelp = `
Huawei Cloud credentials are taken from the environment: HUAWEICLOUD_SDK_AK and
HUAWEICLOUD_SDK_SK, with temporary keys also HUAWEICLOUD_SDK_SECURITY_TOKEN, and
HUAWEICLOUD_SDK_DOMAIN_ID for the account ID, if you know it. Without them, from
~/.huaweicloud/credentials, then from the server or container that this runs on.

Alibaba Cloud credentials are taken from the environment: ALIBABA_CLOUD_ACCESS_KEY_ID
and ALIBABA_CLOUD_ACCESS_KEY_SECRET, with temporary keys also
ALIBABA_CLOUD_SECURITY_TOKEN. Without them, from an OIDC token, from what aliyun
configure wrote, from ~/.alibabacloud/credentials, then from the server that this
runs on, unless ALIBABA_CLOUD_ECS_METADATA_DISABLED=true, or from
ALIBABA_CLOUD_CREDENTIALS_URI.
`

// A Result is how the work in one cloud ended; without an error, well.
type Result struct {
	Cloud Cloud
	Err   error
}

// Conclude says on stderr which clouds without credentials were left out, and returns the errors
// of the others, each with its cloud's name. A missing key is an error
// where no other cloud has one.
func Conclude(p *cli.Process, results []Result) error {
	keyed := slices.ContainsFunc(results, func(r Result) bool { return !r.keyless() })
	var failed []error
	for _, r := range results {
		switch {
		case r.Err == nil:
		case keyed && r.keyless():
			p.Say("%s", LeftOut(r.Cloud))
		default:
			failed = append(failed, &pagination.SourceError{Name: r.Cloud.Name, Err: r.Err})
		}
	}
	return errors.Join(failed...)
}

// LeftOut says that a cloud without credentials is left out.
func LeftOut(c Cloud) string {
	return fmt.Sprintf("%s is left out: there are no credentials for it; -cloud %s says more", c.Title, c.Name)
}

func (r Result) keyless() bool { return errors.Is(r.Err, auth.ErrNoCredentials) }
