package paginationtest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// ErrRefused is the error with which a [Service] refuses a page; see [FailPage].
var ErrRefused = errors.New("paginationtest: the service refuses the page")

// A Service is a list in memory that has a [Fault]. It lists numbers from 0.
//
// Its methods Marker and Number fit the adapters of package pagination as they are. To test a
// client, write an http.RoundTripper that reads the marker or the number from the request,
// calls the Service, and writes the items in the format of the cloud. A Service is safe for
// concurrent use, and waits only for timers and contexts.
type Service struct {
	fault Fault
	items int

	mu       sync.Mutex
	list     []int
	shift    int // how many rows the list has moved down
	fetches  int
	inFlight int
	failed   bool
	moved    bool
}

// NewService returns a Service that lists the numbers from 0 to items-1.
func NewService(items int, f Fault) *Service {
	s := &Service{fault: f, items: items, list: make([]int, items)}
	for i := range s.list {
		s.list[i] = i
	}
	return s
}

// Want returns what a complete walk yields, for [Subject].
func (s *Service) Want() []int {
	want := make([]int, s.items, s.items+1)
	for i := range want {
		want[i] = i
	}
	if s.fault.Kind == Inserted {
		want = append(want, s.items)
	}
	return want
}

// Fetches returns how many requests the Service received.
func (s *Service) Fetches() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fetches
}

// InFlight returns how many requests are in progress.
func (s *Service) InFlight() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inFlight
}

// Marker returns the page that a marker names. An empty marker names the first page.
func (s *Service) Marker(ctx context.Context, marker string, limit int) (pagination.MarkerResult[int], error) {
	var r pagination.MarkerResult[int]
	page, row := 1, 0
	if marker != "" {
		if _, err := fmt.Sscanf(marker, markerFormat, &page, &row); err != nil {
			return r, fmt.Errorf("paginationtest: unknown marker %q", marker)
		}
	}
	err := s.serve(ctx, page, limit, func(id string) {
		end := row + s.fault.length(page, limit)
		r.RequestID = id
		// A marker names an item, so it moves with the list.
		r.Items = s.rows(row+s.shift, end+s.shift)
		switch {
		case s.fault.Kind == Cycle && page == s.fault.Page:
			first := page - s.fault.N + 1
			r.Next = fmt.Sprintf(markerFormat, first, (first-1)*limit)
		case end+s.shift < len(s.list) || s.fault.Kind == EmptyForever && page >= s.fault.Page:
			r.Next = fmt.Sprintf(markerFormat, page+1, end)
		}
	})
	return r, err
}

const markerFormat = "page-%d-row-%d"

// Number returns the page with a number, from 1. It reports the number, the page size and the
// total.
func (s *Service) Number(ctx context.Context, number, size int) (pagination.NumberResult[int], error) {
	var r pagination.NumberResult[int]
	missing := false
	err := s.serve(ctx, number, size, func(id string) {
		if missing = s.isMissing(number, size); missing {
			return
		}
		page := number
		r.RequestID, r.Number, r.Size, r.Total = id, number, size, len(s.list)
		switch s.fault.Kind {
		case IgnoredNumber:
			page = 1
		case ClampedNumber:
			page = min(number, s.fault.Page)
			r.Number = page
		case ClampedSize:
			r.Size = min(size, s.fault.N)
		}
		first := 0
		for before := 1; before < page; before++ {
			first += s.fault.length(before, size)
		}
		r.Items = s.rows(first, first+s.fault.length(page, size))
		switch s.fault.Kind {
		case PageTotal:
			r.Total = len(r.Items)
		case FalseTotal:
			r.Total = s.fault.N
		case EmptyForever:
			r.Total = math.MaxInt32
		}
	})
	if missing {
		err = fmt.Errorf("paginationtest: page %d: %w", number, pagination.ErrNoSuchPage)
	}
	return r, err
}

// isMissing reports whether the Service refuses a page because it does not exist.
func (s *Service) isMissing(number, size int) bool {
	if s.fault.Kind != NoSuchPage {
		return false
	}
	last := max(1, (len(s.list)+size-1)/size)
	if s.fault.Page > 0 {
		last = s.fault.Page - 1
	}
	return number > last
}

// serve counts a request, waits for its latency, and calls respond unless the request fails.
func (s *Service) serve(ctx context.Context, page, size int, respond func(id string)) error {
	s.mu.Lock()
	s.fetches++
	s.inFlight++
	id := fmt.Sprintf("request-%d", s.fetches)
	s.mu.Unlock()
	err := s.fault.Wait(ctx)

	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight--
	if err != nil {
		return err
	}
	if size < 1 || page < 1 {
		return fmt.Errorf("paginationtest: page %d of size %d: both must be at least 1", page, size)
	}
	if s.fault.Kind == FailPage && page == s.fault.Page && !s.failed {
		s.failed = true
		return ErrRefused
	}
	s.move(page)
	respond(id)
	return nil
}

// move changes the list before it returns a page.
func (s *Service) move(page int) {
	due := page >= s.fault.Page && !s.moved
	switch {
	case s.fault.Kind == Inserted && due, s.fault.Kind == Restless && s.moved:
		s.list = slices.Insert(s.list, 0, s.items+s.shift)
		s.shift++
	case s.fault.Kind == Removed && due && len(s.list) > 0:
		s.list = slices.Delete(s.list, 0, 1)
		s.shift--
	}
	s.moved = s.moved || due || s.fault.Kind == Restless
}

// rows copies the rows between from and to that exist.
func (s *Service) rows(from, to int) []int {
	from = max(from, 0)
	to = min(to, len(s.list))
	if from >= to {
		return nil
	}
	return slices.Clone(s.list[from:to])
}
