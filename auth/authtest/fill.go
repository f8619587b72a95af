package authtest

import "time"

// Fill sets a field that was left out.
func Fill[S ~string](field *S, otherwise func() S) {
	if field != nil && *field == "" && otherwise != nil {
		*field = otherwise()
	}
}

// FillDates sets the dates of an invitation that were left out: it was created now,
// expires after the validity, and changed when it expired if it did, or else when it was
// created. The dates are cut to what services send, whole seconds in UTC.
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
