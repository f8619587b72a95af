package alibabarm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// published are the codes of the service's documentation in both versions, with a status
// that it gives for them, and what they have to mean. Families are ours.
var published = []struct {
	code      string
	status    int
	verdict   auth.Verdict
	condition error
	about     invitation.Scope
}{
	{code: "AccountTypeOrStatusMismatch", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "ConcurrentCallNotSupported", status: 429, verdict: auth.Refused, condition: ErrConflict, about: aboutMoment},
	{code: "Deny.TrustedService", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "EnterpriseCertifyAuthenticationError", status: 404, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "EnterpriseInvoiceAuthenticationError", status: 404, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "EnterpriseNameMismatch", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "EnterpriseRealNameVerificationError", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "EntityAlreadyExists.Handshake", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "EntityAlreadyExists.ResourceDir.Account", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "EntityNotExists.Account", status: 404, verdict: auth.Fatal, condition: ErrNotFound, about: aboutInput},
	{code: "EntityNotExists.Folder", status: 404, verdict: auth.Fatal, condition: ErrNotFound, about: aboutInput},
	{code: "EntityNotExists.Handshake", status: 404, verdict: auth.Fatal, condition: ErrNotFound, about: aboutInput},
	{code: "EntityNotExists.ResourceDirectory", status: 404, verdict: auth.Fatal, condition: ErrNotFound, about: aboutCall},
	{code: "Forbidden", status: 403, verdict: auth.Fatal, condition: ErrPermission, about: aboutCall},
	{code: "Forbidden.RAM", status: 403, verdict: auth.Fatal, condition: ErrPermission, about: aboutCall},
	{code: "Forbidden.RiskControl", status: 403, verdict: auth.Fatal, condition: ErrPermission, about: aboutCall},
	{code: "HandshakeStatusMismatch", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "IllegalTimestamp", status: 400, verdict: auth.ClockSkew, condition: ErrUnauthenticated, about: aboutCall},
	{code: "IncompleteSignature", status: 400, verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall},
	{code: "InternalError", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment},
	{code: "Invalid.AccountType", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "InvalidAccessKeyId.Inactive", status: 400, verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall},
	{code: "InvalidAccessKeyId.NotFound", status: 404, verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall},
	{code: "InvalidAction.NotFound", status: 404, verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall},
	{code: "InvalidParameter", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "InvalidParameter.AccountId", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "InvalidParameter.HandshakeId", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "InvalidParameter.Note", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "InvalidParameter.Note.Length", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "InvalidParameter.ParentFolderId", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "InvalidParameter.TargetEntity", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "InvalidParameter.TargetType", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "InvalidProtocol.NeedSsl", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall},
	{code: "InvalidSecurityToken.Expired", status: 400, verdict: auth.StaleCredentials, condition: ErrUnauthenticated, about: aboutCall},
	{code: "InvalidSecurityToken.Malformed", status: 400, verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall},
	{code: "InvalidSecurityToken.MismatchWithAccessKey", status: 400, verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall},
	{code: "InvalidTimeStamp.Expired", status: 400, verdict: auth.ClockSkew, condition: ErrUnauthenticated, about: aboutCall},
	{code: "InvalidTimeStamp.Format", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall},
	{code: "InvalidVersion", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall},
	{code: "LegalEntityMismatch", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "LimitExceeded.Account", status: 409, verdict: auth.Fatal, condition: ErrQuota, about: aboutRest},
	{code: "LimitExceeded.Invitation.InvalidTarget", status: 409, verdict: auth.Fatal, condition: ErrQuota, about: aboutRest},
	{code: "LimitExceeded.InvitationRate", status: 409, verdict: auth.Fatal, condition: ErrQuota, about: aboutRest},
	{code: "LimitExceeded.SameTargetInvitationRate", status: 429, verdict: auth.Fatal, condition: ErrQuota, about: aboutInput},
	{code: "MissingAccountRealName", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "MissingParameter", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "MissingParameter.HandshakeId", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "MissingParameter.TargetEntity", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "MissingParameter.TargetType", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "MissingSecurityToken", status: 400, verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall},
	{code: "NoPermission", status: 403, verdict: auth.Fatal, condition: ErrPermission, about: aboutCall},
	{code: "NoRealNameAuthentication", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "NoSuchVersion", status: 404, verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall},
	{code: "NotSupport.Account.RealNameType", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "NotSupport.Account.Site", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "NotSupport.AccountInAnotherResourceDirectory", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "NotSupport.Site.Action", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall},
	{code: "Rejected.Throttling", status: 400, verdict: auth.Throttled, condition: ErrThrottled, about: aboutCall},
	{code: "ResourceDirectoryNotInUse", status: 404, verdict: auth.Fatal, condition: ErrNotFound, about: aboutCall},
	{code: "ServiceUnavailable", status: 503, verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment},
	{code: "SignatureDoesNotMatch", status: 400, verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall},
	{code: "SignatureNonceUsed", status: 400, verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment},
	{code: "SpecifiedResourceDirectoryNotExists", status: 404, verdict: auth.Fatal, condition: ErrNotFound, about: aboutInput},
	{code: "Throttling", status: 400, verdict: auth.Throttled, condition: ErrThrottled, about: aboutCall},
	{code: "Throttling.Api", status: 400, verdict: auth.Throttled, condition: ErrThrottled, about: aboutCall},
	{code: "Throttling.EnableControlPolicy", status: 409, verdict: auth.Fatal, condition: ErrThrottled, about: aboutCall},
	{code: "Throttling.User", status: 400, verdict: auth.Throttled, condition: ErrThrottled, about: aboutCall},
	{code: "UnsupportedHTTPMethod", status: 403, verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall},
	{code: "UnsupportedParameter", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "EntityNotExists.*", status: 404, verdict: auth.Fatal, condition: ErrNotFound, about: aboutInput},
	{code: "EntityAlreadyExists.*", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "NotSupport.*", status: 409, verdict: auth.Fatal, condition: ErrConflict, about: aboutInput},
	{code: "LimitExceeded.*", status: 409, verdict: auth.Fatal, condition: ErrQuota, about: aboutRest},
	{code: "MissingParameter.*", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "InvalidParameter.*", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "UnsupportedParameter.*", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput},
	{code: "InvalidTimeStamp.*", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall},
	{code: "InvalidAccessKeyId.*", status: 400, verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall},
	{code: "InvalidSecurityToken.*", status: 400, verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall},
	{code: "Forbidden.*", status: 403, verdict: auth.Fatal, condition: ErrPermission, about: aboutCall},
	{code: "NoPermission.*", status: 403, verdict: auth.Fatal, condition: ErrPermission, about: aboutCall},
	{code: "ServiceUnavailable.*", status: 503, verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment},
	{code: "InternalError.*", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment},
	{code: "Throttling*", status: 400, verdict: auth.Throttled, condition: ErrThrottled, about: aboutCall},
}

func TestCodes(t *testing.T) {
	t.Parallel()
	t.Run("each published code means what its row says", func(t *testing.T) {
		t.Parallel()
		for _, c := range published {
			code := strings.ReplaceAll(c.code, "*", "Another")
			d, e := judge(t, answerOf(c.status, fmt.Appendf(nil, `{"Message":"m","Code":%q}`, code)))
			assert.Equal(t, c.verdict, d.Verdict, "%d %s", c.status, code)
			assert.Equal(t, c.about, e.rule().about, "%d %s", c.status, code)
			assertOnly(t, e, c.condition)
		}
	})
	t.Run("each published code has a row, and each row is a published code", func(t *testing.T) {
		t.Parallel()
		var rows, want []string
		for _, r := range codes {
			rows = append(rows, r.code)
		}
		for _, c := range published {
			want = append(want, c.code)
		}
		assert.ElementsMatch(t, want, rows)
	})
	t.Run("each row says what is wrong", func(t *testing.T) {
		t.Parallel()
		for _, r := range codes {
			assert.NotEmpty(t, r.meaning, r.code)
			assert.NotEqual(t, aboutUnknown, r.about, r.code)
		}
	})
	t.Run("no quota is retried", func(t *testing.T) {
		t.Parallel()
		for _, r := range codes {
			if r.condition == ErrQuota {
				assert.Equal(t, auth.Fatal, r.verdict, r.code)
			}
		}
	})
}
