package auth_test

import (
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// One function handles the errors of both clouds: it says what to do with an account that could
// not be invited.
func ExampleServiceError() {
	next := func(err error) string {
		switch {
		case errors.Is(err, auth.ErrAlreadyMember), errors.Is(err, auth.ErrAlreadyInvited):
			return "nothing to do"
		case errors.Is(err, auth.ErrNotInOrganization):
			return "use an account of the organization"
		}
		if e, ok := errors.AsType[*auth.ServiceError](err); ok {
			return fmt.Sprintf("ask support about request %s of %s", e.RequestID, e.Op)
		}
		return "check the network"
	}
	for _, err := range []error{
		&alibabarm.Error{ServiceError: auth.ServiceError{Op: "InviteAccountToResourceDirectory", StatusCode: 409, Code: "EntityAlreadyExists.Handshake"}},
		&huaweiorg.Error{ServiceError: auth.ServiceError{Op: "InviteAccount", StatusCode: 401, Code: "Organizations.1015"}},
		&huaweiorg.Error{ServiceError: auth.ServiceError{Op: "InviteAccount", StatusCode: 500, RequestID: "4f1c"}},
	} {
		fmt.Println(next(fmt.Errorf("invite: %w", err)))
	}
	// Output:
	// nothing to do
	// use an account of the organization
	// ask support about request 4f1c of InviteAccount
}

// The client of another service explains its errors with a table of codes. If a code is
// unknown, it uses the status code.
func ExampleNewServiceError() {
	codes := auth.Rules{
		{Code: "Seats.Full", Verdict: auth.Fatal, Condition: auth.ErrQuota, Scope: auth.ScopeRest, Meaning: "no seat is left", Hint: "buy seats"},
	}
	byStatus := auth.StatusRules{Endpoint: "check the endpoint", Credentials: "check the access key", Policy: "allow the action"}
	explain := func(e auth.ServiceError) *auth.ServiceError {
		rule, known := codes.Find(e.Code, e.StatusCode)
		if !known {
			rule = byStatus.Find(e.StatusCode, nil)
		}
		return auth.NewServiceError("seats", e, rule, nil)
	}
	full := explain(auth.ServiceError{Op: "Book", StatusCode: 400, Code: "Seats.Full"})
	fmt.Println(full.Error(), full.Is(auth.ErrQuota))
	denied := explain(auth.ServiceError{Op: "Book", StatusCode: 403, Attempts: 1})
	fmt.Println(denied.Error(), denied.Is(auth.ErrPermission))
	slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: withoutTime})).Info("refused", "err", full.LogValue())
	// Output:
	// seats: Book: 400 Seats.Full: no seat is left: buy seats true
	// seats: Book: 403 Forbidden: allow the action true
	// level=INFO msg=refused err.op=Book err.status=400 err.code=Seats.Full err.attempts=0
}

func withoutTime(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}
