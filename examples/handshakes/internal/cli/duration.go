package cli

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// Duration is the value of a flag that takes a duration from least to most, such as 3d, 2w, 36h
// or 1d12h.
func Duration(d *time.Duration, least, most time.Duration) flag.Value {
	return &duration{d, least, most}
}

type duration struct {
	d           *time.Duration
	least, most time.Duration
}

func (d *duration) String() string {
	if d.d == nil || *d.d == 0 {
		return "0"
	}
	return FormatDuration(*d.d)
}

func (d *duration) Set(text string) error {
	v, err := ParseDuration(text)
	if err != nil {
		return err
	}
	if v < d.least || v > d.most {
		return fmt.Errorf("give a duration from %s to %s", FormatDuration(d.least), FormatDuration(d.most))
	}
	*d.d = v
	return nil
}

// units are those of a duration, and how long each is.
var units = map[string]time.Duration{
	"w": 7 * day, "d": day, "h": time.Hour, "m": time.Minute, "s": time.Second, "ms": time.Millisecond,
}

var errDuration = errors.New("no duration: write it as 90s, 36h, 3d, 2w or 1d12h")

// ParseDuration reads a duration such as 90s, 36h, 3d, 2w or 1d12h. A day has 24 hours. It must
// not be negative, nor longer than a [time.Duration].
func ParseDuration(text string) (time.Duration, error) {
	if text == "0" {
		return 0, nil
	}
	var sum float64
	rest := text
	for rest != "" {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789."))
		n, err := strconv.ParseFloat(rest[:digits], 64)
		if err != nil {
			return 0, errDuration
		}
		rest = rest[digits:]
		letters := len(rest) - len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz"))
		unit, ok := units[rest[:letters]]
		if !ok {
			return 0, errDuration
		}
		rest = rest[letters:]
		sum += n * float64(unit)
	}
	switch {
	case text == "":
		return 0, errDuration
	case sum >= math.MaxInt64:
		return 0, errors.New("the duration is too long")
	}
	return time.Duration(sum), nil
}

// FormatDuration writes a duration as [ParseDuration] reads it.
func FormatDuration(d time.Duration) string {
	if d <= 0 {
		return "0"
	}
	var b strings.Builder
	for _, unit := range []struct {
		name   string
		length time.Duration
	}{{"d", day}, {"h", time.Hour}, {"m", time.Minute}} {
		if n := d / unit.length; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, unit.name)
			d -= n * unit.length
		}
	}
	if d > 0 {
		b.WriteString(strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s")
	}
	return b.String()
}
