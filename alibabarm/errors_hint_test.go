package alibabarm

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestError_Error(t *testing.T) {
	t.Parallel()
	const unlessProxy = ", unless a proxy refused it"
	for name, c := range map[string]struct {
		err  Error
		want string // the end of the text, before the link to the guide
		not  string
	}{
		"names the action that a policy denies": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "GetHandshake", StatusCode: 403,
					Code: "NoPermission", Message: "no"}},
			want: "no: allow resourcemanager:GetHandshake"},
		"names the action that the service names": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "InviteAccountToResourceDirectory",
					StatusCode: 403, Code: "NoPermission", Message: "no"},
				AccessDeniedDetail: map[string]string{
					"AuthAction": "resourcemanager:TagResources"}},
			want: "no: allow resourcemanager:TagResources"},
		"takes no other text for an action": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "GetHandshake", StatusCode: 403,
					Code: "NoPermission", Message: "no"},
				AccessDeniedDetail: map[string]string{"AuthAction": "ask root:Everybody at once"}},
			want: "no: allow resourcemanager:GetHandshake"},
		"names the action with an unknown code": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "AcceptHandshake", StatusCode: 403,
					Code: "Strange.Refusal", Message: "no"}},
			want: "no: allow resourcemanager:AcceptHandshake"},
		"names the action, or a proxy, without a code": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "AcceptHandshake", StatusCode: 403,
					Message: "no"}},
			want: "no: allow resourcemanager:AcceptHandshake" + unlessProxy},
		"says what is wrong where the service does not": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "GetHandshake", StatusCode: 409,
					Code: "HandshakeStatusMismatch"}}, want: "the invitation is no longer pending"},
		"names no action under risk control": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "GetHandshake", StatusCode: 403,
					Code: "Forbidden.RiskControl", Message: "no"}},
			want: "no: contact the vendor's support", not: "allow"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := c.err.Error()
			if c.err.Code != "" {
				before, ok := strings.CutSuffix(text, "see alibabarm/README.md#error-codes")
				assert.True(t, ok, text)
				text = strings.TrimRight(before, ":; ")
			}
			assert.True(t, strings.HasSuffix(text, ": "+c.want), text)
			if c.not != "" {
				assert.NotContains(t, text, c.not)
			}
		})
	}
}
