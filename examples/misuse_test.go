package examples_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
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

// If one argument of a valid call is nil, the error names it.
func TestMisuse_NilArgumentsSayWhatToDo(t *testing.T) {
	t.Parallel()
	provider := auth.Static("AK", "SK", "")
	huawei, err := huaweiorg.NewClient(provider, nil, huaweiorg.WithClock(nil), huaweiorg.WithLogger(nil),
		huaweiorg.WithLimiter(nil))
	require.NoError(t, err)
	alibaba, err := alibabarm.NewClient(provider, nil, alibabarm.WithClock(nil), alibabarm.WithLogger(nil),
		alibabarm.WithLimiter(nil))
	require.NoError(t, err)
	var none context.Context
	last := func(seq func(func(int, error) bool)) (err error) {
		for _, err = range seq {
		}
		return err
	}
	for name, c := range map[string]struct {
		err error
		is  error
	}{
		"a Huawei read": {
			err: second(huawei.ShowHandshake(none, "h-1")), is: huaweiorg.ErrInvalid,
		},
		"a Huawei write": {
			err: second(huawei.AcceptHandshake(none, "h-1")), is: huaweiorg.ErrInvalid,
		},
		"a Huawei list": {
			err: second(huawei.ListHandshakes(nil).Collect(none)), is: pagination.ErrBadOption,
		},
		"a Huawei wait": {
			err: second(huawei.WaitHandshake(none, "h-1", huaweiorg.WaitInput{})),
			is:  huaweiorg.ErrInvalid,
		},
		"an Alibaba read": {
			err: second(alibaba.GetHandshake(none, "h-1")), is: alibabarm.ErrInvalid,
		},
		"an Alibaba write": {
			err: second(alibaba.CancelHandshake(none, "h-1")), is: alibabarm.ErrInvalid,
		},
		"an Alibaba list": {
			err: second(alibaba.ListHandshakesForAccount(nil).Collect(none)),
			is:  pagination.ErrBadOption,
		},
		"an Alibaba wait": {
			err: second(alibaba.WaitHandshake(none, "h-1", alibabarm.WaitInput{})),
			is:  alibabarm.ErrInvalid,
		},
		"no provider": {err: second(huaweiorg.NewClient(nil)), is: huaweiorg.ErrInvalid},
		"a transport": {
			err: second(huaweiorg.NewClient(provider, huaweiorg.WithTransport(nil))),
			is:  huaweiorg.ErrInvalid,
		},
		"no transport at all": {
			err: second(huaweiorg.NewClient(
				provider, huaweiorg.WithTransport((*http.Transport)(nil)),
			)),
			is: huaweiorg.ErrInvalid,
		},
		"another transport": {
			err: second(alibaba.With(alibabarm.WithTransport(nil)).GetHandshake(
				t.Context(), "h-1",
			)),
			is: alibabarm.ErrInvalid,
		},
		"an observer": {
			err: second(alibabarm.NewClient(provider, alibabarm.WithObserver(nil))),
			is:  alibabarm.ErrInvalid,
		},
		"another observer": {
			err: second(huawei.With(huaweiorg.WithObserver(nil)).ShowHandshake(t.Context(), "h-1")),
			is:  huaweiorg.ErrInvalid,
		},
		"another provider": {
			err: second(alibaba.With(alibabarm.WithCredentials(nil)).GetHandshake(
				t.Context(), "h-1",
			)),
			is: alibabarm.ErrInvalid,
		},
		"a cache of nothing": {
			err: second(auth.Cache(nil, 0).Credentials(t.Context())), is: auth.ErrNoCredentials,
		},
		"a look-up": {
			err: second(huaweiorg.NewClient(huaweiorg.LookupAccountID(nil))),
			is:  auth.ErrInvalid,
		},
		"an agency": {
			err: second(huaweiorg.AssumeAgency(
				nil, huaweiorg.AssumeInput{AgencyURN: "iam::a:agency:b", SessionName: "job"},
			).Credentials(t.Context())),
			is: auth.ErrInvalid,
		},
		"a role": {
			err: second(alibabarm.AssumeRole(
				nil, alibabarm.AssumeInput{RoleARN: "acs:ram::1:role/b", SessionName: "job"},
			).Credentials(t.Context())),
			is: auth.ErrInvalid,
		},
		"a merge": {
			err: last(pagination.Merge[int](none, 1, slices.Values([]pagination.Source[int]{}))),
			is:  pagination.ErrBadOption,
		},
		"a source": {
			err: last(pagination.Merge(
				t.Context(), 1,
				slices.Values([]pagination.Source[int]{
					{Name: "a", Items: func(context.Context) iter.Seq2[int, error] { return nil }},
				}),
			)),
			is: pagination.ErrBadOption,
		},
		"a function of Map": {
			err: last(pagination.Map[int, int](func(func(int, error) bool) {}, nil)),
			is:  pagination.ErrBadOption,
		},
		"a function of Each": {
			err: second(pagination.Collect(pagination.Each[int, int](
				t.Context(), 1, func(func(int, error) bool) {}, nil,
			))),
			is: pagination.ErrBadOption,
		},
		"a pager to map": {
			err: second(pagination.MapPager(nil, func(int) int { return 0 }).Collect(t.Context())),
			is:  pagination.ErrBadOption,
		},
		"items to collect": {
			err: second(pagination.Collect[int](nil)), is: pagination.ErrBadOption,
		},
		"items to take": {
			err: last(pagination.Take[int](nil, 1)), is: pagination.ErrBadOption,
		},
		"a sequence": {
			err: last(pagination.Filter(nil, func(int) bool { return true })),
			is:  pagination.ErrBadOption,
		},
		"a fetch by markers": {
			err: second(pagination.ByMarker[int](
				pagination.Spec{MaxSize: 1}, nil, nil,
			).Collect(t.Context())),
			is: pagination.ErrBadOption,
		},
		"a fetch by numbers": {
			err: second(pagination.ByNumber[int](pagination.Spec{MaxSize: 1}, nil, nil).Page(
				t.Context(), "",
			)),
			is: pagination.ErrBadOption,
		},
		"a service of no New": {
			err: second(new(huaweiorgtest.Service).RoundTripper().RoundTrip(request(t))),
			is:  nil,
		},
	} {
		if c.is == nil {
			require.ErrorContains(t, c.err, "New", name)
			continue
		}
		require.ErrorIs(t, c.err, c.is, name)
		assert.True(t, strings.Contains(c.err.Error(), "nil") || strings.Contains(c.err.Error(), "set Provider") || errors.Is(c.err, pagination.ErrBadOption), "%s: %v", name, c.err)
	}
}

func second[T any](_ T, err error) error { return err }

func request(t *testing.T) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://example.com/", nil)
	require.NoError(t, err)
	return req
}

// misusedFunctions are all exported functions.
var misusedFunctions = map[string]map[string]any{
	"auth": {
		"AttemptFrom":       auth.AttemptFrom,
		"Cache":             auth.Cache,
		"Chain":             auth.Chain,
		"EndOf":             auth.EndOf,
		"Excerpt":           auth.Excerpt,
		"NewClient":         auth.NewClient,
		"NewSecrets":        auth.NewSecrets,
		"NewServiceError":   auth.NewServiceError,
		"ReadBody":          auth.ReadBody,
		"RequireTransport":  auth.RequireTransport,
		"RetryAfter":        auth.RetryAfter,
		"SharedTransport":   auth.SharedTransport,
		"Static":            auth.Static,
		"StaticCredentials": auth.StaticCredentials,
	},
	"auth/huawei": {
		"AssumeAgency":         huawei.AssumeAgency,
		"AssumeAgencyWithOIDC": huawei.AssumeAgencyWithOIDC,
		"DefaultProvider":      huawei.DefaultProvider,
		"LookupAccountID":      huawei.LookupAccountID,
		"WithIAMEndpoint":      huawei.WithIAMEndpoint,
		"WithSTSEndpoint":      huawei.WithSTSEndpoint,
		"WithoutMetadata":      huawei.WithoutMetadata,
		"WithTransport":        huawei.WithTransport,
	},
	"auth/alibaba": {
		"AssumeRole":      alibaba.AssumeRole,
		"DefaultProvider": alibaba.DefaultProvider,
		"FromCredential":  alibaba.FromCredential,
		"WithSTSEndpoint": alibaba.WithSTSEndpoint,
		"WithTransport":   alibaba.WithTransport,
	},
	"auth/invitation": {
		"Changes": invitation.Changes, "CSVHeader": invitation.CSVHeader,
		"CheckTarget":  invitation.CheckTarget,
		"DryRun":       invitation.DryRun,
		"New":          invitation.New,
		"RefusalOf":    invitation.RefusalOf,
		"Reinvite":     invitation.Reinvite,
		"DailyQuota":   invitation.DailyQuota,
		"KnownMembers": invitation.KnownMembers,
		"WithSent":     invitation.WithSent,
		"WithProgress": invitation.WithProgress,
	},
	"auth/authtest": {
		"AppendBody":   authtest.AppendBody,
		"AppliedThen":  authtest.AppliedThen,
		"CallOf":       authtest.CallOf[int],
		"CutBody":      authtest.CutBody,
		"Delay":        authtest.Delay,
		"Drip":         authtest.Drip,
		"DropField":    authtest.DropField,
		"ErrorPage":    authtest.ErrorPage,
		"Fill":         authtest.Fill[string],
		"FillDates":    authtest.FillDates,
		"Hang":         authtest.Hang,
		"Hook":         authtest.Hook,
		"Huge":         authtest.Huge,
		"JSON":         authtest.JSON,
		"NewCallKind":  authtest.NewCallKind[int],
		"Last":         authtest.Last,
		"Page":         authtest.Page[int, int],
		"NewKind":      authtest.NewKind,
		"NewRequest":   authtest.NewRequest,
		"NoConnection": authtest.NoConnection,
		"Raw":          authtest.Raw,
		"Redirect":     authtest.Redirect,
		"ReplyOf":      authtest.ReplyOf,
		"Reset":        authtest.Reset,
		"ResetBody":    authtest.ResetBody,
		"SameDay":      authtest.SameDay,
		"SetField":     authtest.SetField,
		"Together":     authtest.Together,
		"TruncateBody": authtest.TruncateBody,
		"SchemeHint":   authtest.SchemeHint,
		"SchemeOf":     authtest.SchemeOf,
		"WithCall":     authtest.WithCall[int],
	},
	"pagination": {
		"ByMarker":      pagination.ByMarker[int],
		"ByNumber":      pagination.ByNumber[int],
		"Collect":       pagination.Collect[int],
		"Each":          pagination.Each[int, int],
		"Filter":        pagination.Filter[int],
		"First":         pagination.First[int],
		"From":          pagination.From,
		"Map":           pagination.Map[int, int],
		"MapPager":      pagination.MapPager[int, int],
		"Merge":         pagination.Merge[int],
		"MergeSourced":  pagination.MergeSourced[int],
		"Of":            pagination.Of[int],
		"Take":          pagination.Take[int],
		"WithLimit":     pagination.WithLimit,
		"WithMaxPages":  pagination.WithMaxPages,
		"WithPageSize":  pagination.WithPageSize,
		"WithProgress":  pagination.WithProgress,
		"WithReadAhead": pagination.WithReadAhead,
		"WithRescan":    pagination.WithRescan,
	},
	"huaweiorg": {
		"AssumeAgency":         huaweiorg.AssumeAgency,
		"DefaultProvider":      huaweiorg.DefaultProvider,
		"DryRun":               huaweiorg.DryRun,
		"LookupAccountID":      huaweiorg.LookupAccountID,
		"NewClient":            huaweiorg.NewClient,
		"Reinvite":             huaweiorg.Reinvite,
		"WithAccount":          huaweiorg.WithAccount,
		"DailyQuota":           huaweiorg.DailyQuota,
		"KnownMembers":         huaweiorg.KnownMembers,
		"WithSent":             huaweiorg.WithSent,
		"WithClock":            huaweiorg.WithClock,
		"WithCredentials":      huaweiorg.WithCredentials,
		"WithEndpoint":         huaweiorg.WithEndpoint,
		"WithLimiter":          huaweiorg.WithLimiter,
		"WithLogger":           huaweiorg.WithLogger,
		"WithMaxResponseBytes": huaweiorg.WithMaxResponseBytes,
		"WithObserver":         huaweiorg.WithObserver,
		"WithProgress":         huaweiorg.WithProgress,
		"WithRetry":            huaweiorg.WithRetry,
		"WithTransport":        huaweiorg.WithTransport,
		"WithUserAgent":        huaweiorg.WithUserAgent,
	},
	"alibabarm": {
		"AssumeRole":           alibabarm.AssumeRole,
		"DefaultProvider":      alibabarm.DefaultProvider,
		"DryRun":               alibabarm.DryRun,
		"FromCredential":       alibabarm.FromCredential,
		"NewClient":            alibabarm.NewClient,
		"Reinvite":             alibabarm.Reinvite,
		"WithAccount":          alibabarm.WithAccount,
		"DailyQuota":           alibabarm.DailyQuota,
		"KnownMembers":         alibabarm.KnownMembers,
		"WithSent":             alibabarm.WithSent,
		"WithClock":            alibabarm.WithClock,
		"WithCredentials":      alibabarm.WithCredentials,
		"WithEndpoint":         alibabarm.WithEndpoint,
		"WithLimiter":          alibabarm.WithLimiter,
		"WithLogger":           alibabarm.WithLogger,
		"WithMaxResponseBytes": alibabarm.WithMaxResponseBytes,
		"WithObserver":         alibabarm.WithObserver,
		"WithProgress":         alibabarm.WithProgress,
		"WithRetry":            alibabarm.WithRetry,
		"WithTransport":        alibabarm.WithTransport,
		"WithUserAgent":        alibabarm.WithUserAgent,
		"WithVersion":          alibabarm.WithVersion,
	},
	"huaweiorg/huaweiorgtest": {
		"AppendBody":           huaweiorgtest.AppendBody,
		"AppliedThen":          huaweiorgtest.AppliedThen,
		"BadGateway":           huaweiorgtest.BadGateway,
		"Caller":               huaweiorgtest.Caller,
		"CutBody":              huaweiorgtest.CutBody,
		"Delay":                huaweiorgtest.Delay,
		"Drip":                 huaweiorgtest.Drip,
		"DropField":            huaweiorgtest.DropField,
		"EmptyPage":            huaweiorgtest.EmptyPage,
		"Hang":                 huaweiorgtest.Hang,
		"Hook":                 huaweiorgtest.Hook,
		"WithListedManagement": huaweiorgtest.WithListedManagement,
		"Huge":                 huaweiorgtest.Huge,
		"New":                  huaweiorgtest.New,
		"NoConnection":         huaweiorgtest.NoConnection,
		"Raw":                  huaweiorgtest.Raw,
		"Redirect":             huaweiorgtest.Redirect,
		"Refuse":               huaweiorgtest.Refuse,
		"RepeatMarker":         huaweiorgtest.RepeatMarker,
		"Reset":                huaweiorgtest.Reset,
		"ResetBody":            huaweiorgtest.ResetBody,
		"SetField":             huaweiorgtest.SetField,
		"StaleToken":           huaweiorgtest.StaleToken,
		"Throttled":            huaweiorgtest.Throttled,
		"Together":             huaweiorgtest.Together,
		"TruncateBody":         huaweiorgtest.TruncateBody,
		"Unavailable":          huaweiorgtest.Unavailable,
		"UnavailableIAM":       huaweiorgtest.UnavailableIAM,
		"WithAccountQuota":     huaweiorgtest.WithAccountQuota,
		"WithChangeQuota":      huaweiorgtest.WithChangeQuota,
		"WithClock":            huaweiorgtest.WithClock,
		"WithInvitationQuota":  huaweiorgtest.WithInvitationQuota,
		"WithLockout":          huaweiorgtest.WithLockout,
		"WithMembershipDelay":  huaweiorgtest.WithMembershipDelay,
		"WithPropagationDelay": huaweiorgtest.WithPropagationDelay,
		"WithRefusal":          huaweiorgtest.WithRefusal,
		"WithRemovalQuota":     huaweiorgtest.WithRemovalQuota,
		"WithRetention":        huaweiorgtest.WithRetention,
		"WithSeed":             huaweiorgtest.WithSeed,
		"WrongKeys":            huaweiorgtest.WrongKeys,
	},
	"alibabarm/alibabarmtest": {
		"AppendBody":             alibabarmtest.AppendBody,
		"AppliedThen":            alibabarmtest.AppliedThen,
		"BadGateway":             alibabarmtest.BadGateway,
		"Caller":                 alibabarmtest.Caller,
		"ChangingTotal":          alibabarmtest.ChangingTotal,
		"ClampNumber":            alibabarmtest.ClampNumber,
		"ClampSize":              alibabarmtest.ClampSize,
		"ConcurrentCall":         alibabarmtest.ConcurrentCall,
		"CutBody":                alibabarmtest.CutBody,
		"Delay":                  alibabarmtest.Delay,
		"Drip":                   alibabarmtest.Drip,
		"DropField":              alibabarmtest.DropField,
		"EchoAsked":              alibabarmtest.EchoAsked,
		"EmptyPage":              alibabarmtest.EmptyPage,
		"Hang":                   alibabarmtest.Hang,
		"Hook":                   alibabarmtest.Hook,
		"WithListedManagement":   alibabarmtest.WithListedManagement,
		"Huge":                   alibabarmtest.Huge,
		"IgnoreNumber":           alibabarmtest.IgnoreNumber,
		"New":                    alibabarmtest.New,
		"NoConnection":           alibabarmtest.NoConnection,
		"NonceUsed":              alibabarmtest.NonceUsed,
		"OnPage":                 alibabarmtest.OnPage,
		"PageTotal":              alibabarmtest.PageTotal,
		"Raw":                    alibabarmtest.Raw,
		"Redirect":               alibabarmtest.Redirect,
		"Refuse":                 alibabarmtest.Refuse,
		"Reset":                  alibabarmtest.Reset,
		"ResetBody":              alibabarmtest.ResetBody,
		"SetField":               alibabarmtest.SetField,
		"ShortPage":              alibabarmtest.ShortPage,
		"StaleToken":             alibabarmtest.StaleToken,
		"Throttled":              alibabarmtest.Throttled,
		"Together":               alibabarmtest.Together,
		"TruncateBody":           alibabarmtest.TruncateBody,
		"Unavailable":            alibabarmtest.Unavailable,
		"UnknownKey":             alibabarmtest.UnknownKey,
		"WithCalendarDays":       alibabarmtest.WithCalendarDays,
		"WithClock":              alibabarmtest.WithClock,
		"WithInvalidTargetQuota": alibabarmtest.WithInvalidTargetQuota,
		"WithInvitationQuota":    alibabarmtest.WithInvitationQuota,
		"WithMemberQuota":        alibabarmtest.WithMemberQuota,
		"WithMembershipDelay":    alibabarmtest.WithMembershipDelay,
		"WithNewestFirst":        alibabarmtest.WithNewestFirst,
		"WithPendingQuota":       alibabarmtest.WithPendingQuota,
		"WithPropagationDelay":   alibabarmtest.WithPropagationDelay,
		"WithRefusal":            alibabarmtest.WithRefusal,
		"WithRejoinDelay":        alibabarmtest.WithRejoinDelay,
		"WithSameTargetQuota":    alibabarmtest.WithSameTargetQuota,
		"WithRetention":          alibabarmtest.WithRetention,
		"WithSeed":               alibabarmtest.WithSeed,
		"WithUnreadable":         alibabarmtest.WithUnreadable,
		"WithXML":                alibabarmtest.WithXML,
		"WrongKeys":              alibabarmtest.WrongKeys,
		"XML":                    alibabarmtest.XML,
	},
}
