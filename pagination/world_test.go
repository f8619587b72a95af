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

// A request is what a pager asks the service for.
type request struct {
	marker string
	number int
	size   int
}

// A recorder keeps the requests of a pager.
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

// names returns n items: "a000", "a001", …
func names(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("a%03d", i)
	}
	return all
}

func identity(s string) string { return s }

// A list is a service without faults. It pages by marker and by number.
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

// An adapter makes a pager of a list, by marker or by number.
type adapter struct {
	name string
	over func(l *list, opts ...pagination.Option) *pagination.Pager[string]
	// further is the number of requests beyond the pages of a list that does not change, if its
	// last page is full.
	further int
}

var adapters = []adapter{
	{
		name: "by marker",
		over: func(l *list, opts ...pagination.Option) *pagination.Pager[string] {
			return pagination.ByMarker(spec, l.byMarker, identity, opts...)
		},
	},
	{
		name: "by number", further: 1,
		over: func(l *list, opts ...pagination.Option) *pagination.Pager[string] {
			return pagination.ByNumber(spec, l.byNumber, identity, opts...)
		},
	},
	{
		name: "by number without keys", further: 1,
		over: func(l *list, opts ...pagination.Option) *pagination.Pager[string] {
			return pagination.ByNumber(spec, l.byNumber, nil, opts...)
		},
	},
}

// onEach runs a test with each adapter and a list of n items.
func onEach(t *testing.T, n int, test func(t *testing.T, a adapter, l *list)) {
	t.Helper()
	for _, a := range adapters {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			test(t, a, &list{items: names(n)})
		})
	}
}

// A reply is one response of a script, and the request that it expects.
type reply struct {
	want        request
	items       string // separated by spaces
	next        string
	number      int
	size, total int
	err         error
}

// A script responds to requests with its replies, in their order. A test fails if it does not
// use all of them.
type script struct {
	t       *testing.T
	mu      sync.Mutex
	replies []reply
}

func newScript(t *testing.T, replies ...reply) *script {
	s := &script{t: t, replies: replies}
	t.Cleanup(func() { assert.Empty(t, s.replies, "the pager did not send all requests of the script") })
	return s
}

func (s *script) respond(got request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !assert.NotEmpty(s.t, s.replies, "the pager sent a request after the end of the script: %+v", got) {
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

// items walks to the end and returns the items and the error of the walk.
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

// pages walks to the end page by page.
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

// cursorOf returns the cursor at which a walk can resume after the error.
func cursorOf(t testing.TB, err error) pagination.Cursor {
	t.Helper()
	var e *pagination.Error
	require.ErrorAs(t, err, &e)
	return e.Cursor
}

// failing returns a pager of a list. Its n-th fetch fails, or each fetch if n is 0.
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
