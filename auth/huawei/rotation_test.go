package huawei

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// In TestAssumeAgency_rotation, STS no longer knows the access key of base.
func TestAssumeAgency_rotation(t *testing.T) {
	t.Parallel()
	unknown := status(401, `{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: ak FORMER not exist"}`)
	session := ok(`{"credentials":{"access_key_id":"TMP","secret_access_key":"s","security_token":"t"}}`)
	for _, c := range []struct {
		name    string
		second  string // what base returns at the second call
		replies []reply
		signed  []string // the access keys of the requests
		err     error
	}{
		{
			name:   "asks base again and signs with its other key",
			second: "NEXT", replies: []reply{unknown, session},
			signed: []string{"FORMER", "NEXT"},
		},
		{
			name:   "does not send the same key again",
			second: "FORMER", replies: []reply{unknown}, signed: []string{"FORMER"},
			err: auth.ErrUnauthenticated,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			given := []string{"FORMER", c.second}
			base := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
				id := given[0]
				given = given[1:]
				return auth.Credentials{AccessKeyID: id, AccessKeySecret: "SK"}, nil
			})
			sts := newService(t, map[string][]reply{postAssume: c.replies})
			_, err := AssumeAgency(base, AssumeInput{AgencyURN: agencyURN, SessionName: "job", Transport: sts}).Credentials(t.Context())
			require.ErrorIs(t, err, c.err)
			assert.Empty(t, given)
			requests := sts.sent()
			require.Len(t, requests, len(c.signed))
			for i, id := range c.signed {
				assert.Contains(t, requests[i].header.Get("Authorization"), "Access="+id+",")
			}
		})
	}
}
