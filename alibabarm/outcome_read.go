package alibabarm

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/settle"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A reading is a list that was read whole, and what the service's clock was then.
type reading struct {
	items []Handshake
	// date is the Date of the first page, zero where it has none. By our clock
	// that was between asked and received.
	date, asked, received time.Time
}

// read makes sure: a list of several pages may move while it is read, so that one pass
// misses a row and does not notice. A second pass shows it.
func (c *Client) read(ctx context.Context, list string) (reading, error) {
	r := reading{asked: time.Now()}
	seen := func(answer *auth.Response) {
		if r.received.IsZero() {
			r.received = time.Now()
			r.date, _ = http.ParseTime(answer.Header.Get("Date"))
		}
	}
	pager := c.list(list, seen, nil)
	page, err := pager.Page(ctx, "")
	if err == nil && page.Last() && page.Total <= len(page.Items) {
		r.items = page.Items
		return r, nil
	}
	if err == nil {
		r.items, err = pager.With(pagination.WithRescan(4)).Collect(ctx)
	}
	return r, err
}

// whyMoving is why a list cannot tell that something is not in it.
const whyMoving = "the list does not stand still"

// A search looks for the invitation that a call made.
type search struct {
	c     *Client
	in    InviteAccountInput
	known map[string]bool // the invitations of before; nil where they were not read
	began time.Time       // the call, by our clock
	// By the service's clock the call began between low and high; zero where the
	// service does not date its answers.
	low, high time.Time
}

func newSearch(c *Client, in InviteAccountInput, known map[string]bool) *search {
	return &search{c: c, in: in, known: known, began: time.Now()}
}

// look can find what it looks for in a list that does not stand still. That it is not
// there, such a list does not show.
func (s *search) look(ctx context.Context) (evidence, error) {
	r, err := s.c.read(ctx, sentList)
	moving := errors.Is(err, pagination.ErrDrift)
	if err != nil && !moving {
		return evidence{}, err
	}
	s.bound(r)
	e := s.judge(r)
	if moving && e.Finding == settle.Absent {
		return evidence{Finding: settle.Doubtful, Why: whyMoving}, nil
	}
	return e, nil
}

// bound finds out when the call began by the service's clock, which shows whole
// seconds.
func (s *search) bound(r reading) {
	if r.date.IsZero() {
		return
	}
	s.low = r.date.Add(-r.received.Sub(s.began))
	s.high = r.date.Add(time.Second - r.asked.Sub(s.began))
}

// A match is what an invitation has to do with the call.
type match uint8

const (
	none    match = iota
	made          // the call made it
	unclear       // the call may have made it
	alike         // the call may have made it, if the service words targets anew
	other         // it is open, and the call did not make it
)

// judge is cautious: of an invitation that may stem from the call or may not, and of
// one that stands in the way of another, it says that it cannot tell.
func (s *search) judge(r reading) evidence {
	found := map[match]map[string]Handshake{}
	for _, h := range r.items {
		m := s.match(h, r.date)
		if found[m] == nil {
			found[m] = map[string]Handshake{}
		}
		found[m][h.ID] = h
	}
	switch {
	case len(found[made]) > 1:
		return evidence{Finding: settle.Doubtful, Why: "several invitations of the target may be this one"}
	case len(found[unclear]) > 0:
		return evidence{Finding: settle.Doubtful, Why: "an invitation of the target may be this one or an older one"}
	case len(found[made]) == 1:
		for _, h := range found[made] {
			return evidence{Finding: settle.Reached, State: &h}
		}
	case len(found[other]) > 0:
		return evidence{Finding: settle.Doubtful, Why: "another invitation of the target is open"}
	case len(found[alike]) > 0:
		return evidence{Finding: settle.Doubtful, Why: "an invitation of a target like this one may be this one"}
	}
	return evidence{Why: "no such invitation is to be seen"}
}

func (s *search) match(h Handshake, now time.Time) match {
	open := !h.Status.Final() && !h.ExpiredBy(now)
	age := s.age(h)
	switch {
	case h.target().key() != s.in.target().key():
		if age != older && open && s.mayBe(h.Note) && s.resembles(h.target()) {
			return alike
		}
		return none
	case age == older || !s.mayBe(h.Note):
		if open {
			return other
		}
		return none
	case age == ageless:
		return unclear
	}
	m := made
	if !open {
		m = s.closed(h)
	}
	if m == made && h.Note == "" && s.in.Note != "" {
		return unclear
	}
	return m
}

// mayBe compares notes. The service may change the space in one, or not show it at all.
func (s *search) mayBe(note string) bool {
	return note == "" || slices.Equal(strings.Fields(note), strings.Fields(s.in.Note))
}

// resembles holds for a target that the service may show in place of the one that it
// was given.
func (s *search) resembles(t Target) bool {
	return t.Type != s.in.TargetType || strings.EqualFold(t.Entity, s.in.TargetEntity)
}

type age uint8

const (
	newer   age = iota // not from before the call
	older              // from before the call
	ageless            // nobody can tell
)

func (s *search) age(h Handshake) age {
	created, dated := h.CreateTime, !h.CreateTime.IsZero() && !s.low.IsZero()
	switch {
	case s.known[h.ID], dated && !created.Add(time.Second).After(s.low):
		return older
	case s.known != nil, dated:
		return newer
	default:
		return ageless
	}
}

// closed judges an invitation that was made about when the call was, and has ended: the
// call made it if it was open after the call began.
func (s *search) closed(h Handshake) match {
	if s.known != nil || !h.ModifyTime.IsZero() && !h.ModifyTime.Before(s.high) {
		return made
	}
	return unclear
}
