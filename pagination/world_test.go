package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

var spec = pagination.Spec{Scope: "test list", MaxSize: 100}

// An ask is what a pager asked the service for.
type request struct {
	marker string
	number int
	size   int
}

// A recorder keeps what was asked for.
type recorder struct {
	mu       sync.Mutex
	requests []request
}

func (r *recorder) record(a request) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = append(r.requests, a)
	return len(r.requests)
}

func (r *recorder) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.requests)
}

// names makes n items: "a000", "a001", …
func names(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("a%03d", i)
	}
	return all
}

func identity(s string) string { return s }

// A list is an honest service that pages both ways.
type list struct {
	recorder
	items []string
}

func (l *list) byMarker(_ context.Context, marker string, limit int) (pagination.MarkerResult[string], error) {
	n := l.record(request{marker: marker, size: limit})
	from, _ := strconv.Atoi(marker)
	to := min(from+limit, len(l.items))
	r := pagination.MarkerResult[string]{Items: l.items[from:to], RequestID: fmt.Sprint("request ", n)}
	if to < len(l.items) {
		r.Next = strconv.Itoa(to)
	}
	return r, nil
}

func (l *list) byNumber(_ context.Context, number, size int) (pagination.NumberResult[string], error) {
	n := l.record(request{number: number, size: size})
	from := min((number-1)*size, len(l.items))
	return pagination.NumberResult[string]{
		Items: l.items[from:min(from+size, len(l.items))], Number: number, Size: size,
		Total: len(l.items), RequestID: fmt.Sprint("request ", n),
	}, nil
}

// An adapter makes a pager over a list, by marker or by number.
type adapter struct {
	name string
	over func(l *list, opts ...pagination.Option) *pagination.Pager[string]
	// further is what a still list costs beyond its pages where the last is full.
	further int
}

var adapters = []adapter{
	{name: "by marker", over: func(l *list, opts ...pagination.Option) *pagination.Pager[string] {
		return pagination.ByMarker(spec, l.byMarker, identity, opts...)
	}},
	{name: "by number", further: 1, over: func(l *list, opts ...pagination.Option) *pagination.Pager[string] {
		return pagination.ByNumber(spec, l.byNumber, identity, opts...)
	}},
	{name: "by number without keys", further: 1, over: func(l *list, opts ...pagination.Option) *pagination.Pager[string] {
		return pagination.ByNumber(spec, l.byNumber, nil, opts...)
	}},
}

// onEach runs a test on each adapter over a list of n items.
func onEach(t *testing.T, n int, test func(t *testing.T, a adapter, l *list)) {
	t.Helper()
	for _, a := range adapters {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			test(t, a, &list{items: names(n)})
		})
	}
}

// A reply is one scripted response: the expected request, and what is returned.
type reply struct {
	want        request
	items       string // separated by blanks
	next        string
	number      int
	size, total int
	err         error
}

// A script responds to call after call, and must be used up.
type script struct {
	t       *testing.T
	mu      sync.Mutex
	replies []reply
}

func newScript(t *testing.T, replies ...reply) *script {
	s := &script{t: t, replies: replies}
	t.Cleanup(func() { assert.Empty(t, s.replies, "the script was not used up") })
	return s
}

func (s *script) respond(got request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !assert.NotEmpty(s.t, s.replies, "asked beyond the script: %+v", got) {
		return reply{err: context.Canceled}
	}
	r := s.replies[0]
	s.replies = s.replies[1:]
	assert.Equal(s.t, r.want, got)
	return r
}

func (s *script) byMarker(_ context.Context, marker string, limit int) (pagination.MarkerResult[string], error) {
	r := s.respond(request{marker: marker, size: limit})
	return pagination.MarkerResult[string]{Items: strings.Fields(r.items), Next: r.next, Total: r.total}, r.err
}

func (s *script) byNumber(_ context.Context, number, size int) (pagination.NumberResult[string], error) {
	r := s.respond(request{number: number, size: size})
	return pagination.NumberResult[string]{
		Items: strings.Fields(r.items), Number: r.number, Size: r.size, Total: r.total,
	}, r.err
}

// items reads a walk to its end: what it gave, and its error.
func items(ctx context.Context, p *pagination.Pager[string]) ([]string, error) {
	all := []string{}
	for item, err := range p.All(ctx) {
		if err != nil {
			return all, err
		}
		all = append(all, item)
	}
	return all, nil
}

// pages reads a walk to its end by pages.
func pages(ctx context.Context, p *pagination.Pager[string]) ([]*pagination.Page[string], error) {
	var all []*pagination.Page[string]
	for page, err := range p.Pages(ctx) {
		if err != nil {
			return all, err
		}
		all = append(all, page)
	}
	return all, nil
}

// cursorOf is the cursor that an error resumes at.
func cursorOf(t testing.TB, err error) pagination.Cursor {
	t.Helper()
	var e *pagination.Error
	require.ErrorAs(t, err, &e)
	return e.Cursor
}

// failing makes the pager over a list of which the n-th fetch fails once, as
// does each of them with n 0.
func failing(a adapter, l *list, n int, fail func() error, opts ...pagination.Option) *pagination.Pager[string] {
	calls := 0
	failed := func() error {
		calls++
		if calls == n || n == 0 {
			return fail()
		}
		return nil
	}
	if a.name == "by marker" {
		return pagination.ByMarker(spec, func(ctx context.Context, marker string, limit int) (pagination.MarkerResult[string], error) {
			r, _ := l.byMarker(ctx, marker, limit)
			return r, failed()
		}, identity, opts...)
	}
	var key func(string) string
	if a.name == "by number" {
		key = identity
	}
	return pagination.ByNumber(spec, func(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
		r, _ := l.byNumber(ctx, number, size)
		return r, failed()
	}, key, opts...)
}

var errService = errors.New("the service failed")
