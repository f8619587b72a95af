package alibaba_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

// In TestAssumeRole_rotation, STS no longer accepts the access key of base.
func TestAssumeRole_rotation(t *testing.T) {
	t.Parallel()
	refuse := func(code string) stsReply {
		return stsReply{status: 404, body: `{"Code":"` + code + `","Message":"no"}`}
	}
	good := stsReply{status: 200, body: session("STS.1", "2099-01-02T03:04:05Z")}
	for _, c := range []struct {
		name    string
		second  string // what base returns at the second call
		replies []stsReply
		signed  []string // the access keys of the requests
		err     error
	}{
		{name: "asks base again and signs with its other key", second: "NEXT",
			replies: []stsReply{
				refuse("InvalidAccessKeyId.NotFound"), good,
			}, signed: []string{"FORMER", "NEXT"}},
		{name: "asks base again for a disabled key", second: "NEXT",
			replies: []stsReply{
				refuse("InvalidAccessKeyId.Inactive"), good,
			}, signed: []string{"FORMER", "NEXT"}},
		{name: "does not send the same key again", second: "FORMER",
			replies: []stsReply{
				refuse("InvalidAccessKeyId.NotFound"),
			}, signed: []string{"FORMER"}, err: auth.ErrUnauthenticated},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			given := []string{"FORMER", c.second}
			base := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
				id := given[0]
				given = given[1:]
				return auth.Credentials{AccessKeyID: id, AccessKeySecret: "SK"}, nil
			})
			service := newSTS(t, c.replies...)
			_, err := alibaba.AssumeRole(base, alibaba.AssumeInput{RoleARN: roleARN, SessionName: "job", Transport: service}).Credentials(t.Context())
			require.ErrorIs(t, err, c.err)
			assert.Empty(t, given)
			requests := service.sent()
			require.Len(t, requests, len(c.signed))
			for i, id := range c.signed {
				assert.Contains(t, requests[i].header.Get("Authorization"), "Credential="+id+",")
			}
		})
	}
}
