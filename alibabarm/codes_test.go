package alibabarm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

// published are the codes of the service's documentation in both versions, each with a
// documented status code, and what they must mean. The families are the client's own.
var published = []struct {
	code      string
	status    int
	verdict   auth.Verdict
	condition error
	about     auth.Scope
}{
	{code: "AccountTypeOrStatusMismatch", status: 409, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeInput},
	{code: "ConcurrentCallNotSupported", status: 429, verdict: auth.Refused,
		condition: ErrConflict, about: auth.ScopeMoment},
	{code: "Deny.TrustedService", status: 409, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeInput},
	{code: "EnterpriseCertifyAuthenticationError", status: 404, verdict: auth.Fatal,
		condition: ErrConflict, about: auth.ScopeInput},
	{code: "EnterpriseInvoiceAuthenticationError", status: 404, verdict: auth.Fatal,
		condition: ErrConflict, about: auth.ScopeInput},
	{code: "EnterpriseNameMismatch", status: 409, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeInput},
	{code: "EnterpriseRealNameVerificationError", status: 409, verdict: auth.Fatal,
		condition: ErrConflict, about: auth.ScopeInput},
	{code: "EntityAlreadyExists.Handshake", status: 409, verdict: auth.Fatal,
		condition: ErrAlreadyInvited, about: auth.ScopeInput},
	{code: "EntityAlreadyExists.ResourceDir.Account", status: 409, verdict: auth.Fatal,
		condition: ErrAlreadyMember, about: auth.ScopeInput},
	{code: "EntityNotExists.Account", status: 404, verdict: auth.Fatal, condition: ErrNotFound,
		about: auth.ScopeInput},
	{code: "EntityNotExists.Folder", status: 404, verdict: auth.Fatal, condition: ErrNotFound,
		about: auth.ScopeInput},
	{code: "EntityNotExists.Handshake", status: 404, verdict: auth.Fatal, condition: ErrNotFound,
		about: auth.ScopeInput},
	{code: "EntityNotExists.ResourceDirectory", status: 404, verdict: auth.Fatal,
		condition: errNoDirectory, about: auth.ScopeCall},
	{code: "Forbidden", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "Forbidden.RAM", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "Forbidden.RiskControl", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "HandshakeStatusMismatch", status: 409, verdict: auth.Fatal, condition: ErrNotPending,
		about: auth.ScopeInput},
	{code: "IllegalTimestamp", status: 400, verdict: auth.ClockSkew, condition: ErrUnauthenticated,
		about: auth.ScopeCall},
	{code: "IncompleteSignature", status: 400, verdict: auth.Fatal, condition: ErrUnauthenticated,
		about: auth.ScopeCall},
	{code: "InternalError", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Invalid.AccountType", status: 409, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeInput},
	{code: "InvalidAccessKeyId.Inactive", status: 400, verdict: auth.StaleCredentials,
		condition: ErrUnauthenticated, about: auth.ScopeCall},
	{code: "InvalidAccessKeyId.NotFound", status: 404, verdict: auth.StaleCredentials,
		condition: ErrUnauthenticated, about: auth.ScopeCall},
	{code: "InvalidAction.NotFound", status: 404, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "InvalidParameter", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "InvalidParameter.AccountId", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "InvalidParameter.HandshakeId", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "InvalidParameter.Note", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "InvalidParameter.Note.Length", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "InvalidParameter.ParentFolderId", status: 400, verdict: auth.Fatal,
		condition: ErrInvalid, about: auth.ScopeInput},
	{code: "InvalidParameter.TargetEntity", status: 400, verdict: auth.Fatal,
		condition: ErrInvalid, about: auth.ScopeInput},
	{code: "InvalidParameter.TargetType", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "InvalidProtocol.NeedSsl", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "InvalidSecurityToken.Expired", status: 400, verdict: auth.StaleCredentials,
		condition: ErrUnauthenticated, about: auth.ScopeCall},
	{code: "InvalidSecurityToken.Malformed", status: 400, verdict: auth.Fatal,
		condition: ErrUnauthenticated, about: auth.ScopeCall},
	{code: "InvalidSecurityToken.MismatchWithAccessKey", status: 400, verdict: auth.Fatal,
		condition: ErrUnauthenticated, about: auth.ScopeCall},
	{code: "InvalidTimeStamp.Expired", status: 400, verdict: auth.ClockSkew,
		condition: ErrUnauthenticated, about: auth.ScopeCall},
	{code: "InvalidTimeStamp.Format", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "InvalidVersion", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "LegalEntityMismatch", status: 409, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeInput},
	{code: "LimitExceeded.Account", status: 409, verdict: auth.Fatal, condition: ErrQuota,
		about: auth.ScopeRest},
	{code: "LimitExceeded.Invitation.InvalidTarget", status: 409, verdict: auth.Fatal,
		condition: ErrQuota, about: auth.ScopeRest},
	{code: "LimitExceeded.InvitationRate", status: 409, verdict: auth.Fatal, condition: ErrQuota,
		about: auth.ScopeRest},
	{code: "LimitExceeded.SameTargetInvitationRate", status: 429, verdict: auth.Fatal,
		condition: ErrQuota, about: auth.ScopeInput},
	{code: "MissingAccountRealName", status: 409, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeInput},
	{code: "MissingParameter", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "MissingParameter.HandshakeId", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "MissingParameter.TargetEntity", status: 400, verdict: auth.Fatal,
		condition: ErrInvalid, about: auth.ScopeInput},
	{code: "MissingParameter.TargetType", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "MissingSecurityToken", status: 400, verdict: auth.Fatal, condition: ErrUnauthenticated,
		about: auth.ScopeCall},
	{code: "NoPermission", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "NoRealNameAuthentication", status: 409, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeInput},
	{code: "NoSuchVersion", status: 404, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "NotSupport.Account.RealNameType", status: 409, verdict: auth.Fatal,
		condition: ErrConflict, about: auth.ScopeInput},
	{code: "NotSupport.Account.Site", status: 409, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeInput},
	{code: "NotSupport.AccountInAnotherResourceDirectory", status: 409, verdict: auth.Fatal,
		condition: ErrConflict, about: auth.ScopeInput},
	{code: "NotSupport.Site.Action", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "Rejected.Throttling", status: 400, verdict: auth.Throttled, condition: ErrThrottled,
		about: auth.ScopeCall},
	{code: "ResourceDirectoryNotInUse", status: 404, verdict: auth.Fatal,
		condition: errNoDirectory, about: auth.ScopeCall},
	{code: "ServiceUnavailable", status: 503, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "SignatureDoesNotMatch", status: 400, verdict: auth.Fatal,
		condition: ErrUnauthenticated, about: auth.ScopeCall},
	{code: "SignatureNonceUsed", status: 400, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "SpecifiedResourceDirectoryNotExists", status: 404, verdict: auth.Fatal,
		condition: ErrNotFound, about: auth.ScopeInput},
	{code: "Throttling", status: 400, verdict: auth.Throttled, condition: ErrThrottled,
		about: auth.ScopeCall},
	{code: "Throttling.Api", status: 400, verdict: auth.Throttled, condition: ErrThrottled,
		about: auth.ScopeCall},
	{code: "Throttling.EnableControlPolicy", status: 409, verdict: auth.Fatal,
		condition: ErrThrottled, about: auth.ScopeCall},
	{code: "Throttling.User", status: 400, verdict: auth.Throttled, condition: ErrThrottled,
		about: auth.ScopeCall},
	{code: "UnsupportedHTTPMethod", status: 403, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "UnsupportedParameter", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "EntityNotExists.*", status: 404, verdict: auth.Fatal, condition: ErrNotFound,
		about: auth.ScopeInput},
	{code: "EntityAlreadyExists.*", status: 409, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeInput},
	{code: "NotSupport.*", status: 409, verdict: auth.Fatal, condition: ErrConflict,
		about: auth.ScopeInput},
	{code: "LimitExceeded.*", status: 409, verdict: auth.Fatal, condition: ErrQuota,
		about: auth.ScopeRest},
	{code: "MissingParameter.*", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "InvalidParameter.*", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "UnsupportedParameter.*", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeInput},
	{code: "InvalidTimeStamp.*", status: 400, verdict: auth.Fatal, condition: ErrInvalid,
		about: auth.ScopeCall},
	{code: "InvalidAccessKeyId.*", status: 400, verdict: auth.StaleCredentials,
		condition: ErrUnauthenticated, about: auth.ScopeCall},
	{code: "InvalidSecurityToken.*", status: 400, verdict: auth.Fatal,
		condition: ErrUnauthenticated, about: auth.ScopeCall},
	{code: "Forbidden.*", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "NoPermission.*", status: 403, verdict: auth.Fatal, condition: ErrPermission,
		about: auth.ScopeCall},
	{code: "ServiceUnavailable.*", status: 503, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "InternalError.*", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable,
		about: auth.ScopeMoment},
	{code: "Throttling*", status: 400, verdict: auth.Throttled, condition: ErrThrottled,
		about: auth.ScopeCall},
}

func TestCodes(t *testing.T) {
	t.Parallel()
	t.Run("each published code means what its row says", func(t *testing.T) {
		t.Parallel()
		for _, c := range published {
			code := strings.ReplaceAll(c.code, "*", "Another")
			d, e := classifyAt(t, responseOf(c.status, fmt.Appendf(nil, `{"Message":"m","Code":%q}`, code)))
			assert.Equal(t, c.verdict, d.Verdict, "%d %s", c.status, code)
			assert.Equal(t, c.about, e.rule().Scope, "%d %s", c.status, code)
			assertOnly(t, e, c.condition)
		}
	})
	t.Run("each published code has a row, and each row is a published code", func(t *testing.T) {
		t.Parallel()
		var rows, want []string
		for _, r := range codes {
			rows = append(rows, r.Code)
		}
		for _, c := range published {
			want = append(want, c.code)
		}
		assert.ElementsMatch(t, want, rows, "give a code of the documentation a row in codes (codes.go) and one in published (codes_test.go)")
	})
	t.Run("each row says what is wrong", func(t *testing.T) {
		t.Parallel()
		for _, r := range codes {
			assert.NotEmpty(t, r.Meaning, "%s: say in its Meaning what is wrong", r.Code)
			assert.NotEqual(t, auth.ScopeUnknown, r.Scope, "%s: say in its Scope which calls meet it", r.Code)
		}
	})
	t.Run("no quota is retried", func(t *testing.T) {
		t.Parallel()
		for _, r := range codes {
			if r.Condition == ErrQuota {
				assert.Equal(t, auth.Fatal, r.Verdict, r.Code)
			}
		}
	})
}
