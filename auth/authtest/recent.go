package authtest

import "slices"

// MaxRecent is how many things a [Recent] keeps.
const MaxRecent = 10_000

// Recent keeps the latest [MaxRecent] things, so that a service that runs for long does not
// grow. It is not safe for concurrent use: a service guards it with its own mutex. The zero
// value is empty.
type Recent[T any] struct{ things fifo[*T] }

// Add adds a thing, and removes the oldest one if there are too many.
func (r *Recent[T]) Add(thing *T) { r.add(thing) }

// add returns the thing that it removed, or nil if there was none.
func (r *Recent[T]) add(thing *T) (dropped *T) {
	r.things.push(thing)
	if r.things.len() > MaxRecent {
		return r.things.pop()
	}
	return nil
}

// Remove removes a thing. It ignores one that is not there.
func (r *Recent[T]) Remove(thing *T) { r.remove(thing) }

// remove reports whether the thing was there.
func (r *Recent[T]) remove(thing *T) bool {
	kept := r.things.queued()
	i := slices.Index(kept, thing)
	if i >= 0 {
		r.things = fifo[*T]{items: slices.Delete(kept, i, i+1)}
	}
	return i >= 0
}

// All returns the things, the oldest one first. The slice is the caller's. The things are not
// copied.
func (r *Recent[T]) All() []*T { return slices.Clone(r.things.queued()) }
