package huawei

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// lookupTimeout limits a lookup, because the first call of a client waits for it. IAM and STS
// have half of it each.
const lookupTimeout = 10 * time.Second

var errNoAccount = errors.New("the response names no account")

// lookup asks IAM, and then STS, because a policy may allow one and not the other. It does not
// send STS a permanent access key that IAM does not know, because a few refusals lock it.
func (i identity) lookup(ctx context.Context, keys auth.Credentials, endpoint string) (id string, err error) {
	p := auth.Static(keys.AccessKeyID, keys.AccessKeySecret, keys.SecurityToken)
	ask := func(endpoint string, service func(context.Context, auth.Provider, string) (string, error)) error {
		return within(ctx, lookupTimeout/2, func(ctx context.Context) error {
			id, err = service(ctx, p, endpoint)
			return err
		})
	}
	iamErr := ask(i.iam(endpoint), i.domain)
	if iamErr == nil || keys.SecurityToken == "" && errors.Is(iamErr, auth.ErrUnauthenticated) {
		return id, iamErr
	}
	stsErr := ask(i.sts(""), i.caller)
	if stsErr == nil {
		return id, nil
	}
	if !errors.Is(iamErr, errElsewhere) && errors.Is(stsErr, errElsewhere) {
		stsErr = errors.New(stsErr.Error()) // errElsewhere must mean that the client did not ask IAM
	}
	return "", fmt.Errorf("%w; %w", iamErr, stsErr)
}

// domain returns the account from IAM.
func (i identity) domain(ctx context.Context, p auth.Provider, endpoint string) (string, error) {
	var w struct {
		Domains []struct {
			ID temporary.Text `json:"id"`
		} `json:"domains"`
	}
	err := i.ask(ctx, "KeystoneListAuthDomains", endpoint, "/v3/auth/domains", p, &w)
	if err != nil || len(w.Domains) == 0 {
		return checkAccount("KeystoneListAuthDomains", "", err)
	}
	return checkAccount("KeystoneListAuthDomains", string(w.Domains[0].ID), nil)
}

// caller returns the account from STS.
func (i identity) caller(ctx context.Context, p auth.Provider, endpoint string) (string, error) {
	var w struct {
		AccountID temporary.Text `json:"account_id"`
	}
	err := i.ask(ctx, "GetCallerIdentity", endpoint, "/v5/caller-identity", p, &w)
	return checkAccount("GetCallerIdentity", string(w.AccountID), err)
}

func checkAccount(op, id string, err error) (string, error) {
	if err == nil && !isAccountID(id) {
		err = wrap(op, errNoAccount)
	}
	if err != nil {
		return "", err
	}
	return id, nil
}

func (i identity) ask(ctx context.Context, op, endpoint, path string, p auth.Provider, into any) error {
	if endpoint == "" {
		return wrap(op, errElsewhere)
	}
	c, err := i.client(endpoint, p, hint{})
	if err != nil {
		return wrap(op, err)
	}
	// The client does not retry a response that it cannot read, because the other service may
	// return the account at once.
	r, err := send(ctx, c, op, http.MethodGet, path, nil, nil, nil)
	if err == nil && temporary.Unmarshal(r.Body, into) != nil {
		err = wrap(op, errNoAccount)
	}
	return err
}

// isAccountID reports whether text can be an account ID. The client sends nothing else of a
// response as X-Domain-Id.
func isAccountID(text string) bool {
	other := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}
	return text != "" && len(text) <= maxCode && !strings.ContainsFunc(text, other)
}
