package pagination_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A frozenService returns each page from another state of a changing list. The states do not
// depend on the order of the requests.
type frozenService struct {
	*numberService
	states [][]*modelRow
}

func freeze(s *numberService) *frozenService {
	f := &frozenService{numberService: s}
	for range s.maxFetches {
		s.list.fetch()
		f.states = append(f.states, s.list.rows)
	}
	return f
}

func (f *frozenService) fetch(_ context.Context, number, size int) (numberPage, error) {
	switch {
	case number > len(f.states):
		return numberPage{}, errModelEndless
	case number == f.failAt:
		return numberPage{}, errModelTransient
	}
	return f.respond(f.states[number-1], number, size)
}

// sameWithReadAhead compares a walk with one that reads ahead and receives the same responses.
func (c *numberCase) sameWithReadAhead() finding {
	c.list.name()
	c.service.maxFetches = len(c.list.rows) + c.list.left + 110 // a hundred empty pages end a walk
	frozen := freeze(c.service)
	pager := pagination.ByNumber(modelSpec, frozen.fetch, modelKey, c.options()...)
	c.walk = walkModel(pager, withAll, c.random)
	ahead := walkModel(pager.With(pagination.WithReadAhead(1+c.random.IntN(8))), withAll, c.random)
	if slices.Equal(ahead.rows, c.walk.rows) && fmt.Sprint(ahead.err) == fmt.Sprint(c.walk.err) {
		return finding{}
	}
	return c.finding("is the same with read-ahead", fmt.Sprintf("[%s], %v", keysOf(ahead.rows), ahead.err))
}

func TestWithReadAhead_Model(t *testing.T) {
	t.Parallel()
	t.Run("yields the same items by number", func(t *testing.T) {
		t.Parallel()
		runModel(t, 5_000, func(random *rand.Rand) finding {
			c := newNumberCase(random)
			c.letChange()
			c.rescan = defaultRescan + random.IntN(6)
			if random.IntN(3) == 0 {
				c.limit = 1 + random.IntN(12)
			}
			return c.sameWithReadAhead()
		})
	})
	t.Run("yields the same items by marker", func(t *testing.T) {
		t.Parallel()
		runModel(t, 2_000, func(random *rand.Rand) finding {
			c := newMarkerCase(random)
			c.style = withAll
			if found := c.run(); found.rule != "" {
				return found
			}
			rows, err := c.walk.rows, c.walk.err
			ahead := c.service.withReadAhead(c.size, c.limit, 1+random.IntN(8))
			if !slices.Equal(rows, ahead.rows) || (err == nil) != (ahead.err == nil) {
				return c.finding("yields the same rows with read-ahead", keysOf(ahead.rows))
			}
			return finding{}
		})
	})
}

// withReadAhead walks over the list once more, with read-ahead. The list must not change.
func (s *markerService) withReadAhead(size, limit, pages int) *modelWalk {
	second := *s
	second.log, second.maxFetches = nil, 2*s.maxFetches
	return walkModel(modelByMarker(&second, pagination.WithPageSize(size), pagination.WithLimit(limit), pagination.WithReadAhead(pages)), withAll, nil)
}
