package huaweiorg

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
		"names the action of InviteAccount": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "InviteAccount", StatusCode: 403,
					Code: "Organizations.1007"}},
			want: "a policy denies the action: allow organizations:accounts:invite"},
		"names the action of ListHandshakes": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "ListHandshakes", StatusCode: 403,
					Code: "Organizations.1007"}},
			want: "a policy denies the action: allow organizations:handshakes:list"},
		"names the action of ListReceivedHandshakes": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "ListReceivedHandshakes", StatusCode: 403,
					Code: "Organizations.1007"}},
			want: "a policy denies the action: allow organizations:receivedHandshakes:list"},
		"names the action of ShowHandshake": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "ShowHandshake", StatusCode: 403,
					Code: "Organizations.1007"}},
			want: "a policy denies the action: allow organizations:handshakes:get"},
		"names the action of ListAccounts": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "ListAccounts", StatusCode: 403,
					Code: "Organizations.1007"}},
			want: "a policy denies the action: allow organizations:accounts:list"},
		"names the action of ShowOrganization": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "ShowOrganization", StatusCode: 403,
					Code: "Organizations.1007"}},
			want: "a policy denies the action: allow organizations:organizations:get"},
		"names the action of AcceptHandshake": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "AcceptHandshake", StatusCode: 403,
					Code: "Organizations.1007"}},
			want: "a policy denies the action: allow organizations:handshakes:accept"},
		"names the action of DeclineHandshake": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "DeclineHandshake", StatusCode: 403,
					Code: "Organizations.1007"}},
			want: "a policy denies the action: allow organizations:handshakes:decline"},
		"names the action of CancelHandshake": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "CancelHandshake", StatusCode: 403,
					Code: "Organizations.1007"}},
			want: "a policy denies the action: allow organizations:handshakes:cancel"},
		"names the action with an unknown code": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "ListHandshakes", StatusCode: 403,
					Code: "SVC.0007", Message: "no"}},
			want: "no: allow organizations:handshakes:list"},
		"names the action, or a proxy, without a code": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "ListHandshakes", StatusCode: 403,
					Message: "no"}}, want: "no: allow organizations:handshakes:list" + unlessProxy},
		"names the action that the service names": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "InviteAccount", StatusCode: 403,
					Code:    "Organizations.1007",
					Message: "Policy denies 'organizations:resources:tag'."}},
			want: "allow organizations:resources:tag"},
		"takes no URN for an action": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "InviteAccount", StatusCode: 403,
					Code:    "Organizations.1007",
					Message: "iam::0a1b:user:ops, organizations::0a1b:handshake:o-1/h-1"}},
			want: "allow organizations:accounts:invite"},
		"knows no action of another operation": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "AssumeAgency", StatusCode: 403,
					Code: "STS5.0001", Message: "no"}}, want: "no: allow this action"},
		"says what is wrong where the service does not": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "AcceptHandshake", StatusCode: 400,
					Code: "Organizations.1401"}}, want: "the invitation has been cancelled"},
		"names the role where a policy is not enough": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "ListHandshakes", StatusCode: 401,
					Code: "Organizations.9999", Message: "no"}},
			want: "no: check the account's role in the organization", not: "allow"},
		"names the account where a policy is not enough": {
			err: Error{
				ServiceError: auth.ServiceError{Op: "ListHandshakes", StatusCode: 401,
					Code: "Organizations.1001", Message: "no"}},
			want: "no: call with the organization's management account", not: "allow"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := c.err.Error()
			if c.err.Code != "" {
				before, ok := strings.CutSuffix(text, "see huaweiorg/README.md#error-codes")
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
