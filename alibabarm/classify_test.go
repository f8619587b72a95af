package alibabarm

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
)

func TestCodesDecideBeforeStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code      string
		status    int
		verdict   auth.Verdict
		condition error
	}{
		{"MissingParameter.HandshakeId", 400, auth.Fatal, ErrInvalid},
		{"InvalidParameter.HandshakeId", 400, auth.Fatal, ErrInvalid},
		{"MissingParameter.TargetEntity", 400, auth.Fatal, ErrInvalid},
		{"InvalidParameter.TargetEntity", 400, auth.Fatal, ErrInvalid},
		{"MissingParameter.TargetType", 400, auth.Fatal, ErrInvalid},
		{"InvalidParameter.TargetType", 400, auth.Fatal, ErrInvalid},
		{"InvalidParameter.Note.Length", 400, auth.Fatal, ErrInvalid},
		{"InvalidParameter.Note", 400, auth.Fatal, ErrInvalid},
		{"InvalidParameter.ParentFolderId", 400, auth.Fatal, ErrInvalid},
		{"InvalidParameter.AccountId", 400, auth.Fatal, ErrInvalid},
		{"EntityNotExists.Handshake", 404, auth.Fatal, ErrNotFound},
		{"SpecifiedResourceDirectoryNotExists", 404, auth.Fatal, ErrNotFound},
		{"EntityNotExists.ResourceDirectory", 404, auth.Fatal, ErrNotFound},
		{"EntityNotExists.Folder", 404, auth.Fatal, ErrNotFound},
		{"EntityNotExists.Account", 404, auth.Fatal, ErrNotFound},
		{"HandshakeStatusMismatch", 409, auth.Fatal, ErrConflict},
		{"MissingAccountRealName", 409, auth.Fatal, ErrConflict},
		{"NoRealNameAuthentication", 409, auth.Fatal, ErrConflict},
		{"NotSupport.AccountInAnotherResourceDirectory", 409, auth.Fatal, ErrConflict},
		{"NotSupport.Account.RealNameType", 409, auth.Fatal, ErrConflict},
		{"Invalid.AccountType", 409, auth.Fatal, ErrConflict},
		{"LegalEntityMismatch", 409, auth.Fatal, ErrConflict},
		{"EntityAlreadyExists.Handshake", 409, auth.Fatal, ErrConflict},
		{"EntityAlreadyExists.ResourceDir.Account", 409, auth.Fatal, ErrConflict},
		{"LimitExceeded.Account", 409, auth.Fatal, ErrQuota},
		{"LimitExceeded.InvitationRate", 409, auth.Fatal, ErrQuota},
		{"LimitExceeded.SameTargetInvitationRate", 429, auth.Fatal, ErrQuota},
		{"LimitExceeded.Invitation.InvalidTarget", 409, auth.Fatal, ErrQuota},
		{"ConcurrentCallNotSupported", 429, auth.Refused, ErrConflict},
		{"EnterpriseNameMismatch", 409, auth.Fatal, ErrConflict},
		{"EnterpriseCertifyAuthenticationError", 404, auth.Fatal, ErrConflict},
		{"EnterpriseRealNameVerificationError", 409, auth.Fatal, ErrConflict},
		{"NotSupport.Account.Site", 409, auth.Fatal, ErrConflict},
		{"NotSupport.Site.Action", 400, auth.Fatal, ErrInvalid},
		{"AccountTypeOrStatusMismatch", 409, auth.Fatal, ErrConflict},
		{"NoPermission", 403, auth.Fatal, ErrPermission},
		{"Throttling", 400, auth.Throttled, ErrThrottled},
		{"Throttling.User", 400, auth.Throttled, ErrThrottled},
		{"Throttling.Api", 400, auth.Throttled, ErrThrottled},
		{"Throttling.Api", 503, auth.Throttled, ErrThrottled},
		{"ThrottlingSomehow", 429, auth.Throttled, ErrThrottled},
		{"Rejected.Throttling", 400, auth.Throttled, ErrThrottled},
		{"Rejected.Otherwise", 400, auth.Fatal, ErrInvalid},
		{"Throttling.EnableControlPolicy", 409, auth.Fatal, ErrThrottled},
		{"ServiceUnavailable", 503, auth.Ambiguous, ErrUnavailable},
		{"ServiceUnavailable", 400, auth.Ambiguous, ErrUnavailable},
		{"InternalError", 500, auth.Ambiguous, ErrUnavailable},
		{"SignatureNonceUsed", 400, auth.Ambiguous, ErrUnavailable},
		{"InvalidTimeStamp.Expired", 400, auth.ClockSkew, ErrUnauthenticated},
		{"IllegalTimestamp", 400, auth.ClockSkew, ErrUnauthenticated},
		{"InvalidTimeStamp.Format", 400, auth.Fatal, ErrInvalid},
		{"SignatureDoesNotMatch", 400, auth.Fatal, ErrUnauthenticated},
		{"SignatureDoesNotMatch", 403, auth.Fatal, ErrUnauthenticated},
		{"IncompleteSignature", 400, auth.Fatal, ErrUnauthenticated},
		{"InvalidAccessKeyId.NotFound", 404, auth.Fatal, ErrUnauthenticated},
		{"InvalidAccessKeyId.NotFound", 400, auth.Fatal, ErrUnauthenticated},
		{"InvalidAccessKeyId.Inactive", 400, auth.Fatal, ErrUnauthenticated},
		{"InvalidSecurityToken.Expired", 400, auth.StaleCredentials, ErrUnauthenticated},
		{"InvalidSecurityToken.Malformed", 400, auth.Fatal, ErrUnauthenticated},
		{"InvalidSecurityToken.MismatchWithAccessKey", 400, auth.Fatal, ErrUnauthenticated},
		{"MissingSecurityToken", 400, auth.Fatal, ErrUnauthenticated},
		{"Forbidden", 403, auth.Fatal, ErrPermission},
		{"Forbidden.RAM", 403, auth.Fatal, ErrPermission},
		{"Forbidden.RAM", 404, auth.Fatal, ErrPermission},
		{"Forbidden.RiskControl", 403, auth.Fatal, ErrPermission},
		{"MissingParameter", 400, auth.Fatal, ErrInvalid},
		{"InvalidParameter", 400, auth.Fatal, ErrInvalid},
		{"InvalidParameter.PageSize", 404, auth.Fatal, ErrInvalid},
		{"UnsupportedParameter", 400, auth.Fatal, ErrInvalid},
		{"InvalidAction.NotFound", 404, auth.Fatal, ErrInvalid},
		{"InvalidVersion", 400, auth.Fatal, ErrInvalid},
		{"NoSuchVersion", 404, auth.Fatal, ErrInvalid},
		{"UnsupportedHTTPMethod", 403, auth.Fatal, ErrInvalid},
		{"InvalidProtocol.NeedSsl", 400, auth.Fatal, ErrInvalid},
		{"Surprise", 404, auth.Fatal, ErrNotFound},
		{"Surprise", 409, auth.Fatal, ErrConflict},
		{"Surprise", 500, auth.Ambiguous, ErrUnavailable},
		{"", 301, auth.Fatal, nil},
		{"", 307, auth.Fatal, nil},
		{"", 400, auth.Fatal, ErrInvalid},
		{"", 401, auth.Fatal, ErrUnauthenticated},
		{"", 403, auth.Fatal, ErrPermission},
		{"", 404, auth.Fatal, ErrInvalid},
		{"", 405, auth.Fatal, ErrInvalid},
		{"", 408, auth.Ambiguous, ErrUnavailable},
		{"", 409, auth.Fatal, ErrConflict},
		{"", 429, auth.Throttled, ErrThrottled},
		{"", 500, auth.Ambiguous, ErrUnavailable},
		{"", 502, auth.Ambiguous, ErrUnavailable},
		{"", 503, auth.Ambiguous, ErrUnavailable},
		{"", 504, auth.Ambiguous, ErrUnavailable},
		{"", 600, auth.Ambiguous, ErrUnavailable},
		{"", 0, auth.Fatal, nil},
	} {
		d, e := judge(t, answerOf(c.status, fmt.Appendf(nil, `{"Message":"m","Code":%q}`, c.code)))
		assert.Equal(t, c.verdict, d.Verdict, "%d %s", c.status, c.code)
		assertOnly(t, e, c.condition)
	}
}

func TestEverySuccessIsAccepted(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 202, 204} {
		d := classifier(nil)(auth.Call{}, answerOf(status, fixture(t, "F18.json")))
		assert.Equal(t, auth.Decision{Verdict: auth.Accepted}, d)
	}
}
