package pagination_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestSpec_BadOption(t *testing.T) {
	t.Parallel()
	l := &list{items: names(5)}
	for name, p := range map[string]*pagination.Pager[string]{
		"no maximum":            pagination.ByMarker(pagination.Spec{}, l.byMarker, identity),
		"maximum below zero":    pagination.ByNumber(pagination.Spec{MaxSize: -1}, l.byNumber, identity),
		"default above maximum": pagination.ByNumber(pagination.Spec{DefaultSize: 11, MaxSize: 10}, l.byNumber, identity),
		"default below zero":    pagination.ByMarker(pagination.Spec{DefaultSize: -1, MaxSize: 10}, l.byMarker, identity),
	} {
		_, err := items(t.Context(), p)
		assert.ErrorIs(t, err, pagination.ErrBadOption, name)
		_, err = p.Page(t.Context(), "")
		assert.ErrorIs(t, err, pagination.ErrBadOption, name)
	}
	assert.Zero(t, l.count())
}

func TestSpec_DefaultSize(t *testing.T) {
	t.Parallel()
	l := &list{items: names(5)}
	p := pagination.ByMarker(pagination.Spec{DefaultSize: 20, MaxSize: 100}, l.byMarker, identity)
	for _, p := range []*pagination.Pager[string]{p, p.With(pagination.WithPageSize(30)), pagination.ByMarker(pagination.Spec{MaxSize: 100}, l.byMarker, identity)} {
		_, err := items(t.Context(), p)
		require.NoError(t, err)
	}
	assert.Equal(t, []request{{size: 20}, {size: 30}, {size: 100}}, l.requests)
}
