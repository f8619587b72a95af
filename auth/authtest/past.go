package authtest

import "time"

// An End is how an invitation ended, or that it has not.
type End int

// The ends.
const (
	Pending End = iota
	Accepted
	Declined
	Cancelled
	Expired
)

// A Life is how an invitation ended, and when.
type Life struct {
	End                       End
	Created, Updated, Expires time.Time
}

// A Past draws plausible lives of invitations, with all ends, in full seconds.
type Past struct {
	// Now is the present.
	Now time.Time
	// Validity is how long an invitation can be accepted or declined.
	Validity time.Duration
	// Retention is how long the service lists an invitation after its end. 0 or less is for
	// ever. All that are drawn are still listed.
	Retention time.Duration
}

const dayLong = 24 * time.Hour

// Draw returns a life. A pending invitation has about a day left, or more.
func (p Past) Draw(r Rand) Life {
	now, window := p.Now.Truncate(time.Second), 29*dayLong
	if p.Retention > 0 {
		window = min(window, p.Retention*9/10)
	}
	l := Life{End: drawEnd(r)}
	switch l.End {
	case Pending:
		l.Created = now.Add(-r.Between(time.Minute, p.Validity-dayLong))
		l.Updated = l.Created
	case Expired:
		l.Updated = now.Add(-r.Between(0, window))
		l.Created = l.Updated.Add(-p.Validity)
	default:
		l.Updated = now.Add(-r.Between(0, window))
		l.Created = l.Updated.Add(-r.Between(time.Minute, p.Validity-dayLong))
	}
	l.Expires = l.Created.Add(p.Validity)
	return l
}

func drawEnd(r Rand) End {
	switch percent := r.IntN(100); {
	case percent < 38:
		return Accepted
	case percent < 74:
		return Pending
	case percent < 84:
		return Expired
	case percent < 93:
		return Declined
	default:
		return Cancelled
	}
}

// Fill sets a field that is zero.
func Fill[S ~string](field *S, otherwise func() S) {
	if field != nil && *field == "" && otherwise != nil {
		*field = otherwise()
	}
}

// FillDates sets the dates of an invitation that are zero: it was created now, expires after
// the validity, and changed when it expired if it did, or else when it was created. FillDates
// cuts the dates to what services send, full seconds in UTC.
func FillDates(l *Life, now time.Time, validity time.Duration) {
	if l == nil {
		return
	}
	fillTime(&l.Created, now)
	fillTime(&l.Expires, l.Created.Add(validity))
	if l.End == Expired {
		fillTime(&l.Updated, l.Expires)
	}
	fillTime(&l.Updated, l.Created)
}

func fillTime(t *time.Time, otherwise time.Time) {
	if t.IsZero() {
		*t = otherwise
	}
	*t = t.UTC().Truncate(time.Second)
}
