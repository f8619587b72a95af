package alibaba

import (
	"context"
	"fmt"
	"reflect"
	"sync/atomic"
	"time"

	"github.com/aliyun/credentials-go/credentials"

	"github.com/orghandshakes/handshakes-go/auth"
)

// refreshWindow is how often the cache asks a credential again. A credential does not report
// when its access key expires, but renews it in the last three minutes.
const refreshWindow = time.Minute

// FromCredential takes the access key from a credential of github.com/aliyun/credentials-go,
// such as a role to assume. One goroutine at a time asks the credential, even if several
// providers share it; other callers wait for the same access key. While the access key is
// valid, the credential is asked at most once a minute. A credential without an access key,
// such as a bearer token, is [auth.ErrNoCredentials].
//
// The credential sends its own requests, without a context: callers stop waiting for it when
// their context ends, but cannot cancel it. With DEBUG=credential in the environment, it prints
// the headers and responses of its requests, including secrets.
func FromCredential(c credentials.Credential) auth.Provider {
	s := &source{credential: c}
	s.key = s
	if reflect.ValueOf(c).Comparable() {
		s.key = c
	}
	return auth.Cache(s, refreshWindow)
}

// A source asks a credential, which is not safe for concurrent use and takes no context.
type source struct {
	credential credentials.Credential
	key        any // sources with the same key share a look-up
	given      atomic.Pointer[auth.Credentials]
}

// Credentials joins the look-up that is under way, or begins a look-up. A credential that hangs
// occupies one goroutine, however many callers stop waiting for it.
func (s *source) Credentials(ctx context.Context) (auth.Credentials, error) {
	for {
		if ctx.Err() != nil {
			return auth.Credentials{}, notWaitedFor(ctx)
		}
		l, useful := underWay.join(s.key, s.ask)
		select {
		case <-l.done:
		case <-ctx.Done():
			return auth.Credentials{}, notWaitedFor(ctx)
		}
		if !useful {
			continue
		}
		if l.err == nil && !l.old {
			s.given.Store(&l.keys) // another source may have begun the look-up
		}
		return l.keys, l.err
	}
}

func notWaitedFor(ctx context.Context) error {
	return fmt.Errorf("alibaba: the wait for credentials ended: %w", context.Cause(ctx))
}

// Invalidate makes the next call begin a new look-up.
func (s *source) Invalidate(rejected auth.Credentials) {
	if given := s.given.Load(); given != nil && *given == rejected {
		underWay.outdate(s.key)
		s.given.CompareAndSwap(given, nil)
	}
}

func (s *source) ask() (keys auth.Credentials, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("alibaba: the credential panicked: %s", describe(fmt.Sprint(cause)))
		}
		if err != nil {
			s.given.Store(nil)
		}
	}()
	if s.credential == nil {
		return keys, noCredentials("the credential is nil")
	}
	model, err := s.credential.GetCredential()
	if err != nil {
		return keys, noCredentials(describe(err.Error()))
	}
	if keys, err = convert(model); err == nil && !underWay.isOld(s.key) {
		s.given.Store(&keys)
	}
	return keys, err
}

// convert copies only what a signer needs, because the model prints its secrets.
func convert(model *credentials.CredentialModel) (auth.Credentials, error) {
	if model == nil {
		return auth.Credentials{}, noCredentials("the credential returned nothing")
	}
	keys := auth.Credentials{
		AccessKeyID:     value(model.AccessKeyId),
		AccessKeySecret: value(model.AccessKeySecret),
		SecurityToken:   value(model.SecurityToken),
	}
	switch kind := value(model.Type); {
	case kind == "bearer" || kind == "id_token" || keys.AccessKeyID == "" && value(model.BearerToken) != "":
		return auth.Credentials{}, noCredentials("a bearer token cannot sign: use an access key or a role")
	case keys.AccessKeyID == "" || keys.AccessKeySecret == "":
		return auth.Credentials{}, noCredentials("the credential returned no access key")
	}
	return keys, nil
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// noCredentials does not wrap the cause, whose text may hold what describe leaves out.
func noCredentials(why string) error {
	return fmt.Errorf("alibaba: %s: %w", why, auth.ErrNoCredentials)
}
