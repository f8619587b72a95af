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

// refreshWindow is how often a credential is asked again. It does not tell when its
// keys expire, but renews them itself in their last three minutes.
const refreshWindow = time.Minute

// FromCredential takes the keys from a credential of github.com/aliyun/credentials-go,
// such as a role to assume. The credential is asked by one goroutine at a time, also
// where several providers share it: who comes meanwhile waits for the same keys. It is
// asked at most once a minute while its keys are good. One without a key pair, as a bearer
// token, is [auth.ErrNoCredentials].
//
// The credential reaches its services in its own way, which takes no context: callers stop
// waiting for it, but it cannot be cancelled. With DEBUG=credential in the environment, it
// prints the headers and the responses of its requests, secrets included.
func FromCredential(c credentials.Credential) auth.Provider {
	s := &source{credential: c}
	s.key = s
	if reflect.ValueOf(c).Comparable() {
		s.key = c
	}
	return auth.Cache(s, refreshWindow)
}

// A source asks a credential, which is neither safe for concurrent use nor takes a
// context.
type source struct {
	credential credentials.Credential
	key        any // one look-up at a time is made of what has the same key
	given      atomic.Pointer[auth.Credentials]
}

// Credentials joins the look-up that is under way, or begins one. A credential that hangs
// costs one goroutine, however many callers stop waiting for it.
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
			s.given.Store(&l.keys) // it may have been another source that asked
		}
		return l.keys, l.err
	}
}

func notWaitedFor(ctx context.Context) error {
	return fmt.Errorf("alibaba: the credentials were not waited for: %w", context.Cause(ctx))
}

// Invalidate makes the next look-up begin anew.
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

// convert copies what signs; the model prints its secrets wherever it goes.
func convert(model *credentials.CredentialModel) (auth.Credentials, error) {
	if model == nil {
		return auth.Credentials{}, noCredentials("the credential gave nothing")
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
		return auth.Credentials{}, noCredentials("the credential gave no key pair")
	}
	return keys, nil
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// noCredentials does not wrap the cause: its text may hold what describe leaves out.
func noCredentials(why string) error {
	return fmt.Errorf("alibaba: %s: %w", why, auth.ErrNoCredentials)
}
