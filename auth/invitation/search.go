package invitation

import (
	"context"
	"slices"
	"strings"
	"time"
)

// A search looks for the invitation that a call made. The services have no idempotency token,
// so the search compares target, note and time of creation.
type search struct {
	cloud *Cloud
	in    Input
	known idSet     // the invitations from before the call; nil if they were not read
	began time.Time // when the call began, by the client's clock
	// The call began between earliest and latest by the service's clock. Both are zero if the
	// service does not date its responses.
	earliest, latest time.Time
}

func newSearch(c *Cloud, in Input, known idSet) *search {
	return &search{cloud: c, in: in, known: known, began: time.Now()}
}

// look can find an invitation in a list that changes while it is read. Such a list cannot show
// that the invitation is absent.
func (s *search) look(ctx context.Context) (evidence, error) {
	reading := Reading{Certain: true}
	found := matches{}
	moving := false
	for i, err := range s.cloud.Sent(ctx, &reading) {
		switch {
		case err == nil:
			s.bound(reading)
			found.add(s.match(i, reading.Date), i)
		case s.cloud.moving(err):
			moving = true
		default:
			return evidence{}, err
		}
	}
	e := found.decide()
	if moving && e.finding == absent {
		return evidence{finding: doubtful, why: whyMoving}, nil
	}
	return e, nil
}

// bound computes when the call began by the service's clock, which shows full seconds.
func (s *search) bound(r Reading) {
	if r.Date.IsZero() {
		return
	}
	s.earliest = r.Date.Add(-r.Responded.Sub(s.began))
	s.latest = r.Date.Add(time.Second - r.Asked.Sub(s.began))
}

// A match is the relation between an invitation and the call.
type match uint8

const (
	unrelated match = iota
	made            // the call made it
	maybeMade       // the call may have made it
	similar         // the call may have made it, if the service spells targets in its own way
	other           // it is open, and the call did not make it
)

// matches are the invitations of a list that are related to the call, by ID.
type matches map[match]map[string]Invitation

func (found matches) add(m match, i Invitation) {
	if m == unrelated {
		return
	}
	if found[m] == nil {
		found[m] = map[string]Invitation{}
	}
	found[m][i.ID] = i
}

// decide is cautious: it returns doubtful if an invitation may be the call's own or not, and if
// an invitation may prevent another one.
func (found matches) decide() evidence {
	switch {
	case len(found[made]) > 1:
		return evidence{finding: doubtful, why: "the list shows several invitations that may be the one of this call"}
	case len(found[maybeMade]) > 0:
		return evidence{finding: doubtful, why: "the list shows an invitation that may be the one of this call or an older one"}
	case len(found[made]) == 1:
		for _, i := range found[made] {
			return evidence{finding: reached, state: i}
		}
	case len(found[other]) > 0:
		return evidence{finding: doubtful, why: "another invitation of the target is open"}
	case len(found[similar]) > 0:
		return evidence{finding: doubtful, why: "the list shows an invitation of a similar target that may be the one of this call"}
	}
	return evidence{why: "the list shows no such invitation"}
}

func (s *search) match(i Invitation, now time.Time) match {
	open, age := i.openAt(now), s.age(i)
	switch {
	case i.Target.key() != s.in.Target.key():
		if age != older && open && s.mayHaveNote(i) && s.resembles(i.Target) {
			return similar
		}
		return unrelated
	case age == older || !s.mayHaveNote(i):
		if open {
			return other
		}
		return unrelated
	case age == ageless, !open && !s.endedAfterCall(i), i.Note == "" && s.in.Note != "":
		return maybeMade
	default:
		return made
	}
}

// mayHaveNote compares notes. The service may change the white space of a note, or not show the
// note.
func (s *search) mayHaveNote(i Invitation) bool {
	return i.Note == "" || slices.Equal(strings.Fields(i.Note), strings.Fields(s.in.Note))
}

// resembles reports whether the service may show t instead of the target that it received.
func (s *search) resembles(t Target) bool {
	return t.Type != s.in.Target.Type || strings.EqualFold(t.Entity, s.in.Target.Entity)
}

type age uint8

const (
	newer   age = iota // not from before the call
	older              // from before the call
	ageless            // unknown
)

func (s *search) age(i Invitation) age {
	dated := !i.Created.IsZero() && !s.earliest.IsZero()
	switch {
	case s.known.has(i.ID), dated && !i.Created.Add(time.Second).After(s.earliest):
		return older
	case s.known != nil, dated:
		return newer
	default:
		return ageless
	}
}

// endedAfterCall reports whether an invitation from about the time of the call was still open
// after the call began. Then the call made it.
func (s *search) endedAfterCall(i Invitation) bool {
	return s.known != nil || !i.Updated.IsZero() && !i.Updated.Before(s.latest)
}
