package alibabarm

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"github.com/aliyun/credentials-go/credentials"

	"github.com/orghandshakes/handshakes-go/auth"
)

// refreshWindow is how often a credential is asked again. It does not tell when its
// keys expire, but renews them itself in their last three minutes.
const refreshWindow = time.Minute

// DefaultProvider finds credentials where the official SDKs do, in this order: the
// environment (ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, with
// temporary keys ALIBABA_CLOUD_SECURITY_TOKEN), an OIDC token, the configuration of the
// aliyun command, the credentials file, the metadata of an ECS instance, and the URI in
// ALIBABA_CLOUD_CREDENTIALS_URI. They are looked up when a call needs them, and again
// from the beginning after a failure or when the service finds them expired. Where
// there are none, the error matches [ErrNoCredentials]. Outside of ECS, the question for
// metadata costs some seconds; ALIBABA_CLOUD_ECS_METADATA_DISABLED=true saves them.
//
// The look-up is the one of github.com/aliyun/credentials-go: it cannot be cancelled,
// though its callers stop waiting, and with DEBUG=credential in the environment it
// prints the headers and the answers of its requests, secrets included.
func DefaultProvider() auth.Provider {
	s := &source{build: func() (credentials.Credential, error) { return credentials.NewCredential(nil) }}
	s.key = s
	return auth.Cache(s, refreshWindow)
}

// FromCredential takes the keys from a credential of github.com/aliyun/credentials-go,
// such as a role to assume. The credential is asked by one goroutine at a time, also
// where several providers share it: who comes meanwhile waits for the same keys. It is
// asked at most once a minute while its keys are good. One without a key pair, as a bearer token, is [ErrNoCredentials].
func FromCredential(c credentials.Credential) auth.Provider {
	s := &source{build: func() (credentials.Credential, error) { return c, nil }}
	s.key = s
	if reflect.ValueOf(c).Comparable() {
		s.key = c
	}
	return auth.Cache(s, refreshWindow)
}

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
	return fmt.Errorf("alibabarm: the credentials were not waited for: %w", context.Cause(ctx))
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
			err = fmt.Errorf("alibabarm: the credential panicked: %s", describe(fmt.Sprint(cause)))
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
	return fmt.Errorf("alibabarm: %s: %w", why, ErrNoCredentials)
}

// outside finds where a text of credentials-go may go on with a URL, a line of a file
// or an answer, and with them secrets.
var outside = regexp.MustCompile(`(?: (?:GET|POST|PUT))? ?https?://|: |[{<\r\n]`)

// describe keeps of an error what credentials-go itself says, and of a response
// its code and the prose of its message.
func describe(text string) string {
	text = strings.TrimPrefix(text, "unable to get credentials from any of the providers in the chain: ")
	said := text
	if at := outside.FindStringIndex(text); at != nil {
		said = text[:at[0]] + " [the rest is left out]"
	}
	if at := strings.IndexAny(text, "{<"); at >= 0 {
		if b := parseErrorBody([]byte(text[at:]), auth.Excerpt); b.code != "" {
			said = strings.TrimSuffix(said, " [the rest is left out]") + ": " + codeOnly(b.code) + ": " + prose(b.message)
		}
	}
	return auth.Excerpt(said, maxMessage)
}

var (
	// plainWord is a word that cannot be a part of a secret: a short one, or one of a
	// language.
	plainWord = regexp.MustCompile(`^(?:.{0,11}|[^0-9A-Za-z]*[A-Za-z]?[a-z]+[^0-9A-Za-z]*)$`)
	// plainCode is a code as the service writes them, such as EntityNotExist.Role.
	plainCode = regexp.MustCompile(`^(?:[A-Z][a-z]*)+(?:\.(?:[A-Z][a-z]*)+)*$`)
)

const removed = "[removed]"

// prose leaves out what may be a secret: credentials-go does not tell which ones it sent.
func prose(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		if !plainWord.MatchString(word) {
			words[i] = removed
		}
	}
	return strings.Join(words, " ")
}

func codeOnly(text string) string {
	if !plainCode.MatchString(text) {
		return removed
	}
	return text
}
