package cli

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A value is the value of a flag. Its zero value has no text, and [Flags.Help] asks for none.
type value[T any] struct {
	to     *T
	format func(T) string
	parse  func(string) (T, error)
}

func (v value[T]) String() string { return v.format(*v.to) }

func (v value[T]) Set(text string) (err error) {
	*v.to, err = v.parse(text)
	return err
}

// Word is the value of a flag that takes one of the known words, in any case.
func Word(word *string, known ...string) flag.Value {
	return value[string]{word, strings.Clone, func(text string) (string, error) { return choose(text, known) }}
}

// Words is the value of a flag that takes some of the known words, in any case, separated by
// commas or in several flags. It takes each once. An empty one is a mistake, as of a variable that
// is not set: to overlook it could select or trust more than was meant.
func Words(words *[]string, known ...string) flag.Value {
	format := func(all []string) string { return strings.Join(all, ",") }
	return value[[]string]{words, format, func(text string) ([]string, error) {
		all := *words
		for part := range strings.SplitSeq(text, ",") {
			word, err := choose(strings.TrimSpace(part), known)
			if err != nil {
				return nil, err
			}
			if !slices.Contains(all, word) {
				all = append(all, word)
			}
		}
		return all, nil
	}}
}

// IDs is the value of a flag that takes IDs as [Words] takes words.
func IDs(ids *[]string) flag.Value { return Words(ids) }

// Number is the value of a flag that takes a number from least to most.
func Number(n *int, least, most int) flag.Value {
	return value[int]{n, strconv.Itoa, func(text string) (int, error) {
		v, err := strconv.Atoi(text)
		if err != nil || v < least || v > most {
			return 0, fmt.Errorf("give a number from %d to %d", least, most)
		}
		return v, nil
	}}
}

// Duration is the value of a flag that takes a duration from least to most, such as 3d, 2w, 36h
// or 1d12h.
func Duration(d *time.Duration, least, most time.Duration) flag.Value {
	return value[time.Duration]{d, FormatDuration, func(text string) (time.Duration, error) {
		v, err := parseDuration(text)
		switch {
		case err != nil:
			return 0, err
		case v < least:
			return 0, fmt.Errorf("give at least %s", FormatDuration(least))
		case v > most:
			return 0, fmt.Errorf("give at most %s", FormatDuration(most))
		}
		return v, nil
	}}
}

const day = 24 * time.Hour

// durations have so few digits before w and d that they fit into a [time.Duration].
var durations = regexp.MustCompile(`^(?:(\d{1,4})w)?(?:(\d{1,4})d)?([\d.hms]*)$`)

// parseDuration reads a duration such as 90s, 36h, 3d, 2w or 1d12h. A day has 24 hours.
func parseDuration(text string) (time.Duration, error) {
	if m := durations.FindStringSubmatch(text); m != nil && text != "" {
		weeks, _ := strconv.Atoi(m[1]) // 0 without
		days, _ := strconv.Atoi(m[2])
		rest, err := time.ParseDuration(cmp.Or(m[3], "0"))
		if sum := rest + time.Duration(7*weeks+days)*day; err == nil && sum >= 0 {
			return sum, nil
		}
	}
	return 0, errors.New("no duration: write it as 90s, 36h, 3d, 2w or 1d12h")
}

// zeros are the parts at the end of a duration that say nothing.
var zeros = regexp.MustCompile(`([dhm])(0[hm])*0s$`)

// FormatDuration writes a duration as [Duration] reads it.
func FormatDuration(d time.Duration) string {
	text := d.String()
	if d >= day {
		text = fmt.Sprintf("%dd%s", d/day, d%day)
	}
	return zeros.ReplaceAllString(text, "$1")
}

// choose returns the known word that the text is. If none is known, any text is good.
func choose(text string, known []string) (string, error) {
	i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(text, k) })
	switch {
	case text == "":
		return "", errors.New("a value is empty: is a variable not set?")
	case known == nil:
		return text, nil
	case i < 0:
		return "", fmt.Errorf("there is no %q; use %s", text, strings.Join(known, ", "))
	}
	return known[i], nil
}
