package examples_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

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
