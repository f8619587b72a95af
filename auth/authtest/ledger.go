package authtest

import (
	"slices"
	"time"
)

// A Ledger keeps things by ID, in the order in which they were added, for example the
// invitations of a service. The zero Ledger is empty. It is not safe for concurrent use: a
// service guards it with its own mutex.
type Ledger[T any] struct {
	entries []*Entry[T] // in order of their numbers
	byID    map[string]*Entry[T]
	last    uint64
}

// An Entry is a thing in a [Ledger].
type Entry[T any] struct {
	ID string
	// Number counts the entries of the ledger from 1. It never changes and is never
	// used again, so that a marker stays valid while entries come and go.
	Number uint64
	// Made is when a request created the thing. It is zero for a thing that a test added, which
	// is visible at once.
	Made time.Time
	// Item is the thing itself. The service may change it.
	Item T
}

// Visible reports whether lists show a thing that they hide for a while after a request created
// it.
func (e *Entry[T]) Visible(now time.Time, hidden time.Duration) bool {
	return !now.Before(e.Made.Add(hidden))
}

// Put adds a thing and returns its entry. It replaces a thing with the same ID in its place.
func (l *Ledger[T]) Put(id string, item T) *Entry[T] {
	if e := l.byID[id]; e != nil {
		e.Item = item
		return e
	}
	if l.byID == nil {
		l.byID = map[string]*Entry[T]{}
	}
	l.last++
	e := &Entry[T]{ID: id, Number: l.last, Item: item}
	l.entries = append(l.entries, e)
	l.byID[id] = e
	return e
}

// Get returns the entry of an ID, or nil if there is none.
func (l *Ledger[T]) Get(id string) *Entry[T] { return l.byID[id] }

// Update changes the thing with this ID and returns its entry, or nil if there is none. If the
// change panics, the thing stays as it was.
func (l *Ledger[T]) Update(id string, change func(*T)) *Entry[T] {
	e := l.byID[id]
	if e != nil && change != nil {
		item := e.Item
		change(&item)
		e.Item = item
	}
	return e
}

// Remove removes the thing with this ID, and reports whether there was one.
func (l *Ledger[T]) Remove(id string) bool {
	e := l.byID[id]
	if e == nil {
		return false
	}
	i := l.after(e.Number - 1)
	l.entries = slices.Delete(l.entries, i, i+1)
	delete(l.byID, id)
	return true
}

// All returns the entries in order. The slice is the ledger's own.
func (l *Ledger[T]) All() []*Entry[T] { return l.entries }

// After returns the entries with higher numbers, in order. The slice is the ledger's
// own.
func (l *Ledger[T]) After(number uint64) []*Entry[T] { return l.entries[l.after(number):] }

// Next returns the number that the next new entry will have.
func (l *Ledger[T]) Next() uint64 { return l.last + 1 }

func (l *Ledger[T]) after(number uint64) int {
	i, _ := slices.BinarySearchFunc(l.entries, number, func(e *Entry[T], n uint64) int {
		if e.Number <= n {
			return -1
		}
		return 1
	})
	return i
}
