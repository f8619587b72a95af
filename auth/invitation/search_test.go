package invitation

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	errMoving = errors.New("the list moves")
	errDenied = errors.New("denied")
)

// searching returns a search for an invitation of ops@example.org in a sent list.
func searching(err error, rows ...Invitation) *search {
	c := &Cloud{
		Sent: func(context.Context, *Reading) iter.Seq2[Invitation, error] {
			return func(yield func(Invitation, error) bool) {
				for _, i := range rows {
					if !yield(i, nil) {
						return
					}
				}
				if err != nil {
					yield(Invitation{}, err)
				}
			}
		},
		Moving: func(err error) bool { return errors.Is(err, errMoving) },
	}
	in := Input{Target: Target{Type: TargetTypeEmail, Entity: "ops@example.org"}, Note: "join us"}
	return newSearch(c, in, idSet{digestOf("old"): {}})
}

func TestSearch_look(t *testing.T) {
	t.Parallel()
	mine := Invitation{ID: "h-1", Status: StatusPending, Note: "join us", Target: Target{Type: TargetTypeEmail, Entity: "OPS@example.org"}}
	for _, c := range []struct {
		name string
		err  error
		rows []Invitation
		want finding
	}{
		{name: "finds the invitation", rows: []Invitation{mine}, want: reached},
		{name: "finds it in a list that moves", err: errMoving, rows: []Invitation{mine}, want: reached},
		{name: "finds nothing in a list that is complete", want: absent},
		{name: "is doubtful about a list that moves", err: errMoving, want: doubtful},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := searching(c.err, c.rows...).look(t.Context())
			require.NoError(t, err)
			assert.Equal(t, c.want, got.finding)
		})
	}
	t.Run("fails if the list cannot be read", func(t *testing.T) {
		t.Parallel()
		_, err := searching(errDenied, mine).look(t.Context())
		require.ErrorIs(t, err, errDenied)
	})
}

func TestSearch_match(t *testing.T) {
	t.Parallel()
	spelled := Target{Type: TargetTypeAccount, Entity: "1"}
	for _, c := range []struct {
		name string
		row  Invitation
		want match
	}{
		{name: "an open one in another spelling is similar", row: Invitation{Status: StatusPending, Note: "join us"}, want: similar},
		{name: "one with a note in other white space, too", row: Invitation{Status: StatusPending, Note: "join\nus "}, want: similar},
		{name: "one without a note, too", row: Invitation{Status: StatusPending}, want: similar},
		{name: "one with another note is unrelated", row: Invitation{Status: StatusPending, Note: "hello"}},
		{name: "one that ended is unrelated", row: Invitation{Status: StatusDeclined, Note: "join us"}},
		{name: "one from before is unrelated", row: Invitation{ID: "old", Status: StatusPending, Note: "join us"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.row.Target = spelled
			assert.Equal(t, c.want, searching(nil).match(c.row, time.Time{}))
		})
	}
	t.Run("another address is unrelated", func(t *testing.T) {
		t.Parallel()
		other := Invitation{Status: StatusPending, Note: "join us", Target: Target{Type: TargetTypeEmail, Entity: "dev@example.org"}}
		assert.Equal(t, unrelated, searching(nil).match(other, time.Time{}))
	})
}
