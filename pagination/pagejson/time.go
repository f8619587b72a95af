package pagejson

import "time"

// Time reads a string that is an RFC 3339 time; see [ParseTime].
func (r *Reader) Time() time.Time { return ParseTime(r.Bytes()) }

// ParseTime reads text as [time.Parse] with [time.RFC3339] does, in UTC. It is zero
// where that fails, and where the time leaves the years 0 to 9999 in UTC, as such a
// time has no RFC 3339 form.
func ParseTime(text []byte) time.Time {
	if t, ok := parseZulu(text); ok {
		return t
	}
	t, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return time.Time{}
	}
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// parseZulu reads the form that services write, as 2006-01-02T15:04:05Z, several
// times faster than [time.Parse], to which it leaves whatever else there is: also
// the days that not every month has.
func parseZulu(b []byte) (time.Time, bool) {
	if len(b) != len("2006-01-02T15:04:05Z") {
		return time.Time{}, false
	}
	c := [20]byte(b)
	if c[4] != '-' || c[7] != '-' || c[10] != 'T' || c[13] != ':' || c[16] != ':' || c[19] != 'Z' {
		return time.Time{}, false
	}
	century, year, month, day := pair(c[0], c[1]), pair(c[2], c[3]), pair(c[5], c[6]), pair(c[8], c[9])
	hour, minute, second := pair(c[11], c[12]), pair(c[14], c[15]), pair(c[17], c[18])
	if century > 99 || year > 99 || month-1 > 11 || day-1 > 27 || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	return time.Date(int(century*100+year), time.Month(month), int(day), int(hour), int(minute), int(second), 0, time.UTC), true
}

// pair is the number that two digits make, over 99 where they are none.
func pair(tens, ones byte) uint {
	t, o := uint(tens)-'0', uint(ones)-'0'
	if t > 9 || o > 9 {
		return 100
	}
	return t*10 + o
}
