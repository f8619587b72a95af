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
	if len(b) != len("2006-01-02T15:04:05Z") ||
		b[4] != '-' || b[7] != '-' || b[10] != 'T' || b[13] != ':' || b[16] != ':' || b[19] != 'Z' {
		return time.Time{}, false
	}
	century, year, month, day := pair(b[0:]), pair(b[2:]), pair(b[5:]), pair(b[8:])
	hour, minute, second := pair(b[11:]), pair(b[14:]), pair(b[17:])
	if century > 99 || year > 99 || month-1 > 11 || day-1 > 27 || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	return time.Date(int(century*100+year), time.Month(month), int(day), int(hour), int(minute), int(second), 0, time.UTC), true
}

// pair is the number that two digits make, over 99 where they are none.
func pair(b []byte) uint {
	tens, ones := uint(b[0])-'0', uint(b[1])-'0'
	if tens > 9 || ones > 9 {
		return 100
	}
	return tens*10 + ones
}
