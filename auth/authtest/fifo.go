package authtest

import "slices"

// A fifo is a queue whose memory is proportional to its content.
type fifo[T any] struct {
	items []T // the items before head have been popped, and are zero
	head  int
}

func (q *fifo[T]) len() int { return len(q.items) - q.head }

// queued returns the items, the oldest one first. The slice is the queue's own.
func (q *fifo[T]) queued() []T { return q.items[q.head:] }

func (q *fifo[T]) push(item T) { q.items = append(q.items, item) }

// pop takes out the oldest item. There must be one.
func (q *fifo[T]) pop() T {
	var zero T
	item := q.items[q.head]
	q.items[q.head] = zero
	q.head++
	if q.head > q.len() {
		q.items, q.head = slices.Delete(q.items, 0, q.head), 0
	}
	return item
}
