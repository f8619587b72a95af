package huaweiorg

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/settle"
)

// A reading is a list that was read whole, and what the service's clock was then.
type reading struct {
	items []Handshake
	// date is the Date of the first page, zero where it has none. By our clock
	// that was between asked and received.
	date, asked, received time.Time
}

func (c *Client) read(ctx context.Context, from source) (reading, error) {
	r := reading{asked: time.Now()}
	seen := func(answer *auth.Response) {
		if r.received.IsZero() {
			r.received = time.Now()
			r.date, _ = http.ParseTime(answer.Header.Get("Date"))
		}
	}
	var err error
	r.items, err = c.list(from, seen, nil).Collect(ctx)
	return r, err
}

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

func (s *search) look(ctx context.Context) (evidence, error) {
	r, err := s.c.read(ctx, sentList)
	if err != nil {
		return evidence{}, err
	}
	s.bound(r)
	return s.judge(r), nil
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
	case h.Target != s.in.Target:
		if age != older && open && h.Notes == s.in.Notes && s.resembles(h.Target) {
			return alike
		}
		return none
	case age == older || h.Notes != s.in.Notes:
		if open {
			return other
		}
		return none
	case age == ageless:
		return unclear
	case open:
		return made
	default:
		return s.closed(h)
	}
}

// resembles holds for a target that the service may show in place of the one that it
// was given.
func (s *search) resembles(t Target) bool {
	return t.Type != s.in.Target.Type || strings.EqualFold(t.Entity, s.in.Target.Entity)
}

type age uint8

const (
	newer   age = iota // not from before the call
	older              // from before the call
	ageless            // nobody can tell
)

func (s *search) age(h Handshake) age {
	created, dated := h.CreatedAt, !h.CreatedAt.IsZero() && !s.low.IsZero()
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
	if s.known != nil || !h.UpdatedAt.IsZero() && !h.UpdatedAt.Before(s.high) {
		return made
	}
	return unclear
}
