package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// cursorOfAccount is a cursor of account A within page one of 10 items. Never change it:
// programs keep cursors, and these must stay readable.
const cursorOfAccount pagination.Cursor = "AgOjMDlcwKU60VWa6tCCZNV5hOXrqy-hmCgKAwAAAAA6Lzd9FVaMng"

// An accountList is the list of an account. A function returns the account.
type accountList struct {
	list
	account func(context.Context) (string, error)
	calls   atomic.Int32
}

func (l *accountList) spec() pagination.Spec {
	s := pagination.Spec{Scope: "list", MaxSize: 10}
	if l.account != nil {
		s.Account = func(ctx context.Context) (string, error) {
			l.calls.Add(1)
			return l.account(ctx)
		}
	}
	return s
}

func (l *accountList) byMarker(opts ...pagination.Option) *pagination.Pager[string] {
	return pagination.ByMarker(l.spec(), l.list.byMarker, identity, opts...)
}

func (l *accountList) byNumber(opts ...pagination.Option) *pagination.Pager[string] {
	return pagination.ByNumber(l.spec(), l.list.byNumber, identity, opts...)
}

func listOf(account string) *accountList {
	return &accountList{list: list{items: names(35)}, account: func(context.Context) (string, error) { return account, nil }}
}

// unknown returns lists that do not know their account, by the reason.
func unknown() map[string]*accountList {
	nameless, failing := listOf(""), listOf("B")
	failing.account = func(context.Context) (string, error) { return "B", errService }
	impatient := listOf("B")
	impatient.account = func(context.Context) (string, error) { return "", context.DeadlineExceeded }
	none := listOf("")
	none.account = nil
	return map[string]*accountList{
		"the spec has no function": none, "the account is empty": nameless,
		"the function fails": failing, "the function has a deadline of its own": impatient,
	}
}

func TestSpec_Account(t *testing.T) {
	t.Parallel()
	first, err := listOf("A").byMarker().Page(t.Context(), "")
	require.NoError(t, err)
	cursors := map[string]pagination.Cursor{
		"a cursor before the page": first.After(-1), "a cursor within the page": first.After(3),
		"a cursor after the page": first.Next(), "the golden cursor": cursorOfAccount,
	}
	for place, c := range cursors {
		t.Run(place+" is valid for its account", func(t *testing.T) {
			t.Parallel()
			page, err := listOf("A").byMarker().Page(t.Context(), c)
			require.NoError(t, err)
			assert.Equal(t, c, page.After(-1))
		})
		t.Run(place+" is not valid for another account", func(t *testing.T) {
			t.Parallel()
			l := listOf("B")
			_, err := l.byMarker().Page(t.Context(), c)
			assert.ErrorIs(t, err, pagination.ErrBadCursor)
			assert.ErrorContains(t, err, "another account")
			_, err = items(t.Context(), l.byMarker(pagination.From(c)))
			assert.ErrorIs(t, err, pagination.ErrBadCursor)
			assert.Zero(t, l.count(), "the pager sent a request")
		})
		for reason, l := range unknown() {
			t.Run(fmt.Sprintf("%s is valid for an unknown account: %s", place, reason), func(t *testing.T) {
				t.Parallel()
				page, err := l.byMarker().Page(t.Context(), c)
				require.NoError(t, err)
				assert.Equal(t, c, page.After(-1), "the cursor still belongs to account A")
				_, err = listOf("B").byMarker().Page(t.Context(), page.After(0))
				assert.ErrorIs(t, err, pagination.ErrBadCursor, "a cursor of the walk belongs to account A, too")
			})
		}
	}
}

func TestSpec_Account_CursorWithoutAccount(t *testing.T) {
	t.Parallel()
	for reason, l := range unknown() {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			page, err := l.byNumber().Page(t.Context(), "")
			require.NoError(t, err)
			further, err := listOf("A").byNumber().Page(t.Context(), page.Next())
			require.NoError(t, err)
			_, err = listOf("B").byNumber().Page(t.Context(), further.Next())
			assert.ErrorIs(t, err, pagination.ErrBadCursor, "the walk of account A bound the cursor to it")
		})
	}
}

func TestSpec_Account_CursorOfAnError(t *testing.T) {
	t.Parallel()
	l := listOf("A")
	_, err := items(t.Context(), l.byNumber(pagination.WithMaxPages(2)))
	require.ErrorIs(t, err, pagination.ErrTooManyPages)
	rest, failure := items(t.Context(), l.byNumber(pagination.From(cursorOf(t, err))))
	require.NoError(t, failure)
	assert.Equal(t, names(35)[20:], rest)
	_, failure = items(t.Context(), listOf("B").byNumber(pagination.From(cursorOf(t, err))))
	assert.ErrorIs(t, failure, pagination.ErrBadCursor)
}

func TestSpec_Account_CalledOncePerWalk(t *testing.T) {
	t.Parallel()
	l := listOf("A")
	p := l.byMarker(pagination.WithReadAhead(4))
	seq := p.All(t.Context())
	assert.Zero(t, l.calls.Load(), "nothing ranges over the sequence")
	for walks := range 3 {
		for page, err := range p.Pages(t.Context()) {
			require.NoError(t, err)
			page.Next()
			page.After(1)
		}
		assert.EqualValues(t, walks+1, l.calls.Load())
	}
	for range seq {
		break
	}
	page, err := p.Page(t.Context(), "")
	require.NoError(t, err)
	_, err = p.Page(t.Context(), page.Next())
	require.NoError(t, err)
	assert.EqualValues(t, 6, l.calls.Load())
	_, err = p.With(pagination.WithPageSize(-1)).Page(t.Context(), "")
	require.ErrorIs(t, err, pagination.ErrBadOption)
	assert.EqualValues(t, 6, l.calls.Load(), "a walk that cannot begin must not call Account")
}

func TestSpec_Account_CalledAfterTheFirstResponse(t *testing.T) {
	t.Parallel()
	l := listOf("A")
	l.account = func(context.Context) (string, error) {
		assert.EqualValues(t, 1, l.count())
		return "A", nil
	}
	first, err := l.byMarker().Page(t.Context(), "")
	require.NoError(t, err)
	_, err = listOf("B").byMarker().Page(t.Context(), first.Next())
	assert.ErrorIs(t, err, pagination.ErrBadCursor)
}

func TestSpec_Account_ContextEnds(t *testing.T) {
	t.Parallel()
	cause := errors.New("the user left")
	ctx, cancel := context.WithCancelCause(t.Context())
	l := listOf("A")
	l.account = func(ctx context.Context) (string, error) {
		cancel(cause)
		return "", ctx.Err()
	}
	for range 2 { // the second walk begins with a context that has ended
		all, err := items(ctx, l.byMarker(pagination.From(cursorOfAccount)))
		assert.Empty(t, all)
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, err, cause)
		assert.Equal(t, cursorOfAccount, cursorOf(t, err))
	}
	assert.EqualValues(t, 1, l.calls.Load())
	assert.Zero(t, l.count())
}
