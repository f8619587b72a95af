package examples_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/authtest/guidetest"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// misusedTypes holds a zero value of each type with methods, and a nil pointer if users can
// have one.
var misusedTypes = map[string][]any{
	"auth": {
		new(auth.Client), (*auth.Client)(nil), new(auth.Transport), (*auth.Transport)(nil),
		auth.ProviderFunc(nil),
		new(auth.Credentials), auth.Secrets{}, new(auth.Response),
		auth.Rules(nil), new(auth.ServiceError), new(auth.SignError), auth.StatusRules{},
		new(auth.TransportError),
		new(auth.VerifyError),
		auth.Verdict(0),
	},
	"auth/huawei":  {huawei.Signer{}, huawei.Verifier{}},
	"auth/alibaba": {alibaba.Signer{}, alibaba.Verifier{}},
	"auth/invitation": {
		invitation.Service{}, invitation.Invitation{}, invitation.Outcome{},
		new(invitation.Reading),
		invitation.Status(""),
		invitation.Change{}, invitation.Identity{}, invitation.ReadAccess{}, invitation.Waited{},
	},
	"auth/authtest/guidetest": {guidetest.Guide{}},
	"auth/authtest": {
		new(authtest.Accounts[int]), new(authtest.Clock), new(authtest.Entry[int]),
		authtest.Fault{},
		new(authtest.Faults),
		authtest.KeyForm{},
		authtest.Kind{}, new(authtest.Ledger[int]), new(authtest.Members), authtest.Membership{},
		new(authtest.Meter),
		new(authtest.Nonces), authtest.Quota(0), new(authtest.Recent[int]), new(authtest.Reply),
		authtest.Request{}, new(authtest.Requests), authtest.Seed(0), new(authtest.Server),
		authtest.SessionRequest{}, authtest.Trust{}, new(authtest.Trusts),
	},
	"pagination": {
		new(pagination.Pager[int]), (*pagination.Pager[int])(nil), new(pagination.Page[int]),
		(*pagination.Page[int])(nil),
		new(pagination.Error), new(pagination.SourceError),
	},
	"huaweiorg": {
		new(huaweiorg.Client), (*huaweiorg.Client)(nil), new(huaweiorg.Error),
		new(huaweiorg.StatusError), huaweiorg.Handshake{}, huaweiorg.Outcome{},
		huaweiorg.Status(""), huaweiorg.Account{},
	},
	"alibabarm": {
		new(alibabarm.Client), (*alibabarm.Client)(nil), new(alibabarm.Error),
		new(alibabarm.StatusError), alibabarm.Handshake{}, alibabarm.Outcome{},
		alibabarm.Status(""), alibabarm.Account{},
	},
	"huaweiorg/huaweiorgtest": {new(huaweiorgtest.Service), huaweiorgtest.Account{}},
	"alibabarm/alibabarmtest": {new(alibabarmtest.Service), alibabarmtest.Account{}},
}

// notMisused are types whose values only a function can make, and packages that only tests of
// pagers use.
var notMisused = []string{
	"auth/authtest: Rand", // made by Seed.Rand
	"auth/authtest: Past", // draws from a Rand
	"pagination/pagejson: ", "pagination/paginationtest: ",
}

// A misuse calls functions with nil and zero arguments and keeps their errors.
type misuse struct {
	t    *testing.T
	errs []error
}

// call calls f with zero arguments, and with ctx for a context.
func (m *misuse) call(what string, f reflect.Value, ctx context.Context) {
	m.t.Helper()
	defer func() {
		if cause := recover(); cause != nil {
			m.t.Errorf("%s panics: %v", what, cause)
		}
	}()
	var in []reflect.Value
	for i := range f.Type().NumIn() {
		of := f.Type().In(i)
		switch {
		case of == reflect.TypeFor[context.Context]() && ctx != nil:
			in = append(in, reflect.ValueOf(ctx))
		case f.Type().IsVariadic() && i == f.Type().NumIn()-1:
			in = append(in, reflect.Zero(of.Elem())) // a nil option, source, provider
		default:
			in = append(in, reflect.Zero(of))
		}
	}
	for _, out := range f.Call(in) {
		m.use(what, out, ctx)
	}
}

// use uses a result as its caller would.
func (m *misuse) use(what string, v reflect.Value, ctx context.Context) {
	m.t.Helper()
	if !v.IsValid() || !v.CanInterface() {
		return
	}
	switch x := v.Interface().(type) {
	case error:
		_ = x.Error()
		m.errs = append(m.errs, x)
		return
	case auth.Provider:
		m.call(what+", asked", reflect.ValueOf(x.Credentials), nil) // nothing is sent for a nil context
		return
	case http.RoundTripper:
		m.call(what+", used", reflect.ValueOf(x.RoundTrip), ctx)
		return
	}
	switch {
	case v.Kind() == reflect.Func && v.Type().CanSeq2():
		for _, err := range v.Seq2() {
			m.use(what, err, ctx)
		}
	case v.Type() == reflect.TypeFor[invitation.Service]() && !strings.Contains(what, " > "):
		m.methods(what+" > ", v, ctx)
	case v.Kind() == reflect.Pointer && !strings.Contains(what, " > "):
		switch v.Interface().(type) {
		case *huaweiorg.Client, *alibabarm.Client, *pagination.Pager[huaweiorg.Handshake], *pagination.Pager[alibabarm.Handshake],
			*pagination.Pager[huaweiorg.Account], *pagination.Pager[alibabarm.Account], *pagination.Pager[int]:
			m.methods(what+" > ", v, ctx)
		}
	}
}

// methods calls each method of v.
func (m *misuse) methods(what string, v reflect.Value, ctx context.Context) {
	for i := range v.NumMethod() {
		name := v.Type().Method(i).Name
		if name == "Format" || name == "ServeHTTP" { // fmt and net/http call them, and never with nil
			continue
		}
		fresh := v
		if v.Kind() == reflect.Pointer && v.Elem().IsValid() && v.Elem().IsZero() { // what one method sets up must not help the next
			fresh = reflect.New(v.Type().Elem())
			if c, ok := fresh.Interface().(io.Closer); ok {
				defer func() { _ = c.Close() }()
			}
		}
		m.call(what+"."+name, fresh.Method(i), ctx)
	}
}

// A nil or zero value never makes a method panic. The method returns an error that says what to
// do, or does what its documentation says.
func TestMisuse_NeverPanics(t *testing.T) {
	t.Parallel()
	for path, values := range misusedTypes {
		for _, ctx := range []context.Context{nil, t.Context()} {
			m := &misuse{t: t}
			for _, v := range values {
				m.methods(fmt.Sprintf("%T", v), reflect.ValueOf(v), ctx)
			}
			for name, f := range misusedFunctions[path] {
				m.call(path+"."+name, reflect.ValueOf(f), ctx)
			}
		}
	}
}

func TestMisuse_Complete(t *testing.T) {
	t.Parallel()
	for path, pkg := range public(t) {
		var types []string
		for _, v := range misusedTypes[path] {
			of := reflect.TypeOf(v)
			if of.Kind() == reflect.Pointer {
				of = of.Elem()
			}
			name, _, _ := strings.Cut(of.Name(), "[")
			types = append(types, name)
		}
		for _, f := range functions(pkg) {
			if slices.ContainsFunc(notMisused, func(not string) bool { return strings.HasPrefix(path+": "+f, not) }) {
				continue
			}
			if of, _, method := strings.Cut(f, "."); method {
				assert.Contains(t, types, of, "%s: %s: add a zero value of its type to misusedTypes", path, f)
			} else {
				assert.Contains(t, misusedFunctions[path], f, "%s: %s: add a call that it must survive to misusedFunctions", path, f)
			}
		}
	}
}

// If a method of a zero client or pager can fail, its error says how to make one.
func TestMisuse_SaysWhatToDo(t *testing.T) {
	t.Parallel()
	silent := []string{"CloseIdleConnections", "Hint", "Name", "Refuse", "Scope", "String", "LogValue"}
	for _, c := range []struct {
		values []any
		is     error
		says   string
	}{
		{
			values: []any{new(auth.Client), (*auth.Client)(nil)}, is: auth.ErrInvalid,
			says: "use NewClient",
		},
		{
			values: []any{new(huaweiorg.Client), (*huaweiorg.Client)(nil)},
			is:     huaweiorg.ErrInvalid, says: "use NewClient",
		},
		{
			values: []any{new(alibabarm.Client), (*alibabarm.Client)(nil)},
			is:     alibabarm.ErrInvalid, says: "use NewClient",
		},
		{
			values: []any{invitation.Service{}}, is: auth.ErrInvalid,
			says: "call the method Invitations of a client",
		},
		{
			values: []any{new(pagination.Pager[int]), (*pagination.Pager[int])(nil)},
			is:     pagination.ErrBadOption, says: "ByMarker",
		},
	} {
		for _, v := range c.values {
			value := reflect.ValueOf(v)
			for i := range value.NumMethod() {
				name := fmt.Sprintf("%T.%s", v, value.Type().Method(i).Name)
				if slices.Contains(silent, value.Type().Method(i).Name) {
					continue
				}
				m := &misuse{t: t}
				m.call(name, valid(value.Method(i)), t.Context())
				require.NotEmpty(t, m.errs, name)
				for _, err := range m.errs {
					require.ErrorIs(t, err, c.is, name)
					assert.Contains(t, err.Error(), c.says, name)
				}
			}
		}
	}
}

// valid returns the method with valid arguments instead of zero ones.
func valid(method reflect.Value) reflect.Value {
	return reflect.MakeFunc(method.Type(), func(in []reflect.Value) []reflect.Value {
		for i, v := range in {
			switch {
			case v.Kind() == reflect.String:
				in[i] = reflect.ValueOf("h-1").Convert(v.Type())
			case v.Type() == reflect.TypeFor[huaweiorg.InviteAccountInput]():
				in[i] = reflect.ValueOf(huaweiorg.InviteAccountInput{Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: "0123456789abcdef0123456789abcdef"}})
			case v.Type() == reflect.TypeFor[alibabarm.InviteAccountInput]():
				in[i] = reflect.ValueOf(alibabarm.InviteAccountInput{TargetType: alibabarm.TargetTypeEmail, TargetEntity: "ops@example.com"})
			case v.Type() == reflect.TypeFor[pagination.Cursor]():
				in[i] = reflect.Zero(v.Type())
			}
		}
		if method.Type().IsVariadic() {
			return method.CallSlice(in)
		}
		return method.Call(in)
	})
}
