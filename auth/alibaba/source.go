package alibaba

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/aliyun/credentials-go/credentials"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A source asks a credential, which is neither safe for concurrent use nor takes a
// context.
type source struct {
	build func() (credentials.Credential, error)
	key   any // one look-up at a time is made of what has the same key
	// held is good for as long as what it gave is: the default chain stays with
	// the provider that it tried last, be it after a failure.
	held  credentials.Credential
	given atomic.Pointer[auth.Credentials]
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
	if s.given.Load() == nil || s.held == nil {
		if s.held, err = s.build(); err != nil {
			return keys, noCredentials(describe(err.Error()))
		}
	}
	if s.held == nil {
		return keys, noCredentials("the credential is nil")
	}
	model, err := s.held.GetCredential()
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
