package huaweiorg

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// The services that know who a caller is and give temporary keys. STS has an endpoint
// in each region; that of Organizations' own region serves here.
const (
	iamEndpoint = "https://iam.myhuaweicloud.com"
	stsEndpoint = "https://sts.cn-north-4.myhuaweicloud.com"

	envIAM = "HUAWEICLOUD_SDK_IAM_ENDPOINT"
	envSTS = "HUAWEICLOUD_SDK_STS_ENDPOINT"
)

// maxKeyAnswer bounds the answers that are read for credentials, and token files.
// A security token has several KB.
const maxKeyAnswer = 64 << 10

// An identity is how IAM and STS are reached.
type identity struct {
	getenv func(string) string
	// link is nil for [http.DefaultTransport], which all providers share: a pool
	// for each of hundreds of agencies would open as many connections.
	link http.RoundTripper
}

// env drops the line feed that a variable filled from a file often ends with.
func (i identity) env(name string) string { return strings.TrimSpace(i.getenv(name)) }

// iam and sts choose the endpoint; own is the credentials' or "".
func (i identity) iam(own string) string { return withScheme(cmp.Or(own, i.env(envIAM), iamEndpoint)) }

func (i identity) sts(own string) string { return withScheme(cmp.Or(own, i.env(envSTS), stsEndpoint)) }

func withScheme(endpoint string) string {
	if strings.Contains(endpoint, "://") {
		return endpoint
	}
	return "https://" + endpoint
}

// client makes a client that signs with p.
func (i identity) client(endpoint string, p auth.Provider) (*auth.Client, error) {
	return i.newClient(endpoint, p, huawei.Signer{})
}

// unsignedKey stands in for the keys of a request that nobody signs.
const unsignedKey = "key-of-unsigned-requests"

// unsigned makes a client whose requests hold a token instead of a signature.
func (i identity) unsigned(endpoint string) (*auth.Client, error) {
	return i.newClient(endpoint, auth.Static(unsignedKey, unsignedKey, ""), noSigner{})
}

func (i identity) newClient(endpoint string, p auth.Provider, s auth.Signer) (*auth.Client, error) {
	link := i.link
	if link == nil {
		link = http.DefaultTransport
	}
	return auth.NewClient(auth.Config{
		Base: link, Endpoint: endpoint, Provider: p, Signer: s,
		Classify: classifier(time.Now),
		// A refresh of credentials may take 30 s in all.
		Retry:            auth.Retry{MaxRetries: 2, MaxElapsed: 10 * time.Second, AttemptTimeout: 8 * time.Second},
		MaxResponseBytes: maxKeyAnswer,
	})
}

// noSigner leaves a request as it is.
type noSigner struct{}

func (noSigner) Sign(*http.Request, []byte, auth.Credentials, time.Time) error { return nil }

// send performs one call, with body as JSON unless it is nil. All calls are Safe: a
// second token or key pair does no harm. So a response of which read can make nothing is
// retried. No error repeats anything of secrets.
func send(ctx context.Context, c *auth.Client, op, method, path string, header http.Header, body any, read func(body []byte) error, secrets ...string) (*auth.Response, error) {
	var payload []byte
	if body != nil {
		var err error
		if payload, err = json.Marshal(body); err != nil {
			return nil, fmt.Errorf("huaweiorg: %s: %w", op, err)
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(payload))
	if err != nil {
		return nil, fmt.Errorf("huaweiorg: %s: %w", op, err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	call := auth.Call{Op: op, Safe: true, Request: req, Secrets: auth.NewSecrets(secrets...)}
	if read != nil {
		call.Check = func(r *auth.Response) auth.Decision { return checkKeys(r, read(r.Body)) }
	}
	r, err := c.Do(ctx, call)
	if err != nil {
		if e, ok := errors.AsType[*Error](err); ok && r != nil {
			e.RequestID = cmp.Or(e.RequestID, traceID(r))
		}
		return nil, wrap(op, err)
	}
	return r, nil
}

// checkKeys decides about a response that should hold keys. Its error quotes nothing of
// the body, which may hold half a key pair.
func checkKeys(r *auth.Response, err error) auth.Decision {
	if err == nil {
		return auth.Decision{}
	}
	shared := auth.ServiceError{Op: r.Op, StatusCode: r.StatusCode, RequestID: requestID(r), Attempts: r.Attempts}
	e := &Error{ServiceError: shared, cause: err}
	return auth.Decision{Verdict: e.rule().Verdict, Err: e}
}

// traceID is what IAM calls the request.
func traceID(r *auth.Response) string { return r.Excerpt(r.Header.Get("X-Iam-Trace-Id"), maxCode) }

// advise puts what to do into a refusal. The encoded message is of no use to a caller that
// did not make this call.
func advise(err error, hint string) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	if !errors.Is(e, ErrUnavailable) && !errors.Is(e, ErrThrottled) {
		e.hint = hint
	}
	e.EncodedAuthorizationMessage = ""
	return err
}
